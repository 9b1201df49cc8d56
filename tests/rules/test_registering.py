"""A response that came by other means: its record, its needs, what stays unseen, and how it is taken back."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from responses.models import AnswerVersion, Clarification, Consent, Instruction, Letter, Submission
from responses.models.event import broken_links
from responses.rules import (
    deadlines,
    drafting,
    moves,
    permissions,
    publishing,
    registering,
    replying,
    workflow,
)
from responses.rules.refused import Refused
from responses.rules.registering import NOT_STATED, Entry
from responses.status import Channel, Completeness, Publication, Status
from tests import factories
from tests.record import snapshot

from .conftest import events, last_event

pytestmark = pytest.mark.django_db

DEADLINE = datetime(2026, 12, 15, 17, 0, 0, tzinfo=UTC)  # 18:00 in Geneva
NOW = datetime(2027, 1, 11, 9, 30, 0, tzinfo=UTC)
DAY = date(2026, 12, 14)
DRAFT = "DRAFT-CANARY {number}"
EARLIER = "Question {}: enter the text of the document, or say that no information is provided."


@pytest.fixture
def at_noon(response):
    """Four weeks after the deadline, on a clock that stands still."""
    response.session.deadline = DEADLINE
    response.session.save()
    with time_machine.travel(NOW, tick=False):
        yield response


def register(response, coordinator, data):
    """Register; returns the submission."""
    return workflow.perform("register", response, by=coordinator, data=data)


def refusal_of(response, by, data):
    """The status code and the words with which a registration is refused; it must change nothing."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        workflow.perform("register", response, by=by, data=data)
    assert snapshot() == before
    return refusal.value.status, str(refusal.value)


def texts_of(submission):
    return list(submission.answers.order_by("number").values_list("text", flat=True))


def entries(*numbers, text="From the document on {}.", **more):
    return {number: Entry(text.format(number), "fr", **more) for number in numbers}


# --- the record -------------------------------------------------------------------------------


@pytest.mark.postgres
def test_the_record_says_what_the_document_says_and_who_entered_it(at_noon, coordinator, registration, note):
    """Byte for byte what docs/explanation/record.md describes: the day of receipt, the document, the account."""
    content = note().read()
    data = registration(
        channel="email", received_on=DAY, authorized_name="Rudolf Elphberg",
        entries=entries(1, 2, 3, 4) | {5: Entry("", "fr", no_information=True)},
    )  # fmt: skip
    submission = register(at_noon, coordinator, data)
    digest = hashlib.sha256(content).hexdigest()
    said = [
        {
            "language": "fr",
            "no_information": number == 5,
            "number": number,
            "question": {"en": f"Wording of question {number}?"},
            "text": "" if number == 5 else f"From the document on {number}.",
            "title": {"en": f"Title {number}"},
            "words": 0 if number == 5 else 5,
        }
        for number in range(1, 6)
    ]
    record = {
        "annexes": [],
        "answers": said,
        "authorized_by": {
            "authority": "Ministry of Foreign Affairs",
            "name": "Rudolf Elphberg",
            "title": "",
        },
        "channel": "email",
        "clarifications": [],
        "consent": {
            "attribution": "attributed",
            "attribution_stated": True,
            "publication": "full",
            "publication_stated": True,
        },
        "deadline": "2026-12-15T17:00:00Z",
        "document": {"name": "note verbale.pdf", "sha256": digest},
        "entered_by": {"account": str(coordinator.public_id)},
        "format": 1,
        "member_state": {"alpha3": "XRU", "name": "Ruritania"},
        "received_at": "2027-01-11T09:30:00Z",
        "received_on": "2026-12-14",
        "reference": "GCM-ECE-2024-S3-XRU-01",
        "review": {"commission": "ECE", "year": 2024},
        "session": {"number": 3, "title": "Session 3"},
        "transmitted_by": {"capacity": "Permanent Mission in Geneva", "name": ""},
    }
    stored = Submission.objects.get()
    assert stored.record == json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert stored.sha256 == hashlib.sha256(stored.record.encode()).hexdigest()
    assert texts_of(stored) == [item["text"] for item in said]
    assert (stored.channel, stored.received_on, stored.received_at, stored.transmitted_by) == (
        "email", DAY, NOW, coordinator,
    )  # fmt: skip
    assert (submission.document, submission.document.sha256) == (Instruction.objects.get(), digest)


def test_what_comes_on_this_site_says_nothing_of_documents(response, bring_to):
    submission = bring_to(response, Status.SUBMITTED).standing_submission
    local = submission.received_at.astimezone(response.session.review.tzinfo)
    assert (submission.document, submission.received_on, submission.channel) == (None, local.date(), "site")
    assert {"document", "received_on", "entered_by"} & set(json.loads(submission.record)) == set()


@pytest.mark.postgres
@pytest.mark.parametrize("text", ["  indented\n\nand = signs\t", "نص عربي", "政府制定了国家计划。👩‍👩‍👧‍👦"])
def test_characters_in_are_characters_out(response, coordinator, registration, text):
    every = dict.fromkeys(range(1, 6), Entry(text, "und"))
    assert texts_of(register(response, coordinator, registration(entries=every))) == [text] * 5


def test_what_no_document_can_hold_is_left_out(response, coordinator, registration):
    every = dict.fromkeys(range(1, 6), Entry("One\r\ntwo\x00\x0bthree\x07", "en"))
    assert texts_of(register(response, coordinator, registration(entries=every))) == ["One\ntwo\nthree"] * 5


# --- the event and the letter -----------------------------------------------------------------


def test_the_event_and_the_letter_tell_how_and_when_it_came(
    at_noon, focal_point, contributor, coordinator, registration
):
    submission = register(at_noon, coordinator, registration(received_on=DAY))
    event = last_event(at_noon)
    assert (event.name, event.by, event.role, event.details) == (
        "register",
        coordinator,
        "coordinator",
        {
            "from": "drafting",
            "to": "submitted",
            "reference": "GCM-ECE-2024-S3-XRU-01",
            "sha256": submission.sha256,
            "channel": "note_verbale",
            "received_on": "2026-12-14",
            "document": submission.document.sha256,
        },
    )
    letter = Letter.objects.get()
    assert (letter.kind, letter.to, letter.subject) == (
        "registered", focal_point, "Response of Ruritania received: GCM-ECE-2024-S3-XRU-01",
    )  # fmt: skip
    assert "which was received by note verbale on 14 December 2026" in letter.body
    assert submission.sha256 in letter.body
    assert "/submissions/GCM-ECE-2024-S3-XRU-01/" in letter.body
    assert ("Nothing is taken for granted" in letter.body, "recall" in letter.body) == (False, False)
    assert not any(text in letter.body for text in texts_of(submission))
    assert broken_links(at_noon.chain) == []


# --- the day of receipt -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 12, 1), False),
        (
            date(2026, 12, 15),
            False,
        ),  # of a document no hour is known: the day of the deadline still counts, whole
        (date(2026, 12, 16), True),
        (date(2027, 1, 11), True),
    ],
)
def test_the_deadline_is_held_against_the_day_of_receipt(at_noon, coordinator, registration, day, after):
    submission = register(at_noon, coordinator, registration(received_on=day))
    assert (submission.is_after_deadline, submission.deadline) == (after, DEADLINE)


@pytest.mark.parametrize(
    ("moment", "day", "refused"),
    [
        (datetime(2027, 1, 11, 23, 30, tzinfo=UTC), date(2027, 1, 12), False),  # past midnight in Geneva
        (datetime(2027, 1, 11, 22, 30, tzinfo=UTC), date(2027, 1, 12), True),
    ],
)
def test_the_day_is_the_rounds_and_never_ahead(response, coordinator, registration, moment, day, refused):
    with time_machine.travel(moment, tick=False):
        data = registration(received_on=day)
        if not refused:
            assert register(response, coordinator, data).received_on == day
            return
        sentence = "The day of receipt is still to come: give the day on which the document was received."
        assert refusal_of(response, coordinator, data) == (422, sentence)


def test_a_closed_round_still_takes_what_came_in_time(at_noon, coordinator, registration):
    """The clock says January; the note verbale came on the day of the deadline."""
    at_noon.session.deadline_policy = "closed"
    at_noon.session.save()
    late = registration(received_on=date(2026, 12, 16))
    sentence = "The deadline had passed on that day. Extend it for this State first."
    assert refusal_of(at_noon, coordinator, late) == (422, sentence)
    deadlines.extend(at_noon, NOW + timedelta(days=9), by=coordinator, reason="By agreement")
    register(at_noon, coordinator, late)


def test_an_older_document_does_not_replace_what_stands(at_noon, coordinator, registration, reviewer, stand):
    stand(at_noon, "revision")
    data = registration(received_on=DAY)
    sentence = "The response that stands was received later, on 11 January 2027. An older document does not replace it."
    assert refusal_of(at_noon, coordinator, data) == (422, sentence)


# --- what it needs ----------------------------------------------------------------------------

HOW = "Say how the response came: by note verbale, by e-mail or on paper."
WHO = "Say which authority authorized the text and which office transmitted it, as the document does."
SHOWN = "Choose what the document says about publication, and about naming the State."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"channel": ""}, HOW),
        ({"channel": "site"}, HOW),
        ({"document": None}, "Attach the document: it is the authority for what is entered here."),
        ({"received_on": None}, "Give the day on which the document was received."),
        ({"authorized_authority": " "}, WHO),
        ({"transmitted_capacity": ""}, WHO),
        ({"publication": ""}, SHOWN),
        ({"attribution": "perhaps"}, SHOWN),
        ({"entries": entries(1, 2, 4, 5)}, EARLIER.format(3)),
        ({"entries": entries(1, 2, 3, 4) | {5: Entry(" \n", "fr")}}, EARLIER.format(5)),
        ({"entries": entries(1, 2, 3, 4, 5, no_information=True)},
         " ".join(f"Question {number}: there is a text, and no information is provided. Only one of the two can be."
                  for number in range(1, 6))),
        ({"entries": entries(1, 2, 3, 4) | {5: Entry("Text")}}, "Question 5: choose the language of the text."),
        ({"entries": entries(1, 2, 3, 4) | {5: Entry("x" * (5 * 2**20 + 1), "en")}},
         "Question 5: this text is larger than 5 MB, which is more than one answer can hold."),
        ({"entries": entries(1, 2, 3, 4, 5, 6)}, "One of the chosen questions is not part of this session."),
        ({"replies": {2: "A reply."}}, "Question 2: no clarification is open that this could be the reply to."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_changes(response, coordinator, registration, changed, sentence):
    assert refusal_of(response, coordinator, registration(**changed)) == (422, sentence)


def test_names_are_not_needed(response, coordinator, registration):
    """A note verbale names a ministry or a mission, and usually no person."""
    data = registration(authorized_name="", authorized_title="", transmitted_name="")
    assert register(response, coordinator, data).number == 1


# --- the delegation's own text ----------------------------------------------------------------


def test_the_drafts_stay_in_the_history_and_what_was_received_is_the_answer(
    response, focal_point, coordinator, registration
):
    """A later clarification or revision starts from what was officially received."""
    factories.write_all(response, focal_point, text=DRAFT, completeness=Completeness.NOT_YET)
    silent = {5: Entry("", "fr", no_information=True)}
    register(response, coordinator, registration(entries=entries(1, 2, 3, 4) | silent))
    for answer in response.answers.select_related("question").order_by("question__number"):
        number = answer.question.number
        kept = [
            (version.number, version.text, version.kind, version.by, version.base)
            for version in answer.versions.order_by("number")
        ]
        draft = (1, DRAFT.format(number=number), "typed", focal_point, 0)
        received = (2, f"From the document on {number}.", "registered", coordinator, 1)
        assert kept == ([draft] if number == 5 else [draft, received])
        assert (answer.text, answer.version) == (kept[-1][1], kept[-1][0])
        assert answer.completeness == ("no_information" if number == 5 else "complete")


def test_a_text_that_comes_from_a_page_opened_before_is_rescued(
    response, focal_point, coordinator, registration
):
    factories.write_all(response, focal_point, text=DRAFT)
    answer = response.answers.get(question__number=1)
    register(response, coordinator, registration())
    saved = drafting.save_answer(
        answer, text="Written meanwhile", base=1, key="late", page="p", by=focal_point
    )
    assert (saved.outcome, saved.version.kind) == ("closed", "rescued")


@pytest.mark.parametrize("person", ["coordinator", "reviewer", "publisher"])
def test_no_draft_is_in_anything_that_staff_can_read(
    response, request, focal_point, coordinator, registration, person
):
    factories.write_all(response, focal_point, text=DRAFT)
    submission = register(response, coordinator, registration(entries=entries(1, 2, 3, 4, 5)))
    user = request.getfixturevalue(person)
    assert not permissions.answers_readable_by(user).exists()
    said = submission.record + submission.search_text + "".join(Letter.objects.values_list("body", flat=True))
    assert "DRAFT-CANARY" not in said + "".join(response.chain.events.values_list("data", flat=True))


# --- consent ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("publication", "attribution", "row"),
    [
        ("full", "attributed", ("full", "attributed", True, True)),
        ("no", "not_attributed", ("no", "not_attributed", True, True)),
        (NOT_STATED, "attributed", ("no", "attributed", False, True)),
        ("without_annexes", NOT_STATED, ("without_annexes", "not_attributed", True, False)),
        (NOT_STATED, NOT_STATED, ("no", "not_attributed", False, False)),
    ],
)
def test_silence_permits_nothing_and_is_told_apart_from_a_no(
    response, focal_point, coordinator, registration, publication, attribution, row
):
    register(response, coordinator, registration(publication=publication, attribution=attribution))
    fields = ("publication", "attribution", "publication_stated", "attribution_stated")
    assert Consent.objects.values_list(*fields).get() == row
    told = "Nothing is taken for granted" in Letter.objects.get().body
    assert told is (NOT_STATED in {publication, attribution})


@pytest.mark.postgres
@pytest.mark.parametrize(
    "fields",
    [
        {"publication": "full", "attribution": "not_attributed", "publication_stated": False},
        {"publication": "no", "attribution": "attributed", "attribution_stated": False},
    ],
)
def test_the_database_takes_no_permission_from_silence(response, bring_to, focal_point, fields):
    submission = bring_to(response, Status.SUBMITTED).standing_submission
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent(submission=submission, by=focal_point, at=NOW, **fields).save()


@pytest.mark.parametrize(("publication", "remains"), [(NOT_STATED, True), ("no", False)])
def test_silence_takes_nothing_away_and_a_no_works_at_once(
    response, stand, publisher, coordinator, registration, publication, remains
):
    stand(response, "accepted")
    publishing.publish(response, by=publisher)
    stand_again = moves.Revision("An addendum.", (2,))
    workflow.perform("open_for_revision", response, by=response_reviewer(response), data=stand_again)
    register(response, coordinator, registration(publication=publication, entries=entries(2)))
    response.refresh_from_db()
    assert (response.published_submission is not None) is remains
    assert ("unpublished" in last_event(response).details) is not remains


def response_reviewer(response):
    response.refresh_from_db()
    return response.reviewer


def test_a_focal_point_gives_later_what_the_document_did_not(
    response, make, focal_point, publisher, coordinator, registration
):
    register(response, coordinator, registration(publication=NOT_STATED))
    for name in ("start_review", "accept"):
        response = make(name, response)
    assert not permissions.may_be_published(response)
    publishing.change_consent(response, publication="full", attribution="attributed", by=focal_point)
    assert publishing.publish(response, by=publisher).published_submission.channel == Channel.NOTE_VERBALE


# --- after a clarification, and after a withdrawal ----------------------------------------------


@pytest.fixture
def asked(response, bring_to, focal_point):
    """Asked about 2, 3 and 4; the delegation has drafted a reply on 2 and a text on 4, and sends a letter instead."""
    bring_to(response, Status.RETURNED, 2, 3, 4)
    item = Clarification.objects.select_related("answer__response").get(answer__question__number=2)
    replying.save_reply(item, text="DRAFT-CANARY reply", base=0, by=focal_point)
    answer = response.answers.get(question__number=4)
    drafting.save_answer(
        answer, text="DRAFT-CANARY text", base=answer.version, key="k", page="p", by=focal_point
    )
    response.refresh_from_db()
    return response


def test_a_letter_answers_what_it_answers_and_leaves_the_rest_as_it_stands(asked, coordinator, registration):
    """A reply on 2, a new text on 1 (closed on this site, yet the State says it); nothing on 3 and 4."""
    data = registration(channel="paper", entries=entries(1), replies={2: "The process took two years."})
    submission = register(asked, coordinator, data)
    assert texts_of(submission) == [
        "From the document on 1.", *(f"Answer to question {number}." for number in (2, 3, 4, 5)),
    ]  # fmt: skip
    assert list(submission.answers.filter(is_changed=True).values_list("number", flat=True)) == [1]
    assert set(
        Clarification.objects.values_list("answer__question__number", "state", "reply", "answered_in")
    ) == {
        (2, "answered", "The process took two years.", submission.pk),
        (3, "closed", "", submission.pk),
        (4, "closed", "", submission.pk),
    }
    assert "DRAFT-CANARY" not in submission.record + submission.search_text
    assert Clarification.objects.get(answer__question__number=2).draft_reply == "DRAFT-CANARY reply"
    assert asked.answers.get(question__number=4).text == "Answer to question 4."


def test_a_letter_may_say_that_nothing_is_to_be_added(asked, coordinator, registration):
    submission = register(asked, coordinator, registration(entries={}))
    assert not submission.answers.filter(is_changed=True).exists()
    assert set(Clarification.objects.values_list("state", flat=True)) == {"closed"}


def test_the_reply_by_date_is_held_against_the_day_of_receipt(asked, coordinator, registration):
    asked.refresh_from_db()
    submission = register(asked, coordinator, registration(entries={}))
    assert (submission.deadline, submission.is_after_deadline) == (asked.reply_by, False)


@pytest.mark.postgres
def test_a_document_takes_up_again_what_was_withdrawn(response, bring_to, coordinator, registration):
    """A State that answers on paper needs nobody on this site to resume."""
    bring_to(response, Status.WITHDRAWN)
    submission = register(response, coordinator, registration())
    response.refresh_from_db()
    assert (response.status, submission.number, submission.came_from) == ("submitted", 2, "withdrawn")
    assert not response.answers.filter(is_open=False).exists()


@pytest.mark.postgres
@pytest.mark.parametrize(
    "fields",
    [{"came_from": "withdrawn"}, {"channel": "paper"}, {"channel": "pigeon"}],
)
def test_the_database_knows_how_a_response_can_come(response, bring_to, fields):
    submission = bring_to(response, Status.SUBMITTED).standing_submission
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**fields)


# --- the document -------------------------------------------------------------------------------


@pytest.fixture
def colleague(db):
    return factories.staff("coordinator", name="Colin Colleague", email="colleague@example.org")


def test_the_document_is_read_by_who_reads_the_submission_and_by_who_entered_it(
    response, coordinator, colleague, cast, registration
):
    document = register(response, coordinator, registration()).document
    readers = {name for name, user in cast.items() if permissions.may_read_document(user, document)}
    assert readers == {"reviewer", "publisher", "coordinator"}
    assert not permissions.may_read_document(colleague, document)


def test_of_a_withdrawn_response_nobody_reads_the_document(response, cast, coordinator, registration, make):
    document = register(response, coordinator, registration()).document
    make("withdraw", response)
    document.refresh_from_db()
    instruction = Instruction.objects.get(pk=document.pk)
    assert {name for name, user in cast.items() if permissions.may_read_document(user, instruction)} == set()


# --- taking a registration back -----------------------------------------------------------------


def test_a_registration_made_by_mistake_is_taken_back(response, focal_point, coordinator, registration, make):
    """The submission stays on record and counts no more; the delegation's own words are its answers again."""
    factories.write_all(response, focal_point, text=DRAFT)
    submission = register(response, coordinator, registration())
    Letter.objects.all().delete()
    make("unregister", response)
    response.refresh_from_db()
    submission.refresh_from_db()
    assert (response.status, response.standing_submission, submission.counts) == ("drafting", None, False)
    answers = response.answers.order_by("question__number")
    assert [answer.text for answer in answers] == [DRAFT.format(number=number) for number in range(1, 6)]
    assert set(answers.values_list("completeness", "version", "last_number")) == {("not_yet", 3, 3)}
    kinds = AnswerVersion.objects.filter(answer=answers[0]).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["typed", "registered", "restored"]
    assert list(Letter.objects.values_list("kind", "to")) == [("unregistered", focal_point.pk)]
    assert last_event(response).details == {
        "from": "submitted", "to": "drafting", "reference": submission.reference,
        "reason": "It was the response of another State.",
    }  # fmt: skip


def test_taken_back_before_anything_was_drafted_the_answers_are_empty(
    response, coordinator, registration, make
):
    register(response, coordinator, registration())
    make("unregister", response)
    assert set(response.answers.values_list("text", flat=True)) == {""}


def test_taken_back_after_a_clarification_everything_waits_again(asked, coordinator, registration, make):
    reply_by, first = asked.reply_by, asked.standing_submission
    register(asked, coordinator, registration(entries=entries(3), replies={2: "A reply."}))
    response = make("unregister", asked)
    assert (response.status, response.returned_for, response.reply_by, response.standing_submission) == (
        "returned", "clarification", reply_by, first,
    )  # fmt: skip
    assert set(Clarification.objects.values_list("state", "reply", "answered_in", "closed_at")) == {
        ("open", "", None, None)
    }
    assert response.answers.get(question__number=4).text == "DRAFT-CANARY text"


def test_taken_back_after_a_withdrawal_it_is_withdrawn_again(
    response, bring_to, coordinator, registration, make
):
    bring_to(response, Status.WITHDRAWN)
    register(response, coordinator, registration())
    response = make("unregister", response)
    assert (response.status, response.standing_submission) == ("withdrawn", None)
    assert events(response) == ["submit", "withdraw", "register", "unregister"]


def test_once_reading_has_begun_nothing_is_taken_back(response, coordinator, registration, make, data):
    register(response, coordinator, registration())
    make("start_review", response)
    with pytest.raises(Refused) as refusal:
        workflow.perform("unregister", response, by=coordinator, data=data("unregister"))
    assert refusal.value.status == 409


def test_publication_words_are_those_of_the_consent():
    """The choice for silence is no value that a consent could hold."""
    assert NOT_STATED not in Publication.values
    assert registering.NOTHING.is_there is False
