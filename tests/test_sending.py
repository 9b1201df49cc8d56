"""What goes over the line: few requests, compressed, and nothing compressed from which drafts could be guessed."""

import gzip
import html
import re

import pytest
from django.conf import settings
from django.urls import reverse

from responses.status import Status
from tests import factories
from tests.bench import cold_load
from tests.bench.pages import OURS, PROSE
from tests.test_walls import shown_by, there

pytestmark = pytest.mark.django_db
HERE = "/ece-2024-s3/XRU/"
READS_GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.django_db(transaction=True)
def test_a_cold_load_of_the_question_page_stays_light_and_the_rest_comes_once(response, focal_point):
    factories.write_all(response, focal_point, text=PROSE)
    fetched = cold_load.load_question_page(focal_point)
    assert PROSE in html.unescape(cold_load.text_of(fetched[OURS]))
    assert len(fetched) <= cold_load.LIMITS["cold_load_requests"]
    assert sum(one.size for one in fetched.values()) <= cold_load.LIMITS["cold_load_kb"] * 1000
    headers = {address: one.response.headers for address, one in fetched.items()}
    assert {one["Content-Type"].partition(";")[0] for one in headers.values()} == {
        "text/html", "text/css", "text/javascript", "image/svg+xml"
    }  # fmt: skip
    # A browser asks for the page each time, and for nothing else again until that changes.
    assert {address: one["Cache-Control"] for address, one in headers.items()} == {
        address: "no-store, private" if address == OURS else "max-age=315360000, public, immutable"
        for address in fetched
    }


# --- compressed pages -------------------------------------------------------------------------

DESK = [reverse("admin:index"), reverse("admin:responses_response_changelist") + "?q=Ruritania"]
PAGES = ["", "questions/1/", "questions/1/versions/", "check/"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_delegation_are_compressed(client, response, focal_point, page):
    client.force_login(focal_point)
    packed = client.get(HERE + page, headers=READS_GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"].split(", ").count("Accept-Encoding") == 1
    assert b"Ruritania" in gzip.decompress(packed.content)
    assert "Content-Encoding" not in client.get(HERE + page)


@pytest.mark.parametrize("page", DESK)
def test_pages_of_the_desk_are_not(client, response, reviewer, page):
    client.force_login(reviewer)
    shown = client.get(page, headers=READS_GZIP)
    assert shown.status_code == 200
    assert "Content-Encoding" not in shown


def test_downloads_are_left_as_they_are(client, response, reviewer):
    client.force_login(reviewer)
    address = reverse("admin:responses_response_export")
    file = client.post(address, {"shape": "progress", "format": "xlsx"}, headers=READS_GZIP)
    assert file.streaming
    assert "Content-Encoding" not in file
    assert file.getvalue()[:2] == b"PK"


@pytest.mark.parametrize("status", [Status.DRAFTING, Status.RETURNED])
def test_no_compressed_page_repeats_what_stands_in_its_address(
    client, response, focal_point, bring_to, status
):
    """Otherwise somebody could lead a browser to such a page, and guess its words by how well it compresses."""
    bring_to(response, status)
    client.force_login(focal_point)
    for name, address in there(response).items():
        page = client.get(f"{address}?q=CANARY&next=/CANARY/&text=CANARY&CANARY=1")
        assert "CANARY" not in shown_by(page), name
        assert "CANARY" not in page.get("Location", ""), name


# --- parts that are rendered once -------------------------------------------------------------

TEMPLATES = settings.BASE_DIR / "templates"
PAGES_OF_THE_HOUSE = "".join(page.read_text("utf-8") for page in TEMPLATES.rglob("*.html"))
PARTS = sorted(set(re.findall(r'same_for_everyone "(.+?)"', PAGES_OF_THE_HOUSE)))


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_is_the_same_for_everyone_names_nobody_and_no_file(name):
    """It holds fixed sentences and addresses: nothing that somebody's page gives it, and no static file's address."""
    text = (TEMPLATES / name).read_text("utf-8")
    assert "{{" not in text
    assert set(re.findall(r"{% (\w+)", text)) <= {"load", "translate", "url"}
    assert set(re.findall(r"{% url '\w+'(.*?) %}", text)) <= {""}
