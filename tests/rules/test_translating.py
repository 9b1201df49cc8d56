"""A State's courtesy translation is kept as numbered texts beside the answer; nothing of two people's work is lost."""

import pytest

from responses.models import Answer, AnswerVersion, CourtesyTranslation
from responses.rules.refused import Refused
from responses.status import Role, Status
from tests import factories
from tests.annexes import limited, translate

from .test_annexing import answer_of

pytestmark = pytest.mark.django_db


def kept():
    rows = CourtesyTranslation.objects.order_by("language", "number")
    return list(rows.values_list("language", "number", "text", "stands"))


def current():
    return list(CourtesyTranslation.objects.current().values_list("language", "text").order_by("language"))


def test_each_save_is_a_numbered_text_of_a_version(response, focal_point):
    factories.write_all(response, focal_point)
    answer = answer_of(response, 1)
    focal_point.said_name = "Flavia (deputy)"
    translate(answer, focal_point, "Un", key="1")
    translate(answer, focal_point, "Deux", base=1, key="2")
    translate(answer, focal_point, "Uno", "es", key="3")
    assert kept() == [("es", 1, "Uno", True), ("fr", 1, "Un", True), ("fr", 2, "Deux", True)]
    assert current() == [("es", "Uno"), ("fr", "Deux")]
    row = CourtesyTranslation.objects.first()
    assert (row.of_version, row.as_name) == (answer.version, "Flavia (deputy)")


def test_a_retry_makes_no_second_text(response, focal_point):
    answer = answer_of(response, 1)
    first = translate(answer, focal_point, "Un", key="same")
    again = translate(answer, focal_point, "Un", key="same")
    unchanged = translate(answer, focal_point, "Un", base=1, key="other")
    assert (again.version, unchanged.version, unchanged.stands) == (first.version, None, True)
    assert kept() == [("fr", 1, "Un", True)]


def test_another_text_under_a_key_that_was_used_is_kept_too(response, focal_point):
    """Somebody went back to the page, wrote on and saved again."""
    answer = answer_of(response, 1)
    translate(answer, focal_point, "Un", key="same")
    for _time in range(2):
        assert translate(answer, focal_point, "Un et demi", key="same").stands
    translate(answer, focal_point, "Un et demi", "es", key="same")
    assert kept() == [("es", 1, "Un et demi", True), ("fr", 1, "Un", True), ("fr", 2, "Un et demi", True)]


def test_two_people_at_a_shared_mailbox_are_two(response, focal_point):
    answer = answer_of(response, 1)
    focal_point.said_name = "Flavia"
    translate(answer, focal_point, "Un", key="1")
    focal_point.said_name = "Michael"
    assert not translate(answer, focal_point, "Deux", key="2").stands
    assert (current(), len(kept())) == ([("fr", "Un")], 2)


def test_a_colleague_s_newer_text_stays_and_the_other_is_kept_beside_it(response, focal_point, contributor):
    answer = answer_of(response, 1)
    translate(answer, focal_point, "Un", key="1")
    translate(answer, contributor, "Deux", base=1, key="2")
    late = translate(answer, focal_point, "Trois", base=1, key="3")
    assert (late.stands, late.version.text) == (False, "Trois")
    assert current() == [("fr", "Deux")]
    chosen = translate(answer, focal_point, "Trois", base=3, key="4")
    assert chosen.stands
    assert current() == [("fr", "Trois")]


def test_an_empty_text_takes_a_translation_away_and_keeps_its_history(response, focal_point):
    answer = answer_of(response, 1)
    translate(answer, focal_point, "Un", key="1")
    translate(answer, focal_point, "", base=1, key="2")
    assert current() == [("fr", "")]
    assert kept() == [("fr", 1, "Un", True), ("fr", 2, "", True)]


def test_what_arrives_when_the_question_is_closed_is_kept_and_does_not_hold(response, focal_point, bring_to):
    translate(answer_of(response, 1), focal_point, "Un", key="1")
    response = bring_to(response, Status.SUBMITTED)
    late = translate(answer_of(response, 1), focal_point, "Deux", base=1, key="2")
    assert (late.stands, late.is_open, late.version.text) == (False, False, "Deux")
    assert current() == [("fr", "Un")]


def test_a_translation_is_never_the_answer(response, focal_point):
    before = list(Answer.objects.values())
    translate(answer_of(response, 1), focal_point)
    assert list(Answer.objects.values()) == before
    assert not AnswerVersion.objects.exists()


def refusal(answer, by, language="fr"):
    with pytest.raises(Refused) as refused:
        translate(answer, by, language=language)
    return refused.value.status


WHO = {"observer": 403, "stranger": 404, "former": 404, "reviewer": 404, "coordinator": 404, "superuser": 404}


@pytest.mark.parametrize("person", WHO)
def test_who_may_not_translate(request, response, person):
    assert refusal(answer_of(response, 1), request.getfixturevalue(person)) == WHO[person]
    assert kept() == []


def test_a_limited_member_translates_the_own_questions_alone(response):
    by = limited(response, 1)
    assert translate(answer_of(response, 1), by).stands
    assert refusal(answer_of(response, 2), by) == 404
    assert refusal(answer_of(response, 1), limited(response, 1, role=Role.OBSERVER)) == 403


@pytest.mark.parametrize("language", ["en", "", "und", "xx"])
def test_the_language_is_another_than_the_answer_s(response, focal_point, language):
    assert refusal(answer_of(response, 1), focal_point, language) == 422
