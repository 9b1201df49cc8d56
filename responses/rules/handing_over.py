"""Handing over the focal point's part, to a colleague at once or to somebody who is invited and accepts.

A letter of nomination is looked at and stored before: neither a scanner nor a store keeps the delegation waiting.
"""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.models import Handover, Membership, User
from responses.status import Role

from . import assigning, filing, inviting, members, permissions
from .refused import Refused

LONGEST_NOTE = 5_000


def require_outgoing(membership, by):
    """The membership that is handed over, locked, and the person who does it. Raises :class:`Refused`."""
    members.lock(membership.member_state)
    by = members.require_lead(by, membership.member_state)
    found = Membership.objects.select_for_update(of=("self",), no_key=True).select_related(
        "user", "member_state"
    )
    membership = found.get(pk=membership.pk)
    if membership.ended_at is not None or membership.role != Role.FOCAL_POINT:
        raise Refused(_("This person is not a focal point any more."))
    return membership, by


def _require(becomes, note, outgoing, by):
    members.require_lead(by, outgoing.member_state)
    if becomes not in {"", *Role.values}:
        raise Refused(_("Choose a part from the list."), status=422)
    if len(note) > LONGEST_NOTE:
        sentence = _("The note can have up to %(most)s characters.")
        raise Refused(sentence % {"most": f"{LONGEST_NOTE:,}"}, status=422)


def hand_over(outgoing, incoming, *, becomes, note="", letter=None, by):
    """Make a colleague the focal point in somebody's place, at once; returns the :class:`Handover`.

    ``becomes`` is what the outgoing focal point is afterwards: a role, or "" when the part ends. ``letter`` is the
    letter of nomination, uploaded. Raises :class:`Refused` (404, 403, 409, 422).
    """
    _require(becomes, note, outgoing, by)
    with filing.laid_up(letter) as laid:
        return _to_colleague(outgoing, incoming, becomes, note, laid, by)


@transaction.atomic
def _to_colleague(outgoing, incoming, becomes, note, letter, by):
    outgoing, by = require_outgoing(outgoing, by)
    state = outgoing.member_state
    found = Membership.objects.active().select_for_update(of=("self",), no_key=True).select_related("user")
    incoming = found.filter(pk=incoming.pk, member_state=state).first()
    if incoming is None or incoming.pk == outgoing.pk or not permissions.may_have_part(incoming.user):
        raise Refused(_("Choose a colleague of the delegation."), status=422)
    handover = Handover(
        member_state=state, outgoing=outgoing, incoming=incoming, becomes=becomes, note=note.strip(), by=by,
        letter=_keep(letter, state, by), as_name=by.said_name, at=timezone.now(),
    )  # fmt: skip
    handover.save()
    if incoming.role != Role.FOCAL_POINT:
        members.give(incoming, members.Part(Role.FOCAL_POINT, incoming.capacity))
    _step_down(outgoing, incoming.user, becomes, by)
    return handover


def hand_over_to_new(outgoing, response, *, email, name, capacity, becomes, note="", letter=None, by):
    """Invite the successor; the part changes hands when the invitation is accepted. Returns the :class:`Handover`.

    Raises :class:`Refused` as :func:`hand_over` and ``inviting.invite`` do.
    """
    _require(becomes, note, outgoing, by)
    whom = {"email": email, "name": name}
    with filing.laid_up(letter) as laid:
        return _to_invited(outgoing, response, capacity, whom, becomes, note, laid, by)


@transaction.atomic
def _to_invited(outgoing, response, capacity, whom, becomes, note, letter, by):
    outgoing, by = require_outgoing(outgoing, by)
    part = members.Part(Role.FOCAL_POINT, capacity)
    invitation = inviting.invite(response, part, by=by, **whom)
    handover = Handover(
        member_state=outgoing.member_state, outgoing=outgoing, invitation=invitation, becomes=becomes,
        note=note.strip(), by=by, letter=_keep(letter, outgoing.member_state, by), as_name=by.said_name,
        at=timezone.now(),
    )  # fmt: skip
    handover.save()
    return handover


def _keep(letter, state, by):
    return filing.keep(letter, member_state=state, by=by) if letter else None


def complete(invitation):
    """A successor has accepted: the outgoing focal point steps down now. Inside the transaction of accepting."""
    handover = Handover.objects.select_related("outgoing__user", "outgoing__member_state").filter(
        invitation=invitation
    )
    for row in handover:
        outgoing = row.outgoing
        if outgoing.ended_at is None and outgoing.role == Role.FOCAL_POINT:
            _step_down(outgoing, invitation.membership.user, row.becomes, row.by)


def _step_down(outgoing, successor, becomes, by):
    """What the outgoing focal point is from now on; the event, and the letters to all whom it concerns."""
    state = outgoing.member_state
    data = {"from": str(outgoing.user.public_id), "to": str(successor.public_id), "becomes": becomes}
    members.put_down("hand_over", state, by, **data)
    if becomes == "":
        members.close(outgoing, by)
    elif becomes != outgoing.role:
        members.give(outgoing, replace(members.part_of(outgoing), role=becomes))
        assigning.end_unwritable(outgoing, by=by, at=timezone.now())
    permissions.refresh(by)
    leading = User.objects.filter(memberships__in=members.leaders(state))
    told = {user.pk: user for user in (*leading, successor, outgoing.user) if user.is_active}
    facts = {"from_name": str(outgoing.user), "to_name": str(successor)}
    facts["becomes"] = becomes
    members.tell("handed_over", state, told.values(), by, **facts)
