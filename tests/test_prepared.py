"""A query that is put together once gives what the same queryset gives, for every value and in every thread."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from responses.models import Answer
from responses.prepared import Prepared
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def by_address(alpha3, number):
    rows = Answer.objects.order_by("pk").select_related("question", "response__member_state")
    rows = rows.only("text", "question__number", "question__title_en", "response__member_state__alpha3")
    rows = rows.annotate(saved=Count("versions"))
    return rows.filter(response__member_state__alpha3=alpha3, question__number=number)


def values_of(answer):
    state = answer.response.member_state
    return (
        answer.pk,
        answer.text,
        answer.question.number,
        answer.question.title_en,
        state.alpha3,
        answer.saved,
    )


@pytest.fixture
def written(response, other_response, focal_point, stranger):
    factories.write_all(response, focal_point)
    factories.write_all(other_response, stranger, text="Another State's answer to {number}.")


WANTED = [
    ("XRU", 1),
    ("XSY", 1),
    ("XRU", 5),
    ("XRU", 6),
    ("X'; --", 1),
    ("", 1),
    ("XRU", 31_001),
    ("31000", 1),
]


def test_each_value_gives_what_the_queryset_gives(written):
    prepared = Prepared(by_address, str, int)
    found = {wanted: [values_of(row) for row in prepared.rows(*wanted)] for wanted in WANTED}
    assert found == {wanted: [values_of(row) for row in by_address(*wanted)] for wanted in WANTED}
    assert [len(rows) for rows in found.values()] == [1, 1, 1, 0, 0, 0, 0, 0]


def test_rows_come_in_one_query_with_all_that_was_asked_for(written):
    prepared = Prepared(by_address, str, int)
    for number in (1, 2):
        with CaptureQueriesContext(connection) as queries:
            values_of(prepared.rows("XRU", number)[0])
        assert len(queries) == 1


def test_a_column_that_was_left_out_can_be_read_afterwards(written):
    row = Prepared(by_address, str, int).rows("XRU", 2)[0]
    assert (row.language, row.get_deferred_fields() == set()) == ("en", False)


def test_rows_that_were_changed_in_hand_are_read_anew(written):
    prepared = Prepared(by_address, str, int)
    prepared.rows("XRU", 1)[0].text = "Changed in hand"
    assert prepared.rows("XRU", 1)[0].text == "Answer to question 1."


@pytest.mark.parametrize("number", [2**63, -(2**63), 10**40])
def test_no_row_has_a_number_larger_than_a_database_takes(written, number):
    assert Prepared(by_address, str, int).rows("XRU", number) == []


def test_lines_of_values_are_prepared_too(written):
    prepared = Prepared(
        lambda number: (
            Answer.objects.order_by("pk").filter(question__number=number).values_list("text", "version")
        ),
        int,
    )
    assert prepared.rows(1) == [("Answer to question 1.", 1), ("Another State's answer to 1.", 1)]
    assert prepared.rows(6) == []


def test_as_many_values_are_given_as_there_are(written):
    with pytest.raises(ValueError, match="argument"):
        Prepared(by_address, str, int).rows("XRU")


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_the_same_time_get_their_own_rows(written):
    prepared, found = Prepared(by_address, str, int), {}

    def ask(number):
        found[number] = [prepared.rows("XRU", number)[0].text for _turn in range(20)]
        connection.close()

    threads = [Thread(target=ask, args=(number,)) for number in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [f"Answer to question {number}."] * 20 for number in range(1, 6)}
