"""Clearances in a real browser: asked for, given in another one, outdated by a change; narrow, dark, on paper."""

import pytest
from django.core import mail

from responses.models import Clearance, Letter
from responses.rules import clearing
from tests import clearances, factories
from tests.browser.barriers import has_no_barrier
from tests.clearances import ask, code_in_mail, record, token_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/ece-2024-s3/XRU/"
LIST = f"{HERE}clearances/"


def link_sent():
    """The address in the newest letter to an official."""
    return f"/clearance/{token_in(Letter.objects.filter(kind='clearance_requested').first())}/"


@pytest.mark.parametrize("javascript", [True, False])
def test_an_official_clears_a_text_which_is_then_changed(open_page, response, focal_point, javascript):
    factories.write_all(response, focal_point)
    page = open_page(focal_point, javascript=javascript)
    page.goto(f"{HERE}questions/1/")
    page.get_by_role("link", name="Ask an official to clear it").click()
    assert page.get_by_label("1. Title 1").is_checked()
    page.get_by_role("button", name="Send the personal link").click()
    page.get_by_role("alert").get_by_role("link", name="Name of the official").click()
    page.keyboard.type("Rupert Rassendyll")
    page.get_by_label("Title", exact=False).last.fill("Director General")
    page.get_by_label("Ministry or authority").fill("Ministry of Labour")
    page.get_by_label("E-mail address of the official").fill("rupert@labour.example")
    page.get_by_role("button", name="Send the personal link").click()
    page.get_by_text("A personal link is on its way to Rupert Rassendyll.").wait_for()

    official = open_page(javascript=javascript)
    official.goto(link_sent())
    mail.outbox.clear()
    official.get_by_role("button", name="Send me the code").click()
    official.get_by_label("Code").fill(code_in_mail())
    official.get_by_role("button", name="Read the text").click()
    official.get_by_text("Answer to question 1.").wait_for()
    assert official.get_by_text("Answer to question 2.").count() == 0
    official.get_by_label("Cleared", exact=True).check()
    official.get_by_role("button", name="Record my decision").click()
    official.get_by_role("heading", name="Your decision is recorded").wait_for()
    official.go_back()
    assert official.get_by_text("Answer to question 1.").count() == 0

    page.goto(f"{HERE}questions/1/")
    page.get_by_text("Cleared by Ministry of Labour").wait_for()
    page.get_by_label("Your answer").fill("Answer to question 1, changed.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Text changed since clearance").wait_for()
    page.get_by_role("link", name="See the difference").click()
    page.get_by_role("heading", name="From version 1 to version 2").wait_for()
    assert page.locator("ins").count() == 1
    for words, leads_to in (
        ("Text changed since clearance", "versions/compare/?from=1&to=2"),
        ("Cleared by", ""),
    ):
        page.goto(HERE)
        page.get_by_text(words).click(position={"x": 5, "y": 5}, force=True)
        page.wait_for_url(f"**{HERE}questions/1/{leads_to}")
    assert Clearance.objects.get().texts.get().version == 1
    assert official.complaints == []


@pytest.fixture
def pages(response, focal_point, media):
    """Addresses of the delegation's pages and of the official's: (address, whether a code was given)."""
    factories.write_all(response, focal_point, text="A word and " + "Donaudampfschifffahrtsgesellschaft" * 4)
    asked, given = clearances.put_on_record(response, focal_point)
    struck = response.clearances.exclude(struck_at=None).get()
    withdrawn = clearing.withdraw(ask(response, focal_point, 1), by=focal_point)
    long = clearances.Official(
        "Donaudampfschifffahrtsgesellschaftskapitän " * 3, "Title " * 20, "Authority" * 15
    )
    record(response, focal_point, official=long)
    ask(response, focal_point, 1, 2)
    rows = (asked, given, struck, withdrawn)
    return [
        LIST,
        f"{LIST}ask/",
        f"{LIST}record/",
        f"{LIST}sheet/",
        f"{HERE}declare/",
        *(row.get_absolute_url() for row in rows),
    ]


def visits(open_page, focal_point, pages):
    """Opens each page of the delegation and of the official; yields (what it is, the page)."""
    page = open_page(focal_point)
    for address in pages:
        page.goto(address)
        for closed in page.locator("details").all():
            closed.locator("summary").click()
        yield address, page
    page = open_page()
    link = link_sent()
    page.goto(link)
    yield "the link", page
    press(page, "Send me the code", "Give the code")
    yield "the code", page
    page.get_by_label("Code").fill("1")
    press(page, "Read the text", "This code is not valid")
    yield "a wrong code", page
    page.get_by_label("Code").fill(code_in_mail())
    press(page, "Read the text", "Text of Ruritania to be cleared")
    yield "the texts", page
    press(page, "Record my decision", "Please look at this again")
    yield "nothing chosen", page
    page.get_by_label("Not cleared").check()
    page.get_by_label("Remark").fill("Donaudampfschifffahrtsgesellschaft" * 4)
    press(page, "Record my decision", "Your decision is recorded")
    yield "the confirmation", page
    page.goto(link)
    yield "the end", page


def press(page, button, words):
    """Press a button and wait until the page with these words is there."""
    page.get_by_role("button", name=button).click()
    page.get_by_text(words).first.wait_for()


def test_no_page_has_a_barrier_and_each_fits_a_narrow_screen_and_paper(open_page, focal_point, pages):
    for name, page in visits(open_page, focal_point, pages):
        has_no_barrier(page, name)
        page.emulate_media(media="print")
        shown = page.locator("button:visible, nav a:visible").count()
        assert (name, shown) == (name, 0)
        page.emulate_media(media="screen")
