"""The round as it is loaded: 56 States, five questions word for word, and nothing done twice."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from responses.models import (
    AgendaItem,
    Answer,
    Chain,
    Commission,
    Event,
    GuidingQuestion,
    Letter,
    MemberState,
    Objective,
    Response,
    Review,
    Session,
)
from responses.models.event import broken_links
from responses.rules import rounds
from responses.rules.loading import load_objectives, load_round, load_states, three_weeks_ahead
from responses.status import Role
from tests import factories

# Source: the background note for Session 3, "Guiding questions", 1 to 5. They are the instrument: not a byte differs.
QUESTIONS = {
    1: (
        "Has your government developed a GCM national implementation plan or integrated the GCM and its "
        "guiding principles into existing frameworks, plans and policies? If so, please elaborate on the "
        "process. If not, please indicate if your government has plans to do so, and what the envisaged "
        "process is."
    ),
    2: (
        "How has or will your government integrate the recommended actions to accelerate the "
        "implementation of the GCM as set out in the IMRF 2022 Progress Declaration into their relevant "
        "national policies and plans and reflected in their engagements in relevant international fora "
        "(e.g. High-Level Political Forum, Regional Forum for Sustainable Development, COP Climate Change"
        " Conference, etc.)? Furthermore, please indicate how the whole-of-government and "
        "whole-of-society approaches were implemented and/or advanced in this regard."
    ),
    3: (
        "Please list some examples of achievements, promising practices and lessons learned that relate "
        "to national, inter- and sub-regional collaboration to the implementation of the GCM."
    ),
    4: (
        "What are the main gaps and challenges to existing inter- and cross-regional collaboration on the"
        " implementation of the GCM?"
    ),
    5: (
        "Outline areas (GCM objectives and/or guiding principles) where the region would benefit from "
        "strengthened cooperation in terms of finance, capacity-building, policy advice, data gathering "
        "and analysis, technology, multi-stakeholder partnerships, etc."
    ),
}

ECE = (
    "ALB AND ARM AUT AZE BEL BGR BIH BLR CAN CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GEO GRC HRV HUN IRL ISL ISR ITA "
    "KAZ KGZ LIE LTU LUX LVA MCO MDA MKD MLT MNE NLD NOR POL PRT ROU RUS SMR SRB SVK SVN SWE TJK TKM TUR UKR USA UZB"
).split()

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The round, loaded into an empty database: once for all tests below, each of which leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        session, _invited = load_round(now=NOW)
        yield session.pk
        transaction.set_rollback(True)


@pytest.fixture
def session(loaded, db):
    """The session of the round."""
    return Session.objects.get(pk=loaded)


@pytest.fixture
def emptied(session):
    """As if the round had never been loaded; the reference data is there."""
    for model in (Event, Chain, Answer, Response):
        model._base_manager.all()._raw_delete(session._state.db)
    session.questions.all().delete()
    session.agenda.all().delete()
    session.delete()


def test_the_five_questions_stand_word_for_word(session):
    stored = dict(session.questions.values_list("number", "wording_en"))
    assert {number: text.encode() for number, text in stored.items()} == {
        number: text.encode() for number, text in QUESTIONS.items()
    }


def test_the_questions_exist_in_english_only(session):
    """Other languages stay empty until the secretariat supplies them."""
    languages = ("fr", "es", "ru", "ar", "zh")
    for question in GuidingQuestion.objects.all():
        assert [getattr(question, f"wording_{code}") for code in languages] == [None] * 5


def test_the_56_states_of_ece_are_invited(session):
    invited = Response.objects.filter(session=session).values_list("member_state__alpha3", flat=True)
    assert (sorted(invited), len(ECE)) == (ECE, 56)


def test_all_193_member_states_are_there_with_names_in_six_languages(session):
    assert MemberState.objects.count() == 193
    for code in ("en", "fr", "es", "ru", "ar", "zh"):
        assert not MemberState.objects.filter(**{f"name_{code}": ""}).exists()
        assert not MemberState.objects.filter(**{f"name_{code}": None}).exists()


def test_each_response_has_five_empty_answers(session):
    assert Answer.objects.count() == 56 * 5
    assert set(Answer.objects.values_list("text", "version", "completeness", "is_open")) == {
        ("", 0, "not_yet", True)
    }


def test_objectives(session):
    assert list(session.objectives.values_list("number", flat=True)) == [1, 3, 7, 17, 23]
    numbers = Objective.objects.order_by("number").values_list("number", "paragraph")
    assert list(numbers) == [(number, number + 16) for number in range(1, 24)]
    assert Objective.objects.get(number=1).title == (
        "Collect and utilize accurate and disaggregated data as a basis for evidence-based policies"
    )


def test_agenda(session):
    assert (session.schedule, str(session)) == ("15:00 to 16:15 CET", "ECE 2024, Session 3")
    assert list(session.agenda.values_list("position", "title_en", "minutes", "speaker")) == [
        (1, "Introductory remarks", 5, "Andi Mahila"),
        (2, "Interactive discussion", 70, "Stella Opoku-Owusu"),
    ]


def test_the_deadline_is_six_in_the_evening_in_geneva_three_weeks_ahead(session):
    assert session.deadline == datetime(2026, 12, 15, 17, 0, tzinfo=UTC)
    assert session.review.zone == "Europe/Zurich"


@pytest.mark.parametrize(
    ("now", "deadline"),
    [
        ("2026-11-24T22:59:59+00:00", "2026-12-15T18:00:00+01:00"),
        ("2026-11-24T23:00:00+00:00", "2026-12-16T18:00:00+01:00"),  # the 25th in Geneva
        ("2026-03-20T12:00:00+00:00", "2026-04-10T18:00:00+02:00"),  # summer time begins in between
    ],
)
def test_three_weeks_are_counted_in_the_rounds_zone(now, deadline):
    review = Review(zone="Europe/Zurich")
    assert three_weeks_ahead(review, datetime.fromisoformat(now)) == datetime.fromisoformat(deadline)


def test_the_deadline_can_be_given(emptied):
    moment = datetime(2027, 1, 31, 17, 0, tzinfo=UTC)
    assert load_round(deadline=moment)[0].deadline == moment


def test_it_is_all_on_the_record(session):
    assert broken_links(Chain.objects.get(response=None)) == []
    names = Event.objects.order_by("name").values_list("name", "by", "role").distinct()
    assert set(names) == {("invite", None, ""), ("set_deadline", None, "")}
    assert Event.objects.filter(name="invite").count() == 56


# --- a second time ----------------------------------------------------------------------------


def counts():
    models = (
        AgendaItem,
        Answer,
        Commission,
        Event,
        GuidingQuestion,
        Letter,
        MemberState,
        Objective,
        Response,
        Session,
    )
    return {model.__name__: model.objects.count() for model in models}


def test_loading_again_adds_nothing(session):
    before = counts()
    assert load_round() == (session, [])
    assert counts() == before


def test_loading_again_invites_and_writes_to_nobody(session):
    """Also when someone leads a delegation meanwhile."""
    state = MemberState.objects.get(alpha3="ALB")
    rounds.add_member(factories.UserFactory(), state, Role.FOCAL_POINT, by=None)
    load_round()
    assert Letter.objects.count() == 0


def test_what_a_coordinator_changed_is_left_as_it_is(session):
    kept = datetime(2027, 5, 1, 12, 0, tzinfo=UTC)
    Session.objects.update(deadline=kept, introduction_en="Welcome.")
    GuidingQuestion.objects.filter(number=1).update(title_en="Our own short title", points_en="A point")
    Review.objects.update(contact_email="other@example.org")
    AgendaItem.objects.filter(position=1).update(speaker="Somebody Else")
    load_round(deadline=datetime(2026, 12, 31, tzinfo=UTC))
    session.refresh_from_db()
    question = session.questions.get(number=1)
    assert (session.deadline, session.introduction_en) == (kept, "Welcome.")
    assert (question.title_en, question.points_en) == ("Our own short title", "A point")
    assert (Review.objects.get().contact_email, session.agenda.get(position=1).speaker) == (
        "other@example.org", "Somebody Else",
    )  # fmt: skip


def test_invented_states_are_not_invited(emptied):
    """A demonstration's States are in the commission too; the real round counts 56."""
    commission = factories.CommissionFactory()
    invented = factories.MemberStateFactory(alpha3="XRU")
    invented.commissions.add(commission)
    session, invited = load_round()
    assert (len(invited), session.responses.filter(member_state=invented).exists()) == (56, False)


def test_reference_data_brings_back_what_is_missing(session):
    """States and objectives come from the United Nations' lists: a run brings them up to date and removes none."""
    MemberState.objects.filter(alpha3="ALB").update(name_fr="?")
    Objective.objects.filter(number=2).delete()
    invented = factories.MemberStateFactory(alpha3="XRU")
    load_states()
    load_objectives()
    assert MemberState.objects.get(alpha3="ALB").name_fr == "Albanie"
    assert Objective.objects.count() == 23
    assert MemberState.objects.filter(pk=invented.pk).exists()


# --- the command ------------------------------------------------------------------------------


def test_the_command_says_what_it_did(emptied, capsys):
    call_command("load_round", deadline="2026-12-14T18:00+01:00")
    assert capsys.readouterr().out == (
        "ECE 2024, Session 3: 5 guiding questions, 56 Member States, 56 newly invited, "
        "deadline 14 December 2026, 18:00 Geneva time.\n"
    )


def test_the_command_again(session, capsys):
    call_command("load_round")
    assert "0 newly invited, deadline 15 December 2026, 18:00 Geneva time" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "deadline"), [("ece-1999-s1", None), ("ece-2024-s3", "tomorrow")])
def test_the_command_refuses_in_words(emptied, name, deadline):
    with pytest.raises(CommandError):
        call_command("load_round", name, deadline=deadline)
    assert counts()["Session"] == 0


def test_the_file_names_its_source():
    path = Path(__file__).parents[2] / "responses" / "data" / "ece-2024-s3.json"
    assert json.loads(path.read_text("utf-8"))["about"]["source"].startswith("Background note for Session 3")
