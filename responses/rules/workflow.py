"""The table of moves: what may happen to a response, from where to where, by whom; and the one way it happens.

The table alone yields the delegate's buttons, the admin's buttons, the guard, the diagram in the docs and the tests.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.models import Answer, Response
from responses.models.event import record
from responses.status import Desk, Pen, Role, Status, label_of

from . import deadlines, moves, permissions, post, readiness, registering, submitting, unregistering
from .refused import Refused

RECEIVED = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED, Status.ACCEPTED)


def no_needs(response, by, data, now):
    """A move that needs nothing more."""
    return ()


def needs_for_submit(response, by, data, now):
    """The calendar and the answers: what still stands between a response and its submission."""
    reasons = submitting.missing(response)
    if not deadlines.may_submit(response, now):
        reasons.insert(
            0, _("The deadline has passed. Write to the secretariat: it can extend it for your State.")
        )
    return reasons


def needs_for_withdraw(response, by, data, now):
    """The secretariat withdraws only on the State's written instruction."""
    by_the_state = by is None or permissions.is_focal_point(by, response)
    if data is not None and not by_the_state and data.instruction is None:
        return [_("Attach the State's written instruction.")]
    return ()


def needs_for_release(response, by, data, now):
    """Only an unintended start can be undone: nothing may have followed from the reading."""
    last = response.chain.events.filter(name__in=MOVES).order_by("-number").first()
    if last.name != "start_review":
        return [_("The reading has left its marks already: complete it, or ask for clarification.")]
    return ()


def needs_for_reply_by(response, by, data, now):
    """A date by which something would be welcome lies ahead."""
    if data is not None and data.reply_by is not None and data.reply_by <= now:
        return [_("Give a date that is still to come.")]
    return ()


@dataclass(frozen=True)
class Move:
    """One row of the table. ``target`` is a status, or a function of the response that names it."""

    name: str
    label: str
    """The words on the button."""
    done: str
    """What the history says afterwards."""
    sources: tuple[Status, ...]
    target: Status | Callable
    who: Callable
    parts: tuple[str, ...]
    """Who that is, in the codes of roles and groups; for the diagram and the tests."""
    carry_out: Callable
    data: type | None = None
    needs: Callable = no_needs

    def target_for(self, response):
        """Where the move leads this response."""
        return self.target if isinstance(self.target, Status) else self.target(response)


TABLE = (
    Move(
        "submit", _("Submit the response"), _("Submitted"), (Status.DRAFTING, Status.RETURNED), Status.SUBMITTED,
        permissions.is_focal_point, (Role.FOCAL_POINT,), moves.submit, moves.Declaration, needs_for_submit,
    ),
    Move(
        "recall", _("Recall the response"), _("Recalled"), (Status.SUBMITTED,), moves.came_from,
        permissions.may_recall, (Role.FOCAL_POINT,), moves.recall,
    ),
    Move(
        "register", _("Register a response received by other means"), _("Received by other means and registered"),
        (Status.DRAFTING, Status.RETURNED, Status.WITHDRAWN), Status.SUBMITTED,
        permissions.is_coordinator, (Desk.COORDINATOR,), registering.register, registering.Registration,
        registering.needs,
    ),
    Move(
        "unregister", _("Take the registration back"), _("Registration taken back"), (Status.SUBMITTED,),
        moves.came_from, permissions.may_unregister, (Desk.COORDINATOR,), unregistering.unregister, moves.Reason,
    ),
    Move(
        "start_review", _("Start reading"), _("Reading started"), (Status.SUBMITTED,), Status.UNDER_REVIEW,
        permissions.is_reviewer, (Desk.REVIEWER,), moves.start_review,
    ),
    Move(
        "release", _("Put back unread"), _("Put back unread"), (Status.UNDER_REVIEW,), Status.SUBMITTED,
        permissions.is_reviewer, (Desk.REVIEWER,), moves.release, needs=needs_for_release,
    ),
    Move(
        "return", _("Ask for clarification"), _("Clarification requested"), (Status.UNDER_REVIEW,), Status.RETURNED,
        permissions.is_reviewer, (Desk.REVIEWER,), moves.return_, moves.Requests, needs_for_reply_by,
    ),
    Move(
        "close_clarification", _("Close the clarification"), _("Clarification closed"), (Status.RETURNED,),
        Status.UNDER_REVIEW, permissions.is_reviewer, (Desk.REVIEWER,), moves.close_clarification, moves.Reason,
    ),
    Move(
        "accept", _("Complete the reading"), _("Reading completed"), (Status.UNDER_REVIEW,), Status.ACCEPTED,
        permissions.is_reviewer, (Desk.REVIEWER,), moves.accept,
    ),
    Move(
        "reopen", _("Read again"), _("Reading reopened"), (Status.ACCEPTED,), Status.UNDER_REVIEW,
        permissions.is_reviewer, (Desk.REVIEWER,), moves.reopen, moves.Reason,
    ),
    Move(
        "open_for_revision", _("Open for revision"), _("Opened for revision"),
        (Status.SUBMITTED, Status.UNDER_REVIEW, Status.ACCEPTED), Status.RETURNED,
        permissions.is_reviewer, (Desk.REVIEWER,), moves.open_for_revision, moves.Revision, needs_for_reply_by,
    ),
    Move(
        "withdraw", _("Withdraw the response"), _("Withdrawn"), RECEIVED, Status.WITHDRAWN,
        permissions.may_withdraw, (Role.FOCAL_POINT, Desk.COORDINATOR), moves.withdraw, moves.Withdrawal,
        needs_for_withdraw,
    ),
    Move(
        "resume", _("Take it up again"), _("Taken up again"), (Status.WITHDRAWN,), Status.DRAFTING,
        permissions.is_focal_point, (Role.FOCAL_POINT,), moves.resume,
    ),
)  # fmt: skip

MOVES = {move.name: move for move in TABLE}
HAPPENED = {move.name: move.done for move in TABLE} | {
    "invite": _("Invited"),
    "extend": _("Deadline extended"),
    "consent": _("Consent changed"),
    "publish": _("Published"),
    "unpublish": _("Publication ended"),
}
"""What the history of a response says of each event."""


def available(user, response):
    """The moves that a person may make with a response where it stands; what they need may still be missing."""
    return [move for move in TABLE if response.status in move.sources and move.who(user, response)]


def missing(name, response, *, by):
    """What a move still needs, in sentences; empty when it can be made."""
    return [str(reason) for reason in MOVES[name].needs(response, by, None, timezone.now())]


def lock(response):
    """The response as it is stored now, locked until the transaction ends; with what the rules look at.

    Its answers are locked too: a text on its way in is stored before, or finds the response as it is afterwards.
    """
    related = ("session__review__commission", "member_state", "standing_submission", "published_submission")
    locked = (
        Response.objects.select_for_update(of=("self",), no_key=True)
        .select_related(*related)
        .get(pk=response.pk)
    )
    list(
        Answer.objects.select_for_update(no_key=True).filter(response=locked).order_by("pk").values_list("pk")
    )
    return locked


def _check(move, response, by, data, now):
    if not move.who(by, response):
        raise Refused(_("This step is not among those you can take for this response."), status=403)
    if response.status not in move.sources:
        label = label_of(response.status, response.returned_for)
        raise Refused(
            _("Nothing was changed: the status of this response is now “%(status)s”.") % {"status": label}
        )
    if move.data is not None and not isinstance(data, move.data):
        raise TypeError(f"{move.name} takes {move.data.__name__}.")
    lacking = list(data.lacks()) if move.data else []
    if reasons := lacking + list(move.needs(response, by, data, now)):
        raise Refused(" ".join(str(reason) for reason in reasons), status=422, reasons=reasons)


def perform(name, response, *, by, data=None):
    """Make a move: the only code that assigns ``Response.status``.

    In one transaction: lock the row, check status, person and needs, carry out, write the event and the letters,
    assign. Returns what the move makes (``submit``: the :class:`Submission`), otherwise the response as stored.

    Raises :class:`Refused`, with a sentence for people, when the move is not (or no longer) to be made; nothing
    has changed then.
    """
    move = MOVES[name]
    with transaction.atomic():
        response = lock(response)
        by = permissions.as_stored(by)
        now = timezone.now()
        _check(move, response, by, data, now)
        source, target = response.status, move.target_for(response)
        done = move.carry_out(response, by, data, now)
        response.status = target
        if target != Status.RETURNED:
            response.returned_for, response.reply_by = "", None
        response.save()
        if response.pen != Pen.DELEGATION:
            readiness.end(response, by=by, at=now)
        details = {"from": source, "to": target} | done.details
        part = permissions.part_of(by, response, move.parts)
        record(name, by=by, role=part, response=response, data=details, at=now)
        post.owe(done.letters)
    return done.result or response
