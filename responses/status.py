"""Where a response stands, who holds the pen there, and the words people see for it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where a response stands. The codes are for the code; people see the labels."""

    DRAFTING = "drafting", _("In preparation")
    SUBMITTED = "submitted", _("Received")
    UNDER_REVIEW = "under_review", _("Being read")
    RETURNED = "returned", _("With the delegation again")
    ACCEPTED = "accepted", _("Reading completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReturnedFor(TextChoices):
    """Why a response that was received is with the delegation again."""

    CLARIFICATION = "clarification", _("Clarification requested")
    REVISION = "revision", _("Open for revision")


class Pen(TextChoices):
    """Who can change the text."""

    DELEGATION = "delegation", _("the delegation")
    SECRETARIAT = "secretariat", _("the secretariat")
    NOBODY = "nobody", _("nobody")


PEN = {
    Status.DRAFTING: Pen.DELEGATION,
    Status.SUBMITTED: Pen.SECRETARIAT,
    Status.UNDER_REVIEW: Pen.SECRETARIAT,
    Status.RETURNED: Pen.DELEGATION,
    Status.ACCEPTED: Pen.SECRETARIAT,
    Status.WITHDRAWN: Pen.NOBODY,
}


class Completeness(TextChoices):
    """What the delegation says about its own answer."""

    NOT_YET = "not_yet", _("Not yet, we will come back to it")
    COMPLETE = "complete", _("Yes, it can be checked and submitted")
    NO_INFORMATION = "no_information", _("No information is provided on this question")


class Role(TextChoices):
    """What a member of a delegation does."""

    FOCAL_POINT = "focal_point", _("Focal point")
    CONTRIBUTOR = "contributor", _("Contributor")
    OBSERVER = "observer", _("Observer")


class Desk(TextChoices):
    """The groups of the secretariat; the codes are the names of the groups."""

    REVIEWER = "reviewer", _("Reviewer")
    PUBLISHER = "publisher", _("Publisher")
    COORDINATOR = "coordinator", _("Coordinator")


class Publication(TextChoices):
    """What a State agrees to show to everyone."""

    FULL = "full", _("Publish in full")
    WITHOUT_ANNEXES = "without_annexes", _("Publish without annexes")
    NO = "no", _("Do not publish")


class Attribution(TextChoices):
    """Whether the synthesis may name the State."""

    ATTRIBUTED = "attributed", _("May be attributed to the State by name")
    NOT_ATTRIBUTED = "not_attributed", _("May be used without naming the State")


class Channel(TextChoices):
    """How a response reached the secretariat."""

    SITE = "site", _("This site")
    NOTE_VERBALE = "note_verbale", _("Note verbale")
    EMAIL = "email", _("E-mail")
    PAPER = "paper", _("Paper")


CAME = {
    Channel.SITE: _("on this site"),
    Channel.NOTE_VERBALE: _("by note verbale"),
    Channel.EMAIL: _("by e-mail"),
    Channel.PAPER: _("on paper"),
}
"""How a response reached the secretariat, as part of a sentence."""


def label_of(status, returned_for=""):
    """The words people see for a status; a returned response says why it is with the delegation."""
    if status == Status.RETURNED and returned_for:
        return ReturnedFor(returned_for).label
    return Status(status).label
