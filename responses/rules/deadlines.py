"""What is due when, and for whom."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Extension, Response, Session
from responses.models.event import record
from responses.status import Desk, Status

from . import permissions, post
from .refused import Refused

_LATEST = Extension.objects.order_by("-at", "-pk").values_list("until", flat=True)


def extended_until(reference):
    """The date of the latest extension, for an annotation of that name; ``reference`` leads to the response."""
    return Subquery(_LATEST.filter(response=OuterRef(reference))[:1])


def own_deadline(response):
    """The deadline of the round for this State: its latest extension or the session's, whichever is later; or None.

    A response that was read together with ``extended_until`` is not asked about again.
    """
    known = "extended_until" in vars(response)
    extended = response.extended_until if known else _LATEST.filter(response=response).first()
    moments = [extended, response.session.deadline]
    return max((moment for moment in moments if moment), default=None)


def deadline_for(response):
    """What is due now: after a clarification the reply-by date replaces the round's deadline. May be None."""
    if response.status == Status.RETURNED:
        return response.reply_by
    return own_deadline(response)


def has_passed(deadline, now):
    """Whether a deadline is over; the second of the deadline itself still counts."""
    return deadline is not None and now.replace(microsecond=0) > deadline


def has_passed_by(deadline, day, zone):
    """Whether a deadline was over on a day of which no hour is known: its own day still counts, whole."""
    return deadline is not None and day > deadline.astimezone(zone).date()


def _is_strict(response):
    """Whether the deadline closes the round for this State.

    A response once submitted may always be resubmitted, and the usual policy receives everything.
    """
    is_open = response.session.deadline_policy == Session.DeadlinePolicy.OPEN
    return not is_open and not response.submissions.exists()


def is_closed(response, now):
    """Whether the round takes no first response from this State any more."""
    return _is_strict(response) and has_passed(own_deadline(response), now)


def was_closed_on(response, day):
    """Whether the round took no first response from this State any more on the day when a document came."""
    zone = response.session.review.tzinfo
    return _is_strict(response) and has_passed_by(own_deadline(response), day, zone)


def may_submit(response, now=None):
    """Whether the calendar lets this response be submitted now."""
    return not is_closed(response, now or timezone.now())


def days_left(deadline, now, zone):
    """Whole days from today to the day of the deadline in the given zone; negative when it has passed."""
    return (deadline.astimezone(zone).date() - now.astimezone(zone).date()).days


@transaction.atomic
def set_deadline(session, deadline, *, by, reason=""):
    """Give the whole session a (new) deadline, on the record; returns the session.

    Raises :class:`Refused` when the person does not set up rounds, or changes a deadline without a reason.
    ``by`` is None when an operator's command sets it.
    """
    if by is not None and not permissions.may_set_up(by):
        raise Refused(_("Deadlines are set by a coordinator."), status=403)
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if session.deadline and by is not None and not reason.strip():
        raise Refused(_("Say why the deadline changes: the reason is kept on record."))
    data = {"session": session.slug, "deadline": deadline.isoformat() if deadline else None, "reason": reason}
    session.deadline = deadline
    session.save(update_fields=["deadline"])
    record("set_deadline", by=by, role=Desk.COORDINATOR if by else "", data=data)
    return session


@transaction.atomic
def extend(response, until, *, by, reason):
    """Give one State a deadline of its own and write to its focal points; returns the :class:`Extension`.

    Raises :class:`Refused` when the person does not set up rounds or gives no reason.
    """
    if not permissions.may_set_up(by):
        raise Refused(_("Extensions are given by a coordinator."), status=403)
    if not reason.strip():
        raise Refused(_("Say why the deadline is extended: the reason is kept on record."))
    response = Response.objects.select_for_update(no_key=True).get(pk=response.pk)
    if (current := own_deadline(response)) and until <= current:
        raise Refused(_("The new deadline is not later than the one in force."))
    extension = Extension(response=response, until=until, reason=reason.strip(), by=by)
    extension.save()
    data = {"until": until.isoformat(), "reason": extension.reason}
    record("extend", by=by, role=Desk.COORDINATOR, response=response, data=data)
    post.owe(letters.deadline_extended(response, until))
    return extension
