"""What has happened in the demonstration: every status, five traps, and no word of a real State."""

import pytest
from django.db import transaction

from responses.demo import cast, ministry, story
from responses.models import (
    Answer,
    AnswerVersion,
    Chain,
    Clarification,
    Commission,
    Event,
    Letter,
    Membership,
    MemberState,
    Response,
    Session,
    Submission,
    User,
)
from responses.models.event import broken_links, sha256
from responses.rules import cleared, deadlines
from responses.rules.word_comparing import compare
from responses.rules.word_readings import read_again
from responses.status import Completeness, Status, label_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LIMIT_OF_A_CELL = 32_767
STANDING = {
    "XRU": "In preparation",
    "XSY": "Clarification requested",
    "XBO": "Received",
    "XGR": "Being read",
    "XZU": "Withdrawn",
    "XKR": "Reading completed",
    "XWA": "Reading completed",
    "XAR": "Open for revision",
    "XLA": "In preparation",
}
MOVES = {
    "XRU": "invite",
    "XSY": "invite submit start_review return",
    "XBO": "invite submit",
    "XGR": "invite register start_review",
    "XZU": "invite submit withdraw",
    "XKR": "invite submit start_review return submit start_review accept",
    "XWA": "invite submit start_review accept publish",
    "XAR": "invite submit start_review accept publish open_for_revision",
    "XLA": "invite",
}
RURITANIA = {
    1: ("complete", 2, True),
    2: ("not_yet", 4, True),
    3: ("complete", 2, True),
    4: ("not_yet", 0, False),
    5: ("no_information", 0, False),
}


@pytest.fixture(scope="module")
def session(django_db_setup, django_db_blocker):
    """The session of the round, with the story told; taken back after the last of these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert story.tell()
        yield Session.objects.get()
        transaction.set_rollback(True)


@pytest.fixture
def invented(session):
    """The responses of the invented States, by their codes."""
    responses = Response.objects.filter(session=session, member_state__in=MemberState.objects.invented())
    return {response.member_state.alpha3: response for response in responses.select_related("member_state")}


def answer(invented, code, number):
    return invented[code].answers.get(question__number=number)


def test_each_invented_state_stands_where_it_should(invented):
    labels = {code: label_of(one.status, one.returned_for) for code, one in invented.items()}
    assert labels == STANDING


def test_every_status_occurs(invented):
    assert {one.status for one in invented.values()} == set(Status.values)


def test_each_came_there_by_the_moves_that_lead_there(invented):
    events = {
        code: " ".join(
            Event.objects.filter(chain__response=one).order_by("number").values_list("name", flat=True)
        )
        for code, one in invented.items()
    }
    assert events == MOVES


def test_no_chain_of_events_is_broken(session):
    assert [broken_links(chain) for chain in Chain.objects.all()] == [[]] * Chain.objects.count()


def test_every_record_has_the_hash_that_it_says(session):
    submissions = list(Submission.objects.all())
    assert len(submissions) == 8
    assert [one.sha256 for one in submissions] == [sha256(one.record) for one in submissions]


def test_the_real_states_stand_without_a_word(session):
    real = Response.objects.filter(session=session, member_state__in=MemberState.objects.real())
    answers = Answer.objects.filter(response__in=real)
    assert (real.count(), set(real.values_list("status", flat=True))) == (56, {Status.DRAFTING})
    assert (answers.count(), set(answers.values_list("text", "version", "completeness"))) == (
        280,
        {("", 0, Completeness.NOT_YET)},
    )
    assert AnswerVersion.objects.filter(answer__response__in=real).count() == 0
    assert Submission.objects.filter(response__in=real).count() == 0
    assert Membership.objects.filter(member_state__in=MemberState.objects.real()).count() == 0


def test_the_invented_are_counted_apart(session):
    members = Commission.objects.get(code="ECE").member_states
    assert (members.count(), members.invented().count(), MemberState.objects.invented().count()) == (56, 0, 9)


def test_ruritania_is_in_preparation(invented):
    answers = {
        number: (one.completeness, one.versions.count(), bool(one.text))
        for number in RURITANIA
        if (one := answer(invented, "XRU", number))
    }
    assert answers == RURITANIA
    writers = answer(invented, "XRU", 2).versions.order_by("number").values_list("by__name", flat=True)
    assert list(writers) == [cast.FRITZ.name, cast.FLAVIA.name] * 2


def test_officials_have_said_what_they_think_of_ruritanias_draft(invented):
    answers = cleared.attach(list(Answer.objects.filter(response=invented["XRU"])))
    said = {
        one.question.number: [(word.outcome, word.is_current) for word in one.clearances] for one in answers
    }
    assert said == {
        1: [("cleared", True)],
        2: [],
        3: [("cleared", False)],
        4: [],
        5: [("no_objection", True)],
    }
    assert [len(one.asked) for one in answers] == [0, 1, 0, 0, 0]


def test_nothing_but_ruritania_is_half_written(invented):
    assert answer(invented, "XRU", 2).text.count("\n\n") == 3
    versions = AnswerVersion.objects.filter(answer__response=invented["XLA"])
    assert versions.count() == 0


def test_syldavia_has_drafted_one_of_two_replies(invented):
    asked = Clarification.objects.filter(answer__response=invented["XSY"]).order_by(
        "answer__question__number"
    )
    drafts = [(one.answer.question.number, bool(one.draft_reply), one.reply, one.state) for one in asked]
    assert drafts == [(2, True, "", "open"), (4, False, "", "open")]


def test_borduria_was_received_after_the_deadline_that_was_extended_since(session, invented):
    submission = invented["XBO"].standing_submission
    assert (submission.is_after_deadline, submission.deadline < submission.received_at) == (True, True)
    others = Submission.objects.exclude(pk=submission.pk)
    assert set(others.values_list("is_after_deadline", flat=True)) == {False}
    local = session.deadline.astimezone(session.review.tzinfo)
    left = deadlines.days_left(session.deadline, submission.received_at, session.review.tzinfo)
    assert (left, local.hour, local.minute) == (21, 18, 0)
    reasons = [one.details["reason"] for one in Event.objects.filter(name="set_deadline").order_by("number")]
    assert (len(reasons), reasons[-1]) == (3, "The deadline was extended at the request of several States.")


def test_graustark_answered_by_note_verbale_which_says_nothing_of_publication(invented):
    submission = invented["XGR"].standing_submission
    consent = submission.consents.get()
    assert (submission.channel, submission.document.name) == ("note_verbale", "note-verbale-of-graustark.pdf")
    with submission.document.document.open() as stored:
        assert stored.read().startswith(b"%PDF-1.4")
    assert (consent.publication, consent.publication_stated) == ("no", False)
    assert set(
        AnswerVersion.objects.filter(answer__response=invented["XGR"]).values_list("kind", "by__name")
    ) == {("registered", cast.MARTA.name)}


def test_krakozhia_replied_in_russian(invented):
    (asked,) = Clarification.objects.filter(answer__response=invented["XKR"])
    assert (asked.state, asked.reply.startswith("Благодарим"), asked.answered_in.number) == (
        "answered",
        True,
        2,
    )
    assert invented["XKR"].standing_submission.languages == "ru"


def test_what_is_public(invented):
    public = {
        code: one.published_submission_id == one.standing_submission_id
        for code, one in invented.items()
        if one.published_submission_id
    }
    assert public == {"XWA": True, "XAR": True}
    assert invented["XWA"].standing_submission.languages == "ar"


def test_annexes_and_translations_come_with_what_was_submitted(invented):
    drafted = invented["XRU"].annexes.values_list("number", "answer__question__number", "is_publishable")
    assert list(drafted) == [(1, None, True), (2, 1, False)]
    assert answer(invented, "XRU", 1).translations.get().language == "fr"
    submission = invented["XWA"].standing_submission
    shown = submission.annexes.values_list("number", "question", "is_publishable", "file__content_type")
    assert list(shown) == [(1, None, True, "application/pdf"), (2, 4, False, "application/pdf")]
    assert submission.answers.get(number=4).translations.get().language == "en"
    assert invented["XWA"].annexes_published
    assert not invented["XAR"].annexes_published


def test_arendelle_has_one_question_open(invented):
    is_open = invented["XAR"].answers.order_by("question__number").values_list("is_open", flat=True)
    assert list(is_open) == [False, False, False, False, True]


def test_the_traps_of_spreadsheets_are_there(invented):
    units = len(answer(invented, "XGR", 3).text.encode("utf-16-le")) // 2
    assert units == 33_999
    assert units > LIMIT_OF_A_CELL
    assert "\t" in answer(invented, "XRU", 3).text
    assert answer(invented, "XAR", 4).text.startswith("=")


def test_the_texts_are_those_of_the_files_to_the_character(invented):
    assert answer(invented, "XGR", 3).text == story.read("XGR")["answers"]["3"]
    submitted = invented["XWA"].standing_submission.answers.get(number=1)
    assert submitted.text == story.read("XWA")["answers"]["1"]


def test_every_focal_point_has_had_a_letter_and_nobody_else(session):
    leads = {person.email for person in cast.DELEGATES if person.role == "focal_point"}
    letters = Letter.objects.of_the_secretariat()
    assert set(letters.values_list("to__email", flat=True)) == leads
    between = Letter.objects.filter(is_delegation=True)
    members = {person.email for person in cast.DELEGATES + cast.GUESTS}
    assert set(between.values_list("to__email", flat=True)) <= {None, *members}


def test_colleagues_talk_and_only_they_are_told(session, invented):
    kinds = Letter.objects.exclude(pk__in=Letter.objects.of_the_secretariat()).values_list(
        "kind", "to__email"
    )
    expected = {
        ("please_look", "fritz.tarlenheim@example.org"),
        ("assigned", "fritz.tarlenheim@example.org"),
        ("ready_for_transmission", "sofia.weselton@example.org"),
    }
    assert expected <= set(kinds)
    assert answer(invented, "XRU", 2).notes.filter(resolved_at=None).count() == 2
    assert invented["XAR"].readinesses.get().ended_at is None


def test_everyone_is_invented_and_reachable_by_nobody(session):
    people = set(User.objects.values_list("email", flat=True))
    assert people == {person.email for person in cast.DELEGATES + cast.STAFF + cast.GUESTS}
    assert {email.partition("@")[2] for email in people} == {"example.org"}


def test_only_staff_have_a_password(session):
    usable = {user.email for user in User.objects.all() if user.has_usable_password()}
    assert usable == {person.email for person in cast.STAFF}


def test_telling_it_again_adds_nothing(session):
    def counts():
        return [model.objects.count() for model in (Event, AnswerVersion, Submission, Letter, User, Answer)]

    before = counts()
    assert story.tell() is False
    assert counts() == before


def test_a_word_file_waits_in_ruritania(invented):
    """One question changed in the file, one in both places, one begun; a comment and a line of courtesy besides."""
    file = invented["XRU"].word_files.select_related("response__session", "file__by").get()
    reading = read_again(file.reading)
    flavia = User.objects.get(name=cast.FLAVIA.name)
    rows = compare(file, reading, list(invented["XRU"].answers.select_related("question")), flavia)
    assert [(row.number, str(row.state)) for row in rows] == [
        (1, "changed"), (2, "both"), (3, "same"), (4, "new"), (5, "same"),
    ]  # fmt: skip
    assert (rows[1].merge.is_clean, reading.outside) == (True, (ministry.OUTSIDE,))
    assert [(comment.number, comment.text) for comment in reading.comments] == [(4, ministry.COMMENT)]
