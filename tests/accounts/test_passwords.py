"""Staff set their password with a link that a coordinator has sent to them."""

import re

import pytest
import time_machine
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.utils import timezone

from responses.models import Event
from tests import factories

from .conftest import PASSWORD, STAFF, is_signed_in

pytestmark = pytest.mark.django_db

NEW = "an entirely new sentence"


def send_address(person):
    return f"/account/password/{person.public_id}/send/"


def link_in(message):
    return re.search(r"https://review\.example\.org(/account/password/\S+/)", message.body)[1]


@pytest.fixture
def elsewhere(client, reviewer):
    """Another browser, in which the reviewer is signed in."""
    browser = client.__class__()
    browser.force_login(reviewer)
    return browser


@pytest.fixture
def link(client, coordinator, reviewer, elsewhere):
    """The link that the coordinator has sent to the reviewer."""
    client.force_login(coordinator)
    client.post(send_address(reviewer))
    client.logout()
    return link_in(mail.outbox[0])


def is_known(browser):
    """Whether the site still knows who sits at this browser."""
    return browser.get("/account/second-factor/").status_code == 200


def set_password(client, link, password=NEW):
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    return client.post(address, {"new_password1": password, "new_password2": password})


def test_a_coordinator_has_a_link_sent_and_it_is_on_record(client, coordinator, reviewer):
    client.force_login(coordinator)
    assert client.get(send_address(reviewer)).status_code == 200
    assert mail.outbox == []
    assert client.post(send_address(reviewer)).url == "/admin/"
    (message,) = mail.outbox
    assert (message.to, message.subject) == (
        [reviewer.email],
        "Set your password for the GCM Regional Review",
    )
    event = Event.objects.get(name="send_password_link")
    assert (event.by, event.role, event.details) == (
        coordinator,
        "coordinator",
        {"person": str(reviewer.public_id)},
    )


def test_the_link_sets_the_password_once_and_ends_all_sessions(client, link, reviewer, elsewhere):
    assert is_known(elsewhere)
    assert set_password(client, link).url == STAFF
    assert [is_known(elsewhere), is_known(client)] == [False, False]
    client.post(STAFF, {"login": reviewer.email, "password": NEW})
    assert is_signed_in(client)
    page = client.__class__().get(link)
    assert (page.status_code, page.context["validlink"]) == (200, False)


def test_the_address_of_the_form_does_not_hold_the_secret_of_the_link(client, link):
    assert client.get(link).url.endswith("/set-password/")


def test_a_weak_password_is_not_set(client, link, reviewer):
    page = set_password(client, link, "reviewer")
    assert page.status_code == 200
    reviewer.refresh_from_db()
    assert reviewer.check_password(PASSWORD)


def test_the_link_is_valid_for_three_days(client, link):
    with time_machine.travel(timezone.now() + timezone.timedelta(days=3, minutes=1)):
        assert client.get(link).context["validlink"] is False


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_staff": False}], ids=["closed", "not staff any more"]
)
def test_the_link_is_for_staff_only(client, link, reviewer, change):
    type(reviewer).objects.filter(pk=reviewer.pk).update(**change)
    assert client.get(link).context["validlink"] is False


def test_a_delegate_sets_no_password_even_with_a_valid_mark(client, focal_point):
    mark = default_token_generator.make_token(focal_point)
    page = client.get(f"/account/password/{focal_point.public_id}/{mark}/")
    assert page.context["validlink"] is False


def test_delegates_get_no_link(client, coordinator, focal_point):
    client.force_login(coordinator)
    assert client.post(send_address(focal_point)).status_code == 404
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("part", "status"),
    [("reviewer", 403), ("publisher", 403), ("focal_point", 404), (None, 302)],
    ids=["reviewer", "publisher", "delegate", "nobody"],
)
def test_only_coordinators_have_links_sent(client, request, coordinator, part, status):
    if part:
        client.force_login(request.getfixturevalue(part))
    assert client.post(send_address(coordinator)).status_code == status
    assert mail.outbox == []


def test_operators_get_links_from_operators_only(client, coordinator):
    operator = factories.UserFactory(is_staff=True, is_superuser=True)
    client.force_login(coordinator)
    assert client.post(send_address(operator)).status_code == 403
    client.force_login(operator)
    assert client.post(send_address(operator)).status_code == 302
    assert [message.to for message in mail.outbox] == [[operator.email]]
