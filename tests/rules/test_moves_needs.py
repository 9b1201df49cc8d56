"""What each move needs besides its person and its place, said in words; until it is there, nothing changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from responses.models import Clarification
from responses.rules import moves, workflow
from responses.rules.deadlines import extend
from responses.rules.drafting import save_answer
from responses.rules.refused import Refused
from responses.rules.replying import save_reply
from responses.status import Completeness, Status
from tests import factories
from tests.record import snapshot

REASON = "Give a reason: it is kept on record."
DECLARATION = "The declaration is not complete."
CONSENT = "Choose what may be published, and whether the synthesis may name your State."
INSTRUCTION = "Attach the State's written instruction."
CONFIRM = "Confirm that no information is provided on the questions named."
MARK = "Question {}: mark it complete, or say that no information is provided."
REPLY = "Question {}: reply to the clarification, or change the answer."
TO_COME = "Give a date that is still to come."
CHOOSE = "Choose one question or more."
WRITE = "Write what further information would be welcome for each chosen question."
BY_WHEN = "Give a date by which a reply would be welcome."
WISH = "Note the State's wish: it is kept on record."
FOREIGN = "One of the chosen questions is not part of this session."


def refusal_of(name, response, by, data):
    """The status code and the words with which a move is refused; it must change nothing."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        workflow.perform(name, response, by=by, data=data)
    assert snapshot() == before
    return refusal.value.status, str(refusal.value)


def write(answer, by, text, completeness=Completeness.COMPLETE):
    """Save one answer from the version that stands."""
    answer.refresh_from_db()
    return save_answer(
        answer, text=text, base=answer.version, key=f"{answer.pk}.{answer.last_number}", page="p", by=by,
        completeness=completeness,
    )  # fmt: skip


# --- submitting -------------------------------------------------------------------------------


def test_each_question_that_is_not_finished_is_named(response, focal_point, contributor, declaration):
    factories.write_all(response, contributor)
    answers = {answer.question.number: answer for answer in response.answers.select_related("question")}
    write(answers[2], contributor, "Half of it", Completeness.NOT_YET)
    write(answers[4], contributor, " \n ", Completeness.COMPLETE)  # nothing is not complete
    sentences = [MARK.format(2), MARK.format(4)]
    assert workflow.missing("submit", response, by=focal_point) == sentences
    assert refusal_of("submit", response, focal_point, declaration) == (422, " ".join(sentences))


def test_a_complete_answer_needs_text(response, focal_point, declaration):
    """However it came about: "complete" without text is named in words of its own."""
    factories.write_all(response, focal_point)
    response.answers.filter(question__number=3).update(text=" ")
    sentence = (
        "Question 3 is marked complete but has no text: write the answer, "
        "or say that no information is provided."
    )
    assert refusal_of("submit", response, focal_point, declaration) == (422, sentence)


def test_silence_is_confirmed_once(response, focal_point, declaration):
    factories.write_all(response, focal_point)
    write(response.answers.get(question__number=5), focal_point, "", Completeness.NO_INFORMATION)
    unconfirmed = replace(declaration, no_information_confirmed=False)
    assert refusal_of("submit", response, focal_point, unconfirmed) == (422, CONFIRM)
    workflow.perform("submit", response, by=focal_point, data=declaration)


def test_without_silence_there_is_nothing_to_confirm(response, focal_point, declaration):
    factories.write_all(response, focal_point)
    unconfirmed = replace(declaration, no_information_confirmed=False)
    assert workflow.perform("submit", response, by=focal_point, data=unconfirmed).number == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("authorized_name", "", DECLARATION),
        ("authorized_title", " ", DECLARATION),
        ("authorized_authority", "", DECLARATION),
        ("transmitted_name", "\t", DECLARATION),
        ("transmitted_capacity", "", DECLARATION),
        ("publication", "", DECLARATION),
        ("publication", "everything", CONSENT),
        ("attribution", None, DECLARATION),
        ("attribution", "perhaps", CONSENT),
    ],
)
def test_the_declaration_is_whole(response, focal_point, declaration, field, value, sentence):
    factories.write_all(response, focal_point)
    data = replace(declaration, **{field: value})
    assert refusal_of("submit", response, focal_point, data) == (422, sentence)


def test_all_that_is_missing_is_said_at_once(response, focal_point, declaration):
    reasons = [DECLARATION, *(MARK.format(number) for number in range(1, 6))]
    with pytest.raises(Refused) as refusal:
        workflow.perform("submit", response, by=focal_point, data=replace(declaration, authorized_name=""))
    assert refusal.value.reasons == reasons


# --- after a clarification --------------------------------------------------------------------


@pytest.fixture
def asked(response, bring_to):
    """Further information is welcome on questions 2 and 4."""
    return bring_to(response, Status.RETURNED, 2, 4)


def clarification_on(response, number):
    return Clarification.objects.select_related("answer__response").get(
        answer__response=response, answer__question__number=number
    )


def test_each_clarification_waits_for_a_reply_or_a_changed_answer(asked, focal_point, declaration):
    assert refusal_of("submit", asked, focal_point, declaration) == (
        422, f"{REPLY.format(2)} {REPLY.format(4)}",
    )  # fmt: skip
    save_reply(clarification_on(asked, 2), text="The process took two years.", base=0, by=focal_point)
    assert refusal_of("submit", asked, focal_point, declaration) == (422, REPLY.format(4))
    write(asked.answers.get(question__number=4), focal_point, "The answer, with more in it.")
    assert workflow.missing("submit", asked, by=focal_point) == []


def test_a_reply_of_white_space_is_none(asked, focal_point, declaration):
    for number in (2, 4):
        save_reply(clarification_on(asked, number), text=" \n", base=0, by=focal_point)
    assert refusal_of("submit", asked, focal_point, declaration)[1] == f"{REPLY.format(2)} {REPLY.format(4)}"


def test_no_information_any_more_is_a_changed_answer(asked, focal_point):
    """Clearing the statement is an answer to the question too, though the draft's text is the same."""
    answer = asked.answers.get(question__number=2)
    write(answer, focal_point, answer.text, Completeness.NO_INFORMATION)
    assert workflow.missing("submit", asked, by=focal_point) == [REPLY.format(4)]


def test_a_draft_kept_under_no_information_is_no_change(response, focal_point, reviewer, declaration, make):
    """What was frozen was silence: the kept draft beside it does not answer the clarification."""
    factories.write_all(response, focal_point)
    answer = response.answers.get(question__number=2)
    write(answer, focal_point, answer.text, Completeness.NO_INFORMATION)
    for name in ("submit", "start_review", "return"):
        response = make(name, response)
    assert workflow.missing("submit", response, by=focal_point) == [REPLY.format(2)]


def test_an_open_question_made_incomplete_is_named_a_closed_one_is_not(asked, focal_point):
    """Only the chosen questions are open; the others stand as they were submitted, whatever their draft says."""
    write(asked.answers.get(question__number=2), focal_point, "Half of a new text", Completeness.NOT_YET)
    asked.answers.filter(question__number=3).update(completeness=Completeness.NOT_YET)
    assert workflow.missing("submit", asked, by=focal_point) == [MARK.format(2), REPLY.format(4)]


# --- the secretariat's moves ------------------------------------------------------------------

SOON = timedelta(days=7)
REQUESTS = [
    ({}, SOON, CHOOSE),
    ({2: "More, please."}, None, BY_WHEN),
    ({2: "More, please.", 3: " "}, SOON, WRITE),
    ({}, None, f"{CHOOSE} {BY_WHEN}"),
    ({2: "More, please."}, timedelta(0), TO_COME),
    ({2: "More, please."}, -SOON, TO_COME),
    ({2: "More, please.", 9: "There is no such question."}, SOON, FOREIGN),
]


@pytest.mark.parametrize(("requests", "ahead", "sentence"), REQUESTS)
def test_a_clarification_names_questions_and_a_date(response, bring_to, reviewer, requests, ahead, sentence):
    bring_to(response, Status.UNDER_REVIEW)
    data = moves.Requests(requests, ahead if ahead is None else timezone.now() + ahead)
    assert refusal_of("return", response, reviewer, data) == (422, sentence)


REVISIONS = [
    ("", (2,), None, WISH),
    ("An addendum.", (), None, CHOOSE),
    (" ", (), None, f"{WISH} {CHOOSE}"),
    ("An addendum.", (2,), -SOON, TO_COME),
    ("An addendum.", (2, 6), SOON, FOREIGN),
]


@pytest.mark.parametrize(("wish", "questions", "ahead", "sentence"), REVISIONS)
@pytest.mark.parametrize("status", ["submitted", "under_review", "accepted"])
def test_a_revision_notes_the_wish(response, bring_to, reviewer, status, wish, questions, ahead, sentence):
    bring_to(response, Status(status))
    data = moves.Revision(wish, questions, ahead if ahead is None else timezone.now() + ahead)
    assert refusal_of("open_for_revision", response, reviewer, data) == (422, sentence)


def test_a_revision_needs_no_date(response, bring_to, make):
    returned = make(
        "open_for_revision", bring_to(response, Status.ACCEPTED), None, moves.Revision("A wish.", (1,))
    )
    assert (returned.status, returned.reply_by) == ("returned", None)


@pytest.mark.parametrize(
    ("name", "position"),
    [("close_clarification", "returned"), ("reopen", "accepted"), ("withdraw", "accepted")],
)
@pytest.mark.parametrize("reason", ["", " \n", None])
def test_a_reason_is_kept_on_record(response, stand, reviewer, focal_point, name, position, reason):
    stand(response, position)
    made_of, by = (moves.Withdrawal, focal_point) if name == "withdraw" else (moves.Reason, reviewer)
    assert refusal_of(name, response, by, made_of(reason)) == (422, REASON)


def test_the_secretariat_withdraws_on_a_written_instruction_only(
    response, bring_to, coordinator, focal_point, note
):
    bring_to(response, Status.UNDER_REVIEW)
    reason = "Note verbale of 3 May"
    assert refusal_of("withdraw", response, coordinator, moves.Withdrawal(reason)) == (422, INSTRUCTION)
    assert workflow.perform("withdraw", response, by=coordinator, data=moves.Withdrawal(reason, note()))


def test_the_state_withdraws_on_its_own_word(response, bring_to, focal_point):
    bring_to(response, Status.ACCEPTED)
    assert workflow.perform(
        "withdraw", response, by=focal_point, data=moves.Withdrawal("The State's decision")
    )


# --- putting back unread ----------------------------------------------------------------------

TRACES = {
    "asked and closed": ("return", "close_clarification"),
    "completed and read again": ("accept", "reopen"),
    "opened for revision and closed": ("open_for_revision", "close_clarification"),
}
MARKS = "The reading has left its marks already: complete it, or ask for clarification."


@pytest.mark.parametrize("moves_made", TRACES.values(), ids=TRACES)
def test_only_an_unintended_start_is_undone(response, bring_to, make, reviewer, moves_made):
    """Put back unread and then recalled, a text that was asked about, completed or published would lose its ground."""
    bring_to(response, Status.UNDER_REVIEW)
    for name in moves_made:
        make(name, response)
    assert refusal_of("release", response, reviewer, None) == (422, MARKS)


def test_a_start_is_undone_again_and_again(response, bring_to, make):
    bring_to(response, Status.UNDER_REVIEW)
    for name in ("release", "start_review", "release"):
        response = make(name, response)
    assert (response.status, response.reviewer) == ("submitted", None)


def test_what_happens_beside_the_reading_does_not_count(response, bring_to, make, coordinator):
    """A deadline extended meanwhile is no trace of a reading."""
    bring_to(response, Status.UNDER_REVIEW)
    extend(response, timezone.now() + timedelta(weeks=9), by=coordinator, reason="Elections")
    assert make("release", response).status == "submitted"
