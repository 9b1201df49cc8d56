"""The main navigation: a delegation finds its places on each of its pages; nobody else is shown them."""

import re

import pytest

from responses.rules import publishing
from responses.status import Status

pytestmark = pytest.mark.django_db
HERE = "/ece-2024-s3/XRU/"
LINK = re.compile(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>(.*?)</a>')
PLACES = {"Response": HERE, "Colleagues": f"{HERE}delegation/", "Work in Word": f"{HERE}word/"}

WHERE = {
    "": ("Response", "page"),
    "check/": ("Response", "true"),
    "annexes/": ("Response", "true"),
    "clearances/": ("Response", "true"),
    "questions/2/": ("Response", "true"),
    "questions/2/assign/": ("Response", "true"),
    "questions/2/notes/": ("Response", "true"),
    "questions/2/versions/": ("Response", "true"),
    "delegation/": ("Colleagues", "page"),
    "word/": ("Work in Word", "page"),
}
OF_FOCAL_POINTS = {
    "delegation/invite/": ("Colleagues", "true"),
    "delegation/{person}/": ("Colleagues", "true"),
    "delegation/{person}/end/": ("Colleagues", "true"),
    "delegation/{person}/hand-over/": ("Colleagues", "true"),
    "ready/": ("Response", "true"),
}


def navigation(page):
    """The links of the main navigation: words, address and whether this is the place; and all that it says."""
    part = page.content.decode().partition('<nav aria-label="Main">')[2].partition("</nav>")[0]
    links = {words: (address, current) for address, current, words in LINK.findall(part)}
    return links, " ".join(re.sub("<[^>]*>", " ", part).split())


def places(page):
    """The addresses of the places, and which of them this is."""
    links, _words = navigation(page)
    ways = {words: address for words, (address, _current) in links.items() if words in PLACES}
    return ways, [(words, current) for words, (_address, current) in links.items() if current]


@pytest.mark.parametrize("address", WHERE)
@pytest.mark.parametrize("cast", ["focal_point", "contributor", "observer", "limited"])
def test_each_page_of_a_delegation_says_where_it_is(client, request, response, cast, address):
    client.force_login(request.getfixturevalue(cast))
    page = client.get(f"{HERE}{address}")
    assert page.status_code == 200
    assert places(page) == (PLACES, [WHERE[address]])


@pytest.mark.parametrize("address", OF_FOCAL_POINTS)
def test_the_pages_of_focal_points_too(client, focal_point, address):
    client.force_login(focal_point)
    page = client.get(HERE + address.format(person=focal_point.public_id))
    assert page.status_code == 200
    assert places(page) == (PLACES, [OF_FOCAL_POINTS[address]])


def test_every_place_opens_for_a_member_who_reads_one_question_alone(client, limited):
    client.force_login(limited)
    assert {client.get(address).status_code for address in PLACES.values()} == {200}


def test_what_was_submitted_is_a_page_of_the_response_for_its_delegation_alone(
    client, response, focal_point, publisher, stranger, bring_to
):
    bring_to(response, Status.ACCEPTED)
    publishing.publish(response, by=publisher)
    address = response.standing_submission.get_absolute_url()
    client.force_login(focal_point)
    assert places(client.get(address)) == (PLACES, [("Response", "true")])
    client.force_login(stranger)
    assert places(client.get(address)) == ({"Response": "/home/"}, [])
    client.logout()
    assert navigation(client.get(address)) == ({"Sign in": ("/account/sign-in/", "")}, "Sign in")


@pytest.mark.parametrize(
    "address", ["/ece-2024-s3/", "/privacy/", "/home/", "/account/sign-out/", "/nowhere/"]
)
def test_elsewhere_there_is_the_way_to_ones_own_pages(client, stranger, other_response, address):
    stranger.memberships.all().delete()
    client.force_login(stranger)
    links, words = navigation(client.get(address))
    assert links == {"Response": ("/home/", ""), "Sign out": ("/account/sign-out/", "")}
    assert words == "Response Ottokar Sign out"


def test_the_name_leads_to_ones_responses_and_only_signing_out_signs_out(client, focal_point):
    client.force_login(focal_point)
    links, words = navigation(client.get(HERE))
    name = '<span class="visually-hidden">Your responses: </span>Flavia Strelsau'
    assert links[name] == ("/home/", "")
    assert links["Sign out"] == ("/account/sign-out/", "")
    assert words == "Response Colleagues Work in Word Your responses: Flavia Strelsau Sign out"


def test_the_secretariat_is_shown_the_way_to_its_desk_alone(client, reviewer, response, bring_to):
    bring_to(response, Status.UNDER_REVIEW)
    client.force_login(reviewer)
    _links, words = navigation(client.get(response.standing_submission.get_absolute_url()))
    assert words == "Secretariat’s desk Rosa Keller Sign out"
