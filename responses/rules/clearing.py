"""Asking an official to clear texts as they stand, sending the link again, and withdrawing it.

Focal points ask for any answer, contributors for those they write: in a capital each ministry obtains the signature
for its own part. Observers ask for nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Answer, ClearanceRequest, Letter, RequestedText, Response
from responses.models.event import record, sha256

from . import cleared, permissions, post
from .moves import said
from .refused import Refused

A_MOMENT = timedelta(minutes=2)
"""Within it the same again, by the same person, is a second click."""
MOST_A_DAY = 50
"""Mails to officials, of one delegation."""
LONGEST = timedelta(days=90)
"""How far ahead an official may be given time to decide."""
AT_LEAST = timedelta(days=7)
"""How long a link lasts from the day on which it is sent again."""


@dataclass(frozen=True)
class Official:
    """Who is asked, or has decided."""

    name: str
    title: str
    authority: str


class Seen(NamedTuple):
    """What a page showed as an answer: the number of its version, and whether no information is provided."""

    version: int
    no_information: bool = False


def seen(answer):
    """What a page shows as an answer: :class:`Seen`."""
    return Seen(answer.version, cleared.is_silent(answer))


def lock(response):
    """The response as it is stored now, locked; clearances of a response are written one after the other."""
    related = ("session__review__commission", "member_state")
    return (
        Response.objects.select_for_update(of=("self",), no_key=True)
        .select_related(*related)
        .get(pk=response.pk)
    )


def require_writer(by, response):
    """Raises :class:`Refused` for whoever writes nothing of this response."""
    if not permissions.is_member(by, response):
        raise Refused(_("There is no such response."), status=404)
    if not permissions.may_draft(by, response):
        sentence = _("Clearances are for focal points and contributors of your State. Ask one of them.")
        raise Refused(sentence, status=403)


def chosen_texts(response, versions, by):
    """The answers of ``{number of question: Seen}``, locked, when they say what the person saw.

    Raises :class:`Refused` for none, for answers that the person does not write, for texts that were changed since,
    and for answers that say nothing yet.
    """
    rows = Answer.objects.select_for_update(of=("self",), no_key=True).select_related("question")
    answers = list(rows.filter(response=response, question__number__in=versions).order_by("pk"))
    for answer in answers:
        answer.response = response
    if not versions:
        raise Refused(_("Choose one question or more."), status=422, about="texts")
    if len(answers) != len(versions) or not all(permissions.may_draft_answer(by, each) for each in answers):
        raise Refused(_("One of the chosen questions is not among those you write."), status=403)
    for answer in sorted(answers, key=lambda each: each.question.number):
        number = {"number": answer.question.number}
        if seen(answer) != versions[answer.question.number]:
            raise Refused(
                _("Question %(number)s was changed meanwhile. Read it, then choose it again.") % number,
                about="texts",
            )
        if not cleared.is_silent(answer) and not answer.text.strip():
            raise Refused(_("Question %(number)s: there is no text to be cleared yet.") % number, status=422)
    return answers


def covers_all(response, answers):
    """Whether these are all the answers of the response."""
    return len(answers) == response.answers.count()


def about(texts, rows):
    """The first of some requests, or clearances, that is about these texts and no others; or None.

    ``texts`` is a set of (key of the answer, number of its version, no information or not).
    """
    found = ((row, set(row.texts.values_list("answer", "version", "no_information"))) for row in rows)
    return next((row for row, said in found if said == texts), None)


def end_of(day, review):
    """The last moment of a day in the round's zone."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=review.tzinfo)


@transaction.atomic
def ask(response, versions, official, *, email, until, by, note=""):
    """Ask an official to clear answers as they stand, by a personal link; returns the :class:`ClearanceRequest`.

    ``versions`` is ``{number of question: Seen}``, ``until`` a day. The same asked twice within a moment is asked
    once. Raises :class:`Refused` as :func:`chosen_texts` does, and for a day that has passed or is far away.
    """
    response = lock(response)
    by, now = permissions.as_stored(by), timezone.now()
    require_writer(by, response)
    answers = chosen_texts(response, versions, by)
    expires_at = end_of(until, response.session.review)
    if not now < expires_at <= now + LONGEST + timedelta(days=1):
        raise Refused(_("Give a day within the next three months."), status=422, about="until")
    if not all(map(said, (official.name, official.title, official.authority, email))):
        raise Refused(_("Name the official, with title, authority and e-mail address."), status=422)
    said_by = {
        "response": response, "official_name": official.name, "official_title": official.title,
        "authority": official.authority, "email": email.strip(), "note": note.strip(), "expires_at": expires_at,
        "asked_by": by, "as_name": by.said_name,
    }  # fmt: skip
    lately = ClearanceRequest.objects.filter(**said_by, asked_at__gt=now - A_MOMENT, withdrawn_at=None)
    texts = {(each.pk, *seen(each)) for each in answers}
    if there := about(texts, lately.filter(clearance=None)):
        return there
    _require_room(response, now)
    token = secrets.token_urlsafe(32)
    asked = ClearanceRequest.objects.create(
        **said_by, whole_response=covers_all(response, answers), link=sha256(token), asked_at=now, sent_at=now
    )
    RequestedText.objects.bulk_create(
        RequestedText(
            request=asked, answer=each, version=each.version, no_information=cleared.is_silent(each),
            says=cleared.said_by(each),
        )
        for each in answers
    )  # fmt: skip
    _record("ask_clearance", asked, by, questions=sorted(versions))
    post.owe([letters.clearance_requested(asked, token)])
    return asked


def _require_room(response, now):
    """Officials are strangers to this site: no delegation, nor whoever writes as one, floods them with mail."""
    letters_sent = Letter.objects.filter(
        kind="clearance_requested", response__member_state=response.member_state_id,
        written_at__gt=now - timedelta(days=1),
    )  # fmt: skip
    if letters_sent.count() >= MOST_A_DAY:
        sentence = _("Up to %(most)s mails to officials are sent in a day. Please go on tomorrow.")
        raise Refused(sentence % {"most": MOST_A_DAY}, status=429)


def open_of(user, response):
    """The requests of a person that an official can still decide; they go on when the person's access ends."""
    rows = response.clearance_requests.filter(asked_by=user, withdrawn_at=None, clearance=None)
    return rows.filter(expires_at__gt=timezone.now())


def may_handle(user, asked):
    """Whether the person may send a request again or withdraw it: who asked, and the focal points."""
    own = asked.asked_by_id == user.pk and permissions.may_draft(user, asked.response)
    return own or permissions.is_focal_point(user, asked.response)


def is_unsent(asked):
    """Whether the newest letter to the official is still in the outbox after it was tried."""
    own = {"kind": "clearance_requested", "response": asked.response_id, "address": asked.email}
    newest = Letter.objects.filter(**own).order_by("-pk").first()
    return newest is not None and newest.sent_at is None


@transaction.atomic
def send_again(asked, *, by):
    """Send a new link for the same texts; the old one ends. Returns the request. Raises :class:`Refused`.

    A second click sends nothing: the link in the mail that is on its way would be dead on arrival.
    """
    asked, by = _open(asked, by)
    now, token = timezone.now(), secrets.token_urlsafe(32)
    if asked.sent_at > asked.asked_at and now - asked.sent_at < A_MOMENT:
        return asked
    _require_room(asked.response, now)
    asked.link, asked.code, asked.sent_at = sha256(token), "", now
    asked.expires_at = max(asked.expires_at, now + AT_LEAST)
    asked.save(update_fields=["link", "code", "sent_at", "expires_at"])
    _record("send_clearance_again", asked, by)
    post.owe([letters.clearance_requested(asked, token)])
    return asked


@transaction.atomic
def withdraw(asked, *, by):
    """End a request: its link leads nowhere from now on. Returns the request. Raises :class:`Refused`."""
    asked, by = _open(asked, by)
    asked.withdrawn_at, asked.withdrawn_by, asked.code = timezone.now(), by, ""
    asked.save(update_fields=["withdrawn_at", "withdrawn_by", "code"])
    _record("withdraw_clearance_request", asked, by)
    return asked


def locked_request(asked):
    """A request as it is stored now, locked; it knows its response. The order is that of all rules: response first."""
    response = lock(asked.response)
    asked = ClearanceRequest.objects.select_for_update(no_key=True).get(pk=asked.pk)
    asked.response = response
    return asked


def _open(asked, by):
    asked, by = locked_request(asked), permissions.as_stored(by)
    if not permissions.is_member(by, asked.response):
        raise Refused(_("There is no such request."), status=404)
    if not may_handle(by, asked):
        raise Refused(_("This is for whoever asked, and for the focal points of your State."), status=403)
    if asked.withdrawn_at or hasattr(asked, "clearance"):
        raise Refused(_("Nothing was changed: this request was withdrawn, or the official has decided."))
    return asked, by


def _record(name, asked, by, **data):
    response = asked.response
    facts = {"request": str(asked.public_id), "session": response.session.slug} | data
    record(name, by=by, role=permissions.role_in(by, response), delegation=response.member_state, data=facts)
