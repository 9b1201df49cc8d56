"""What waits for a member on the task list: notes, questions to look at, assignments, and the mark of capital."""

from collections import Counter

from responses.models import Assignment, Note
from responses.rules import permissions, readiness
from responses.status import Pen

from .wording import with_whom


def at_tasks(user, response, answers, colleagues):
    """What the task list shows of it, in three queries at most; each answer gets ``with_whom`` and ``notes_waiting``.

    ``colleagues``: the memberships of the delegation. Of a question that a member does not read, nothing is said.
    """
    readable = permissions.answers_readable_by(user).filter(response=response)
    notes = list(_notes(readable))
    waiting = Counter(note.answer_id for note in notes)
    given = _given(readable, colleagues) if response.pen == Pen.DELEGATION else {}
    for answer in answers:
        answer.notes_waiting = waiting[answer.pk]
        answer.with_whom = with_whom(given.get(answer.pk, ()), user)
    by_answer = {answer.pk: answer for answer in answers}
    looks = [note for note in notes if note.for_user_id == user.pk and note.answer_id in by_answer]
    for note in looks:
        note.answer = by_answer[note.answer_id]
    return {
        "looks": looks,
        "with_notes": [answer for answer in answers if answer.notes_waiting],
        "mark": mark_for(user, response, answers),
    }


def _notes(readable):
    """The notes that wait, without their words."""
    rows = Note.objects.filter(answer__in=readable, resolved_at=None).select_related("by")
    return rows.defer("text", "about").order_by("at", "pk")


def _given(readable, colleagues):
    """With whom the answers are: memberships with ``due_on``, by answer, in the order of names."""
    rows = Assignment.objects.filter(answer__in=readable, ended_at=None).values_list(
        "answer_id", "user_id", "due_on"
    )
    found = {}
    for answer, user, due_on in rows:
        found.setdefault(answer, {})[user] = due_on
    return {answer: [_Part(row, days[row.user_id]) for row in colleagues if row.user_id in days]
            for answer, days in found.items()}  # fmt: skip


class _Part:
    """A membership as one question sees it."""

    def __init__(self, row, due_on):
        self.user, self.user_id, self.capacity, self.due_on = row.user, row.user_id, row.capacity, due_on


def mark_for(user, response, answers):
    """The mark "ready for transmission" for those who read the whole response, while the delegation holds the pen."""
    if response.pen != Pen.DELEGATION or not permissions.reads_everything(user, response):
        return None
    return readiness.mark_of(response, answers, {answer.pk: answer.reply_number for answer in answers})
