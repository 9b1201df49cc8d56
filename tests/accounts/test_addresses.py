"""Which pages of signing in exist, and where they lead."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from responses.accounts import urls

from .conftest import ASK, CODE, PASSWORD, STAFF, code_in, is_signed_in, sent

pytestmark = pytest.mark.django_db

NAMES = {
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_staff_login",
    "account_who",
    "account_logout",
    "account_send_password_link",
    "account_password_link",
    "account_reauthenticate",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_qr_code",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}
NOT_HERE = (
    "account_signup account_email account_change_password account_set_password account_reset_password "
    "account_confirm_email account_email_verification_sent account_inactive mfa_download_recovery_codes mfa_trust"
).split()
OFF_THE_SITE = [
    "https://elsewhere.example.net/",
    "//elsewhere.example.net/",
    "///elsewhere.example.net/",
    "https:elsewhere.example.net",
    "/\\elsewhere.example.net/",
    "\\\\elsewhere.example.net/",
    "javascript:alert(1)",
    "http://testserver@elsewhere.example.net/",
    " https://elsewhere.example.net/",
]


def test_the_pages_of_signing_in_are_these_and_no_others():
    assert {pattern.name for pattern in urls.urlpatterns} == NAMES


@pytest.mark.parametrize("name", NOT_HERE)
def test_a_page_that_nobody_needs_does_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_there_is_no_second_way_into_django_allauth():
    assert [name for name in get_resolver().reverse_dict if str(name).startswith("socialaccount")] == []


@pytest.mark.parametrize("target", OFF_THE_SITE)
def test_signing_in_never_leads_off_the_site(client, focal_point, reviewer, target):
    client.post(ASK, {"email": focal_point.email, "next": target})
    page = client.post(CODE, {"code": code_in(sent()[0]), "next": target})
    assert (page.url, is_signed_in(client)) == ("/home/", True)
    page = client.post("/account/sign-out/", {"next": target})
    assert (page.url, is_signed_in(client)) == ("/", False)
    page = client.post(STAFF, {"login": reviewer.email, "password": PASSWORD, "next": target})
    assert (page.url, is_signed_in(client)) == ("/home/", True)


def test_where_somebody_wanted_to_go_is_kept_from_page_to_page(client, focal_point):
    wanted = "/ece-2024-s3/XRU/questions/2/"
    page = client.get(wanted, follow=True)
    assert page.content.decode().count(f'name="next" value="{wanted}"') == 1
    page = client.post(ASK, {"email": focal_point.email, "next": wanted}, follow=True)
    assert page.content.decode().count(f'name="next" value="{wanted}"') == 2
    page = client.post(page.redirect_chain[-1][0], {"code": code_in(sent()[0])})
    assert page.url == wanted


def test_signing_out_is_confirmed_and_done_by_post(client, focal_point):
    client.force_login(focal_point)
    page = client.get("/account/sign-out/")
    assert (page.status_code, is_signed_in(client)) == (200, True)
    page = client.post("/account/sign-out/")
    assert (page.url, is_signed_in(client)) == ("/", False)
    assert client.get("/account/sign-out/").url == "/"


@pytest.mark.parametrize("address", [ASK, CODE, STAFF, "/account/sign-out/"])
def test_a_form_without_its_protection_changes_nothing(focal_point, address, client):
    browser = client.__class__(enforce_csrf_checks=True)
    assert browser.post(address, {"email": focal_point.email, "code": "1"}).status_code == 403
    assert sent() == []


@pytest.mark.parametrize("address", [ASK, STAFF, "/account/sign-out/"])
def test_no_page_of_signing_in_is_kept_by_a_cache(client, focal_point, address):
    if "out" in address:
        client.force_login(focal_point)
    assert "no-store" in client.get(address)["Cache-Control"]
