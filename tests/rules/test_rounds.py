"""Setting up a round: States are invited once, and people take part by name, in the coordinator's hands."""

import pytest

from responses.models import (
    Answer,
    Chain,
    Event,
    GuidingQuestion,
    Letter,
    Membership,
    MemberState,
    Response,
    User,
)
from responses.models.event import broken_links
from responses.rules import newcomers, people, permissions, rounds
from responses.rules.refused import Refused
from responses.status import Role
from tests import factories
from tests.record import snapshot

from .conftest import written

pytestmark = pytest.mark.postgres


@pytest.fixture
def session(db):
    """A session with three questions, not opened yet."""
    return factories.SessionFactory(number=7, opened_at=None, questions=3)


@pytest.fixture
def states(db):
    return [factories.MemberStateFactory(alpha3=code) for code in ("XRU", "XSY", "XBO")]


def set_up():
    """The events of the set-up, first to last: (name, role, details)."""
    events = Event.objects.filter(chain__response=None).order_by("number")
    return [(event.name, event.role, event.details) for event in events]


# --- inviting ---------------------------------------------------------------------------------


def test_inviting_makes_the_response_with_its_answers(session, states, coordinator):
    invited = rounds.invite(session, states, by=coordinator)
    assert [response.member_state for response in invited] == states
    assert {response.status for response in invited} == {"drafting"}
    numbers = Answer.objects.filter(response__in=invited).values_list("response", "question__number")
    assert sorted(numbers) == sorted((response.pk, number) for response in invited for number in (1, 2, 3))
    session.refresh_from_db()
    assert session.is_open


def test_each_invitation_is_on_the_record_of_its_response(session, states, coordinator):
    for response in rounds.invite(session, states, by=coordinator):
        event = response.chain.events.get()
        assert (event.name, event.by, event.role) == ("invite", coordinator, "coordinator")
        assert event.details == {"state": response.member_state.alpha3, "session": session.slug}


def test_each_focal_point_gets_a_letter(session, states, coordinator):
    for person, role, state in [
        ("a", Role.FOCAL_POINT, 0),
        ("b", Role.FOCAL_POINT, 0),
        ("c", Role.CONTRIBUTOR, 1),
    ]:
        user = factories.UserFactory(email=f"{person}@example.org")
        Membership.objects.create(user=user, member_state=states[state], role=role)
    rounds.invite(session, states, by=coordinator)
    assert written() == [("invitation", "a@example.org"), ("invitation", "b@example.org")]


def test_nobody_is_invited_twice(session, states, coordinator):
    first = rounds.invite(session, states[:2], by=coordinator)
    opened = type(session).objects.get().opened_at
    second = rounds.invite(session, states, by=coordinator)
    assert ([r.member_state for r in first], [r.member_state for r in second]) == (states[:2], states[2:])
    assert (Response.objects.count(), Answer.objects.count()) == (3, 9)
    assert type(session).objects.get().opened_at == opened


def test_without_questions_there_is_nothing_to_answer(session, states, coordinator):
    GuidingQuestion.objects.all().delete()
    with pytest.raises(Refused):
        rounds.invite(session, states, by=coordinator)
    assert Response.objects.count() == 0


def test_inviting_nobody_opens_nothing(session, coordinator):
    rounds.invite(session, [], by=coordinator)
    session.refresh_from_db()
    assert not session.is_open


# --- people -----------------------------------------------------------------------------------


@pytest.fixture
def person(db):
    return factories.UserFactory(name="Hilda Ferny", email="hilda@example.org")


def test_a_membership_begins_and_ends_on_the_record(states, coordinator, person):
    """The record names the person by a random id alone; ending it again changes nothing."""
    membership = rounds.add_member(
        person, states[0], Role.CONTRIBUTOR, by=coordinator, capacity="Ministry of Labour"
    )
    assert (membership.role, membership.capacity, membership.ended_at) == (
        "contributor",
        "Ministry of Labour",
        None,
    )
    ended = rounds.end_membership(membership, by=coordinator).ended_at
    assert rounds.end_membership(membership, by=coordinator).ended_at == ended
    details = {"person": str(person.public_id), "state": "XRU", "role": "contributor"}
    assert set_up() == [("add_member", "coordinator", details), ("end_membership", "coordinator", details)]
    assert broken_links(Chain.objects.get(response=None)) == []


def test_a_membership_is_not_begun_twice(states, coordinator, person):
    rounds.add_member(person, states[0], Role.CONTRIBUTOR, by=coordinator)
    with pytest.raises(Refused):
        rounds.add_member(person, states[0], Role.FOCAL_POINT, by=coordinator)
    assert rounds.add_member(person, states[1], Role.FOCAL_POINT, by=coordinator).pk


def test_after_it_ended_it_can_begin_anew(states, coordinator, person):
    first = rounds.add_member(person, states[0], Role.CONTRIBUTOR, by=coordinator)
    rounds.end_membership(first, by=coordinator)
    rounds.add_member(person, states[0], Role.FOCAL_POINT, by=coordinator)
    permissions.refresh(person)
    assert permissions.roles_of(person) == {states[0].pk: "focal_point"}
    assert Membership.objects.count() == 2


def test_staff_are_in_no_delegation(states, coordinator, reviewer):
    with pytest.raises(Refused):
        rounds.add_member(reviewer, states[0], Role.OBSERVER, by=coordinator)


def test_rounds_are_set_up_by_a_coordinator(session, states, person, cast, response):
    """Everyone else is refused, whatever they try, and nothing changes."""
    membership = Membership.objects.create(user=person, member_state=states[2], role=Role.OBSERVER)
    tries = {
        "invite": lambda by: rounds.invite(session, states, by=by),
        "add": lambda by: rounds.add_member(person, states[0], Role.OBSERVER, by=by),
        "end": lambda by: rounds.end_membership(membership, by=by),
        "write": lambda by: newcomers.write_to(session, by=by),
    }
    before = snapshot(), list(Membership.objects.order_by("pk").values())
    for name, attempt in tries.items():
        for who in set(cast) - {"coordinator"}:
            with pytest.raises(Refused) as refusal:
                attempt(cast[who])
            status = 404 if name == "end" else 403  # a delegation is not there for who is not of it
            assert (name, who, refusal.value.status) == (name, who, status)
    assert (snapshot(), list(Membership.objects.order_by("pk").values())) == before


# --- focal points named later -----------------------------------------------------------------


def test_whoever_is_named_later_is_written_to_once(session, states, coordinator, person):
    """States are invited before anyone leads their delegation; the letter follows the person."""
    rounds.invite(session, states, by=coordinator)
    assert written() == []
    rounds.add_member(person, states[0], Role.FOCAL_POINT, by=coordinator)
    assert [letter.to for letter in newcomers.write_to(session, by=coordinator)] == [person]
    assert newcomers.write_to(session, by=coordinator) == []
    assert written() == [("invitation", "hilda@example.org")]
    assert set_up()[-1] == ("write_to_newcomers", "coordinator", {"session": "ece-2024-s7", "letters": 1})


def test_nobody_is_written_to_about_what_is_submitted_already(response, bring_to, coordinator):
    bring_to(response, "submitted")
    factories.member(response, Role.FOCAL_POINT)
    assert newcomers.waiting(response.session) == set()


@pytest.mark.parametrize("who", ["contributor", "observer", "inactive", "former", "turncoat"])
def test_only_whoever_leads_is_waiting(request, response, who):
    request.getfixturevalue(who)
    assert newcomers.waiting(response.session) == set()


# --- accounts ---------------------------------------------------------------------------------


def test_a_delegate_is_entered_with_an_account_without_a_password(states, coordinator):
    membership = people.add_delegate(
        email=" Hilda@Example.org ",
        name="Hilda Ferny",
        member_state=states[0],
        role=Role.FOCAL_POINT,
        by=coordinator,
    )
    user = User.objects.get(email="hilda@example.org")
    assert (membership.user, user.name, user.has_usable_password(), user.is_staff) == (
        user,
        "Hilda Ferny",
        False,
        False,
    )


def test_an_account_that_is_there_keeps_its_name(states, coordinator, person):
    people.add_delegate(
        email="HILDA@example.org",
        name="Somebody Else",
        member_state=states[0],
        role=Role.OBSERVER,
        by=coordinator,
    )
    assert list(User.objects.filter(email="hilda@example.org").values_list("name", flat=True)) == [
        "Hilda Ferny"
    ]


def test_a_closed_account_is_not_taken_into_a_delegation(states, coordinator, person):
    person.is_active = False
    person.save()
    with pytest.raises(Refused):
        people.add_delegate(
            email=person.email, name="", member_state=states[0], role=Role.OBSERVER, by=coordinator
        )
    assert not person.memberships.exists()


def test_no_letter_goes_out_for_the_set_up_of_people(states, coordinator, person):
    rounds.add_member(person, states[0], Role.FOCAL_POINT, by=coordinator)
    assert Letter.objects.count() == 0


def test_invented_states_are_told_apart(states):
    factories.MemberStateFactory(alpha3="ALB", name_en="Albania")
    assert list(MemberState.objects.real().values_list("alpha3", flat=True)) == ["ALB"]
    assert set(MemberState.objects.invented()) == set(states)
