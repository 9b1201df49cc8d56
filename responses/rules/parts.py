"""Who somebody is: parts in delegations, groups of the secretariat, and the questions a member is limited to."""

from django.contrib.auth.models import AnonymousUser

from responses.models import Membership, User
from responses.prepared import Prepared
from responses.status import Desk, Role

# Asked on every page, so put together once; the usual order, by name of State and person, would join both tables.
_PARTS = Prepared(
    lambda user: (
        Membership.objects.active()
        .filter(user=user)
        .order_by()
        .values_list("member_state_id", "role", "is_limited")
    ),
    int,
)
CHOSEN = Membership.questions.through.objects.filter(
    membership__ended_at=None, membership__is_limited=True
).values_list("membership__member_state_id", "guidingquestion_id")


def refresh(user):
    """Forget what was known of a person's parts, so that the next question asks the database again."""
    user._roles = user._desks = user._limits = None


def as_stored(user):
    """The person as stored now, as they named themselves: a part may have ended since the page was opened."""
    stored = User.objects.filter(pk=user.pk).first() or AnonymousUser()
    stored.said_name = getattr(user, "said_name", "")
    return stored


def may_have_part(user):
    """Whether somebody can be part of a delegation at all: signed in, with an open account, and not of the staff."""
    return user.is_authenticated and user.is_active and not user.is_staff


def roles_of(user):
    """The person's parts in delegations now: ``{member_state_id: role}``. Staff have none, whatever is on file."""
    if not may_have_part(user):
        return {}
    # Not by __dict__: the user of a request is a lazy object, whose own dictionary never has what it remembers.
    if getattr(user, "_roles", None) is None:
        parts = list(_PARTS.rows(user.pk))
        user._roles = {state: role for state, role, _is_limited in parts}
        user._limits = _limits(user, [state for state, _role, is_limited in parts if is_limited])
    return user._roles


def _limits(user, states):
    """The questions chosen for a person in each State where the person reads those alone; asked for only if need be."""
    chosen = {state: set() for state in states}
    for state, question in CHOSEN.filter(membership__user=user) if states else ():
        chosen[state].add(question)
    return {state: frozenset(questions) for state, questions in chosen.items()}


def limits_of(user):
    """The States in which the person reads certain questions alone: ``{member_state_id: ids of questions}``."""
    return user._limits if roles_of(user) else {}


def desks_of(user):
    """The groups of the secretariat that the person belongs to: a set of :class:`Desk` codes."""
    if not user.is_authenticated or not user.is_active or not user.is_staff:
        return frozenset()
    if getattr(user, "_desks", None) is None:
        user._desks = frozenset(user.groups.values_list("name", flat=True)) & set(Desk.values)
    return user._desks


def role_in(user, response):
    """The person's part in the delegation whose response this is, or None."""
    return roles_of(user).get(response.member_state_id)


def part_of(user, response, parts):
    """In which of the given parts (roles of a delegation, groups of the secretariat) the person acts, or ""."""
    own = {role_in(user, response)} | desks_of(user)
    return next((part for part in parts if part in own), "")


def is_focal_point(user, response):
    return role_in(user, response) == Role.FOCAL_POINT


def is_member(user, response):
    return role_in(user, response) is not None


def is_reviewer(user, _object=None):
    return Desk.REVIEWER in desks_of(user)


def is_publisher(user, _object=None):
    return Desk.PUBLISHER in desks_of(user)


def is_coordinator(user, _object=None):
    return Desk.COORDINATOR in desks_of(user)


def is_secretariat(user, _object=None):
    return bool(desks_of(user))


def is_operator(user, _object=None):
    """Operators keep the accounts of staff in order; nothing of a response opens for them."""
    return user.is_authenticated and user.is_active and user.is_staff and user.is_superuser
