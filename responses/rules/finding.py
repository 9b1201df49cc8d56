"""Finding the answer that is to be saved, and holding it until that is done."""

from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from responses.models import Answer
from responses.prepared import Prepared

from . import permissions

STANDS = "text language completeness version last_number changed_by changed_as changed_at".split()
"""What saving changes of an answer."""
_LOCKED = [
    *STANDS, "question", "is_open", "response__status", "response__member_state",
    "response__session__deadline", "response__session__deadline_policy",
]  # fmt: skip
# Built once: saving is what the site does most. Unordered: the order of lists would join the review and the State.
_ROWS = Answer.objects.order_by().select_related("response__session").only(*_LOCKED)


def answers(**where):
    """A query for answers to be locked; ``where`` as for ``filter``."""
    return _ROWS.filter(**where)


class Address(NamedTuple):
    """Where an answer stands: session, State, number of the question."""

    slug: str
    alpha3: str
    number: int

    def answers(self):
        """The query that finds it."""
        return answers(
            response__session__slug=self.slug,
            response__member_state__alpha3=self.alpha3,
            question__number=self.number,
        )


def _own(user, *address):
    rows = permissions.of_writer(Address(*address).answers(), user)
    return rows.select_for_update(of=("self",), no_key=True)


_OWN = Prepared(_own, int, str, str, int)
"""The answer at an address, locked, where the person with this key writes it: what saving asks first."""


def lock(found):
    """The answer that a query of :func:`answers` finds, locked, with its response as it stands now; or None.

    Where rows are locked one by one the status is read again: the statement that waited shows it as it was before.
    """
    return _as_it_stands(found.select_for_update(of=("self",), no_key=True))


def lock_own(found, by):
    """The same for a query, or an :class:`Address`, if the person writes that answer."""
    if isinstance(found, QuerySet):
        return lock(permissions.written_by(by, found))
    return _as_it_stands(_OWN.rows(by.pk, *found)) if permissions.may_have_part(by) else None


def _as_it_stands(rows):
    answer = next(iter(rows), None)
    if answer is not None and connection.features.has_select_for_update:
        answer.response.refresh_from_db(fields=["status"])
    return answer
