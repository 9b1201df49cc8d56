"""The desk and the accounts, route by route: who is shown what, and that nobody changes what is not theirs.

Every route of the site has a policy: here, or in tests/test_walls.py. The database is looked at from outside.
"""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import URLResolver

from responses.admin.acts import ACTS
from responses.status import Status
from tests import test_walls
from tests.record import snapshot, writing

from .pages import ELSEWHERE, OUTSIDE, ROUTES, SECRETARIAT, STAFF, address
from .payload import everything
from .worlds import AUTHORITY, HIDDEN, PLACES, PUBLISHED, SENT, STANDS, WRITER, build

pytestmark = pytest.mark.django_db

CAST = (*OUTSIDE, *STAFF)
DELEGATES = tuple(person for person in OUTSIDE if person != "anonymous")

NEVER = {
    "an inline script": r"<script(?![^>]*\ssrc=)[^>]*>\s*\S",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "an inline style": r"<style|<[^>]*\sstyle\s*=",
    "an image in the page": r"\bdata:image",
    "a script address": r"javascript:",
}

# --- the routes of signing in, and the pages about one's own account ------------------------------------

EVERYONE_ELSE = dict.fromkeys(CAST, 302)
FOR_STAFF = dict.fromkeys(STAFF, 200) | dict.fromkeys(DELEGATES, 404) | {"anonymous": 302}
PASSWORD_FIRST = dict.fromkeys(STAFF, 302) | dict.fromkeys(DELEGATES, 404) | {"anonymous": 302}
WITHOUT_AN_APP = dict.fromkeys(CAST, 404) | {"anonymous": 302}

ACCOUNTS = {
    "account_login": EVERYONE_ELSE | {"anonymous": 200},
    "account_request_login_code": EVERYONE_ELSE | {"anonymous": 200},
    "account_confirm_login_code": EVERYONE_ELSE,
    "account_staff_login": EVERYONE_ELSE | {"anonymous": 200},
    "account_who": EVERYONE_ELSE,  # a question for shared mailboxes
    "account_logout": dict.fromkeys(CAST, 200) | {"anonymous": 302},
    "account_send_password_link": FOR_STAFF | dict.fromkeys(("newcomer", "reviewer", "publisher"), 403),
    "account_password_link": dict.fromkeys(CAST, 200),  # the link is not valid: the page says so, to anyone
    "account_reauthenticate": FOR_STAFF,
    "mfa_index": FOR_STAFF,
    "mfa_authenticate": EVERYONE_ELSE,
    "mfa_reauthenticate": PASSWORD_FIRST,
    "mfa_activate_totp": PASSWORD_FIRST,
    "mfa_qr_code": WITHOUT_AN_APP,
    "mfa_deactivate_totp": WITHOUT_AN_APP,
    "mfa_view_recovery_codes": WITHOUT_AN_APP,
    "mfa_generate_recovery_codes": PASSWORD_FIRST,
}
"""What a GET answers to whom."""

WRITES = {"account_send_password_link": ("coordinator", "operator")}
"""Who changes something that is not the own browser's affair, by a POST there."""

MOVES_OF = {
    "reviewer": (
        "start_review", "accept", "return", "close_clarification", "open_for_revision", "release", "reopen",
    ),
    "publisher": ("publish", "unpublish"),
    "coordinator": ("extend", "register", "unregister", "withdraw"),
}  # fmt: skip
"""The buttons of a response, by the group whose they are."""

CARRIES_A_RESPONSE = ("index", "responses_response_")
"""Beginnings of the names of those pages of the desk on which it matters where a response is."""

NAMELESS = {r"<path:object_id>/", r"(?P<url>.*)$", "login/"}
"""Addresses of the desk without a name: each leads on to one that has a policy."""


def all_routes(patterns=None, prefix=""):
    """Every route of the site: (its name with its namespace, or None; its pattern)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from all_routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield (prefix + pattern.name if pattern.name else None), str(pattern.pattern)


def test_every_route_of_the_site_has_a_policy():
    named = {name for name, _pattern in all_routes() if name}
    declared = {*test_walls.POLICIES, *ACCOUNTS, *(f"admin:{name}" for name in (*ROUTES, *ELSEWHERE))}
    assert named == declared


def test_what_has_no_name_leads_to_what_has_a_policy(enter, place_in_reading):
    nameless = [pattern.removeprefix("admin/") for name, pattern in all_routes() if name is None]
    assert set(nameless) == NAMELESS
    client = enter("reviewer")
    key = place_in_reading.response.pk
    found = client.get(f"/admin/responses/response/{key}/")
    assert (found.status_code, found.url) == (302, f"/admin/responses/response/{key}/change/")
    assert client.get("/admin/nothing-here/").status_code == 404


def test_every_button_belongs_to_one_group():
    assert sorted(name for names in MOVES_OF.values() for name in names) == sorted(ACTS)


@pytest.fixture
def place_in_reading(response, cast, bring_to, media):
    return build(Status.UNDER_REVIEW, response, cast, bring_to)


def account_address(name, world):
    """The address of a page of the accounts; where somebody is named, it is the reviewer."""
    args = {
        "account_send_password_link": [world.reviewer.public_id],
        "account_password_link": [world.reviewer.public_id, "set-password"],
    }
    return reverse(name, args=args.get(name, []))


def routes_at(place):
    """All pages of the desk while a response is being read; at other places those that carry a response."""
    everywhere = place == Status.UNDER_REVIEW
    return {
        name: route for name, route in ROUTES.items() if everywhere or name.startswith(CARRIES_A_RESPONSE)
    }


def accounts_at(place):
    """The pages of the accounts do not carry a response: one place is enough."""
    return ACCOUNTS if place == Status.UNDER_REVIEW else {}


# --- one safe method ------------------------------------------------------------------------------------


def body_of(page):
    """What came back, as text; files count too."""
    return page.getvalue().decode("utf-8", "replace")


def holders(seen, word):
    """The pages on which a word stands."""
    return {name for name, (_status, text, _headers) in seen.items() if word in text}


KNOWS_THE_WRITER = {"coordinator", "contributor"}
"""Who keeps the list of members, and the person oneself, whose name stands above each page."""
READING = {"admin:responses_response_change", "admin:responses_response_submission"}


def may_read(person, place):
    """On which pages of the desk somebody finds what was submitted."""
    reads = person in {"reviewer", "publisher"} or (person == "coordinator" and place == PUBLISHED)
    return READING if reads and place in STANDS else set()


@pytest.mark.parametrize("place", PLACES)
def test_a_visit_shows_what_is_for_the_visitor_and_changes_nothing(
    enter, response, cast, bring_to, media, operator, newcomer, place
):
    """Everybody opens every page; drafts, replies that were not sent and rescued texts are on none of them."""
    world = build(place, response, cast, bring_to)
    for person in CAST:
        client = enter(person)
        before = snapshot()
        with writing() as written:
            seen = {f"admin:{name}": client.get(address(name, world)) for name in routes_at(place)}
            seen |= {name: client.get(account_address(name, world)) for name in accounts_at(place)}
        seen = {name: (page.status_code, body_of(page), page.headers) for name, page in seen.items()}
        expected = {
            f"admin:{name}": route.expected(person, place) for name, route in routes_at(place).items()
        }
        expected |= {name: policy[person] for name, policy in accounts_at(place).items()}
        differ = {name: found[0] for name, found in seen.items() if found[0] != expected[name]}
        assert (person, differ) == (person, {})
        assert (person, written, snapshot() == before) == (person, [], True)
        assert [(person, word, holders(seen, word)) for word in HIDDEN if holders(seen, word)] == []
        assert (person, holders(seen, SENT)) == (person, may_read(person, place))
        assert (person, holders(seen, AUTHORITY)) == (person, may_read(person, place))
        if person not in KNOWS_THE_WRITER:
            assert (person, holders(seen, WRITER)) == (person, set())
        for name, (_status, text, headers) in seen.items():
            policy = headers["Content-Security-Policy"]
            is_download = headers.get("Content-Disposition", "").startswith("attachment")
            assert ("sandbox; default-src 'none'" if is_download else "default-src 'self'") in policy, name
            if person != "anonymous":
                assert "no-store" in headers["Cache-Control"], (person, name)
            if "html" in headers.get("Content-Type", ""):
                assert [what for what, pattern in NEVER.items() if re.search(pattern, text)] == [], name


@pytest.mark.parametrize("place", PLACES)
def test_no_search_finds_what_belongs_to_the_delegation(enter, response, cast, bring_to, media, place):
    build(place, response, cast, bring_to)
    for person in SECRETARIAT if place == Status.UNDER_REVIEW else SECRETARIAT[:1]:
        client = enter(person)
        for word in (*HIDDEN, WRITER):
            page = client.get("/admin/responses/response/", {"q": word})
            assert (person, word, page.context["cl"].result_count) == (person, word, 0)


# --- one unsafe method ----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_a_post_by_someone_without_the_right_changes_nothing(
    enter, response, cast, bring_to, media, operator, newcomer, place
):
    """Every page and every button, for everybody whose they are not; operators read no draft and make no move."""
    world = build(place, response, cast, bring_to)
    for person in CAST:
        targets = {
            name: address(name, world)
            for name, route in routes_at(place).items() if person not in route.writes
        }  # fmt: skip
        own = MOVES_OF.get(person, ())
        targets |= {
            name: reverse("admin:responses_response_move", args=[response.pk, name])
            for name in ACTS if name not in own
        }  # fmt: skip
        targets |= {
            name: account_address(name, world)
            for name in accounts_at(place)
            if person not in WRITES.get(name, ()) and name != "account_logout"
        }  # fmt: skip
        client = enter(person)
        before = snapshot()
        for name, where in targets.items():
            with writing() as written:
                page = client.post(where, everything(world, name))
            allowed = {200, 302, 403, 404, 405, 409, 422} if person in STAFF or name in ACCOUNTS else {302}
            assert (person, name, written, page.status_code in allowed) == (person, name, [], True)
            if name in ACTS:
                refusal = 302 if person in OUTSIDE else 404 if person in {"newcomer", "operator"} else 403
                assert (person, name, page.status_code) == (person, name, refusal)
        assert (person, snapshot() == before) == (person, True)


FORMS = {name: route.writes for name, route in ROUTES.items() if route.writes}


def test_the_same_post_does_something_for_those_who_may(place_in_reading, operator, newcomer, enter):
    """Otherwise the test above would prove nothing."""
    idle = []
    for name, people in FORMS.items():
        for person in people:
            client = enter(person)
            with writing() as written, transaction.atomic():
                page = client.post(address(name, place_in_reading), everything(place_in_reading, name))
                transaction.set_rollback(True)
            text = body_of(page)
            if not written:
                idle.append((person, name, page.status_code, text))
    assert idle == []


def test_every_form_needs_the_mark_of_its_page(place_in_reading, operator, newcomer, request):
    client = Client(enforce_csrf_checks=True)
    for name, people in FORMS.items():
        for person in people:
            client.force_login(request.getfixturevalue(person))
            with writing() as written:
                page = client.post(address(name, place_in_reading), everything(place_in_reading, name))
            assert (person, name, page.status_code, written) == (person, name, 403, [])
