"""Setting up a round: inviting States, and the people of their delegations."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Answer, Membership, Response, Session
from responses.models.event import record
from responses.status import Desk

from . import permissions, post
from .members import end_membership, lock  # noqa: F401 (setting up ends parts too, by the same rule)
from .refused import Refused


def _require(by):
    if by is not None and not permissions.may_set_up(by):
        raise Refused(_("Rounds are set up by a coordinator."), status=403)


@transaction.atomic
def invite(session, member_states, *, by):
    """Invite States to a session: each gets its response with one empty answer per question, and a letter.

    Opens the session, so that the wording of its questions stands from now on. States invited before are left as
    they are. ``by`` is None when an operator's command invites. Returns the new responses.
    Raises :class:`Refused` when the person does not set up rounds, or there is nothing to answer.
    """
    _require(by)
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    questions = list(session.questions.all())
    if not questions:
        raise Refused(_("Write the guiding questions first: there is nothing to answer yet."))
    there = set(session.responses.values_list("member_state_id", flat=True))
    invited = []
    for state in member_states:
        if state.pk in there:
            continue
        response = Response.objects.create(session=session, member_state=state)
        Answer.objects.bulk_create(Answer(response=response, question=question) for question in questions)
        role = Desk.COORDINATOR if by else ""
        record(
            "invite",
            by=by,
            role=role,
            response=response,
            data={"state": state.alpha3, "session": session.slug},
        )
        post.owe(letters.invitation(response))
        invited.append(response)
    if invited and not session.opened_at:
        session.opened_at = timezone.now()
        session.save(update_fields=["opened_at"])
    return invited


@transaction.atomic
def add_member(user, member_state, role, *, by, capacity=""):
    """Make a person part of a delegation; returns the :class:`Membership`.

    Raises :class:`Refused` when the person does not set up rounds, works for the secretariat, or has a part already.
    """
    _require(by)
    lock(member_state)  # somebody else may add the person, or the person accept an invitation, at this moment
    if user.is_staff:
        raise Refused(_("Staff of the secretariat cannot be part of a delegation."))
    if user.memberships.active().filter(member_state=member_state).exists():
        raise Refused(_("This person is already in the delegation."))
    membership = Membership.objects.create(user=user, member_state=member_state, role=role, capacity=capacity)
    _record("add_member", membership, by)
    return membership


def _record(name, membership, by):
    data = {
        "person": str(membership.user.public_id),
        "state": membership.member_state.alpha3,
        "role": membership.role,
    }
    record(name, by=by, role=Desk.COORDINATOR if by else "", data=data)
