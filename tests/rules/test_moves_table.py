"""Who may make which move where: one table, and everything that is not in it is refused and changes nothing."""

import pytest
from django.db import transaction

from responses.models import Response
from responses.rules import workflow
from responses.rules.refused import Refused
from responses.status import Status
from tests import factories
from tests.record import snapshot

# Where a response can stand ("revision": returned because its State wished it; "registered": received by other
# means) and, there, each move that can be made, by whom, and where it leads. Nothing else can happen.
TABLE = {
    "drafting": {
        "submit": (["focal_point"], "submitted"),
        "register": (["coordinator"], "submitted"),
    },
    "registered": {
        "unregister": (["coordinator"], "drafting"),
        "start_review": (["reviewer"], "under_review"),
        "open_for_revision": (["reviewer"], "returned"),
        "withdraw": (["focal_point", "coordinator"], "withdrawn"),
    },
    "submitted": {
        "recall": (["focal_point"], "drafting"),
        "start_review": (["reviewer"], "under_review"),
        "open_for_revision": (["reviewer"], "returned"),
        "withdraw": (["focal_point", "coordinator"], "withdrawn"),
    },
    "under_review": {
        "release": (["reviewer"], "submitted"),
        "return": (["reviewer"], "returned"),
        "accept": (["reviewer"], "accepted"),
        "open_for_revision": (["reviewer"], "returned"),
        "withdraw": (["focal_point", "coordinator"], "withdrawn"),
    },
    "returned": {
        "submit": (["focal_point"], "submitted"),
        "register": (["coordinator"], "submitted"),
        "close_clarification": (["reviewer"], "under_review"),
        "withdraw": (["focal_point", "coordinator"], "withdrawn"),
    },
    "revision": {
        "submit": (["focal_point"], "submitted"),
        "register": (["coordinator"], "submitted"),
        "close_clarification": (["reviewer"], "under_review"),
        "withdraw": (["focal_point", "coordinator"], "withdrawn"),
    },
    "accepted": {
        "reopen": (["reviewer"], "under_review"),
        "open_for_revision": (["reviewer"], "returned"),
        "withdraw": (["focal_point", "coordinator"], "withdrawn"),
    },
    "withdrawn": {
        "resume": (["focal_point"], "drafting"),
        "register": (["coordinator"], "submitted"),
    },
}

# Whose move each is, wherever the response stands: they learn that it is not the time for it (409).
# Everyone else learns that it is not for them (403).
WHOSE = {
    "submit": ["focal_point"],
    "recall": ["focal_point"],
    "resume": ["focal_point"],
    "withdraw": ["focal_point", "coordinator"],
    "start_review": ["reviewer"],
    "release": ["reviewer"],
    "return": ["reviewer"],
    "close_clarification": ["reviewer"],
    "accept": ["reviewer"],
    "reopen": ["reviewer"],
    "open_for_revision": ["reviewer"],
    "register": ["coordinator"],
    "unregister": ["coordinator"],
}

# What came on this site is the State's to recall, what was registered the secretariat's to take back; never crosswise.
CAME_ON_THIS_SITE = ("submitted", "under_review", "returned", "revision", "accepted")
CROSSWISE = {(position, "unregister") for position in CAME_ON_THIS_SITE} | {("registered", "recall")}


def expected(position, name, person):
    """Where the move leads, or the status code with which it is refused."""
    people, target = TABLE[position].get(name, ([], None))
    if person in people:
        return target
    return 409 if person in WHOSE[name] and (position, name) not in CROSSWISE else 403


def attempt(name, response, by, data):
    """What becomes of a move: where it leads (it is undone then), or the status code with which it is refused.

    Nothing is undone after a refusal: it must have changed nothing by itself.
    """
    with transaction.atomic():
        try:
            workflow.perform(name, response, by=by, data=data)
        except Refused as refusal:
            sentence, status = str(refusal), refusal.status
        else:
            target = Response.objects.get(pk=response.pk).status
            transaction.set_rollback(True)
            return target
    assert sentence.endswith(".")
    return status


def test_the_moves_are_these():
    assert {move.name for move in workflow.TABLE} == set(WHOSE)


def test_every_status_is_a_place_in_the_table():
    assert set(TABLE) - {"revision", "registered"} == set(Status.values)


@pytest.mark.parametrize("position", TABLE)
def test_every_move_by_everyone(response, cast, data, stand, position):
    """Each of the 13 moves, tried by each of the cast; a refused one leaves every row of the record as it was."""
    standing = stand(response, position)
    if position == "drafting":  # what submitting needs here
        factories.write_all(standing, cast["focal_point"])
    if position == "returned":  # and here
        standing.answers.get(question__number=1).clarifications.update(draft_reply="Here is more.")
    before = snapshot()
    found = {
        (name, person): attempt(name, standing, user, data(name))
        for name in WHOSE
        for person, user in cast.items()
    }
    assert found == {(name, person): expected(position, name, person) for name, person in found}
    assert snapshot() == before


@pytest.mark.parametrize("position", TABLE)
def test_what_is_offered_is_what_can_be_made(response, cast, stand, position):
    """The buttons come from the same table as the guard."""
    standing = stand(response, position)
    offered = {
        (move.name, person) for person, user in cast.items() for move in workflow.available(user, standing)
    }
    assert offered == {
        (name, person) for name, (people, _target) in TABLE[position].items() for person in people
    }


def test_whoever_has_two_groups_acts_in_the_right_one(response, bring_to, coordinator, reviewer):
    """The record says in what part somebody acted: a reviewer who coordinates too starts reading as a reviewer."""
    reviewer.groups.add(*coordinator.groups.all())
    bring_to(response, Status.UNDER_REVIEW)
    event = response.chain.events.get(name="start_review")
    assert (event.by, event.role) == (reviewer, "reviewer")


def test_the_data_of_another_move_is_a_mistake_of_the_caller(response, bring_to, focal_point, data):
    with pytest.raises(TypeError):
        workflow.perform("submit", response, by=focal_point, data=data("withdraw"))


def test_a_part_that_ended_since_the_page_was_opened_has_ended(response, focal_point, declaration):
    """The page was opened by a focal point; when it is sent, the part has ended."""
    assert [move.name for move in workflow.available(focal_point, response)] == ["submit"]
    focal_point.memberships.update(ended_at=response.invited_at)
    with pytest.raises(Refused) as refusal:
        workflow.perform("submit", response, by=focal_point, data=declaration)
    assert refusal.value.status == 403


def test_a_colleagues_earlier_click_is_told_in_words(response, bring_to, reviewer):
    """Two reviewers open the same page; the second click meets a sentence that says where the response stands now."""
    opened = bring_to(response, Status.SUBMITTED)
    workflow.perform("start_review", opened, by=reviewer)
    with pytest.raises(Refused) as refusal:
        workflow.perform("start_review", opened, by=reviewer)
    assert str(refusal.value) == "Nothing was changed: the status of this response is now “Being read”."
