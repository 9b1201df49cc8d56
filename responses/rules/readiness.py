"""Whether a response is marked as ready for transmission, by whom, and what was changed since."""

import json
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from responses.models import CourtesyTranslation, Event, Membership, Readiness
from responses.models.event import canonical
from responses.models.people import signature

ANNEXES = ("add_annex", "change_annex", "remove_annex", "restore_annex")
"""What happens to annexes, as the delegation's chain names it."""


@dataclass(frozen=True)
class Change:
    """What is different at one question since the response was marked as ready."""

    number: int
    before: int
    after: int
    """The numbers of the version then and now: the same where something else was changed; 0 for none."""

    @property
    def can_be_compared(self):
        """Whether there are two texts."""
        return 0 < self.before != self.after > 0


@dataclass(frozen=True)
class Mark:
    """A response is marked as ready, as its pages show it."""

    row: Readiness
    changes: list
    """Of the answers; ``row`` says whether ``annexes`` or ``translations`` were changed."""

    @property
    def holds(self):
        """Whether nothing was changed since."""
        return not (self.changes or self.row.annexes or self.row.translations)

    @property
    def name(self):
        """Who marked it: "Michael Strelsau, Ministry of Foreign Affairs"."""
        return ", ".join(part for part in (signature(self.row), self.row.capacity) if part)


def stands(answers, replies):
    """How the answers stand, in the form in which it is kept.

    ``replies``: the number of the draft of a reply, by the answer to which clarification is requested.
    """
    return canonical({str(answer.question.number): stand_of(answer, replies) for answer in answers})


def stand_of(answer, replies):
    """How one answer stands: the number of its version, what is said of its completeness, the number of the reply."""
    return [answer.version, answer.completeness, replies.get(answer.pk, 0)]


def changes(row, now):
    """What is different now (from :func:`stands`): a :class:`Change` for each question, in their order."""
    before, after = json.loads(row.versions), json.loads(now)
    nothing = [0, "", 0]
    return [
        Change(int(number), before.get(number, nothing)[0], after.get(number, nothing)[0])
        for number in sorted({*before, *after}, key=int)
        if before.get(number) != after.get(number)
    ]


def current(response):
    """The :class:`Readiness` that has not ended, or None; one query.

    It knows the ``capacity`` of who gave it, and whether ``annexes`` and ``translations`` were changed since.
    """
    parts = Membership.objects.filter(user=OuterRef("by"), member_state=response.member_state_id)
    files = Event.objects.filter(
        chain__delegation=response.member_state_id, name__in=ANNEXES, at__gt=OuterRef("at"),
        data__contains=f'"session":"{response.session.slug}"',
    )  # fmt: skip
    texts = CourtesyTranslation.objects.filter(answer__response=response, stands=True, at__gt=OuterRef("at"))
    rows = Readiness.objects.filter(response=response, ended_at=None).select_related("by")
    return rows.annotate(
        capacity=Subquery(parts.order_by("-started_at").values("capacity")[:1]),
        annexes=Exists(files),
        translations=Exists(texts),
    ).first()


def mark_of(response, answers, replies):
    """The :class:`Mark` of a response whose answers are at hand; None where it is not marked."""
    row = current(response)
    return row and Mark(row, changes(row, stands(answers, replies)))


def end(response, *, by, at):
    """The delegation does not hold the pen any more: what it was marked for has happened, or happens no more."""
    return Readiness.objects.filter(response=response, ended_at=None).update(ended_at=at, ended_by=by)
