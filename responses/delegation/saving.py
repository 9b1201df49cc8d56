"""Saving while somebody writes: short answers to the question page's own script, one word for each outcome."""

import time
from contextlib import suppress
from functools import wraps

from django import forms
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from responses import languages
from responses.models import AnswerVersion
from responses.rules import drafting, permissions, presence
from responses.rules.finding import Address
from responses.rules.refused import Refused

from .access import answer_at
from .forms import RawText
from .wording import words_for_loss, words_for_merge

EXTEND_AFTER = 30 * 60
"""Seconds after which saving makes the sign-in last its full time again."""

COME_BACK_AFTER = 5
"""Seconds after which a page may try again when the database is busy or away."""

AWAY = (OperationalError, InterfaceError, DatabaseError)
"""What is raised when the database is busy, full or gone: PostgreSQL's last word may be a bare DatabaseError."""


class AutosaveForm(forms.Form):
    """What the page sends of one answer."""

    text = RawText()
    language = forms.CharField(max_length=35)
    base = forms.IntegerField(min_value=0)
    key = forms.CharField(max_length=64)
    page = forms.CharField(max_length=64)

    def clean_language(self):
        """A code of a language that is offered."""
        code = self.cleaned_data["language"]
        if code not in languages.NAMES and code != languages.UNKNOWN:
            raise forms.ValidationError(_("Choose a language from the list."))
        return code


def reply(outcome, status=200, **facts):
    """One outcome in the page's vocabulary, as JSON."""
    return JsonResponse({"outcome": outcome} | facts, status=status)


def typed(view):
    """Answers what every such view can meet in the page's vocabulary: signed out, refused, a database that is away."""

    @require_POST
    @wraps(view)
    def inner(request, *args, **kwargs):
        try:
            if not request.user.is_authenticated:
                return reply("signed_out", 401)
            return view(request, *args, **kwargs)
        except Refused as refusal:
            if refusal.status == 404:
                raise Http404 from refusal
            outcome = "too_large" if refusal.status == 413 else "invalid"
            return reply(outcome, refusal.status, message=str(refusal))
        except (DatabaseError, InterfaceError) as error:
            if type(error) not in AWAY:
                raise
            busy = reply("unavailable", 503, message=_("The site is busy at this moment."))
            busy["Retry-After"] = str(COME_BACK_AFTER)
            return busy

    return inner


def extend(request, said):
    """Lets the sign-in last its full time again, from time to time: who writes is not signed out.

    Where that cannot be stored (a full disk, a sign-out in another window) what was said about the text stands all
    the same; the session's own middleware would put a page of HTML in its place.
    """
    session, now = request.session, int(time.time())
    if now - session.get("extended", 0) <= EXTEND_AFTER:
        return
    session["extended"] = now
    with suppress(DatabaseError, InterfaceError, UpdateError):
        session.save()
        said.set_cookie(
            settings.SESSION_COOKIE_NAME,
            session.session_key,
            max_age=session.get_expiry_age(),
            path=settings.SESSION_COOKIE_PATH,
            domain=settings.SESSION_COOKIE_DOMAIN,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=settings.SESSION_COOKIE_HTTPONLY,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )
    session.modified = False


def address_of_version(name, slug, alpha3, number, version):
    """Where a saved text can be read or settled."""
    return reverse(name, args=[slug, alpha3, number, version.number])


@typed
def autosave(request, slug, alpha3, number):
    """Saves one answer while it is being written; answers with what became of the text."""
    form = AutosaveForm(request.POST)
    if not form.is_valid():
        problems = [problem for field in form.errors.values() for problem in field]
        return reply("invalid", 422, message=" ".join(problems))
    where = Address(slug, alpha3, number)
    saved = drafting.save_answer(
        where, by=request.user, kind=AnswerVersion.Kind.AUTOSAVED, **form.cleaned_data
    )
    said = words_for(saved, request.user, (slug, alpha3, number))
    extend(request, said)
    return said


def words_for(saved, user, here):
    """What became of a text, in the page's vocabulary."""
    facts = {"interval": settings.AUTOSAVE_SECONDS}
    if saved.removed:
        facts["removed"] = saved.removed
    kind = AnswerVersion.Outcome
    if saved.outcome == kind.SAVED:
        stored = saved.version.number if saved.version else saved.answer.version
        return reply("saved", version=stored, **facts)
    if saved.outcome == kind.MERGED:
        facts |= {"own": saved.version.number, "text": saved.answer.text, "message": words_for_merge(saved)}
        return reply("merged", version=saved.answer.version, **facts)
    kept = {"version": saved.version.number} if saved.version else {}
    if saved.outcome == kind.STALE:
        address = address_of_version("two_texts", *here, saved.version)
        message = _(
            "A colleague has changed the same paragraph. Your text is kept, but it is not in the answer yet."
        )
        return reply("stale_version", 409, message=message, address=address, **kept, **facts)
    if permissions.may_read_answer(user, saved.answer):
        message = _("This question was closed while you were writing. Your text is kept for your delegation.")
        if saved.version:
            kept["address"] = address_of_version("version", *here, saved.version)
    else:
        kept, message = {}, words_for_loss(user, saved.answer)
    return reply("closed", 423, message=message, **kept)


@typed
def here(request, slug, alpha3, number):
    """A page's sign of life: who else has the question open, and which version stands."""
    answer = answer_at(request.user, slug, alpha3, number)
    said = request.POST.get("version", "")
    presence.note(answer, request.user, int(said) if said.isdecimal() and len(said) < 10 else 0)
    writes = permissions.may_draft_answer(request.user, answer)
    return reply("here", version=answer.version, others=presence.others(answer, request.user), writes=writes)
