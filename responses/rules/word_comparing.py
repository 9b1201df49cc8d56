"""What a Word file says beside the answers as they stand: question by question, and what can be chosen for each."""

import json
from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.merging import Merge, merge
from responses.models import Answer, AnswerVersion
from responses.text import count_words

from . import deadlines, permissions


class State(TextChoices):
    """How the text of a file stands to an answer; the labels are read on the page."""

    SAME = "same", _("Unchanged")
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed in the file")
    CHANGED_HERE = "changed_here", _("Changed here since the download")
    BOTH = "both", _("Changed in the file and here since the download")
    DIFFERENT = "different", _("Another text than here")
    EMPTIED = "emptied", _("Without text in the file")
    LEFT_EMPTY = "left_empty", _("Left empty in the file")
    CLOSED = "closed", _("Closed")
    NOT_YOURS = "not_yours", _("Not among your questions")
    MISSING = "missing", _("Not in the file")


class Choice(TextChoices):
    """What can be done with the text of a file."""

    KEEP = "keep", _("Keep the answer as it is here")
    TAKE = "take", _("Take the text of the file")
    APPEND = "append", _("Add the text of the file after the answer")
    MERGE = "merge", _("Put both changes together")


_CHOICES = {
    State.NEW: (Choice.TAKE, Choice.KEEP),
    State.CHANGED: (Choice.TAKE, Choice.KEEP, Choice.APPEND),
    State.CHANGED_HERE: (Choice.KEEP, Choice.TAKE),
    State.BOTH: (Choice.MERGE, Choice.KEEP, Choice.TAKE, Choice.APPEND),
    State.DIFFERENT: (Choice.KEEP, Choice.TAKE, Choice.APPEND),
    State.EMPTIED: (Choice.KEEP, Choice.TAKE),
}
"""What is offered, what is selected beforehand first."""
UNDECIDED = frozenset({State.DIFFERENT})
"""Where nothing tells which text came first: nothing is selected beforehand."""


@dataclass(frozen=True)
class Found:
    """One question that stands in a file, beside its answer."""

    answer: Answer
    state: State
    text: str
    """Of the file."""
    base: int | None
    """The version from which the file started; None where that is not known."""
    merge: Merge | None = None
    """What both changes come to; for ``State.BOTH`` only."""
    decided: dict | None = None
    """What was chosen and what became of it, once that was applied."""

    @property
    def number(self):
        """The number of the question."""
        return self.answer.question.number

    @property
    def choices(self):
        """What can be chosen."""
        return () if self.decided else _CHOICES.get(self.state, ())

    @property
    def is_much_shorter(self):
        """Whether most of the answer would go with the text of the file, as with "No comments" written over it."""
        return self.state == State.CHANGED and 2 * count_words(self.text) < count_words(self.answer.text)

    @property
    def suggested(self):
        """What is selected beforehand, or None."""
        is_open = self.choices and self.state not in UNDECIDED and not self.is_much_shorter
        return self.choices[0] if is_open else None

    @property
    def look(self):
        """The class that shows the state: "todo" for something new, "wait" for something to look at, or ""."""
        if self.state in {State.BOTH, State.DIFFERENT, State.EMPTIED} or self.is_much_shorter:
            return "wait"
        return "todo" if self.state in {State.NEW, State.CHANGED} else ""

    @property
    def waits(self):
        """Whether somebody still has to say what is taken from the file here."""
        return self.decided is None and self.state not in {State.SAME, State.CLOSED, State.MISSING}


def decisions(word_file):
    """What was chosen for each question: ``{number: {"choice", "outcome", "version", …}}``."""
    return {int(number): said for number, said in json.loads(word_file.choices or "{}").items()}


def compare(word_file, reading, answers, user):
    """The questions of a file beside the answers, in order: a list of :class:`Found`.

    ``answers`` are those of the response with their questions, by a query of the caller. Reads the versions from
    which the file started, in one query. A question that is not in the file is not in the list.
    """
    response = word_file.response
    closed = deadlines.is_closed(response, timezone.now())
    decided = decisions(word_file)
    rows = {answer.question.number: answer for answer in answers}
    bases = _bases(reading, rows, response)
    found = []
    for said in reading.answers:
        answer = rows.get(said.number)
        if answer is None:
            continue
        answer.response = response
        base = bases.get(said.number)
        more = {"decided": decided.get(said.number), "base": base.number if base else None}
        if not permissions.may_read_answer(user, answer):
            found.append(Found(answer, State.NOT_YOURS, said.text, **more))
            continue
        state = _state(said.text, answer, base, closed)
        together = merge(base.text, answer.text, said.text) if state == State.BOTH else None
        found.append(Found(answer, state, said.text, merge=together, **more))
    return found


def _state(text, answer, base, closed):
    if text == answer.text:
        return State.SAME
    if closed or not answer.is_writable:
        return State.CLOSED
    if not text:
        return State.EMPTIED if base is not None and base.text else State.LEFT_EMPTY
    if base is not None and text == base.text:
        return State.CHANGED_HERE
    if not answer.text:
        return State.NEW
    if base is None or not base.text:
        return State.DIFFERENT
    return State.CHANGED if base.text == answer.text else State.BOTH


@dataclass(frozen=True)
class _Base:
    number: int
    text: str


def _bases(reading, rows, response):
    """The texts from which a file started, by the number of the question; none where the file does not say so."""
    said = reading.identity
    if said is None or said.session_slug != response.session.slug:
        return {}
    found = {number: _Base(0, "") for number, version in said.versions.items() if not version}
    wanted = {
        rows[number].pk: (number, version)
        for number, version in said.versions.items()
        if version and number in rows
    }
    if not wanted:
        return found
    same = {pk: number for pk, (number, version) in wanted.items() if rows[number].version == version}
    found |= {number: _Base(rows[number].version, rows[number].text) for number in same.values()}
    older = {pk: at for pk, at in wanted.items() if pk not in same}
    which = Q(pk__in=())
    for pk, (_number, version) in older.items():
        which |= Q(answer=pk, number=version)
    for version in AnswerVersion.objects.filter(which, outcome=AnswerVersion.Outcome.SAVED):
        number = wanted[version.answer_id][0]
        found[number] = _Base(version.number, version.text)
    return found
