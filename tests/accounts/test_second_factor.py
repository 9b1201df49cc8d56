"""Staff can protect their account with an app; delegates have no such pages."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from .conftest import PASSWORD, STAFF, code_of_app, is_signed_in

pytestmark = pytest.mark.django_db

INDEX = "/account/second-factor/"
ACTIVATE, PICTURE = f"{INDEX}activate/", f"{INDEX}activate/qr.svg"
CODES, NEW_CODES = f"{INDEX}recovery-codes/", f"{INDEX}recovery-codes/new/"
DEACTIVATE = f"{INDEX}deactivate/"
KEY = "JBSWY3DPEHPK3PXP"


def sign_in(client, **more):
    return client.post(STAFF, {"login": "reviewer@example.org", "password": PASSWORD} | more)


def confirm_password(client, following):
    """Open a page that asks for the password first, and give it."""
    page = client.get(following)
    assert page.url == f"/account/password/again/?next={following.replace('/', '%2F')}"
    assert client.get(page.url).status_code == 200
    return client.post(page.url, {"password": PASSWORD}, follow=True)


@pytest.fixture
def with_app(reviewer):
    """The reviewer's account, with an app that knows the key."""
    Authenticator.objects.create(user=reviewer, type=Authenticator.Type.TOTP, data={"secret": KEY})
    return reviewer


def test_staff_set_up_a_second_factor_with_a_picture_from_this_site(client, reviewer):
    sign_in(client)
    assert client.get(PICTURE).status_code == 404
    page = confirm_password(client, ACTIVATE)
    secret, shown = page.context["form"].secret, page.content.decode()
    assert (shown.count(f'src="{PICTURE}"'), shown.count(secret), shown.count("data:")) == (1, 1, 0)
    picture = client.get(PICTURE)
    assert (picture["Content-Type"], picture.content[:5]) == ("image/svg+xml", b"<?xml")
    page = client.post(ACTIVATE, {"code": "000000"})
    assert (page.status_code, Authenticator.objects.count()) == (200, 0)
    page = client.post(ACTIVATE, {"code": code_of_app(secret)}, follow=True)
    assert [url for url, _status in page.redirect_chain] == [CODES]
    assert (len(page.context["unused_codes"]), client.get(PICTURE).status_code) == (10, 404)


def test_signing_in_then_takes_the_code_of_the_app(client, with_app):
    page = sign_in(client, next="/admin/responses/")
    assert page.url == f"{INDEX}code/"
    assert not is_signed_in(client)
    page = client.post(page.url, {"code": "000000"})
    assert (page.status_code, is_signed_in(client)) == (200, False)
    page = client.post(f"{INDEX}code/", {"code": code_of_app(KEY)})
    assert (page.url, is_signed_in(client)) == ("/admin/responses/", True)


def test_a_code_of_the_app_works_once(client, with_app):
    with time_machine.travel(timezone.now(), tick=False):
        code = code_of_app(KEY)
        for expected in (True, False):
            sign_in(client)
            client.post(f"{INDEX}code/", {"code": code})
            assert is_signed_in(client) == expected
            client.post("/account/sign-out/")


def test_the_password_alone_opens_nothing_and_can_be_left(client, with_app):
    sign_in(client)
    assert client.get(INDEX).url == f"{STAFF}?next={INDEX}"
    assert client.post("/account/sign-out/").url == "/"
    assert client.get(f"{INDEX}code/").url == "/account/sign-in/"


def test_a_recovery_code_works_once_and_new_ones_replace_it(client, with_app):
    sign_in(client)
    client.post(f"{INDEX}code/", {"code": code_of_app(KEY)})
    assert client.get(NEW_CODES).url.startswith("/account/password/again/")
    confirm_password(client, NEW_CODES)
    old = client.post(NEW_CODES, follow=True).context["unused_codes"]
    new = client.post(NEW_CODES, follow=True).context["unused_codes"]
    assert (len(new), set(old) & set(new)) == (10, set())
    for code, expected in ((old[0], False), (new[0], True), (new[0], False)):
        client.post("/account/sign-out/")
        sign_in(client)
        client.post(f"{INDEX}code/", {"code": code})
        assert is_signed_in(client) == expected


def test_the_second_factor_can_be_deactivated_after_the_password(client, with_app):
    sign_in(client)
    client.post(f"{INDEX}code/", {"code": code_of_app(KEY)})
    page = confirm_password(client, DEACTIVATE)
    assert (page.status_code, Authenticator.objects.count()) == (200, 1)
    page = client.post(DEACTIVATE, follow=True)
    assert ([url for url, _status in page.redirect_chain], Authenticator.objects.count()) == ([INDEX], 0)


@pytest.mark.parametrize(
    "address", [INDEX, ACTIVATE, PICTURE, CODES, NEW_CODES, DEACTIVATE, f"{INDEX}again/"]
)
def test_for_delegates_there_is_nothing_at_these_addresses(client, focal_point, address):
    client.force_login(focal_point)
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def test_the_password_or_the_app_is_asked_for_again(client, with_app):
    client.force_login(with_app)
    page = client.get(CODES)  # no codes yet: nothing to protect
    assert page.status_code == 404
    again = f"{INDEX}again/?next={DEACTIVATE}"
    assert client.get(again).status_code == 200
    assert client.post(again, {"code": code_of_app(KEY)}).url == DEACTIVATE
    assert client.get(DEACTIVATE).status_code == 200


def test_an_operator_lets_somebody_in_who_has_lost_phone_and_codes(client, with_app, capsys):
    call_command("remove_second_factor", "Reviewer@Example.org")
    assert capsys.readouterr().out.startswith("Reviewer@Example.org signs in with the password alone")
    sign_in(client)
    assert is_signed_in(client)
    with pytest.raises(CommandError, match="no second factor"):
        call_command("remove_second_factor", with_app.email)
