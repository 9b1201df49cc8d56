"""Accepting an invitation: by the person at the invited address, once, before it expires."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses import letters
from responses.models import Invitation, Membership, Response
from responses.models.event import record

from . import handing_over, inviting, members, naming, permissions, post
from .refused import Refused

SENTENCES = {
    inviting.ACCEPTED: gettext_lazy("This invitation has been used already."),
    inviting.WITHDRAWN: gettext_lazy("This invitation has been withdrawn. Ask whoever invited you."),
    inviting.EXPIRED: gettext_lazy("This invitation has expired. Ask whoever invited you to send it again."),
}


def is_for(invitation, user):
    """Whether the person has signed in with exactly the invited address."""
    return user.is_authenticated and user.email == invitation.email


def response_for(invitation):
    """The response from whose pages the invitation was sent."""
    related = ("session__review__commission", "member_state")
    rows = Response.objects.select_related(*related)
    return rows.get(session=invitation.session_id, member_state=invitation.member_state_id)


def words_for(invitation):
    """Why an invitation cannot be accepted by anybody; "" while it waits."""
    return str(SENTENCES.get(inviting.state_of(invitation), ""))


def why_not(invitation, user):
    """Why somebody at the invited address cannot accept; "" when nothing stands in the way."""
    if sentence := words_for(invitation):
        return sentence
    if user.is_staff:
        return _("This is an account of the secretariat: it cannot be part of a delegation.")
    if not user.is_active:
        return _(
            "The account with this address was closed. Write to the secretariat, which can open it again."
        )
    if Membership.objects.active().filter(user=user, member_state=invitation.member_state_id).exists():
        return _("You are part of this delegation already.")
    return ""


def gives_name(invitation, user):
    """Whether who accepts says under which name; at a shared mailbox that is asked at each sign-in instead."""
    return not (invitation.is_shared or user.is_shared)


def name_to_confirm(invitation, user):
    """The name of the account, to be confirmed; "" where it was only made from the address, as nobody gave one."""
    made_up = not invitation.name and user.name == user.email.partition("@")[0]
    return "" if made_up else user.name


@transaction.atomic
def accept(invitation, *, by, name=""):
    """Accept an invitation; returns the new :class:`Membership`. The same person accepting twice gets it again.

    ``name`` is what the person wishes to be called; left out, the account keeps its name. Raises :class:`Refused`
    (404) for another address, (409) when the invitation waits no more or the account cannot be part of a delegation,
    and (422) for a name that is none.
    """
    state = members.lock(invitation.member_state)
    invitation = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    person = permissions.as_stored(by)
    if not is_for(invitation, person):
        raise Refused(_("There is no such invitation."), status=404)
    made = invitation.membership
    if made is not None and made.user_id == person.pk and made.ended_at is None:
        return made
    if reason := why_not(invitation, person):
        raise Refused(reason)
    if name and gives_name(invitation, person):
        person.name = naming.checked(name)
        person.save(update_fields=["name"])
    now = timezone.now()
    membership = Membership.objects.create(
        user=person, member_state=state, role=invitation.role, capacity=invitation.capacity,
        is_limited=invitation.is_limited, started_at=now,
    )  # fmt: skip
    membership.questions.set(invitation.questions.all())
    invitation.accepted_at, invitation.membership = now, membership
    invitation.save(update_fields=["accepted_at", "membership"])
    if invitation.is_shared and not person.is_shared:
        person.is_shared = True
        person.save(update_fields=["is_shared"])
    record(
        "accept_invitation", by=person, role=membership.role, delegation=state,
        data={"invitation": invitation.pk, **members.part_of(membership).data()},
    )  # fmt: skip
    if state.pk in permissions.roles_of(invitation.invited_by):
        post.owe(letters.delegation_accepted(invitation, response_for(invitation), person))
    handing_over.complete(invitation)
    permissions.refresh(by)
    return membership
