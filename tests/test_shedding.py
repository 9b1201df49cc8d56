"""A save that waited too long in the queue is asked to come again, before any work; everything else waits its turn."""

import pytest
from django.core import mail
from django.db import DatabaseError

from gcmreview.shedding import LONGEST_WAIT, WAITED
from responses.delegation.saving import COME_BACK_AFTER
from responses.models import AnswerVersion

PAGE = "/ece-2024-s3/XRU/questions/2/"
TOO_LONG, IN_TIME = LONGEST_WAIT + 0.1, LONGEST_WAIT - 0.1
TEXT = {"text": "One sentence.", "language": "en", "base": 0, "key": "k", "page": "p"}


@pytest.fixture
def writer(client, focal_point):
    """A signed-in writer; what goes wrong in a view is answered as in production."""
    client.force_login(focal_point)
    client.raise_request_exception = False
    return client


# what is asked for, after how many seconds, with which headers; the reply, and how many versions there are then
WAITS = [
    ("post", f"{PAGE}save/", {WAITED: IN_TIME}, 200, 1),
    ("post", f"{PAGE}save/", {WAITED: TOO_LONG}, 503, 0),
    ("post", f"{PAGE}save/", {}, 200, 1),
    ("post", f"{PAGE}here/", {WAITED: TOO_LONG}, 503, 0),
    ("post", PAGE, {WAITED: 10 * TOO_LONG}, 302, 1),
    ("get", PAGE, {WAITED: 10 * TOO_LONG}, 200, 0),
    ("get", "/no/such/page/", {WAITED: 10 * TOO_LONG}, 404, 0),
    ("post", f"{PAGE}save/", {"headers": {WAITED: str(10 * TOO_LONG)}}, 200, 1),
]


@pytest.mark.parametrize(("method", "address", "told", "status", "versions"), WAITS)
def test_who_waits_and_who_is_asked_to_come_again(writer, method, address, told, status, versions):
    """Only what a page sends again by itself is shed; what a visitor claims about the wait counts for nothing."""
    reply = getattr(writer, method)(address, TEXT | {"completeness": "not_yet"}, **told)
    assert (reply.status_code, AnswerVersion.objects.count()) == (status, versions)


def test_the_reply_says_when_to_come_again_and_costs_no_query(writer, django_assert_num_queries):
    with django_assert_num_queries(0):
        reply = writer.post(f"{PAGE}save/", TEXT, **{WAITED: TOO_LONG})
    assert (reply.json(), reply["Retry-After"]) == ({"outcome": "unavailable"}, str(COME_BACK_AFTER))
    assert "no-store" in reply["Cache-Control"]


def broken(get_response):
    """A middleware that fails after the view, as the sign-in's does when the database goes away in between."""

    def middleware(request):
        get_response(request)
        raise DatabaseError("server closed the connection unexpectedly")

    return middleware


@pytest.fixture
def operators(settings):
    """Operators who are told of server errors."""
    settings.ADMINS = [("Operator", "operator@example.org")]


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [(f"{PAGE}save/", 503, "application/json"), (f"{PAGE}versions/", 500, "text/html; charset=utf-8")],
)
def test_an_error_of_the_server_is_told_to_a_save_in_its_own_words(
    writer, settings, operators, address, status, kind
):
    """The operators hear of the error itself, as always."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.broken"]
    reply = writer.post(address, TEXT)
    assert (reply.status_code, reply["Content-Type"], len(mail.outbox)) == (status, kind, 1)


def test_operators_get_no_letter_for_each_save_that_is_shed(writer, operators, caplog):
    """There would be hundreds, when mail helps least; the log has a line."""
    writer.post(f"{PAGE}save/", TEXT, **{WAITED: TOO_LONG})
    logged = [(record.levelname, record.status_code) for record in caplog.records]
    assert (mail.outbox, logged) == ([], [("WARNING", 503)])
