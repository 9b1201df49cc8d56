"""Delegates sign in with their address and a code; nobody learns who has an account."""

import logging
import re
import time
from datetime import timedelta
from statistics import median

import pytest
import time_machine
from django.core.mail.backends import locmem
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from responses.accounts.forms import WRONG_CODE

from .conftest import ASK, CODE, code_in, is_signed_in, sent

pytestmark = pytest.mark.django_db

SENTENCE = escape(str(WRONG_CODE))
TYPED = {
    "as it stands in the mail": lambda code: code,
    "without hyphens": lambda code: code.replace("-", ""),
    "with spaces": lambda code: f"  {code.replace('-', ' ')} \n",
    "with the spaces and hyphens of word processors": lambda code: code.replace("-", "\u00a0\u2011"),
    "with the words before it": lambda code: f"Code: {code}",
    "in Arabic digits": lambda code: code.translate({48 + n: 0x660 + n for n in range(10)}),
    "in full-width digits": lambda code: code.translate({48 + n: 0xFF10 + n for n in range(10)}),
}
NOT_THE_CODE = {
    "wrong": "000-000-000",
    "empty": "",
    "in letters": "ABCD-EFGH",
    "endless": "1" * 300,
    "NUL": "123\0",
}


def give(client, code, **more):
    return client.post(CODE, {"code": code, "email": "flavia@example.org"} | more)


def says_the_sentence(page):
    """Whether the page is the one that everything wrong with a code leads to, address and button included."""
    shown = page.content.decode()
    return (page.status_code, shown.count(SENTENCE) > 0, shown.count('value="flavia@example.org"')) == (
        200,
        True,
        2,
    )


def test_a_delegate_signs_in_with_the_code_and_finds_the_response(client, focal_point):
    page = client.post(ASK, {"email": "  Flavia@Example.ORG "}, follow=True)
    assert page.redirect_chain == [(CODE, 302)]
    (message,) = sent()
    assert (message.to, message.subject) == (["flavia@example.org"], "Your sign-in code")
    page = client.post(CODE, {"code": code_in(message)}, follow=True)
    assert page.redirect_chain == [("/home/", 302), ("/ece-2024-s3/XRU/", 302)]


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_a_pasted_code_works(client, asked, typed):
    assert give(client, typed(asked)).status_code == 302
    assert is_signed_in(client)


def test_a_code_is_valid_for_thirty_minutes(client, focal_point):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post(ASK, {"email": focal_point.email})
        clock.shift(timedelta(minutes=30))
        give(client, code_in(sent()[0]))
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", NOT_THE_CODE.values(), ids=NOT_THE_CODE)
def test_whatever_is_not_the_code_gets_the_one_sentence(client, asked, typed):
    assert says_the_sentence(give(client, typed))
    assert not is_signed_in(client)


def test_an_expired_code_gets_the_one_sentence(client, focal_point):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post(ASK, {"email": focal_point.email})
        clock.shift(timedelta(minutes=30, seconds=1))
        assert says_the_sentence(give(client, code_in(sent()[0])))
    assert not is_signed_in(client)


def test_a_used_code_gets_the_one_sentence(client, asked):
    give(client, asked)
    client.post("/account/sign-out/")
    assert says_the_sentence(give(client, asked))
    assert not is_signed_in(client)


def test_a_code_from_another_browser_gets_the_one_sentence(asked):
    elsewhere = Client()
    assert says_the_sentence(give(elsewhere, asked))
    assert not is_signed_in(elsewhere)


def test_a_code_dies_after_five_wrong_attempts_and_the_page_says_nothing_else(client, asked):
    pages = [give(client, "000-000-000") for _attempt in range(5)]
    pages.append(give(client, asked))
    assert [says_the_sentence(page) for page in pages] == [True] * 6
    assert not is_signed_in(client)


@pytest.mark.parametrize("attempts", [0, 1, 5], ids=["unused", "tried once", "dead"])
def test_a_new_code_is_sent_to_the_same_address_and_replaces_the_old_one(client, asked, attempts):
    for _attempt in range(attempts):
        give(client, "000-000-000")
    page = client.post(ASK, {"email": "flavia@example.org"}, follow=True)
    assert page.redirect_chain == [(CODE, 302)]
    old, new = sent()
    assert new.to == old.to
    assert says_the_sentence(give(client, asked))
    give(client, code_in(new))
    assert is_signed_in(client)


def test_somebody_who_mistyped_the_address_can_give_another(client, focal_point):
    client.post(ASK, {"email": "flavius@example.org"})
    assert client.get(ASK).status_code == 200
    client.post(ASK, {"email": focal_point.email})
    client.post(CODE, {"code": code_in(sent()[0])})
    assert is_signed_in(client)


def test_the_page_of_the_code_leads_back_when_nothing_was_asked_for(client, db):
    assert client.get(f"{CODE}?next=/home/").url == f"{ASK}?next=%2Fhome%2F"


# --- who is told what ---------------------------------------------------------------------------


@pytest.fixture
def addresses(focal_point, contributor, reviewer):
    """One address of each kind; a code is sent to the first only."""
    contributor.is_active = False
    contributor.save()
    return {
        "delegate": focal_point.email,
        "closed account": contributor.email,
        "staff": reviewer.email,
        "unknown": "nobody@example.org",
    }


def blank(page, address):
    """What a page shows, without what differs by chance."""
    shown = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", page.content.decode())
    return page.status_code, page.redirect_chain, shown.replace(address, "ADDRESS")


def test_every_address_gets_the_same_pages_and_only_the_delegate_gets_mail(addresses):
    asked, answered, received = set(), set(), []
    for kind, address in addresses.items():
        browser = Client()
        asked.add(str(blank(browser.post(ASK, {"email": address}, follow=True), address)))
        answered.add(str(blank(browser.post(CODE, {"code": "000-000-000"}, follow=True), address)))
        received += [kind] * len(sent())
        sent().clear()
    assert (len(asked), len(answered), received) == (1, 1, ["delegate"])


class Slow(locmem.EmailBackend):
    """A mail server that takes its time."""

    def send_messages(self, messages):
        time.sleep(2)
        return super().send_messages(messages)


class Away(locmem.EmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("code 123-456-789")


def seconds_of(email):
    began = time.perf_counter()
    Client().post(ASK, {"email": email})
    return time.perf_counter() - began


def test_a_slow_mail_server_does_not_tell_who_has_an_account(settings, addresses):
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    known = median(seconds_of(addresses["delegate"]) for _time in range(3))
    unknown = median(seconds_of(addresses["unknown"]) for _time in range(3))
    assert abs(known - unknown) < 1
    assert len(sent()) == 3


def test_a_mail_server_that_is_away_does_not_tell_either_and_the_log_holds_no_code(
    settings, addresses, caplog
):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    with caplog.at_level(logging.DEBUG):
        pages = {
            str(blank(Client().post(ASK, {"email": address}, follow=True), address))
            for address in (addresses["delegate"], addresses["unknown"])
        }
        sent()
    assert len(pages) == 1
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said == ["A sign-in code could not be sent: ConnectionRefusedError"]


def test_no_log_holds_the_code(client, focal_point, caplog):
    with caplog.at_level(logging.DEBUG):
        client.post(ASK, {"email": focal_point.email})
        code = code_in(sent()[0])
        give(client, "000-000-000")
        give(client, code)
    assert is_signed_in(client)
    assert (code in caplog.text, code.replace("-", "") in caplog.text) == (False, False)


# --- what changed meanwhile ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"is_staff": True}, {"email": "flavia@ministry.example.org"}],
    ids=["account closed", "now staff", "new address"],
)
def test_a_code_is_for_whom_it_was_sent_to(client, asked, focal_point, change):
    for name, value in change.items():
        setattr(focal_point, name, value)
    focal_point.save()
    assert says_the_sentence(give(client, asked))
    assert not is_signed_in(client)


def test_closing_an_account_ends_its_sessions(client, asked, focal_point):
    give(client, asked)
    assert client.get("/ece-2024-s3/XRU/").status_code == 200
    focal_point.is_active = False
    focal_point.save()
    assert client.get("/ece-2024-s3/XRU/").url == f"{ASK}?next=/ece-2024-s3/XRU/"


def test_a_session_ends_after_twelve_hours(client, asked):
    give(client, asked)
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (12 * 60 * 60, True, "Lax")
