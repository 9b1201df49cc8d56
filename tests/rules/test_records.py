"""The record of a submission: frozen, canonical, provable; characters in are characters out."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from responses.models import Clarification, Submission, SubmittedAnswer
from responses.rules import moves, workflow
from responses.rules.drafting import save_answer
from responses.rules.replying import save_reply
from responses.rules.submitting import reference_for, texts_of
from responses.status import Completeness, Publication, Status
from tests import factories

pytestmark = pytest.mark.postgres

DEADLINE = datetime(2026, 12, 15, 17, 0, 0, tzinfo=UTC)

TEXTS = {
    1: ("en", '= 2 + 2 is no formula.\n\tTab, “quotes”, a \\ and a ".'),
    2: ("ar", "نفذت الحكومة خطة وطنية."),
    3: ("ru", "Ёлка: е\u0301 (NFD) и é (NFC) остаются разными."),
    4: ("zh", "政府制定了国家计划。👩‍👩‍👧‍👦🇪🇺"),
    5: ("und", "Kept as a draft only."),
}


@pytest.fixture
def submission(response, focal_point, declaration):
    """A first submission in four scripts; no information on question 5. Received a second before the deadline."""
    response.session.deadline = DEADLINE
    response.session.save()
    for answer in response.answers.select_related("question", "response"):
        number = answer.question.number
        language, text = TEXTS[number]
        silent = number == 5
        save_answer(
            answer, text=text, base=0, key=f"k{number}", page="p", by=focal_point, language=language,
            completeness=Completeness.NO_INFORMATION if silent else Completeness.COMPLETE,
        )  # fmt: skip
    with time_machine.travel(DEADLINE - timedelta(seconds=1, microseconds=-123456), tick=False):
        return workflow.perform("submit", response, by=focal_point, data=declaration)


def answer_in_record(number):
    language, text = TEXTS[number]
    silent = number == 5
    return {
        "language": language,
        "no_information": silent,
        "number": number,
        "question": {"en": f"Wording of question {number}?"},
        "text": "" if silent else text,
        "title": {"en": f"Title {number}"},
        "words": {1: 10, 2: 4, 3: 8, 4: 9, 5: 0}[number],
    }


def test_the_record_is_this_byte_for_byte(submission, focal_point):
    """Sorted keys, no spaces, characters as they are: anyone can make the same bytes and the same hash."""
    record = {
        "annexes": [],
        "answers": [answer_in_record(number) for number in range(1, 6)],
        "authorized_by": {
            "authority": "Ministry of Foreign Affairs",
            "name": "Rudolf Elphberg",
            "title": "Deputy Minister",
        },
        "channel": "site",
        "clarifications": [],
        "consent": {"attribution": "attributed", "publication": "full"},
        "deadline": "2026-12-15T17:00:00Z",
        "format": 1,
        "member_state": {"alpha3": "XRU", "name": "Ruritania"},
        "received_at": "2026-12-15T16:59:59Z",
        "reference": "GCM-ECE-2024-S3-XRU-01",
        "review": {"commission": "ECE", "year": 2024},
        "session": {"number": 3, "title": "Session 3"},
        "transmitted_by": {
            "account": str(focal_point.public_id),
            "capacity": "Permanent Mission in Geneva",
            "name": "Flavia Strelsau",
        },
    }
    assert submission.record == json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert submission.record.startswith(
        '{"annexes":[],"answers":[{"language":"en","no_information":false,"number":1,'
    )


def test_the_hash_covers_the_bytes_as_stored(submission):
    stored = Submission.objects.get(pk=submission.pk)
    assert stored.record == submission.record
    assert stored.sha256 == hashlib.sha256(stored.record.encode("utf-8")).hexdigest()


def test_the_rows_are_what_the_record_says(submission):
    """Reading pages and exports use the rows; not a character may differ."""
    said = json.loads(submission.record)["answers"]
    rows = SubmittedAnswer.objects.filter(submission=submission).order_by("number")
    assert [
        {
            "language": row.language,
            "no_information": row.no_information,
            "number": row.number,
            "question": {"en": row.wording},
            "text": row.text,
            "title": {"en": row.title},
            "words": row.words,
        }
        for row in rows
    ] == said
    assert [row.question.number for row in rows] == [1, 2, 3, 4, 5]


def test_what_is_checked_before_is_what_is_frozen(response, focal_point, declaration):
    factories.write_all(response, focal_point)
    before = texts_of(response)
    submission = workflow.perform("submit", response, by=focal_point, data=declaration)
    assert json.loads(submission.record)["answers"] == before


def test_sums_for_lists_and_search(submission):
    assert submission.words == 31
    assert submission.languages == "ar en ru zh"
    folded = "\n".join(text for _language, text in list(TEXTS.values())[:4]).casefold()
    assert submission.search_text.strip() == folded


def test_no_information_freezes_empty_text_and_the_draft_is_kept(submission, response):
    assert submission.answers.get(number=5).text == ""
    assert "Kept as a draft" not in submission.record
    assert response.answers.get(question__number=5).text == "Kept as a draft only."


def test_the_consent_given_is_the_first_row(submission, focal_point):
    consent = submission.consents.get()
    assert (consent.publication, consent.attribution, consent.by, consent.at) == (
        "full", "attributed", focal_point, submission.received_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("commission", "year", "session", "alpha3", "number", "reference"),
    [
        ("ECE", 2024, 3, "ALB", 2, "GCM-ECE-2024-S3-ALB-02"),
        ("ECE", 2024, 3, "XRU", 10, "GCM-ECE-2024-S3-XRU-10"),
        ("ECLAC", 2028, 12, "BRA", 123, "GCM-ECLAC-2028-S12-BRA-123"),
    ],
)
def test_references(db, commission, year, session, alpha3, number, reference):
    response = factories.ResponseFactory(
        session__review__commission__code=commission,
        session__review__year=year,
        session__number=session,
        member_state__alpha3=alpha3,
    )
    assert reference_for(response, number) == reference


# --- received when ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "after"),
    [
        (DEADLINE - timedelta(hours=1), False),
        (DEADLINE, False),
        (DEADLINE + timedelta(microseconds=999_999), False),  # the second of the deadline itself still counts
        (DEADLINE + timedelta(seconds=1), True),
        (DEADLINE + timedelta(days=400), True),
    ],
)
def test_received_after_the_deadline(response, focal_point, declaration, moment, after):
    response.session.deadline = DEADLINE
    response.session.save()
    factories.write_all(response, focal_point)
    with time_machine.travel(moment, tick=False):
        submission = workflow.perform("submit", response, by=focal_point, data=declaration)
    assert (submission.is_after_deadline, submission.deadline) == (after, DEADLINE)
    assert submission.received_at == moment.replace(microsecond=0)


def test_without_a_deadline_nothing_is_after_it(response, focal_point, declaration):
    response.session.deadline = None
    response.session.save()
    factories.write_all(response, focal_point)
    submission = workflow.perform("submit", response, by=focal_point, data=declaration)
    assert (submission.is_after_deadline, submission.deadline) == (False, None)
    assert json.loads(submission.record)["deadline"] is None


# --- the second submission --------------------------------------------------------------------


def test_the_second_submission_carries_the_replies_and_marks_what_changed(
    response, bring_to, focal_point, declaration
):
    returned = bring_to(response, Status.RETURNED, 2, 4)
    first = returned.standing_submission
    for item in Clarification.objects.select_related("answer__response"):
        reply = f"Reply on {item.answer.question.number}."
        save_reply(item, text=reply, base=0, by=focal_point)
    answer = response.answers.get(question__number=4)
    save_answer(answer, text="Changed.", base=answer.version, key="k", page="p", by=focal_point)
    second = workflow.perform(
        "submit", response, by=focal_point, data=replace(declaration, publication=Publication.NO)
    )
    record = json.loads(second.record)
    assert record["reference"] == "GCM-ECE-2024-S3-XRU-02"
    assert record["consent"] == {"attribution": "attributed", "publication": "no"}
    assert record["clarifications"] == [
        {
            "question": number,
            "request": f"Please tell us more about {number}.",
            "reply": f"Reply on {number}.",
        }
        for number in (2, 4)
    ]
    assert list(second.answers.filter(is_changed=True).values_list("number", flat=True)) == [4]
    assert second.search_text.endswith("reply on 2.\nreply on 4.")
    first.refresh_from_db()
    assert first.answers.get(number=4).text == "Answer to question 4."


# --- frozen -----------------------------------------------------------------------------------

LATER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", 9),
        ("reference", "GCM-ECE-2024-S3-XRU-09"),
        ("record", "{}"),
        ("sha256", "0" * 64),
        ("search_text", ""),
        ("words", 0),
        ("languages", "fr"),
        ("received_at", LATER),
        ("deadline", LATER),
        ("is_after_deadline", True),
        ("channel", "paper"),
        ("came_from", "returned"),
        ("came_for", "revision"),
        ("response_id", 0),
        ("transmitted_by_id", 0),
    ],
)
def test_a_submission_is_frozen(submission, field, value):
    for opened in (submission, Submission.objects.get(pk=submission.pk)):
        setattr(opened, field, value)
        with pytest.raises(TypeError, match=f"frozen: {field}"):
            opened.save()


def test_only_its_end_is_added(submission):
    stored = Submission.objects.get(pk=submission.pk)
    stored.recalled_at = LATER
    stored.save()
    assert Submission.objects.get(pk=submission.pk).recalled_at == LATER


def test_a_submission_is_never_deleted(submission):
    with pytest.raises(TypeError, match="never deleted"):
        submission.delete()
    assert Submission.objects.count() == 1


def test_later_edits_leave_it_alone(submission, response, focal_point):
    """The State takes the response back and writes on: what was received stays what was received."""
    workflow.perform("withdraw", response, by=focal_point, data=moves.Withdrawal("The State's decision"))
    workflow.perform("resume", response, by=focal_point)
    factories.write_all(response, focal_point, text="Something else on {number}.")
    stored = Submission.objects.get(pk=submission.pk)
    assert (stored.record, stored.sha256) == (submission.record, submission.sha256)
    assert [row.text for row in stored.answers.order_by("number")] == [
        *(text for _language, text in list(TEXTS.values())[:4]),
        "",
    ]
