"""Who of a delegation is concerned with one question: who reads it, who writes it, and with whom it is now."""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q

from responses.models import Membership
from responses.models.people import signature
from responses.prepared import Prepared

from .permissions import WRITES

_SHOWN = """
    user member_state role capacity is_limited started_at ended_at
    user__name user__email user__public_id user__is_active user__is_staff
""".split()
# Built once and put in order here: every question page asks it. It reads all questions that limited members have, and
# all assignments that have not ended, a few rows more than needed: a query that is put together for each answer takes
# three times as long.
_ROWS = Prepared(
    lambda state: (
        Membership.objects.filter(member_state=state)
        .select_related("user")
        .only(*_SHOWN)
        .annotate(
            assignment=FilteredRelation("user__assignments", condition=Q(user__assignments__ended_at=None)),
            given=F("assignment__pk"),
            given_at=F("assignment__answer_id"),
            due_on=F("assignment__due_on"),
            chosen=F("questions"),
        )
        .order_by()
    ),
    int,
)


@dataclass
class Team:
    """The delegation as one question sees it; every list is in the order of names."""

    rows: list
    """All memberships of the State, past and present, each with ``is_chosen``, ``given`` and ``due_on``."""

    @property
    def readers(self):
        """The memberships of those who may read the answer now."""
        return [row for row in self.rows if _reads(row)]

    @property
    def writers(self):
        """The memberships of those who may write it."""
        return [row for row in self.readers if row.role in WRITES]

    @property
    def assigned(self):
        """The memberships of those with whom the question is; ``due_on`` is the day by which, or None."""
        return [row for row in self.readers if row.given]

    def others(self, user):
        """The readers without one of them."""
        return [row for row in self.readers if row.user_id != user.pk]

    def capacity(self, user_id):
        """What somebody is in this delegation, or was: "Ministry of Labour"; "" where nothing is said."""
        return next((row.capacity for row in reversed(self.rows) if row.user_id == user_id), "")

    def signed(self, row):
        """Who did what a row says: "Fritz Tarlenheim, Ministry of Labour"."""
        return ", ".join(part for part in (signature(row), self.capacity(row.by_id)) if part)

    def chosen(self, public_ids, among):
        """Those of some memberships whose people have these random ids."""
        return [row for row in among if str(row.user.public_id) in set(public_ids)]


def _reads(row):
    """Whether a membership gives the answer to read: ``permissions.may_read_answer`` for a row with ``is_chosen``."""
    there = row.ended_at is None and row.user.is_active and not row.user.is_staff
    return there and (not row.is_limited or row.is_chosen)


def team_at(answer):
    """The :class:`Team` at one answer, in one query."""
    rows = {}
    for found in _ROWS.rows(answer.response.member_state_id):
        row = rows.setdefault(found.pk, found)
        if row is found:
            row.is_chosen, row.assigned = False, None
        row.is_chosen |= found.chosen == answer.question_id
        if found.given_at == answer.pk:
            row.assigned = (found.given, found.due_on)
    for row in rows.values():
        row.given, row.due_on = row.assigned or (None, None)
    return Team(sorted(rows.values(), key=lambda row: (row.user.name, row.started_at, row.pk)))
