"""The pages of courtesy translations: marked as such, kept side by side, shown wherever the answer is read."""

import re

import pytest

from responses.models import CourtesyTranslation
from responses.rules import publishing
from responses.status import Status
from tests import factories
from tests.annexes import limited, translate
from tests.filling import form_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

HERE = "/ece-2024-s3/XRU/"
ALL = f"{HERE}questions/1/translations/"
PAGE = f"{ALL}ar/"
SUBMITTED = "/submissions/GCM-ECE-2024-S3-XRU-01/"
TEXT = "نص مترجم"


def words_of(page):
    return page.content.decode()


def answer_of(response, number):
    return response.answers.select_related("question", "response").get(question__number=number)


def sent(page, text):
    return form_in(page, "text").fields | {"text": text}


def test_a_language_is_chosen_and_a_translation_is_saved_beside_the_answer(enter, response, focal_point):
    factories.write_all(response, focal_point, text="The authentic words")
    client = enter("focal_point")
    assert client.get(ALL, {"language": "ar"}).url == PAGE
    page = client.get(PAGE)
    assert "The authentic words" in words_of(page)
    assert 'lang="ar"' in words_of(page)
    assert client.post(PAGE, sent(page, TEXT)).url == PAGE
    shown = words_of(client.get(PAGE))
    assert TEXT in shown
    assert "Courtesy translation: Arabic" in shown
    assert "Courtesy translations (1)" in words_of(client.get(f"{HERE}questions/1/"))
    assert "Arabic" in words_of(client.get(ALL))


@pytest.mark.parametrize("language", ["en", "und", "xx"])
def test_another_language_than_the_answer_s_is_asked_for(enter, response, focal_point, language):
    page = enter("focal_point").get(ALL, {"language": language})
    assert page.status_code == 200
    assert "Language" in words_of(page)


def test_the_language_of_the_answer_and_one_without_a_name_are_not_offered(enter, response, focal_point):
    page = enter("focal_point").get(ALL).content.decode()
    offered = {code for code in ("en", "fr", "mt", "und") if f'<option value="{code}"' in page}
    assert offered == {"fr", "mt"}


def test_a_page_for_no_language_is_not_there(enter, response, focal_point):
    assert enter("focal_point").get(f"{ALL}xx/").status_code == 404


def test_a_colleague_s_newer_translation_and_mine_are_both_shown(enter, response, focal_point, contributor):
    mine = enter("focal_point").get(PAGE)
    translate(answer_of(response, 1), contributor, "What the colleague wrote", "ar", key="theirs")
    client = enter("focal_point")
    page = client.post(PAGE, sent(mine, "What I wrote"))
    assert page.status_code == 409
    shown = words_of(page)
    assert "What the colleague wrote" in shown
    assert form_in(page, "text").fields["text"] == "What I wrote"
    rows = CourtesyTranslation.objects.order_by("number").values_list("text", "stands")
    assert list(rows) == [("What the colleague wrote", True), ("What I wrote", False)]
    assert client.post(PAGE, sent(page, "Both")).status_code == 302
    assert CourtesyTranslation.objects.current().get().text == "Both"
    history = words_of(client.get(PAGE))
    assert "kept beside" in history
    assert "What I wrote" in words_of(client.get(f"{PAGE}?version=2"))


def test_what_is_saved_after_submission_is_kept_and_shown(enter, response, focal_point, bring_to):
    page = enter("focal_point").get(PAGE)
    bring_to(response, Status.SUBMITTED)
    client = enter("focal_point")
    late = client.post(PAGE, sent(page, TEXT))
    assert late.status_code == 423
    assert TEXT in words_of(late)
    assert "your text is kept" in words_of(late)
    assert TEXT not in words_of(client.get(SUBMITTED))


def test_a_text_sent_after_signing_out_is_shown_again(client, response, focal_point):
    page = client.post(PAGE, {"text": TEXT, "base": 0, "key": "k"})
    assert page.status_code == 401
    assert TEXT in words_of(page)
    assert not CourtesyTranslation.objects.exists()


def test_the_page_says_when_the_answer_has_changed_since(enter, response, focal_point):
    factories.write_all(response, focal_point)
    translate(answer_of(response, 1), focal_point, TEXT, "ar")
    client, changed = enter("focal_point"), "The answer has changed since this translation was made."
    pages = (PAGE, ALL, f"{HERE}check/")
    assert [changed in words_of(client.get(page)) for page in pages] == [False] * 3
    factories.write_all(response, focal_point, text="Changed")
    assert [changed in words_of(client.get(page)) for page in pages] == [True] * 3


def test_a_translation_is_taken_away_by_an_empty_text(enter, response, focal_point):
    translate(answer_of(response, 1), focal_point, TEXT, "ar")
    client = enter("focal_point")
    assert client.post(PAGE, sent(client.get(PAGE), "")).status_code == 302
    assert "Courtesy translations (0)" in words_of(client.get(f"{HERE}questions/1/"))
    assert TEXT in words_of(client.get(f"{PAGE}?version=1"))


def test_a_limited_member_translates_the_own_questions_alone(client, response, focal_point):
    translate(answer_of(response, 2), focal_point, TEXT, "ar")
    client.force_login(limited(response, 1))
    assert client.get(PAGE).status_code == 200
    for page in ("questions/2/translations/", "questions/2/translations/ar/"):
        assert client.get(HERE + page).status_code == 404
    assert (
        client.post(f"{HERE}questions/2/translations/ar/", {"text": "x", "base": 0, "key": "k"}).status_code
        == 404
    )
    assert TEXT not in words_of(client.get(f"{HERE}check/"))


MARK = "Courtesy translation by the State: Arabic"
AUTHENTIC = "The authentic text is in English."


@pytest.mark.parametrize("person", ["focal_point", "reviewer", "anonymous"])
def test_a_translation_is_shown_wherever_the_submitted_answer_is_read(
    enter, response, focal_point, publisher, bring_to, person
):
    translate(answer_of(response, 1), focal_point, TEXT, "ar")
    response = bring_to(response, Status.ACCEPTED)
    publishing.publish(response, by=publisher)
    pages = {"focal_point": f"{HERE}check/", "reviewer": f"/admin/responses/response/{response.pk}/change/"}
    client = enter(person)
    for page in {SUBMITTED, pages.get(person, SUBMITTED)}:
        shown = words_of(client.get(page))
        assert MARK in shown
        assert AUTHENTIC in shown
        assert re.search(rf'lang="ar" dir="auto"><p>{TEXT}', shown)
