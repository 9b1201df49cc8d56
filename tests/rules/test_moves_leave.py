"""What each move leaves behind: status, open questions, the submission that stands, letters, and its event."""

import hashlib
from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from responses.models import Clarification, Instruction, Letter, Submission
from responses.models.event import broken_links
from responses.rules import moves, workflow
from responses.rules.drafting import save_answer
from responses.rules.refused import Refused
from responses.rules.replying import save_reply
from responses.status import Completeness, Role, Status
from tests import factories

from .conftest import events, last_event, written

pytestmark = pytest.mark.postgres

ALL = {1, 2, 3, 4, 5}
REFERENCE = "GCM-ECE-2024-S3-XRU-{:02d}"


def open_questions(response):
    return set(response.answers.filter(is_open=True).values_list("question__number", flat=True))


def in_utc(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def lead(response):
    """A second focal point: letters go to each."""
    return factories.member(response, Role.FOCAL_POINT, name="Antoinette", email="antoinette@example.org")


@pytest.fixture
def said(response, lead, observer, contributor, stranger, inactive, former, turncoat):
    """Run a function and return what it left: (letters as (kind, address), the last event's name, part and details)."""

    def left_by(act, *args):
        before = set(Letter.objects.values_list("pk", flat=True))
        act(*args)
        new = Letter.objects.exclude(pk__in=before)
        event = last_event(response)
        assert broken_links(response.chain) == []
        return sorted(new.values_list("kind", "to__email")), event.name, event.role, event.details

    return left_by


def to_focal_points(kind):
    """One letter to each focal point: none to observers, contributors, other States, nor to whoever left."""
    return [(kind, "antoinette@example.org"), (kind, "flavia@example.org")]


# --- submit and recall ------------------------------------------------------------------------


def test_submit(response, said, make, focal_point, contributor):
    factories.write_all(response, contributor)
    letters, *event = said(make, "submit", response)
    response.refresh_from_db()
    standing = response.standing_submission
    assert letters == to_focal_points("received")
    details = {"reference": REFERENCE.format(1), "sha256": standing.sha256, "channel": "site"}
    assert event == ["submit", "focal_point", {"from": "drafting", "to": "submitted"} | details]
    assert (response.status, standing.number, response.published_submission) == ("submitted", 1, None)
    assert open_questions(response) == ALL


def test_recall_of_a_first_submission(response, said, make, bring_to):
    bring_to(response, Status.SUBMITTED)
    letters, *event = said(make, "recall", response)
    response.refresh_from_db()
    assert letters == to_focal_points("recalled")
    details = {"from": "submitted", "to": "drafting", "reference": REFERENCE.format(1)}
    assert event == ["recall", "focal_point", details]
    assert (response.status, response.standing_submission) == ("drafting", None)
    assert open_questions(response) == ALL
    submission = response.submissions.get()
    assert (submission.counts, submission.withdrawn_at) == (False, None)


@pytest.fixture
def replied(response, bring_to, focal_point, make):
    """Asked about 2 and 4 until a certain day; replied to 2, changed 4; submitted again."""
    returned = bring_to(response, Status.RETURNED, 2, 4)
    item = Clarification.objects.get(answer__response=response, answer__question__number=2)
    save_reply(item, text="The process took two years.", base=0, by=focal_point)
    answer = response.answers.get(question__number=4)
    save_answer(
        answer, text="A fuller answer.", base=answer.version, key="fuller", page="p", by=focal_point,
        completeness=Completeness.COMPLETE,
    )  # fmt: skip
    return make("submit", returned), returned.reply_by


def test_a_second_submission_stands_beside_the_first(replied):
    response, reply_by = replied
    first, second = response.submissions.order_by("number")
    assert (first.counts, second.counts, response.standing_submission) == (True, True, second)
    assert (second.reference, second.came_from, second.came_for) == (
        REFERENCE.format(2), "returned", "clarification",
    )  # fmt: skip
    assert (second.deadline, response.reply_by, response.returned_for) == (reply_by, None, "")
    assert set(Clarification.objects.values_list("state", "reply", "answered_in__number")) == {
        ("answered", "The process took two years.", 2),
        ("answered", "", 2),
    }


def test_recall_of_a_reply_leads_back_to_the_clarification(replied, make):
    """With its reply-by date, its open questions, its replies as drafts, and the first submission standing."""
    response, reply_by = replied
    response = make("recall", response)
    assert (response.status, response.returned_for, response.reply_by) == (
        "returned",
        "clarification",
        reply_by,
    )
    assert response.standing_submission.number == 1
    assert open_questions(response) == {2, 4}
    assert set(Clarification.objects.values_list("state", "reply", "draft_reply", "answered_in")) == {
        ("open", "", "The process took two years.", None),
        ("open", "", "", None),
    }
    again = make("submit", response)
    assert (again.status, again.standing_submission.number) == ("submitted", 3)
    assert set(Clarification.objects.values_list("state", "reply")) == {
        ("answered", "The process took two years."),
        ("answered", ""),
    }


@pytest.mark.parametrize("days", [None, 9])
def test_recall_of_a_revision_leads_back_to_the_revision(response, bring_to, make, days):
    bring_to(response, Status.ACCEPTED)
    reply_by = days and (timezone.now() + timedelta(days=days)).replace(microsecond=0)
    make("open_for_revision", response, None, moves.Revision("A correction.", (3,), reply_by))
    make("submit", response)
    response = make("recall", response)
    assert (response.status, response.returned_for, response.reply_by) == ("returned", "revision", reply_by)
    assert (response.standing_submission.number, open_questions(response)) == (1, {3})


def test_recall_again_and_again(response, bring_to, make):
    """Numbers are never used twice."""
    bring_to(response, Status.SUBMITTED)
    for _time in range(2):
        make("recall", response)
        make("submit", response)
    references = [REFERENCE.format(number) for number in (1, 2, 3)]
    assert list(response.submissions.order_by("number").values_list("reference", flat=True)) == references


# --- reading ----------------------------------------------------------------------------------


def test_start_review(response, said, make, bring_to, reviewer):
    bring_to(response, Status.SUBMITTED)
    letters, *event = said(make, "start_review", response)
    response.refresh_from_db()
    details = {"from": "submitted", "to": "under_review", "reference": REFERENCE.format(1)}
    assert (letters, event) == ([], ["start_review", "reviewer", details])
    assert (response.status, response.reviewer) == ("under_review", reviewer)


def test_release(response, said, make, bring_to):
    bring_to(response, Status.UNDER_REVIEW)
    letters, *event = said(make, "release", response)
    response.refresh_from_db()
    details = {"from": "under_review", "to": "submitted", "reference": REFERENCE.format(1)}
    assert (letters, event) == ([], ["release", "reviewer", details])
    assert (response.status, response.reviewer) == ("submitted", None)


def test_return(response, said, make, bring_to, reviewer):
    bring_to(response, Status.UNDER_REVIEW)
    reply_by = timezone.now() + timedelta(days=10)
    requests = {4: " Which data?\n", 2: "Which plan?"}
    letters, *event = said(make, "return", response, None, moves.Requests(requests, reply_by))
    response.refresh_from_db()
    assert letters == to_focal_points("clarification_requested")
    details = {"from": "under_review", "to": "returned", "questions": [2, 4], "reply_by": in_utc(reply_by)}
    assert event == ["return", "reviewer", details]
    assert (response.status, response.returned_for, response.reply_by) == (
        "returned",
        "clarification",
        reply_by,
    )
    assert (open_questions(response), response.standing_submission.number) == ({2, 4}, 1)
    assert list(
        Clarification.objects.values_list("answer__question__number", "request", "state", "asked_by")
    ) == [
        (2, "Which plan?", "open", reviewer.pk),
        (4, "Which data?", "open", reviewer.pk),
    ]


def test_what_was_complete_stays_complete(response, bring_to):
    """A reply alone is enough: nothing has to be ticked again."""
    bring_to(response, Status.RETURNED, 2)
    assert set(response.answers.values_list("completeness", flat=True)) == {"complete"}


def test_close_clarification(response, said, make, bring_to, focal_point):
    """What was submitted stands; the delegation's draft replies are kept, and stay its own."""
    bring_to(response, Status.RETURNED, 2, 4)
    item = Clarification.objects.get(answer__question__number=2)
    save_reply(item, text="Not sent yet.", base=0, by=focal_point)
    letters, *event = said(
        make, "close_clarification", response, None, moves.Reason(" Settled in the meeting. ")
    )
    response.refresh_from_db()
    assert letters == to_focal_points("clarification_closed")
    details = {"from": "returned", "to": "under_review", "reason": "Settled in the meeting.", "closed": 2}
    assert event == ["close_clarification", "reviewer", details]
    assert (response.status, response.returned_for, response.reply_by) == ("under_review", "", None)
    assert response.standing_submission.number == 1
    stored = Clarification.objects.get(pk=item.pk)
    assert (stored.state, stored.draft_reply, stored.reply, stored.answered_in) == (
        "closed", "Not sent yet.", "", None,
    )  # fmt: skip
    assert stored.closed_at is not None


def test_a_response_being_read_has_a_reader(response, stand, make, reviewer):
    """Also when a revision that was opened before any reading is closed."""
    make("open_for_revision", stand(response, "submitted"))
    assert make("close_clarification", response).reviewer == reviewer


def test_accept(response, said, make, bring_to, reviewer):
    bring_to(response, Status.UNDER_REVIEW)
    letters, *event = said(make, "accept", response)
    response.refresh_from_db()
    assert letters == to_focal_points("reading_completed")
    details = {"from": "under_review", "to": "accepted", "reference": REFERENCE.format(1), "closed": 0}
    assert event == ["accept", "reviewer", details]
    assert (response.status, response.reviewer) == ("accepted", reviewer)


def test_accept_closes_what_is_open_of_the_clarifications(response, make, bring_to, reviewer):
    """However one came to be open: a completed reading waits for nothing, and the record says so."""
    bring_to(response, Status.UNDER_REVIEW)
    Clarification.objects.create(
        answer=response.answers.first(), submission=response.standing_submission, request="More?",
        asked_by=reviewer, asked_at=timezone.now(), draft_reply="Perhaps.",
    )  # fmt: skip
    make("accept", response)
    assert list(Clarification.objects.values_list("state", "draft_reply", "reply")) == [
        ("closed", "Perhaps.", "")
    ]
    assert last_event(response).details["closed"] == 1


def test_reopen(response, said, make, bring_to, reviewer):
    bring_to(response, Status.ACCEPTED)
    colleague = factories.staff("reviewer", name="Ruth Second", email="ruth@example.org")
    letters, *event = said(make, "reopen", response, colleague, moves.Reason("A page was overlooked."))
    response.refresh_from_db()
    details = {"from": "accepted", "to": "under_review", "reason": "A page was overlooked."}
    assert (letters, event) == ([], ["reopen", "reviewer", details])
    assert (response.status, response.reviewer) == ("under_review", colleague)


# --- revision ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["submitted", "under_review", "accepted"])
def test_open_for_revision(response, said, make, bring_to, status):
    bring_to(response, Status(status))
    reply_by = timezone.now() + timedelta(days=10)
    wish = moves.Revision(" An addendum on statistics. ", (4, 2), reply_by)
    letters, *event = said(make, "open_for_revision", response, None, wish)
    response.refresh_from_db()
    assert letters == to_focal_points("open_for_revision")
    details = {"questions": [2, 4], "wish": "An addendum on statistics.", "reply_by": in_utc(reply_by)}
    assert event == ["open_for_revision", "reviewer", {"from": status, "to": "returned"} | details]
    assert (response.status, response.returned_for, response.reply_by) == ("returned", "revision", reply_by)
    assert (open_questions(response), response.standing_submission.number) == ({2, 4}, 1)
    assert Clarification.objects.count() == 0


def test_what_stands_stays_in_force_during_a_revision(response, stand):
    stand(response, "revision")
    response.refresh_from_db()
    assert response.standing_submission.counts


def test_what_was_drafted_under_a_closed_question_is_not_submitted(response, bring_to, make, focal_point):
    """Half a sentence under question 2, then the secretariat closes the clarification and asks about 3 instead.

    The reply on 3 goes out with what stands on 2; the half sentence stays in the draft, where nobody else sees it.
    """
    bring_to(response, Status.RETURNED, 2)
    answer = response.answers.get(question__number=2)
    save_answer(
        answer, text="Half a sent", base=answer.version, key="half", page="p", by=focal_point, language="fr",
        completeness=Completeness.NO_INFORMATION,
    )  # fmt: skip
    make("close_clarification", response)
    make("return", response, None, moves.Requests({3: "Which data?"}, timezone.now() + timedelta(days=9)))
    save_reply(Clarification.objects.get(state="open"), text="These data.", base=0, by=focal_point)
    submission = make("submit", response).standing_submission
    row = submission.answers.get(number=2)
    assert (row.text, row.language, row.no_information, row.is_changed) == (
        "Answer to question 2.",
        "en",
        False,
        False,
    )
    assert "Half a sent" not in submission.record
    answer.refresh_from_db()
    assert (answer.text, answer.is_open) == ("Half a sent", False)


# --- withdrawing and taking up again ----------------------------------------------------------


@pytest.mark.parametrize("position", ["submitted", "under_review", "returned", "revision", "accepted"])
def test_withdraw(response, said, make, stand, position):
    status = stand(response, position).status
    letters, *event = said(make, "withdraw", response, None, moves.Withdrawal(" The State's decision "))
    response.refresh_from_db()
    assert letters == to_focal_points("withdrawn")
    details = {"from": status, "to": "withdrawn", "reason": "The State's decision"}
    assert event == ["withdraw", "focal_point", details]
    assert (response.status, response.returned_for, response.reply_by) == ("withdrawn", "", None)
    assert (response.standing_submission, response.published_submission, response.reviewer) == (
        None,
        None,
        None,
    )
    assert [submission.counts for submission in response.submissions.all()] == [False]
    assert not Clarification.objects.filter(state="open").exists()


def test_a_withdrawal_ends_every_submission_that_counted(replied, make):
    """A recalled one stays recalled."""
    response = make("recall", replied[0])
    make("submit", response)
    make("withdraw", response)
    ends = response.submissions.order_by("number").values_list("recalled_at", "withdrawn_at")
    assert [(bool(recalled), bool(withdrawn)) for recalled, withdrawn in ends] == [
        (False, True), (True, False), (False, True),
    ]  # fmt: skip


def test_withdraw_for_the_state(response, said, make, bring_to, coordinator, note):
    """The document is the authority: kept, with its hash on the record, under a name that nobody can guess."""
    bring_to(response, Status.UNDER_REVIEW)
    content = note().read()
    instructed = moves.Withdrawal("Note verbale of 3 May", note())
    _letters, _name, role, details = said(make, "withdraw", response, coordinator, instructed)
    instruction = Instruction.objects.get()
    digest = hashlib.sha256(content).hexdigest()
    assert (role, details["instruction"], instruction.sha256) == ("coordinator", digest, digest)
    assert (instruction.name, instruction.by, instruction.response) == (
        "note verbale.pdf",
        coordinator,
        response,
    )
    assert "note" not in instruction.document.name
    with instruction.document.open() as stored:
        assert stored.read() == content


def test_resume(response, said, make, bring_to):
    """The draft is as it was left, every question is open, and the next submission has the next number."""
    bring_to(response, Status.RETURNED, 2)
    make("withdraw", response)
    letters, *event = said(make, "resume", response)
    response.refresh_from_db()
    assert (letters, event) == ([], ["resume", "focal_point", {"from": "withdrawn", "to": "drafting"}])
    assert (response.status, open_questions(response), response.standing_submission) == (
        "drafting",
        ALL,
        None,
    )
    assert response.answers.get(question__number=2).text == "Answer to question 2."
    standing = make("submit", response).standing_submission
    assert (standing.number, standing.came_from, standing.answers.filter(is_changed=False).count()) == (
        2, "drafting", 0,
    )  # fmt: skip


# --- events and letters together --------------------------------------------------------------


def test_one_event_for_each_move(response, bring_to, make):
    bring_to(response, Status.ACCEPTED)
    for name in (
        "reopen",
        "accept",
        "open_for_revision",
        "submit",
        "recall",
        "submit",
        "start_review",
        "withdraw",
    ):
        make(name, response)
    assert events(response) == [
        "submit", "start_review", "accept", "reopen", "accept", "open_for_revision", "submit", "recall", "submit",
        "start_review", "withdraw",
    ]  # fmt: skip


def test_a_state_without_a_focal_point_gets_no_letter_and_the_move_is_made(
    response, bring_to, focal_point, make
):
    bring_to(response, Status.UNDER_REVIEW)
    Letter.objects.all().delete()
    focal_point.memberships.update(ended_at=timezone.now())
    make("accept", response)
    assert written() == []


def test_a_move_that_fails_halfway_leaves_nothing(response, bring_to, reviewer):
    """Question 9 does not exist: the clarification on 2 is not there either."""
    bring_to(response, Status.UNDER_REVIEW)
    requests = moves.Requests({2: "More?", 9: "More?"}, timezone.now() + timedelta(days=9))
    with pytest.raises(Refused):
        workflow.perform("return", response, by=reviewer, data=requests)
    assert (Clarification.objects.count(), open_questions(response)) == (0, ALL)


def test_the_other_states_are_not_touched(response, other_response, bring_to, make):
    bring_to(response, Status.ACCEPTED)
    make("withdraw", response)
    other_response.refresh_from_db()
    assert (other_response.status, open_questions(other_response)) == ("drafting", ALL)
    assert Submission.objects.exclude(response=response).count() == 0
    assert Letter.objects.exclude(response=response).count() == 0
