"""Notes between colleagues on one question: written by who may read the answer, resolved when they are dealt with."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Answer, Note
from responses.models.event import record
from responses.text import clean

from . import origins, permissions, post
from .refused import Refused
from .team import team_at

LONGEST = 20_000
"""The most characters that one note can have."""


def lock(answer):
    """The answer as it is stored now, locked, with what its letters say of it."""
    related = ("question", "response__member_state", "response__session__review")
    return (
        Answer.objects.select_for_update(of=("self",), no_key=True).select_related(*related).get(pk=answer.pk)
    )


def require_reader(by, answer):
    """The person as stored. Raises :class:`Refused` (404) for whoever does not read this answer (any more)."""
    person = permissions.as_stored(by)
    if not permissions.may_read_answer(person, answer):
        raise Refused(_("There is no such question."), status=404)
    return person


def put_down(name, answer, by, **data):
    """One event in the chain of the delegation: what happened at which question, without words or names."""
    response = answer.response
    where = {"session": response.session.slug, "question": answer.question.number}
    role = (by and permissions.role_in(by, response)) or ""
    return record(name, by=by, role=role, delegation=response.member_state, data=where | data)


def checked(text):
    """A note as it is stored. Raises :class:`Refused` (422) when it says nothing or is too long."""
    text = clean(text).text
    if not text.strip():
        raise Refused(_("Write the note first: there is nothing in it yet."), status=422)
    if len(text) > LONGEST:
        sentence = _(
            "A note can have up to %(most)s characters. Put what is longer into the answer, or into a file."
        )
        raise Refused(sentence % {"most": f"{LONGEST:,}"}, status=422)
    return text


@transaction.atomic
def write(answer, text, *, by, key="", for_user=None, about=""):
    """Write a note on an answer; returns the :class:`Note`.

    The same note with the same ``key`` again returns the one that is there; another note under that key, as of
    somebody who went back to a page and wrote on, is one of its own.
    ``for_user`` is a colleague who reads the question and is asked by mail to look; ``about`` the words of the
    answer that the note is about, where it came with a file. Observers write notes too: they read the draft, and a
    remark of theirs would otherwise go by mail. Raises :class:`Refused` (404) for people who do not read the
    answer, and (422) for an empty note, one that is too long, and a colleague who does not read the question.
    """
    answer = lock(answer)
    person = require_reader(by, answer)
    text = checked(text)
    asked_of = for_user and for_user.pk
    own = key and origins.own_key(key, f"{asked_of} {text}")
    there = list(Note.objects.filter(answer=answer, by=person, key__in=(key, own))) if key else []
    for note in there:
        if (note.text, note.for_user_id) == (text, asked_of):
            return note
    team = team_at(answer)
    if for_user is not None and for_user.pk not in {row.user_id for row in team.others(person)}:
        raise Refused(_("Choose a colleague who reads this question."), status=422)
    note = Note.objects.create(
        answer=answer, text=text, about=clean(about).text, for_user=for_user, by=person, as_name=by.said_name,
        at=timezone.now(), key=own if there else key,
    )  # fmt: skip
    asked = {"asked": str(for_user.public_id)} if for_user else {}
    put_down("note", answer, person, **asked)
    if for_user is not None:
        post.owe(letters.please_look(answer, for_user, team.signed(note), person.email))
    return note


def resolve(note, *, by):
    """Put down that a note was dealt with; returns it. Resolved already, it stays as it is."""
    return _settle(note, by, timezone.now())


def reopen(note, *, by):
    """A note waits again; returns it."""
    return _settle(note, by, None)


@transaction.atomic
def _settle(note, by, moment):
    """Everybody who reads the answer may do it: whoever deals with a note is seldom its writer."""
    answer = lock(note.answer)
    person = require_reader(by, answer)
    note = Note.objects.select_for_update(of=("self",), no_key=True).get(pk=note.pk)
    if bool(note.resolved_at) == bool(moment):
        return note
    note.resolved_at = moment
    note.resolved_by, note.resolved_as = (person, by.said_name) if moment else (None, "")
    note.save(update_fields=["resolved_at", "resolved_by", "resolved_as"])
    put_down("resolve_note" if moment else "reopen_note", answer, person)
    return note
