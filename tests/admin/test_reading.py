"""The page of one response: the submitted text, what belongs beside it, and who reads what of it."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from responses.models import Clarification
from responses.models.event import Chain
from responses.rules import deadlines, drafting, moves, publishing, replying, workflow
from responses.status import Completeness, Status
from tests import factories
from tests.annexes import attach, pdf

pytestmark = pytest.mark.django_db

ARABIC = "الهجرة الآمنة\n\nفقرة ثانية\nسطر"
PDF = b"%PDF-1.7 instruction"


def read(client, response, reference=None):
    where = f"/admin/responses/response/{response.pk}/"
    return client.get(f"{where}submissions/{reference}/" if reference else f"{where}change/")


@pytest.fixture
def answered(response, focal_point, reviewer, declaration, bring_to):
    """Asked about question 1 and 2; replied to the first, changed the second; the first reply is on record."""
    bring_to(response, Status.RETURNED, 1, 2)
    first = Clarification.objects.get(answer__question__number=1)
    replying.save_reply(first, text="This is the reply.", base=0, by=focal_point)
    for number, text in ((1, "Answer to question 1."), (2, "A new answer.")):
        answer = response.answers.select_related("response", "question").get(question__number=number)
        drafting.save_answer(
            answer, text=text, base=answer.version, key=f"again-{number}", page="p", by=focal_point,
            completeness=Completeness.COMPLETE,
        )  # fmt: skip
    workflow.perform("submit", response, by=focal_point, data=declaration)
    response.refresh_from_db()
    return response


@pytest.mark.parametrize("person", ["reviewer", "publisher"])
def test_the_submitted_text_stands_there_with_its_language_and_direction(
    enter, response, focal_point, declaration, person
):
    for answer in response.answers.select_related("question", "response"):
        number = answer.question.number
        silent = number == 2
        drafting.save_answer(
            answer, text="never sent" if silent else ARABIC, base=0, key=str(number), page="p", by=focal_point,
            language="ar", completeness=Completeness.NO_INFORMATION if silent else Completeness.COMPLETE,
        )  # fmt: skip
    workflow.perform("submit", response, by=focal_point, data=declaration)
    text = read(enter(person), response).content.decode()
    assert (
        text.count(
            '<div class="words" lang="ar" dir="auto"><p>الهجرة الآمنة</p><p>فقرة ثانية<br>سطر</p></div>'
        )
        == 4
    )
    assert text.count("No information is provided on this question.") == 1
    assert "never sent" not in text


def test_reference_times_declaration_consent_and_hash_stand_beside_the_text(enter, response, bring_to):
    bring_to(response, Status.ACCEPTED)
    submission = response.standing_submission
    text = read(enter("reviewer"), response).content.decode()
    local = submission.received_at.astimezone(response.session.review.tzinfo)
    code = " ".join(submission.sha256[at : at + 8] for at in range(0, 64, 8))
    for fact in (
        submission.reference,
        f"{local:%-d %B %Y, %H:%M:%S} Geneva time",
        f"{submission.received_at:%-d %B %Y, %H:%M:%S} UTC",
        "Rudolf Elphberg", "Deputy Minister, Ministry of Foreign Affairs",
        "Flavia Strelsau", "Permanent Mission in Geneva",
        "Publish in full", "May be attributed to the State by name", code, "Reviewer: Rosa Keller",
    ):  # fmt: skip
        assert fact in text, fact
    taken = re.findall(r'href="([^"]+)" download>(Text|Receipt|Full)', text)
    where = submission.get_absolute_url()
    assert taken == [
        (f"{where}word/", "Text"),
        (f"{where}receipt.pdf", "Receipt"),
        (f"{where}record.json", "Full"),
    ]
    assert "Received after" not in text


def test_what_came_after_the_deadline_says_so(enter, response, focal_point, declaration, coordinator):
    session = response.session
    past = session.deadline.replace(year=2025, month=12, day=14)
    deadlines.set_deadline(session, past, by=coordinator, reason="For this test")
    factories.write_all(response, focal_point)
    workflow.perform("submit", response, by=focal_point, data=declaration)
    assert "Received after 14 December 2025" in read(enter("reviewer"), response).content.decode()
    assert "Received after 14 December 2025" in read(enter("coordinator"), response).content.decode()


@pytest.mark.parametrize("person", ["reviewer", "publisher"])
def test_clarifications_and_replies_stand_beside_their_answers(enter, answered, person):
    page = read(enter(person), answered)
    parts = re.split(r'<article class="panel stack answer"', page.content.decode())[1:]
    assert "Please tell us more about 1." in parts[0]
    assert "This is the reply." in parts[0]
    assert "As in the submission before" in parts[0]
    assert "Please tell us more about 2." in parts[1]
    assert "Answered by changing the text." in parts[1]
    assert "Changed since the submission before" in parts[1]
    assert "Please tell us" not in parts[2]


def test_an_annex_is_in_reach_beside_its_answer_among_the_facts_and_below(
    enter, response, focal_point, bring_to
):
    attach(response, focal_point, response.answers.get(question__number=2), title="Figures")
    attach(response, focal_point, content=pdf(2), title="National report")
    bring_to(response, Status.SUBMITTED)
    text = read(enter("reviewer"), response).content.decode()
    second = text.partition('id="question-2"')[2].partition("</article>")[0]
    address = f"{response.standing_submission.get_absolute_url()}annexes/1/"
    assert (f'href="{address}" download>Annex 1: Figures</a>' in second, "Annex 2" in second) == (True, False)
    assert (text.count(address), text.count('href="#annexes">2 annexes, below the answers<')) == (2, 1)


def test_what_is_open_for_revision_says_so_at_its_answer(enter, response, focal_point, reviewer, bring_to):
    bring_to(response, Status.UNDER_REVIEW)
    in_two_weeks = timezone.now() + timedelta(days=14)
    wished = moves.Revision(wish="A correction", questions=frozenset({2}), reply_by=in_two_weeks)
    workflow.perform("open_for_revision", response, by=reviewer, data=wished)
    text = read(enter("reviewer"), response).content.decode()
    marked = re.findall(r'id="question-(\d)"(?:(?!</article>).)*?Open for revision: with', text, re.DOTALL)
    assert marked == ["2"]


def test_a_first_submission_marks_no_changes(enter, response, bring_to):
    bring_to(response, Status.SUBMITTED)
    assert "submission before" not in read(enter("reviewer"), response).content.decode()


@pytest.mark.parametrize("person", ["reviewer", "publisher"])
def test_a_reply_is_read_only_when_it_was_sent(enter, response, focal_point, bring_to, person):
    bring_to(response, Status.RETURNED, 1)
    replying.save_reply(Clarification.objects.get(), text="Not sent yet", base=0, by=focal_point)
    text = read(enter(person), response).content.decode()
    assert "With the delegation." in text
    assert "Not sent yet" not in text


def test_a_reply_goes_with_the_submission_that_brought_it(enter, answered, focal_point):
    """Recalled: the reply is a draft again, and the earlier text is the one that counts."""
    workflow.perform("recall", answered, by=focal_point)
    text = read(enter("reviewer"), answered).content.decode()
    assert "This is the reply." not in text
    assert "A new answer." not in text
    assert "Answer to question 2." in text


def test_earlier_submissions_can_be_read(enter, answered):
    first, second = answered.submissions.order_by("number")
    client = enter("publisher")
    assert f"/submissions/{first.reference}/" in read(client, answered).content.decode()
    earlier = read(client, answered, first.reference).content.decode()
    assert "Answer to question 2." in earlier
    assert "A new answer." not in earlier
    assert "This is an earlier submission." in earlier
    assert read(client, answered, second.reference).status_code == 200


@pytest.mark.parametrize("person", ["reviewer", "publisher", "coordinator"])
@pytest.mark.parametrize("end", ["recall", "withdraw"])
def test_what_was_recalled_or_withdrawn_cannot_be_read(enter, response, focal_point, bring_to, person, end):
    bring_to(response, Status.SUBMITTED)
    reference = response.standing_submission.reference
    data = moves.Withdrawal("The State's decision") if end == "withdraw" else None
    workflow.perform(end, response, by=focal_point, data=data)
    client = enter(person)
    assert read(client, response, reference).status_code == 404
    text = read(client, response).content.decode()
    assert "Answer to question" not in text
    assert "Rudolf Elphberg" not in text


def test_a_reference_of_another_response_is_not_found(enter, response, other_response, bring_to):
    bring_to(response, Status.SUBMITTED)
    assert read(enter("reviewer"), other_response, response.standing_submission.reference).status_code == 404


def test_a_coordinator_sees_where_a_response_stands_and_no_words(enter, answered):
    text = read(enter("coordinator"), answered).content.decode()
    for word in (
        "Answer to question",
        "This is the reply.",
        "Please tell us",
        "Rudolf Elphberg",
        answered.standing_submission.sha256[:8],
    ):
        assert word not in text, word
    for fact in (
        "The text of responses is read by reviewers and publishers.",
        "Received",
        "Clarification requested",
        answered.standing_submission.reference,
    ):
        assert fact in text, fact


def test_what_everyone_can_read_a_coordinator_can_read_too(enter, response, publisher, bring_to):
    bring_to(response, Status.ACCEPTED)
    publishing.publish(response, by=publisher)
    assert "Answer to question 1." in read(enter("coordinator"), response).content.decode()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.DRAFTING, "No response was received yet."),
        (Status.WITHDRAWN, "The State has withdrawn its response: nothing of it is shown."),
    ],
)
def test_a_page_without_text_says_why(enter, response, bring_to, status, sentence):
    bring_to(response, status)
    assert sentence in read(enter("reviewer"), response).content.decode()


# --- what happened ----------------------------------------------------------------------------------


def test_events_name_staff_and_speak_of_the_delegation(enter, answered):
    page = read(enter("publisher"), answered)
    said = [(event.what, event.who) for event in page.context["happenings"]]
    assert said == [
        ("Submitted", "the delegation"),
        ("Clarification requested", "Rosa Keller"),
        ("Reading started", "Rosa Keller"),
        ("Submitted", "the delegation"),
    ]


def test_events_say_reasons_questions_and_dates_in_words(enter, answered, reviewer):
    workflow.perform("start_review", answered, by=reviewer)
    workflow.perform("accept", answered, by=reviewer)
    workflow.perform("reopen", answered, by=reviewer, data=moves.Reason("Figures were unclear"))
    details = {event.what: event.details for event in read(enter("reviewer"), answered).context["happenings"]}
    assert details["Reading reopened"] == ["Reason: Figures were unclear"]
    assert details["Clarification requested"][0] == "Questions: 1, 2"
    assert re.fullmatch(
        r"Reply welcome by \d+ \w+ 2026, \d\d:\d\d Geneva time", details["Clarification requested"][1]
    )


def test_the_page_says_when_the_chain_of_events_was_touched(enter, response, bring_to):
    bring_to(response, Status.SUBMITTED)
    client = enter("reviewer")
    assert "The chain of these events holds" in read(client, response).content.decode()
    Chain.objects.filter(response=response).update(last_hash="0" * 64)
    assert "The chain of these events does not hold" in read(client, response).content.decode()


def test_the_history_of_a_response_is_its_events(enter, response):
    page = enter("reviewer").get(f"/admin/responses/response/{response.pk}/history/")
    assert page.url == f"/admin/responses/response/{response.pk}/change/#events"


def test_a_deadline_of_the_states_own_is_shown_with_its_reason(enter, response, coordinator):
    until = response.session.deadline.replace(year=2027)
    deadlines.extend(response, until, by=coordinator, reason="Elections")
    text = read(enter("coordinator"), response).content.decode()
    assert "Elections · Cora Coordinator" in text
    assert "2027" in text


# --- documents ----------------------------------------------------------------------------------------


@pytest.fixture
def instructed(response, coordinator, bring_to, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bring_to(response, Status.SUBMITTED)
    document = SimpleUploadedFile("note verbale <1>.pdf", PDF)
    workflow.perform("withdraw", response, by=coordinator, data=moves.Withdrawal("Note verbale 12", document))
    return response.instructions.get()


def test_a_coordinator_takes_the_written_instruction_away_as_a_file(enter, instructed):
    page = enter("coordinator").get(
        f"/admin/responses/response/{instructed.response_id}/documents/{instructed.pk}/"
    )
    assert b"".join(page.streaming_content) == PDF
    assert page["Content-Disposition"].startswith("attachment;")
    assert (page["Content-Type"], page["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


@pytest.mark.parametrize("person", ["reviewer", "publisher", "newcomer", "operator"])
def test_nobody_else_gets_the_written_instruction(enter, instructed, person):
    client = enter(person)
    where = f"/admin/responses/response/{instructed.response_id}/"
    assert client.get(f"{where}documents/{instructed.pk}/").status_code == 404
    assert instructed.name not in client.get(f"{where}change/").content.decode()


def test_a_document_of_another_response_is_not_found(enter, instructed, other_response):
    address = f"/admin/responses/response/{other_response.pk}/documents/{instructed.pk}/"
    assert enter("coordinator").get(address).status_code == 404


# --- around the page ------------------------------------------------------------------------------------


def test_the_next_and_the_previous_state_are_one_step_away(enter, response):
    others = {}
    for code, name in (("AND", "Andorra"), ("TUR", "Türkiye"), ("TKM", "Turkmenistan")):
        state = factories.MemberStateFactory(alpha3=code, name_en=name)
        others[name] = factories.ResponseFactory(session=response.session, member_state=state)
    page = read(enter("reviewer"), others["Türkiye"])
    assert (page.context["before"], page.context["after"]) == (response, others["Turkmenistan"])
    assert read(enter("reviewer"), others["Andorra"]).context["before"] is None
    assert read(enter("reviewer"), others["Turkmenistan"]).context["after"] is None


@pytest.mark.parametrize("key", ["0", "999999999999999999999999", "abc", "-1", "1e3"])
def test_what_is_no_response_is_not_found(enter, response, key):
    assert enter("reviewer").get(f"/admin/responses/response/{key}/change/").status_code == 404


def test_the_page_costs_as_many_queries_with_many_answers_as_with_few(enter, answered):
    client = enter("reviewer")
    read(client, answered)
    with CaptureQueriesContext(connection) as captured:
        read(client, answered)
    assert len(captured) <= 18
    words = [
        query["sql"]
        for query in captured
        if "responses_answerversion" in query["sql"] or "draft_reply" in query["sql"]
    ]
    assert words == []
