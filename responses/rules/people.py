"""The accounts of people: delegates without a password, and staff of the secretariat in their groups."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from responses.models import User
from responses.models.event import record
from responses.status import Desk

from . import permissions, rounds
from .refused import Refused


def _record(name, person, by, **data):
    """One event of the set-up; it names people by their random ids alone."""
    role = Desk.COORDINATOR if permissions.may_set_up(by) else "operator"
    record(name, by=by, role=role, data={"person": str(person.public_id)} | data)


@transaction.atomic
def add_person(*, name, email, by, is_staff=False, is_shared=False, desks=()):
    """Make an account without a usable password; returns the :class:`User`.

    Delegates sign in with a code by e-mail; staff set a password through a link that is sent to them afterwards.
    ``desks`` are codes of groups; ``is_shared`` says that several people use the mailbox. Raises :class:`Refused`
    when the person manages no such accounts or the address is taken.
    """
    if not permissions.may_manage_person(by, User(is_staff=is_staff)):
        raise Refused(_("People are entered by a coordinator."), status=403)
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(_("Someone with this e-mail address is there already."), status=422)
    person = User.objects.create_user(
        email, name=name, is_staff=is_staff, is_shared=is_shared and not is_staff
    )
    chosen = _join(person, desks) if is_staff else []
    _record("add_person", person, by, staff=is_staff, desks=chosen)
    return person


@transaction.atomic
def add_delegate(*, email, name, member_state, role, capacity="", by):
    """Make the person with this address part of a delegation; the account is made when there is none yet.

    An account that is there keeps its name. Returns the :class:`Membership`. Raises :class:`Refused` as
    :func:`add_person` and ``rounds.add_member`` do, and for an account that was closed.
    """
    person = User.objects.filter(email__iexact=email.strip()).first()
    if person is None and not name.strip():
        raise Refused(_("Give the name too: there is no account with this address yet."), status=422)
    if person is None:
        person = add_person(name=name.strip(), email=email, by=by)
    if not person.is_active:
        raise Refused(_("The account with this address was closed: open it again first."))
    return rounds.add_member(person, member_state, role, by=by, capacity=capacity)


def _join(person, desks):
    chosen = sorted(set(desks) & set(Desk.values))
    person.groups.set(Group.objects.filter(name__in=chosen))
    return chosen


@transaction.atomic
def change_person(person, *, by, name, email, is_active, is_shared=None, desks=()):
    """Change what is known of a person, who may sign in, and the groups of staff; returns the :class:`User`.

    ``is_shared``: whether several people use the mailbox; None leaves it. Staff never share an account.

    Raises :class:`Refused` for people who do not manage the account, for one's own part, and for an address with
    which somebody has signed in.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not permissions.may_manage_person(by, person):
        raise Refused(_("This account is managed by others."), status=403)
    groups = sorted(set(person.groups.values_list("name", flat=True)) & set(Desk.values))
    wanted = sorted(set(desks) & set(Desk.values)) if person.is_staff else []
    if (is_active, wanted) != (person.is_active, groups) and not permissions.may_change_part(by, person):
        raise Refused(_("Your own groups and account are changed by a colleague."), status=403)
    email = User.objects.clean_email(email)
    if email != person.email and not permissions.may_change_address(by, person):
        raise Refused(
            _(
                "Someone has signed in with this address, so it stands. Enter the new address as a new person."
            ),
            status=422,
        )
    is_shared = (person.is_shared if is_shared is None else is_shared) and not person.is_staff
    said = {"name": name, "email": email, "is_active": is_active, "is_shared": is_shared}
    changed = [field for field, value in said.items() if getattr(person, field) != value]
    for field, value in said.items():
        setattr(person, field, value)
    person.save(update_fields=list(said))
    if wanted != groups:
        changed.append("desks")
        _join(person, wanted)
    if changed:
        _record("change_person", person, by, changed=changed, active=is_active, desks=wanted)
    return person
