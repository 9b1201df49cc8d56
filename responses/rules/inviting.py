"""Invitations to a delegation: written by a focal point, answered by the person at that address alone."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Invitation, Membership, User
from responses.models.event import record, sha256
from responses.status import Role

from . import members, permissions, post
from .refused import Refused

VALID_FOR = timedelta(days=14)
MOST_A_DAY = 50
"""How many invitations of one State are sent in 24 hours."""
AGAIN_AFTER = timedelta(minutes=10)
"""How long to wait before one invitation is sent again."""

WAITING, EXPIRED, ACCEPTED, WITHDRAWN = "waiting", "expired", "accepted", "withdrawn"


def state_of(invitation):
    """Where an invitation stands: waiting, expired, accepted or withdrawn."""
    if invitation.accepted_at:
        return ACCEPTED
    if invitation.withdrawn_at:
        return WITHDRAWN
    return EXPIRED if invitation.expires_at <= timezone.now() else WAITING


def find(token):
    """The invitation whose link carries this token, or None. The site itself keeps the hash alone."""
    related = ("member_state", "session__review__commission", "invited_by")
    return Invitation.objects.select_related(*related).filter(code=sha256(token)).first()


def waiting_for(email):
    """The invitations that somebody with this address can accept now."""
    rows = Invitation.objects.waiting().filter(email=email, expires_at__gt=timezone.now())
    related = ("member_state", "session__review__commission", "invited_by")
    return rows.select_related(*related).order_by("invited_at", "pk")


@transaction.atomic
def invite(response, part, *, email, name="", is_shared=False, by):
    """Invite a person to the delegation whose response this is; returns the :class:`Invitation`.

    ``part`` is a :class:`members.Part`. Raises :class:`Refused` (404, 403) for whoever is not a focal point, (422)
    for a part or an address that cannot be invited, (409) for somebody who is invited or takes part already, and
    (429) when too many were invited within a day.
    """
    state = members.lock(response.member_state)
    person = _require_focal_point(by, response)
    members.require_part(part, state)
    email = User.objects.clean_email(email)
    _require_new(email, state)
    _require_room(state)
    now, token = timezone.now(), secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        member_state=state, session=response.session, email=email, name=name.strip(), capacity=part.capacity,
        role=part.role, is_shared=is_shared, is_limited=part.is_limited, code=sha256(token),
        invited_by=person, as_name=person.said_name, invited_at=now, sent_at=now, expires_at=now + VALID_FOR,
    )  # fmt: skip
    invitation.questions.set(part.questions or ())
    record(
        "invite_colleague", by=person, role=Role.FOCAL_POINT, delegation=state,
        data={"invitation": invitation.pk, **part.data()},
    )  # fmt: skip
    post.owe([letters.delegation_invited(invitation, response, token)])
    return invitation


def _require_focal_point(by, response):
    person = permissions.as_stored(by)
    if permissions.is_focal_point(person, response):
        return person
    if not permissions.is_member(person, response):
        raise Refused(_("There is no such delegation."), status=404)
    raise Refused(_("Colleagues are invited by the focal points of your State. Ask one of them."), status=403)


def _require_new(email, state):
    """Nothing is said of an account: whether there is one is not the inviter's affair."""
    if Membership.objects.active().filter(member_state=state, user__email=email).exists():
        raise Refused(_("Somebody with this address is part of the delegation already."), status=422)
    if Invitation.objects.waiting().filter(member_state=state, email=email).exists():
        raise Refused(_("This address is invited already: send that invitation again."), status=422)


def _require_room(state):
    lately = Invitation.objects.filter(member_state=state, sent_at__gt=timezone.now() - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        sentence = _("Up to %(most)s invitations are sent in a day. Please go on tomorrow.")
        raise Refused(sentence % {"most": MOST_A_DAY}, status=429)


def _waiting(invitation, response):
    """The invitation, locked. Raises :class:`Refused` (404, 409) when it is not of this State or does not wait."""
    found = Invitation.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=invitation.pk, member_state=response.member_state_id
    )
    invitation = found.select_related("member_state", "session").first()
    if invitation is None:
        raise Refused(_("There is no such invitation."), status=404)
    if state_of(invitation) == ACCEPTED:
        raise Refused(_("This invitation has been accepted already."))
    if state_of(invitation) == WITHDRAWN:
        raise Refused(_("This invitation has been withdrawn. Invite the person anew."))
    return invitation


@transaction.atomic
def send_again(invitation, response, *, by):
    """Send an invitation once more, with a new link that is valid as long as the first; the old link ends.

    Raises :class:`Refused` (404, 403, 409), and (429) when it was sent a moment ago or too many were sent within a day.
    """
    state = members.lock(response.member_state)
    person = _require_focal_point(by, response)
    invitation = _waiting(invitation, response)
    now = timezone.now()
    if now - invitation.sent_at < AGAIN_AFTER:
        sentence = _("It was sent a moment ago. If it has not arrived in %(minutes)s minutes, send it again.")
        raise Refused(sentence % {"minutes": AGAIN_AFTER.seconds // 60}, status=429)
    _require_room(state)
    token = secrets.token_urlsafe(32)
    invitation.code, invitation.sent_at, invitation.expires_at = sha256(token), now, now + VALID_FOR
    invitation.save(update_fields=["code", "sent_at", "expires_at"])
    record(
        "send_invitation_again", by=person, role=Role.FOCAL_POINT, delegation=state,
        data={"invitation": invitation.pk},
    )  # fmt: skip
    post.owe([letters.delegation_invited(invitation, response, token)])
    return invitation


@transaction.atomic
def withdraw(invitation, response, *, by):
    """Withdraw an invitation: its link opens nothing any more. Returns it. Raises :class:`Refused` (404, 403, 409)."""
    state = members.lock(response.member_state)
    person = _require_focal_point(by, response)
    invitation = _waiting(invitation, response)
    invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), person
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        "withdraw_invitation", by=person, role=Role.FOCAL_POINT, delegation=state,
        data={"invitation": invitation.pk},
    )  # fmt: skip
    return invitation


@transaction.atomic
def make_account_for(email):
    """Makes the account that an invited address needs to sign in; nothing where no invitation waits for it.

    Called when a code is asked for: no account comes into being without an invitation, and nobody enters it
    without the code that is sent to the address.
    """
    invitation = waiting_for(email).select_for_update(of=("self",), no_key=True).first()
    if invitation is None or User.objects.filter(email=email).exists():
        return
    name = invitation.name or email.partition("@")[0]
    person = User.objects.create_user(email, name=name, is_shared=invitation.is_shared)
    record(
        "make_account", by=None, delegation=invitation.member_state,
        data={"invitation": invitation.pk, "person": str(person.public_id)},
    )  # fmt: skip
