"""Members of a delegation: what part they have, and its end. One rule for focal points and coordinators."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses import letters
from responses.models import GuidingQuestion, Membership, MemberState, Response
from responses.models.event import record
from responses.status import Desk, Role

from . import assigning, permissions, post
from .refused import Refused

ALONE = gettext_lazy(
    "You are the only focal point of your State: nobody else could lead the delegation afterwards. Hand the part "
    "over first, or make a colleague a focal point. The secretariat can do it too."
)


@dataclass(frozen=True)
class Part:
    """What a member does, for whom, and on which questions (None: on all of them)."""

    role: str
    capacity: str = ""
    questions: tuple | None = None
    """:class:`GuidingQuestion` rows of sessions to which the State was invited."""

    @property
    def is_limited(self):
        """Whether the member reads and writes certain questions alone."""
        return self.questions is not None

    def data(self):
        """What an event says of it: roles and numbers only."""
        chosen = [[one.session_id, one.number] for one in self.questions or ()]
        return {"role": self.role, "limited": self.is_limited, "questions": sorted(chosen)}


def part_of(membership):
    """The :class:`Part` that a membership or an invitation gives."""
    chosen = tuple(membership.questions.order_by("session", "number")) if membership.is_limited else None
    return Part(membership.role, membership.capacity, chosen)


def may_lead(user, member_state):
    """Whether the person runs this delegation: its focal points do, and coordinators."""
    return permissions.roles_of(user).get(member_state.pk) == Role.FOCAL_POINT or permissions.may_set_up(user)


def require_lead(by, member_state):
    """The person as stored now. Raises :class:`Refused` (404, 403) for whoever does not run the delegation."""
    person = permissions.as_stored(by)
    if not may_lead(person, member_state):
        if member_state.pk not in permissions.roles_of(person):
            raise Refused(_("There is no such delegation."), status=404)
        raise Refused(_("This is for the focal points of your State. Ask one of them."), status=403)
    return person


def require_part(part, member_state):
    """Raises :class:`Refused` (422) for a part that nobody can have."""
    if part.role not in Role.values:
        raise Refused(_("Choose a part from the list."), status=422)
    if not part.is_limited:
        return
    if part.role == Role.FOCAL_POINT:
        raise Refused(_("A focal point leads, and so sees every question."), status=422)
    own = GuidingQuestion.objects.filter(session__responses__member_state=member_state)
    keys = {one.pk for one in part.questions}
    if not keys or own.filter(pk__in=keys).distinct().count() != len(keys):
        raise Refused(_("Choose one question or more, or let the person see all of them."), status=422)


def lock(member_state):
    """Lock a delegation, so that two changes of who leads it come one after the other."""
    return MemberState.objects.select_for_update(of=("self",), no_key=True).get(pk=member_state.pk)


def leaders(member_state):
    """The memberships of focal points who can sign in now."""
    return Membership.objects.active().filter(
        member_state=member_state, role=Role.FOCAL_POINT, user__is_active=True, user__is_staff=False
    )


def latest_response(member_state):
    """The response of a State to the latest session: what letters about the delegation refer to. None for none."""
    rows = Response.objects.filter(member_state=member_state)
    related = ("session__review__commission", "member_state")
    return rows.select_related(*related).order_by("-session__review__year", "-session__number", "-pk").first()


def put_down(name, member_state, by, **data):
    """What a focal point does stands in the delegation's own chain; what a coordinator does in that of the set-up."""
    if by is None or permissions.may_set_up(by):
        role = Desk.COORDINATOR if by else ""
        return record(name, by=by, role=role, data=data | {"state": member_state.alpha3})
    role = permissions.roles_of(by).get(member_state.pk, "")
    return record(name, by=by, role=role, delegation=member_state, data=data)


def tell(letter, member_state, recipients, by, **facts):
    """Owe a letter about the delegation to some people; a State that was invited to nothing yet gets none.

    ``by`` acts, and hears the replies: a member, or somebody of the secretariat (None: its command line).
    """
    response = latest_response(member_state)
    if response is not None:
        is_ours = by is not None and not by.is_staff
        name, reply_to = (by.said_name or str(by), by.email) if is_ours else (_("the secretariat"), "")
        post.owe(letters.of_the_delegation(letter, response, recipients, reply_to, by=name, **facts))


def _require_another_leader(membership, by):
    """Whoever leads alone does not go without a successor; a coordinator may decide otherwise."""
    if membership.role != Role.FOCAL_POINT or by is None or permissions.may_set_up(by):
        return
    if not leaders(membership.member_state).exclude(pk=membership.pk).exists():
        raise Refused(ALONE)


def _active(membership):
    """The membership, locked. Raises :class:`Refused` (409) when it has ended."""
    found = Membership.objects.select_for_update(of=("self",), no_key=True).select_related(
        "user", "member_state"
    )
    membership = found.get(pk=membership.pk)
    if membership.ended_at is not None:
        raise Refused(_("This person is not part of the delegation any more."))
    return membership


@transaction.atomic
def change_member(membership, part, *, by):
    """Give a member another :class:`Part`; returns the membership. A part that is the same already changes nothing.

    Raises :class:`Refused` (404, 403) for whoever does not run the delegation, (422) for a part that nobody can have,
    and (409) when the membership has ended or nobody would lead any more.
    """
    lock(membership.member_state)
    by = require_lead(by, membership.member_state)
    require_part(part, membership.member_state)
    membership = _active(membership)
    if part_of(membership) == _sorted(part):
        return membership
    if part.role != Role.FOCAL_POINT:
        _require_another_leader(membership, by)
    give(membership, part)
    assigning.end_unwritable(membership, by=by, at=timezone.now())
    person = str(membership.user.public_id)
    put_down("change_member", membership.member_state, by, person=person, **part.data())
    if membership.user_id != by.pk:
        facts = {"part": membership.get_role_display(), "chosen": part.questions or ()}
        tell("delegation_changed", membership.member_state, [membership.user], by, **facts)
    return membership


def _sorted(part):
    if part.questions is None:
        return part
    ordered = sorted(part.questions, key=lambda one: (one.session_id, one.number))
    return Part(part.role, part.capacity, tuple(ordered))


def give(membership, part):
    """Write a part down; for the rules of this room, which have checked it."""
    membership.role, membership.capacity, membership.is_limited = part.role, part.capacity, part.is_limited
    membership.save(update_fields=["role", "capacity", "is_limited"])
    membership.questions.set(part.questions or ())
    permissions.refresh(membership.user)


@transaction.atomic
def end_membership(membership, *, by):
    """End a person's part in a delegation at once; returns the membership. Ending it twice changes nothing.

    ``by`` is a focal point, a coordinator, or None for an operator's command. Raises :class:`Refused` (404, 403) for
    others, and (409) when nobody would lead any more.
    """
    lock(membership.member_state)
    if by is not None:
        by = require_lead(by, membership.member_state)
    found = Membership.objects.select_for_update(of=("self",), no_key=True).select_related(
        "user", "member_state"
    )
    membership = found.get(pk=membership.pk)
    if membership.ended_at is None:
        _require_another_leader(membership, by)
        close(membership, by)
        if by is None or membership.user_id != by.pk:
            tell("delegation_ended", membership.member_state, [membership.user], by)
    return membership


def close(membership, by):
    """The end itself, with what ends with it; inside the transaction of a rule that has checked it."""
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    permissions.refresh(membership.user)
    assigning.end_all(membership, by=by, at=membership.ended_at)
    data = {"person": str(membership.user.public_id), "role": membership.role}
    put_down("end_membership", membership.member_state, by, **data)
