"""What the pages of a delegation read from the database: enough, once, and in the language of the reader."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from responses.delegation import access
from responses.models import Extension
from responses.moments import in_round
from responses.rules import deadlines
from responses.status import Status
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HERE = "/ece-2024-s3/XRU/"

# Each page, and the queries it takes at most, wherever the response stands.
PAGES = {
    "": 21,
    "questions/1/": 12,
    "questions/1/versions/": 8,
    "questions/1/versions/1/": 8,
    "questions/1/translations/": 5,
    "questions/1/translations/fr/": 6,
    "annexes/": 8,
    "check/": 16,
    "declare/": 16,
    "consent/": 6,
    "recall/": 5,
    "withdraw/": 5,
    "resume/": 5,
}
FETCHED_LATER = re.compile(r'SELECT "(\w+)"\."id", "\1"\."\w+" FROM "\1" WHERE "\1"\."id" = ')
"""What Django asks when a page wants a column that was left out."""


def asked_by(client, address):
    """The queries that a page takes."""
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return [query["sql"] for query in queries.captured_queries]


@pytest.mark.parametrize("status", Status)
def test_a_page_takes_few_queries_and_fetches_no_column_afterwards(
    client, response, focal_point, bring_to, status
):
    factories.write_all(response, focal_point)
    bring_to(response, status)
    client.force_login(focal_point)
    asked = {page: asked_by(client, HERE + page) for page in PAGES}
    assert [sql for queries in asked.values() for sql in queries if FETCHED_LATER.match(sql)] == []
    assert {page: len(queries) for page, queries in asked.items() if len(queries) > PAGES[page]} == {}


def test_a_question_that_is_not_asked_is_not_there(client, response, focal_point):
    client.force_login(focal_point)
    assert client.get(f"{HERE}questions/6/").status_code == 404


@pytest.mark.parametrize("page", ["", "questions/1/", "check/"])
def test_an_extension_is_the_deadline_shown(client, response, focal_point, coordinator, page):
    client.force_login(focal_point)
    session = response.session
    assert client.get(HERE + page).context["deadline"] == session.deadline
    for weeks in (1, 2):
        until = session.deadline + timedelta(weeks=weeks)
        Extension(response=response, until=until, reason="Elections", by=coordinator).save()
    shown = client.get(HERE + page)
    assert shown.context["deadline"] == until
    if page != "check/":
        assert in_round(until, session.review) in shown.content.decode()


@pytest.mark.parametrize("language", settings.UN_LANGUAGES)
def test_texts_are_read_in_the_language_of_the_page_and_in_the_one_it_falls_back_to(
    response, focal_point, language
):
    question = response.session.questions.first()
    question.title_fr, question.wording_fr = "Titre", "Quelle question ?"
    question.save()
    with translation.override(language), CaptureQueriesContext(connection) as queries:
        found = access.answer_at(focal_point, "ece-2024-s3", "XRU", 1)
        response = found.response
        read = (
            found.question.title,
            found.question.wording,
            response.member_state.name,
            response.session.title,
        )
    french = ("Titre", "Quelle question ?")
    english = ("Title 1", "Wording of question 1?")
    assert read == ((french if language == "fr" else english) + ("Ruritania", "Session 3"))
    assert len(queries) == 2


def test_the_calendar_is_the_same_for_a_response_read_with_its_extension_and_for_one_without(
    response, focal_point, coordinator
):
    Extension(
        response=response, until=timezone.now() + timedelta(weeks=9), reason="Elections", by=coordinator
    ).save()
    read = access.response_of(focal_point, "ece-2024-s3", "XRU")
    assert deadlines.own_deadline(read) == deadlines.own_deadline(response)
