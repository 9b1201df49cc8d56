"""Who of a delegation is concerned with one question: who reads it, who writes it, and with whom it is now."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from responses.models import Assignment, Membership
from responses.models.people import signature

from .permissions import WRITES


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
    chosen = Membership.questions.through.objects.filter(
        membership=OuterRef("pk"), guidingquestion=answer.question_id
    )
    given = Assignment.objects.filter(answer=answer.pk, user=OuterRef("user"), ended_at=None)
    rows = Membership.objects.filter(member_state=answer.response.member_state_id).annotate(
        is_chosen=Exists(chosen),
        given=Subquery(given.values("pk")[:1]),
        due_on=Subquery(given.values("due_on")[:1]),
    )
    fields = "user member_state role capacity is_limited ended_at user__name user__email user__public_id"
    names = [*fields.split(), "user__is_active", "user__is_staff"]
    return Team(list(rows.select_related("user").only(*names).order_by("user__name", "started_at", "pk")))
