"""Many at once in one delegation: somebody always leads, and an invitation makes one member."""

import pytest

from responses.models import Letter, Membership, User
from responses.rules import accepting, inviting, members
from responses.status import Role
from tests import factories

from .test_parallel import at_once, refused_or

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pair(response, focal_point):
    """The keys of two focal points."""
    return focal_point.pk, factories.member(response, Role.FOCAL_POINT).pk


def part_of(key):
    return Membership.objects.get(user=key)


ACTS = {
    "each ends the other": lambda own, other, by: members.end_membership(part_of(other), by=by),
    "each leaves": lambda own, other, by: members.end_membership(part_of(own), by=by),
    "each steps down": lambda own, other, by: members.change_member(
        part_of(own), members.Part(Role.OBSERVER), by=by
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_of_two_focal_points_one_always_leads(response, pair, act):
    def run(number):
        own, other = pair[number], pair[1 - number]
        return refused_or(act, own, other, User.objects.get(pk=own))

    found = at_once(2, run)
    assert [one in {403, 404, 409} for one in found].count(True) == 1
    assert members.leaders(response.member_state).count() == 1


def test_an_invitation_that_is_accepted_many_times_at_once_makes_one_member(response, focal_point):
    part = members.Part(Role.CONTRIBUTOR)
    invitation = inviting.invite(response, part, email="nadia@example.org", by=focal_point)

    def accept(number):
        inviting.make_account_for("nadia@example.org")
        person = User.objects.get(email="nadia@example.org")
        return refused_or(accepting.accept, invitation, by=person).pk

    assert len(set(at_once(6, accept))) == 1
    assert Membership.objects.filter(user__email="nadia@example.org").count() == 1
    assert Letter.objects.filter(kind="delegation_accepted").count() == 1
