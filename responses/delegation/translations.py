"""A State's own courtesy translations of an answer; the answer stays what counts."""

from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses import languages
from responses.models.people import signature
from responses.rules import permissions, translating
from responses.rules.refused import Refused

from .access import for_members_at_answer
from .annex_forms import TranslateIntoForm, TranslationForm
from .answering import fresh

MOST_SHOWN = 20
"""How many earlier texts a page lists."""


def context_of(request, answer, **more):
    """What the pages of translations have in common."""
    response = answer.response
    may = permissions.may_draft_answer(request.user, answer)
    return {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "answer": answer,
        "question": answer.question,
        "may_draft": may,
        "writable": may and translating.is_open(answer),
    } | more


@for_members_at_answer
@require_safe
def translations(request, answer):
    """The translations of one answer, and the choice of a language for another one."""
    form = TranslateIntoForm(request.GET or None, of=answer.language)
    here = (answer.response.session.slug, answer.response.member_state.alpha3, answer.question.number)
    if form.is_valid():
        if form.cleaned_data["language"] not in {answer.language, languages.UNKNOWN}:
            return redirect("translation", *here, form.cleaned_data["language"])
        form.add_error("language", _("Choose a language other than that of the answer."))
    found = answer.translations.current().exclude(text="").defer("text").select_related("by")
    rows = list(found.order_by("language"))
    for row in rows:
        row.signature, row.is_outdated = signature(row), row.of_version != answer.version
        row.is_own = row.language == answer.language
    context = context_of(request, answer, rows=rows, form=form)
    return render(request, "delegation/translations.html", context)


@for_members_at_answer
@require_http_methods(["GET", "HEAD", "POST"])
def translation(request, answer, language):
    """One translation beside its answer."""
    if language not in languages.NAMES:
        raise Http404
    if request.method == "POST":
        return save(request, answer, language)
    return shown(request, answer, language)


def shown(request, answer, language, status=200, form=None, **more):
    """The page of one translation: the answer, the translation that holds, its earlier texts."""
    rows = answer.translations.filter(language=language).select_related("by")
    current = rows.filter(stands=True).order_by("-number").first()
    if form is None:
        initial = {"text": current.text if current else "", "base": current.number if current else 0}
        form = TranslationForm(initial=initial | {"key": fresh()})
    history = list(rows.defer("text").order_by("-number")[:MOST_SHOWN])
    for row in [*history, *filter(None, [current])]:
        row.signature = signature(row)
    asked = request.GET.get("version", "")
    earlier = rows.filter(number=asked).first() if asked.isdecimal() and len(asked) < 10 else None
    context = context_of(request, answer, form=form, into=language, current=current, earlier=earlier)
    context |= {"history": history, "is_outdated": bool(current) and current.of_version != answer.version}
    context["is_own"] = language == answer.language
    return render(request, "delegation/translation.html", context | more, status=status)


def save(request, answer, language):
    """Saves a translation; a text that cannot hold is kept beside and shown again."""
    form = TranslationForm(request.POST)
    if not form.is_valid():
        return shown(request, answer, language, 422, form)
    try:
        done = translating.save_translation(answer, language=language, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return shown(request, answer, language, refusal.status, form, sentence=str(refusal))
    if done.stands:
        messages.success(
            request, _("Saved.") if form.cleaned_data["text"] else _("The translation is taken away.")
        )
        here = (answer.response.session.slug, answer.response.member_state.alpha3, answer.question.number)
        return redirect("translation", *here, language)
    if not done.is_open:
        return shown(request, answer, language, 423, kept=done.version)
    return shown(request, answer, language, 409, again(form, answer, language), clash=done.version)


def again(form, answer, language):
    """The same text, ready to be saved over the one that stands now, should its writer so decide."""
    newest = answer.translations.filter(language=language).aggregate(last=Max("number"))["last"] or 0
    return TranslationForm(initial={"text": form.cleaned_data["text"], "base": newest, "key": fresh()})
