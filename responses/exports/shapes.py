"""The kinds of rows that can be exported, and who may have them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from responses.rules import permissions
from responses.status import Desk

from .contacts import ContactsResource
from .long import LongResource
from .progress import ProgressResource
from .wide import WideResource


@dataclass(frozen=True)
class Shape:
    """One kind of rows. ``may`` is the rule of the house; ``desks`` tells in which part the person then acts."""

    label: str
    about: str
    """What a choice in a form says of it."""
    file: str
    """How files of this kind are called."""
    resource: type
    may: Callable
    desks: tuple[str, ...]
    leaves_out: str = ""
    """What a reader may miss in the rows, and why."""

    def part_of(self, user):
        """In what part the person exports: a group of the secretariat."""
        return next(desk for desk in self.desks if desk in permissions.desks_of(user))


_READERS = (Desk.REVIEWER, Desk.PUBLISHER)
LEFT_OUT = _("The files of annexes, and courtesy translations by States: the authentic text is the answer.")

SHAPES = {
    "wide": Shape(
        _("One row for each State"),
        _("The submitted answers side by side"),
        "responses-wide", WideResource, permissions.may_export_answers, _READERS, LEFT_OUT,
    ),
    "long": Shape(
        _("One row for each answer"),
        _("The submitted answers one below the other, for filtering and coding"),
        "responses-long", LongResource, permissions.may_export_answers, _READERS, LEFT_OUT,
    ),
    "progress": Shape(
        _("Progress"),
        _("Where each response stands, without any text"),
        "progress", ProgressResource, permissions.may_export_progress, (*_READERS, Desk.COORDINATOR),
    ),
    "contacts": Shape(
        _("Contacts"),
        _("The people of the delegations, with their e-mail addresses"),
        "contacts", ContactsResource, permissions.may_export_contacts, (Desk.COORDINATOR,),
    ),
}  # fmt: skip
"""The kinds by the name that a command or an address uses for them."""

ANSWERS_AND_PROGRESS = ("wide", "long", "progress")
"""What is exported together; contacts stand apart."""


def shapes_for(user, names=tuple(SHAPES)):
    """Those of the named kinds that the person may export: ``{name: Shape}``."""
    return {name: SHAPES[name] for name in names if SHAPES[name].may(user)}
