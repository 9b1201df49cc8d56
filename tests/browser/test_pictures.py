"""The pages that the guides show, played in a browser; `make pictures` takes the pictures anew.

Nothing is compared dot by dot: each page opens, shows what the guide tells of it, and complains of nothing.
"""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from responses.demo import story
from responses.models import Response
from tests.browser.world import told

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
IMAGES = DOCS / "images"
TAKE = os.environ.get("PICTURES") == "yes"
DAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WIDTH, HEIGHT = 1100, 580
HEIGHTS = {"clearances": 880, "register": 672, "register-preview": 900, "submitted": 660}
LARGEST = 120 * 1024
HERE = "/ece-2024-s3/XRU/"


def of(code, page=""):
    """The address of the desk's page of a State's response, or of one of its buttons."""
    key = Response.objects.get(member_state__alpha3=code).pk
    return f"/admin/responses/response/{key}/" + (f"moves/{page}/" if page else "change/")


# --- what is done on the way to a picture -----------------------------------------------------------


def top(page):
    """Look at a page from its top again."""
    page.evaluate("scrollTo(0, 0)")


def tiles(page):
    """Look at nothing but the tiles of the invented States."""
    return page.locator("section", has=page.locator("#invented"))


def ask(page):
    """Write what is asked about question 1."""
    page.get_by_label("1. ").first.check()
    page.locator("#id_request_1").fill(
        "We would be grateful to learn which offices took part, and since when."
    )


def finish(page):
    """Complete what is missing in Ruritania's response, and go on to the declaration."""
    for number in (2, 4):
        page.goto(f"{HERE}questions/{number}/")
        page.get_by_label("Your answer").fill(story.read("XRU")["answers"][str(number)])
        page.get_by_label("Yes, it can be checked and submitted").check()
        page.get_by_role("button", name="Save and go on").click()
        page.get_by_role("heading", level=1).wait_for()
    page.goto(f"{HERE}check/")
    page.get_by_role("link", name="Go on to the declaration").click()
    page.get_by_label("Name of the official").fill("Rudolf Elphberg")
    page.get_by_label("Title").fill("Deputy Minister")
    page.get_by_label("Authority").fill("Ministry of Foreign Affairs")
    page.get_by_label("We confirm").check()
    page.get_by_label("Publish in full").check()
    page.get_by_label("May be attributed to the State by name").check()
    top(page)


def submit(page):
    """Send the declaration that was filled in."""
    finish(page)
    page.get_by_role("button", name="Submit the response").click()


def enter(page):
    """Fill in what a note verbale says."""
    page.get_by_label("Note verbale").check()
    page.get_by_label("Received on").fill("2026-11-20")
    note = {
        "name": "Note verbale 12-2026.pdf",
        "mimeType": "application/pdf",
        "buffer": story.NOTE.read_bytes(),
    }
    page.get_by_label("The document", exact=True).set_input_files(note)
    page.get_by_label("Authority that authorized the text").fill("Ministry of Foreign Affairs")
    page.get_by_label("Office that transmitted it").fill("Permanent Mission in Geneva")
    page.get_by_label("The document says nothing: not published").check()
    page.get_by_label("The document says nothing: not named").check()
    page.get_by_label("Language of the document").select_option("en")
    for number, text in story.read("XRU")["answers"].items():
        page.locator(f"#id_text_{number}").fill(text.replace("Ruritania", "Latveria"))
    top(page)


def look(page):
    """Go on to what will be on record."""
    enter(page)
    page.get_by_role("button", name="See what will be on record").click()


PICTURES = {
    "start": (None, lambda: "/ece-2024-s3/", None, "guiding questions for Member States"),
    "task-list": ("lead", lambda: HERE, None, "Response of Ruritania"),
    "question": ("lead", lambda: f"{HERE}questions/3/", None, "3. "),
    "clearances": ("lead", lambda: f"{HERE}clearances/", None, "Clearances"),
    "check": ("lead", lambda: f"{HERE}check/", None, "Check your answers"),
    "desk": ("reviewer", lambda: "/admin/", tiles, "Session 3"),
    "response": ("reviewer", lambda: of("XGR"), None, "Graustark"),
    "clarification": ("reviewer", lambda: of("XGR", "return"), ask, "Ask for clarification"),
    "register": (
        "coordinator",
        lambda: of("XLA", "register"),
        enter,
        "Register a response received by other means",
    ),
    "register-preview": ("coordinator", lambda: of("XLA", "register"), look, "What will be on record"),
    "declaration": ("lead", lambda: HERE, finish, "Declare and submit"),
    "submitted": ("lead", lambda: HERE, submit, "Response of Ruritania"),
}
"""Name of the picture: whose page it is, where, what is done there, and the heading that stands on it then."""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_that_the_guides_show_opens_as_they_tell(open_page, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(DAY):
        people = told()
        for name, (person, address, act, heading) in PICTURES.items():
            page = open_page(people.get(person), width=WIDTH, height=HEIGHTS.get(name, HEIGHT))
            assert page.goto(address()).status == 200
            seen = (act and act(page)) or page
            page.get_by_role("heading", name=heading).first.wait_for()
            assert (name, page.complaints) == (name, [])
            if TAKE:
                seen.screenshot(path=IMAGES / f"{name}.png")


def test_every_picture_is_there_and_none_is_left_over():
    assert {path.name for path in IMAGES.iterdir()} == {f"{name}.png" for name in PICTURES}


def test_every_picture_is_in_a_guide_and_every_guide_finds_its_pictures():
    pages = [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]
    shown = [
        (page.parent / target).resolve()
        for page in pages
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text("utf-8"))
    ]
    assert set(shown) == {IMAGES / f"{name}.png" for name in PICTURES}


def test_every_picture_is_small_enough_to_be_sent():
    heavy = {path.name: path.stat().st_size for path in IMAGES.iterdir() if path.stat().st_size > LARGEST}
    assert heavy == {}
