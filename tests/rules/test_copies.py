"""Every kind of letter about a response reaches all focal points: the Permanent Mission as well as the capital."""

import inspect

import pytest
from django.utils import timezone

from responses import letters
from responses.status import Role, Status
from tests import factories

pytestmark = pytest.mark.django_db

KINDS = {
    "invitation": lambda one: letters.invitation(one.response),
    "deadline_extended": lambda one: letters.deadline_extended(one.response, timezone.now()),
    "received": lambda one: letters.received(one.response, one),
    "registered": lambda one: letters.registered(one.response, one, True),
    "unregistered": lambda one: letters.unregistered(one.response, one),
    "recalled": lambda one: letters.recalled(one.response, one),
    "clarification_requested": lambda one: letters.clarification_requested(one.response, [1], timezone.now()),
    "clarification_closed": lambda one: letters.clarification_closed(one.response, "As agreed"),
    "reading_completed": lambda one: letters.reading_completed(one.response),
    "open_for_revision": lambda one: letters.open_for_revision(one.response, [1], "A wish", timezone.now()),
    "withdrawn": lambda one: letters.withdrawn(one.response),
    "published": lambda one: letters.published(one.response),
    "unpublished": lambda one: letters.unpublished(one.response),
}
"""What the site writes to a State, from its submission."""


def test_the_table_names_every_letter_to_a_state():
    written = {
        name for name, one in inspect.getmembers(letters, inspect.isfunction)
        if "return _to_focal_points(" in inspect.getsource(one)
    }  # fmt: skip
    assert written == set(KINDS)


@pytest.fixture
def submission(response, focal_point, contributor, observer, stranger, bring_to):
    """A submission of a State with focal points in the capital and at the mission, and with others."""
    factories.member(response, Role.FOCAL_POINT, name="Maria Mission", email="mission@example.org")
    former = factories.member(response, Role.FOCAL_POINT, email="former@example.org")
    former.memberships.update(ended_at=timezone.now())
    return bring_to(response, Status.SUBMITTED).standing_submission


@pytest.mark.parametrize("kind", KINDS)
def test_the_mission_is_copied_on(kind, submission):
    sent = KINDS[kind](submission)
    assert [(one.kind, one.to.email, one.is_delegation) for one in sent] == [
        (kind, "flavia@example.org", False),
        (kind, "mission@example.org", False),
    ]
    assert len({(one.subject, one.body) for one in sent}) == 1
