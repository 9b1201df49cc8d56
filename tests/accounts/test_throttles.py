"""Attempts are counted: generously for a conference behind one address, strictly for one account."""

import pytest
import time_machine
from django.core.cache import caches
from django.test import RequestFactory
from django.utils import timezone

from responses.accounts.adapter import AccountAdapter

from .conftest import ASK, PASSWORD, STAFF, is_signed_in, sent

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def statuses(client, times, address, data):
    return [client.post(address, data(number)).status_code for number in range(times)]


def test_sixty_delegates_behind_one_address_sign_in_at_once(client, db):
    asked = statuses(client, 3 * 60, ASK, lambda number: {"email": f"delegate{number % 60}@example.org"})
    assert asked == [302] * 180


@pytest.mark.parametrize("email", ["flavia@example.org", "nobody@example.org"])
def test_one_address_gets_five_codes_in_a_quarter_of_an_hour(client, focal_point, email):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert statuses(client, 6, ASK, lambda _number: {"email": email.title()}) == [302] * 5 + [429]
        assert len(sent()) == (5 if email == focal_point.email else 0)
        clock.shift(15 * 60 + 1)
        assert statuses(client, 1, ASK, lambda _number: {"email": email}) == [302]


def test_too_many_attempts_end_on_a_page_that_says_when_to_come_back(client, db):
    for _attempt in range(6):
        page = client.post(ASK, {"email": "nobody@example.org"})
    assert (page.status_code, page["Retry-After"]) == (429, "900")
    assert "Please try again in 15 minutes." in page.content.decode()


def test_ten_wrong_passwords_close_the_account_for_ten_minutes(client, reviewer):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        wrong = {"login": reviewer.email, "password": "wrong"}
        right = {"login": reviewer.email.upper(), "password": PASSWORD}
        assert statuses(client, 11, STAFF, lambda _number: wrong) == [200] * 10 + [429]
        assert statuses(client, 1, STAFF, lambda _number: right) == [429]
        clock.shift(10 * 60 + 1)
        assert statuses(client, 1, STAFF, lambda _number: right) == [302]
    assert is_signed_in(client)


def test_right_passwords_are_not_counted(client, reviewer):
    for _time in range(12):
        client.post(STAFF, {"login": reviewer.email, "password": PASSWORD})
        assert is_signed_in(client)
        client.post("/account/sign-out/")


def test_counts_are_shared_by_all_workers(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    caches["default"].set("one", 1)
    assert caches.create_connection("default").get("one") == 1


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "own", "expected"),
    [
        (False, "203.0.113.9", "198.51.100.7", "198.51.100.7"),
        (False, None, "198.51.100.7", "198.51.100.7"),
        (True, "203.0.113.9", "127.0.0.1", "203.0.113.9"),
        (True, "192.0.2.1, 203.0.113.9", "127.0.0.1", "203.0.113.9"),
        (True, "203.0.113.9:51234", "127.0.0.1", "203.0.113.9"),
        (True, "2001:db8::1", "127.0.0.1", "2001:db8::1"),
        (True, "nonsense", "127.0.0.1", "127.0.0.1"),
        (True, None, "", "unknown"),
    ],
    ids=[
        "a header that no proxy wrote",
        "no proxy",
        "proxy",
        "what the visitor wrote before the proxy",
        "with a port",
        "IPv6",
        "a proxy that writes nonsense",
        "a socket without a header",
    ],
)
def test_the_address_of_a_visitor(settings, behind_proxy, forwarded, own, expected):
    settings.BEHIND_PROXY = behind_proxy
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().post(ASK, headers=headers, REMOTE_ADDR=own)
    assert AccountAdapter().get_client_ip(request) == expected
