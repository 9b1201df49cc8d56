"""Staff sign in with a password, through one door, and nobody else does."""

import pytest
from django.utils.html import escape

from tests import factories

from .conftest import PASSWORD, STAFF, is_signed_in

pytestmark = pytest.mark.django_db

SENTENCE = escape("This address and this password do not belong together.")


@pytest.fixture
def people(reviewer, focal_point):
    """A delegate who once had a password, and a closed account of staff, besides the usual cast."""
    factories.UserFactory(email="former@example.org", password=PASSWORD)
    factories.staff("reviewer", email="closed@example.org", is_active=False)


@pytest.mark.parametrize("email", ["reviewer@example.org", "  Reviewer@Example.ORG "])
def test_staff_sign_in_with_the_password_and_find_the_desk(client, people, email):
    page = client.post(STAFF, {"login": email, "password": PASSWORD})
    assert (page.url, client.get(page.url).url) == ("/home/", "/admin/")
    assert client.session.get_expiry_age() == 12 * 60 * 60


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("reviewer@example.org", "wrong"),
        ("flavia@example.org", PASSWORD),
        ("former@example.org", PASSWORD),
        ("closed@example.org", PASSWORD),
        ("nobody@example.org", PASSWORD),
    ],
    ids=["wrong password", "delegate", "delegate with a password", "closed account", "unknown address"],
)
def test_everyone_else_gets_one_sentence(client, people, email, password):
    page = client.post(STAFF, {"login": email, "password": password})
    shown = page.content.decode()
    assert (page.status_code, shown.count(SENTENCE), password in shown) == (200, 1, False)
    assert not is_signed_in(client)


def test_the_first_page_leads_to_the_page_for_staff_and_keeps_where_to_go(client, db):
    shown = client.get("/account/sign-in/?next=/admin/responses/").content.decode()
    assert shown.count(f'href="{STAFF}?next=%2Fadmin%2Fresponses%2F"') == 1


def test_the_door_of_the_desk_is_the_same_door(client, reviewer):
    door = client.get("/admin/").url
    assert door == "/admin/login/?next=/admin/"
    page = client.get(door, follow=True)
    assert page.redirect_chain == [(f"{STAFF}?next=%2Fadmin%2F", 302)]
    page = client.post(f"{STAFF}?next=%2Fadmin%2F", {"login": reviewer.email, "password": PASSWORD})
    assert page.url == "/admin/"
    assert client.get(door).url == "/admin/"


def test_a_delegate_at_the_door_of_the_desk_is_told(client, focal_point):
    client.force_login(focal_point)
    page = client.get("/admin/login/?next=/admin/")
    assert (page.status_code, "that of a delegation" in page.content.decode()) == (403, True)


def test_whoever_is_signed_in_does_not_sign_in_again(client, reviewer):
    client.force_login(reviewer)
    assert [
        client.get(address).url for address in (STAFF, "/account/sign-in/", "/account/sign-in/code/")
    ] == ["/home/"] * 3
