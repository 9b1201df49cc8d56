"""Exports from the list of responses: what the list shows, for whom it may be, streamed from the disk."""

import pytest
from django.urls import reverse

from responses.models import Event
from responses.status import Role, Status
from tests import factories
from tests.exports.reading import about, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

EXPORT = reverse("admin:responses_response_export")
CONTACTS = reverse("admin:responses_response_export_contacts")
LIST = reverse("admin:responses_response_changelist")
SHAPES = {
    "reviewer": ["wide", "long", "progress"],
    "publisher": ["wide", "long", "progress"],
    "coordinator": ["progress"],
}


@pytest.fixture
def three(response, bring_to):
    """Responses of three States: in preparation, received, and read completely."""

    def make(alpha3, name, status):
        made = factories.ResponseFactory(
            session=response.session, member_state__alpha3=alpha3, member_state__name_en=name
        )
        return bring_to(made, status, by=factories.member(made, Role.FOCAL_POINT))

    return [
        response,
        make("XBO", "Borduria", Status.SUBMITTED),
        make("XGR", "Grand Fenwick", Status.ACCEPTED),
    ]


@pytest.fixture
def download(client):
    """Sign in, post the form and return the rows of the file."""

    def get(user, query="", shape="progress", format_name="json", address=EXPORT):
        client.force_login(user)
        answer = client.post(f"{address}{query}", {"shape": shape, "format": format_name})
        assert answer.status_code == 200, answer.content
        assert answer.streaming
        return rows_of(format_name, answer.getvalue())

    return get


def codes(rows):
    return [row["code"] for row in rows]


@pytest.mark.parametrize("person", SHAPES)
def test_the_page_offers_what_the_person_may_export(person, client, request, three):
    client.force_login(request.getfixturevalue(person))
    page = client.get(EXPORT)
    assert [radio.data["value"] for radio in page.context["form"]["shape"]] == SHAPES[person]
    assert bool(page.context["contacts_address"]) is (person == "coordinator")
    assert "style=" not in page.content.decode().split("<main", 1)[-1]
    assert not Event.objects.filter(name="export").exists()


def test_the_page_says_how_many_rows_and_with_which_filter(client, reviewer, three):
    client.force_login(reviewer)
    page = client.get(f"{EXPORT}?status=submitted")
    assert dict(page.context["rows"]) == {
        "One row for each State": 1, "One row for each answer": 5, "Progress": 1
    }  # fmt: skip
    assert page.context["filter_words"] == "status: Received"
    assert 'action="?status=submitted"' in page.content.decode()


QUERIES = {
    "everything": ("", ["XBO", "XGR", "XRU"]),
    "a filter": ("?status=accepted", ["XGR"]),
    "a search": ("?q=Borduria", ["XBO"]),
    "a search with a filter": ("?q=Borduria&status=accepted", []),
    "a page and an order, which are no filter": ("?p=1&o=-1", ["XBO", "XGR", "XRU"]),
}


@pytest.mark.parametrize(("query", "expected"), QUERIES.values(), ids=QUERIES)
def test_the_file_holds_what_the_list_shows(query, expected, client, reviewer, three, download):
    assert codes(download(reviewer, query)) == expected
    shown = client.get(f"{LIST}{query}").context["cl"]
    assert sorted(one.member_state.alpha3 for one in shown.result_list) == expected


def test_the_link_on_the_list_carries_the_filter(client, reviewer, three):
    client.force_login(reviewer)
    assert f'href="{EXPORT}?status=accepted"' in client.get(f"{LIST}?status=accepted").content.decode()


def test_selected_responses(client, reviewer, three, download):
    client.force_login(reviewer)
    chosen = [three[0].pk, three[2].pk]
    answer = client.post(f"{LIST}?p=1", {"action": "export_selected", "_selected_action": chosen})
    assert answer.url == f"{EXPORT}?id__in={chosen[0]}%2C{chosen[1]}"
    assert client.get(answer.url).context["filter_words"] == "2 selected responses"
    assert codes(download(reviewer, answer.url.removeprefix(EXPORT))) == ["XGR", "XRU"]


def test_all_across_pages_sends_the_filter_not_the_rows(client, reviewer, three):
    client.force_login(reviewer)
    data = {"action": "export_selected", "_selected_action": [three[1].pk], "select_across": "1"}
    assert client.post(f"{LIST}?status=submitted", data).url == f"{EXPORT}?status=submitted"


def test_the_workbook_says_which_filter_was_set(client, reviewer, three):
    client.force_login(reviewer)
    answer = client.post(f"{EXPORT}?status=submitted&q=Borduria", {"shape": "wide", "format": "xlsx"})
    assert about(answer.getvalue())["Filter"] == "Search: “Borduria”; status: Received"
    assert Event.objects.get(name="export").details["filters"] == ["q", "status"]
    assert answer["Content-Disposition"].startswith('attachment; filename="gcm-ece-2024-s3-responses-wide-')
    assert "no-store" in answer["Cache-Control"]


def test_contacts_have_a_page_of_their_own(client, coordinator, three, focal_point, download):
    rows = download(coordinator, "?status=not_started", shape="contacts", address=CONTACTS)
    assert [(row["name"], row["email"]) for row in rows] == [("Flavia Strelsau", "flavia@example.org")]
    assert client.post(EXPORT, {"shape": "contacts", "format": "json"}).status_code == 422


REFUSED = [
    ("coordinator", EXPORT, "wide", 422),
    ("reviewer", CONTACTS, "contacts", 403),
    ("publisher", CONTACTS, "contacts", 403),
]


@pytest.mark.parametrize(("person", "address", "shape", "status"), REFUSED)
def test_others_exports_are_refused(person, address, shape, status, client, request, three):
    client.force_login(request.getfixturevalue(person))
    answer = client.post(address, {"shape": shape, "format": "json"})
    assert (answer.status_code, "attachment" in answer.get("Content-Disposition", "")) == (status, False)
    assert not Event.objects.filter(name="export").exists()


@pytest.mark.parametrize("person", ["focal_point", "observer", "stranger"])
@pytest.mark.parametrize("address", [EXPORT, CONTACTS])
def test_delegates_do_not_reach_exports(person, address, client, request, three):
    client.force_login(request.getfixturevalue(person))
    for answer in (client.get(address), client.post(address, {"shape": "progress", "format": "json"})):
        assert answer.status_code in {302, 403}
        assert "Borduria" not in answer.content.decode()
    assert not Event.objects.filter(name="export").exists()


def test_a_query_that_the_list_does_not_understand_leads_to_the_list(client, reviewer, three):
    client.force_login(reviewer)
    assert client.post(f"{EXPORT}?id__in=abc", {"shape": "wide", "format": "json"}).url == LIST
