"""What is due when and for whom; the calendar refuses a first response only where the round says so."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from responses.models import Chain, Event, Extension, Letter, Response, Session
from responses.models.event import broken_links
from responses.rules import deadlines, workflow
from responses.rules.refused import Refused
from responses.status import Status
from tests import factories
from tests.record import snapshot

from .conftest import last_event, written

DEADLINE = datetime(2026, 12, 15, 17, 0, 0, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
PASSED = "The deadline has passed. Write to the secretariat: it can extend it for your State."


@pytest.fixture
def session(response):
    """A session whose first responses are received until the deadline."""
    session = response.session
    session.deadline, session.deadline_policy = DEADLINE, Session.DeadlinePolicy.CLOSED
    session.save()
    return session


def stored(response):
    return Response.objects.select_related("session").get(pk=response.pk)


# --- the second of the deadline itself still counts -------------------------------------------

MOMENTS = [
    (-DAY, False),
    (timedelta(0), False),
    (timedelta(microseconds=1), False),
    (timedelta(microseconds=999_999), False),
    (SECOND, True),
    (DAY, True),
]


@pytest.mark.parametrize(("after", "passed"), MOMENTS)
def test_has_passed(after, passed):
    assert deadlines.has_passed(DEADLINE, DEADLINE + after) is passed


def test_no_deadline_never_passes():
    assert deadlines.has_passed(None, DEADLINE) is False


@pytest.mark.parametrize(("after", "passed"), MOMENTS)
def test_a_closed_round_takes_first_responses_until_that_second(response, session, after, passed):
    assert deadlines.is_closed(stored(response), DEADLINE + after) is passed
    assert deadlines.may_submit(stored(response), DEADLINE + after) is not passed


def test_an_open_round_takes_everything(response, session):
    session.deadline_policy = Session.DeadlinePolicy.OPEN
    session.save()
    assert deadlines.may_submit(stored(response), DEADLINE + 400 * DAY)


def test_a_closed_round_without_a_deadline_takes_everything(response, session):
    session.deadline = None
    session.save()
    assert deadlines.may_submit(stored(response), DEADLINE + 400 * DAY)


def test_submitting_after_the_deadline_of_a_closed_round(response, session, focal_point, declaration):
    """Refused in words that say what to do; an extension opens the door again."""
    factories.write_all(response, focal_point)
    with time_machine.travel(DEADLINE + SECOND, tick=False):
        before = snapshot()
        with pytest.raises(Refused) as refusal:
            workflow.perform("submit", response, by=focal_point, data=declaration)
        assert (refusal.value.status, str(refusal.value), snapshot()) == (422, PASSED, before)
    Extension(response=response, until=DEADLINE + DAY, reason="Elections", by=focal_point).save()
    with time_machine.travel(DEADLINE + DAY, tick=False):
        submission = workflow.perform("submit", response, by=focal_point, data=declaration)
    assert (submission.deadline, submission.is_after_deadline) == (DEADLINE + DAY, False)


@pytest.mark.parametrize("path", [["recall"], ["withdraw", "resume"], ["open_for_revision"]])
def test_a_response_once_submitted_may_always_be_resubmitted(
    response, session, bring_to, make, focal_point, declaration, path
):
    with time_machine.travel(DEADLINE - 9 * DAY, tick=False):
        bring_to(response, Status.SUBMITTED)
    with time_machine.travel(DEADLINE + DAY, tick=False):
        for name in path:
            make(name, response)
        assert workflow.perform("submit", response, by=focal_point, data=declaration).number == 2


# --- a State's own deadline -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("session_days", "extension_days", "own_days"),
    [
        (0, [], 0),
        (None, [], None),
        (0, [7], 7),
        (0, [7, 14], 14),
        (None, [7], 7),
        # The round's deadline was moved later than the extension: nobody is worse off for having been given one.
        (30, [7], 30),
        (30, [7, 40], 40),
    ],
)
def test_own_deadline(response, coordinator, session_days, extension_days, own_days):
    def moment(days):
        return days if days is None else DEADLINE + days * DAY

    response.session.deadline = moment(session_days)
    for days in extension_days:
        Extension(response=response, until=moment(days), reason="r", by=coordinator).save()
    assert deadlines.own_deadline(response) == moment(own_days)


def test_after_a_clarification_the_reply_by_date_counts(response, bring_to, make):
    returned = bring_to(response, Status.RETURNED)
    assert deadlines.deadline_for(returned) == returned.reply_by
    submitted = make("close_clarification", returned)
    assert deadlines.deadline_for(submitted) == submitted.session.deadline


def test_a_revision_without_a_date_has_no_deadline(response, stand):
    returned = stand(response, "revision")
    returned.reply_by = None
    assert deadlines.deadline_for(returned) is None


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-12-15T00:00:00+01:00", 0),
        ("2026-12-14T23:59:59+01:00", 1),
        ("2026-12-14T23:30:00+00:00", 0),  # already the 15th in Geneva
        ("2026-12-16T00:00:00+01:00", -1),
        ("2026-11-24T12:00:00+01:00", 21),
    ],
)
def test_days_left_are_days_of_the_rounds_zone(response, now, days):
    zone = response.session.review.tzinfo
    assert deadlines.days_left(DEADLINE, datetime.fromisoformat(now), zone) == days


# --- extensions -------------------------------------------------------------------------------


def test_extend(response, session, coordinator, focal_point, other_response):
    extension = deadlines.extend(response, DEADLINE + DAY, by=coordinator, reason=" Elections ")
    assert (extension.until, extension.reason, extension.by) == (DEADLINE + DAY, "Elections", coordinator)
    event = last_event(response)
    assert (event.name, event.role, event.by, event.details) == (
        "extend", "coordinator", coordinator, {"until": "2026-12-16T17:00:00+00:00", "reason": "Elections"},
    )  # fmt: skip
    assert written() == [("deadline_extended", "flavia@example.org")]
    assert deadlines.own_deadline(stored(other_response)) == DEADLINE


REFUSALS = [
    ("focal_point", 1, "Elections", 403),
    ("reviewer", 1, "Elections", 403),
    ("superuser", 1, "Elections", 403),
    ("coordinator", 1, " ", 409),
    ("coordinator", 0, "Elections", 409),
    ("coordinator", -1, "Elections", 409),
]


@pytest.mark.parametrize(("person", "days", "reason", "status"), REFUSALS)
def test_extensions_refused(response, session, cast, person, days, reason, status):
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        deadlines.extend(response, DEADLINE + days * DAY, by=cast[person], reason=reason)
    assert (refusal.value.status, snapshot()) == (status, before)


# --- the round's deadline ---------------------------------------------------------------------


def test_set_deadline(response, session, coordinator):
    changed = deadlines.set_deadline(session, DEADLINE + DAY, by=coordinator, reason="The session was moved.")
    assert Session.objects.get().deadline == changed.deadline == DEADLINE + DAY
    event = Event.objects.get(name="set_deadline")
    assert (event.chain.response, event.role, event.by) == (None, "coordinator", coordinator)
    details = {
        "session": "ece-2024-s3",
        "deadline": "2026-12-16T17:00:00+00:00",
        "reason": "The session was moved.",
    }
    assert event.details == details
    assert broken_links(Chain.objects.get(response=None)) == []


@pytest.mark.parametrize(
    "person", ["focal_point", "reviewer", "publisher", "superuser", "inactive", "anonymous"]
)
def test_deadlines_are_set_by_a_coordinator(session, cast, person):
    with pytest.raises(Refused) as refusal:
        deadlines.set_deadline(session, DEADLINE + DAY, by=cast[person], reason="A wish")
    assert (refusal.value.status, Session.objects.get().deadline) == (403, DEADLINE)


def test_a_change_needs_a_reason_a_first_deadline_does_not(session, coordinator):
    with pytest.raises(Refused):
        deadlines.set_deadline(session, DEADLINE + DAY, by=coordinator, reason=" ")
    session.deadline = None
    session.save()
    assert deadlines.set_deadline(session, DEADLINE, by=coordinator).deadline == DEADLINE


def test_a_command_sets_a_deadline_in_nobodys_name(session):
    deadlines.set_deadline(session, DEADLINE + DAY, by=None)
    event = Event.objects.get(name="set_deadline")
    assert (event.by, event.role) == (None, "")
    assert Letter.objects.count() == 0


def test_the_moments_of_an_extension_are_kept_whole(response, session, coordinator):
    until = timezone.now() + 60 * DAY
    deadlines.extend(response, until, by=coordinator, reason="r")
    assert Extension.objects.get().until == until
