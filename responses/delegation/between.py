"""What colleagues say to each other at one question, ready for its page: notes, and with whom the question is."""

from datetime import UTC, datetime

from django.db.models import Count, F, Q

from responses.models import Note
from responses.prepared import Prepared
from responses.rules import assigning, pages
from responses.status import Pen

from .forms import NoteForm
from .wording import with_whom

SHOWN = 10
"""How many notes the question page shows; all of them have a page of their own."""

FEW = 40
"""Up to so many are read at once, and put in order here: every question page asks for them."""

_NOTES = Prepared(lambda answer: Note.objects.order_by().filter(answer=answer)[: FEW + 1], int)
_ORDER = (F("resolved_at").desc(nulls_first=True), "-at", "-pk")
_LAST = datetime.max.replace(tzinfo=UTC)


def rows_of(answer):
    """The notes on an answer: those that wait first, then the resolved ones; each the newest first."""
    return Note.objects.filter(answer=answer.pk).order_by(*_ORDER)


def counted(answer):
    """The first notes on an answer, in their order; how many wait, and how many there are."""
    notes = _NOTES.rows(answer.pk)
    if len(notes) > FEW:
        waiting = Count("pk", filter=Q(resolved_at=None))
        numbers = Note.objects.filter(answer=answer.pk).aggregate(waiting=waiting, total=Count("pk"))
        return list(rows_of(answer)[:SHOWN]), numbers["waiting"], numbers["total"]
    notes.sort(key=lambda note: (note.resolved_at or _LAST, note.at, note.pk), reverse=True)
    return notes[:SHOWN], sum(note.resolved_at is None for note in notes), len(notes)


def sign(notes, team):
    """Gives each note its people, whom the team knows already, and the words for who wrote it and who resolved it."""
    people = {row.user_id: row.user for row in team.rows}
    for note in notes:
        for part in ("by", "resolved_by", "for_user"):
            if person := people.get(getattr(note, f"{part}_id")):
                setattr(note, part, person)
        note.signed = team.signed(note)
        note.settled_by = note.resolved_as or str(note.resolved_by or "")
    return notes


def opened(request, team, page):
    """The form for a new note, empty; ``page`` is the name of the opened page."""
    initial = {"key": pages.fresh_key(), "page": page}
    return NoteForm(initial=initial, colleagues=team.others(request.user))


def at_question(request, answer, page, team, note_form=None):
    """What the question page shows of it, for one query; ``team`` is that of the answer."""
    notes, notes_waiting, notes_total = counted(answer)
    sign(notes, team)
    drafting = answer.response.pen == Pen.DELEGATION
    return {
        "waiting": [note for note in notes if not note.resolved_at],
        "resolved": [note for note in notes if note.resolved_at],
        "notes_waiting": notes_waiting,
        "notes_total": notes_total,
        "notes_shown": len(notes),
        "note_form": note_form or opened(request, team, page),
        "with_whom": with_whom(team.assigned, request.user) if drafting else "",
        "is_own": any(row.user_id == request.user.pk for row in team.assigned),
        "may_assign": drafting and assigning.may_assign(request.user, answer),
        "may_take": drafting and assigning.may_take(request.user, answer),
    }
