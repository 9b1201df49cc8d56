"""Who may read what: each predicate and the queryset beside it agree, for everyone, every object and every status."""

import pytest
from django.contrib.auth.models import AnonymousUser

from responses.models import Answer, Response, Submission
from responses.rules import permissions, publishing
from responses.status import Desk, Role, Status
from tests import factories

pytestmark = pytest.mark.postgres

SECRETARIAT = {"reviewer", "publisher", "coordinator"}
WHOLE = {"focal_point", "contributor", "observer"}
MEMBERS = WHOLE | {"limited"}
READERS = {"reviewer", "publisher"}

# A rule for one object, and the list that must hold the same objects.
PAIRS = {
    "rows and progress": (permissions.may_see_response, permissions.responses_visible_to, Response),
    "drafts": (permissions.may_read_answer, permissions.answers_readable_by, Answer),
    "drafts to be written": (
        permissions.may_draft_answer,
        lambda user: permissions.written_by(user, Answer.objects.all()),
        Answer,
    ),
    "submitted words": (permissions.may_read_submission, permissions.submissions_readable_by, Submission),
}
POSITIONS = [
    "drafting",
    "submitted",
    "under_review",
    "returned",
    "revision",
    "accepted",
    "withdrawn",
    "published",
]


@pytest.fixture
def world(response, other_response, stranger, stand, publisher, cast, bring_to):
    """Two States' responses: one brought to a place and resubmitted on the way, one published."""

    def at(position):
        if position == "published":
            return publishing.publish(stand(response, "accepted"), by=publisher)
        return stand(response, position)

    def arrange(position):
        bring_to(other_response, Status.SUBMITTED, by=stranger)
        return at(position)

    return arrange


@pytest.mark.parametrize("position", POSITIONS)
def test_rule_and_list_agree(world, cast, position):
    """Generated: every pair, every member of the cast, every object there is."""
    world(position)
    for name, (allows, listed, model) in PAIRS.items():
        for person, user in cast.items():
            by_rule = {item.pk for item in model.objects.all() if allows(user, item)}
            by_list = list(listed(user).values_list("pk", flat=True))
            assert (name, person, sorted(by_rule)) == (name, person, sorted(by_list))


@pytest.mark.parametrize("position", POSITIONS)
def test_drafts_are_for_the_national_team(world, cast, response, position):
    """Whatever the status, before and after submission."""
    world(position)
    for person, user in cast.items():
        states = set(
            permissions.answers_readable_by(user).values_list("response__member_state__alpha3", flat=True)
        )
        own = {"XRU"} if person in MEMBERS else {"XSY"} if person == "stranger" else set()
        assert (person, states) == (person, own)


@pytest.mark.parametrize("position", POSITIONS)
def test_who_knows_that_a_response_exists(world, cast, position):
    world(position)
    for person, user in cast.items():
        states = set(permissions.responses_visible_to(user).values_list("member_state__alpha3", flat=True))
        own = {"XRU"} if person in MEMBERS else {"XSY"} if person == "stranger" else set()
        assert (person, states) == (person, {"XRU", "XSY"} if person in SECRETARIAT else own)


# Of the one submission of Ruritania: who reads its words besides its delegation.
WORDS = {
    "submitted": READERS,
    "under_review": READERS,
    "returned": READERS,
    "revision": READERS,
    "accepted": READERS,
    "withdrawn": set(),
    "recalled": set(),
    "published": None,  # everyone
}


@pytest.mark.parametrize("position", WORDS)
def test_who_reads_submitted_words(world, cast, response, make, position):
    world("submitted" if position == "recalled" else position)
    if position == "recalled":
        make("recall", response)
    readers = {
        person
        for person, user in cast.items()
        if permissions.submissions_readable_by(user).filter(response=response).exists()
    }
    assert readers == (set(cast) if WORDS[position] is None else WHOLE | WORDS[position])


def test_a_published_text_is_read_by_everyone_its_predecessor_and_successor_are_not(
    response, world, make, stranger
):
    """Only the submission that was published, while a revision is under way."""
    world("published")
    make("submit", make("open_for_revision", response))
    for user in (stranger, AnonymousUser()):
        readable = permissions.submissions_readable_by(user).filter(response=response)
        assert list(readable.values_list("number", flat=True)) == [1]


# --- people -----------------------------------------------------------------------------------


def test_staff_with_a_membership_on_file_have_no_part(response, turncoat):
    """Whoever came to work for the secretariat leads no delegation any more, whatever is on file."""
    assert turncoat.memberships.active().count() == 1
    assert permissions.roles_of(turncoat) == {}
    assert not permissions.is_member(turncoat, response)


@pytest.mark.parametrize("person", ["inactive", "former", "anonymous"])
def test_whoever_left_has_no_part(cast, response, person):
    assert permissions.roles_of(cast[person]) == {}


def test_a_delegate_in_a_group_is_not_at_the_desk(focal_point, coordinator):
    """Being put into a group makes nobody staff."""
    focal_point.groups.add(*coordinator.groups.all())
    assert permissions.desks_of(focal_point) == frozenset()


def test_inactive_staff_are_not_at_the_desk(reviewer):
    reviewer.is_active = False
    assert permissions.desks_of(reviewer) == frozenset()


def test_an_operator_opens_nothing(response, superuser, world):
    world("accepted")
    for _allows, listed, _model in PAIRS.values():
        assert list(listed(superuser)) == []


def test_another_group_gives_nothing(db):
    assert permissions.desks_of(factories.staff("translators")) == frozenset()


RIGHTS = {
    "may_export_answers": READERS,
    "may_export_progress": SECRETARIAT,
    "may_export_contacts": {"coordinator"},
    "may_set_up": {"coordinator"},
    "is_secretariat": SECRETARIAT,
    "is_reviewer": {"reviewer"},
    "is_publisher": {"publisher"},
    "is_coordinator": {"coordinator"},
}


@pytest.mark.parametrize("name", RIGHTS)
def test_rights_of_the_desk(cast, name):
    assert {person for person, user in cast.items() if getattr(permissions, name)(user)} == RIGHTS[name]


RIGHTS_IN = {
    "is_member": MEMBERS,
    "is_focal_point": {"focal_point"},
    "reads_everything": WHOLE,
    "may_draft": {"focal_point", "contributor", "limited"},
    "may_withdraw": {"focal_point", "coordinator"},
}


@pytest.mark.parametrize("name", RIGHTS_IN)
def test_rights_in_a_response(cast, response, name):
    assert {
        person for person, user in cast.items() if getattr(permissions, name)(user, response)
    } == RIGHTS_IN[name]


def test_the_wording_is_the_coordinators_until_the_round_opens(cast, response):
    question = response.session.questions.first()
    assert not any(permissions.may_change_wording(user, question) for user in cast.values())
    question.session.opened_at = None
    found = {person for person, user in cast.items() if permissions.may_change_wording(user, question)}
    assert found == {"coordinator"}


def test_what_was_known_of_a_person_can_be_forgotten(response, focal_point, reviewer):
    """Parts are looked up once for each request; whoever lives longer asks again."""
    assert permissions.is_focal_point(focal_point, response)
    assert permissions.is_reviewer(reviewer)
    focal_point.memberships.update(ended_at=response.invited_at)
    reviewer.groups.clear()
    assert permissions.is_focal_point(focal_point, response)
    for user in (focal_point, reviewer):
        permissions.refresh(user)
    assert not permissions.is_focal_point(focal_point, response)
    assert not permissions.is_reviewer(reviewer)


@pytest.mark.parametrize("position", POSITIONS)
def test_a_limited_member_reads_and_writes_the_chosen_question_alone(world, limited, position):
    world(position)
    chosen = [("XRU", 2)]
    for listed in (
        permissions.answers_readable_by(limited),
        permissions.written_by(limited, Answer.objects.all()),
    ):
        found = listed.values_list("response__member_state__alpha3", "question__number")
        assert list(found.order_by("pk")) == chosen


def test_a_limit_holds_in_its_own_state_alone(response, other_response, limited):
    """And where no question of a session was chosen, none is read there."""
    limited.memberships.create(member_state=other_response.member_state, role=Role.OBSERVER)
    later = factories.ResponseFactory(session__number=4, member_state=response.member_state)
    found = permissions.answers_readable_by(limited).values_list("response", "question__number")
    assert set(found) == {(response.pk, 2)} | {(other_response.pk, number) for number in range(1, 6)}
    assert not permissions.answers_readable_by(limited).filter(response=later).exists()


def test_an_ended_or_changed_limit_is_known_at_the_next_request(response, limited):
    part = limited.memberships.get()
    assert permissions.limits_of(limited) == {
        response.member_state_id: frozenset(part.questions.values_list("pk", flat=True))
    }
    part.questions.clear()
    permissions.refresh(limited)
    assert permissions.limits_of(limited) == {response.member_state_id: frozenset()}
    part.is_limited = False
    part.save()
    permissions.refresh(limited)
    assert permissions.limits_of(limited) == {}


def test_one_person_in_two_delegations(response, other_response, focal_point):
    """A part in one gives nothing in the other."""
    focal_point.memberships.create(member_state=other_response.member_state, role=Role.OBSERVER)
    assert permissions.is_focal_point(focal_point, response)
    assert not permissions.may_draft(focal_point, other_response)
    assert permissions.responses_visible_to(focal_point).count() == 2


@pytest.mark.parametrize(
    ("groups", "parts", "part"),
    [
        (["reviewer"], (Desk.REVIEWER,), "reviewer"),
        (["coordinator", "publisher", "reviewer"], (Desk.REVIEWER,), "reviewer"),
        (["coordinator", "reviewer"], (Role.FOCAL_POINT, Desk.COORDINATOR), "coordinator"),
        (["publisher"], (Desk.REVIEWER,), ""),
    ],
)
def test_the_part_in_which_somebody_acts(response, groups, parts, part):
    assert permissions.part_of(factories.staff(*groups), response, parts) == part


# --- who leads --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "leads"),
    [
        ("focal_point", True),
        ("contributor", False),
        ("inactive", False),
        ("former", False),
        ("turncoat", False),
    ],
)
def test_states_that_somebody_leads(request, response, person, leads):
    request.getfixturevalue(person)
    assert Response.objects.filter(permissions.someone_leads(), pk=response.pk).exists() is leads
