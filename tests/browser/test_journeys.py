"""Whole journeys in a real browser: with and without JavaScript, by keyboard, on a phone, checked by axe."""

import re

import pytest
from django.conf import settings
from django.core import mail

from gcmreview.storage import whole
from responses.accounts import post
from responses.models import Response, Submission
from responses.rules import workflow
from responses.status import Status
from tests import factories
from tests.browser.barriers import in_both_colours, width

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/ece-2024-s3/XRU/"
PAGES = (
    "/ece-2024-s3/", "/privacy/", "/accessibility/", "/verify/", "/account/sign-in/", HERE, f"{HERE}questions/1/",
    f"{HERE}questions/1/versions/", f"{HERE}questions/1/versions/1/", f"{HERE}questions/1/notes/",
    f"{HERE}questions/1/assign/", f"{HERE}check/", f"{HERE}declare/", f"{HERE}ready/",
)  # fmt: skip
AFTERWARDS = (
    HERE,
    "/submissions/GCM-ECE-2024-S3-XRU-01/",
    f"{HERE}consent/",
    f"{HERE}withdraw/",
    f"{HERE}recall/",
)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_delegate_signs_in_writes_declares_and_submits(open_page, response, focal_point, javascript):
    page = open_page(javascript=javascript)
    page.goto("/ece-2024-s3/")
    page.get_by_role("link", name="Sign in with your e-mail").click()
    page.locator("input[name=email]").fill(focal_point.email)
    page.locator("main form .btn-primary").first.click()
    page.locator("input[name=code]").wait_for()
    post.wait_until_sent()
    code = re.search(r"^([A-Z0-9][A-Z0-9-]{5,})$", mail.outbox[-1].body, re.MULTILINE)[1]
    page.locator("input[name=code]").fill(code)
    page.locator("main form .btn-primary").first.click()
    page.get_by_role("heading", name="Response of Ruritania").wait_for()

    page.get_by_role("link", name="Title 1").click()
    for number in range(1, 6):
        page.get_by_label("Your answer").fill(f"Our answer to question {number}.\n\nSecond paragraph.")
        page.get_by_label("Yes, it can be checked and submitted").check()
        page.get_by_role("button", name="Save and go on").click()
    page.get_by_text("Nothing is missing").wait_for()
    page.get_by_role("link", name="Check your answers").click()
    page.get_by_role("link", name="Go on to the declaration").click()
    page.get_by_role("button", name="Submit the response").click()
    assert page.get_by_role("alert").get_by_role("link").count() == 5
    page.get_by_role("alert").get_by_role("link").last.click()
    assert page.evaluate("location.hash") == "#id_attribution_0"
    page.get_by_label("Name of the official").fill("Rudolf Elphberg")
    page.get_by_label("Title").fill("Deputy Minister")
    page.get_by_label("Authority").fill("Ministry of Foreign Affairs")
    page.get_by_label("Publish in full").check()
    page.get_by_label("May be attributed to the State by name").check()
    page.get_by_role("button", name="Submit the response").click()
    page.get_by_text("GCM-ECE-2024-S3-XRU-01").first.wait_for()
    assert Response.objects.get(member_state__alpha3="XRU").status == Status.SUBMITTED
    assert page.get_by_text(" ".join(re.findall(".{8}", Submission.objects.get().sha256))).count() == 1
    assert page.complaints == [
        "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
    ]


def test_no_page_of_a_delegate_has_a_barrier_or_a_complaint(open_page, response, focal_point, declaration):
    factories.write_all(response, focal_point)
    factories.talk(response.answers.get(question__number=1), focal_point, "Is this the figure of 2023?")
    page = open_page(focal_point)
    for address in PAGES:
        page.goto(address)
        assert (address, in_both_colours(page)) == (address, [])
    workflow.perform("submit", response, by=focal_point, data=declaration)
    for address in AFTERWARDS:
        page.goto(address)
        assert (address, in_both_colours(page)) == (address, [])
    assert page.complaints == []


def test_every_page_fits_a_screen_of_320_pixels(open_page, response, focal_point):
    long = "A word and " + "Donaudampfschifffahrtsgesellschaft" * 5
    factories.write_all(response, focal_point, text=long)
    factories.talk(response.answers.get(question__number=1), focal_point, long[:150])
    page = open_page(focal_point, width=320, height=640)
    for address in PAGES:
        page.goto(address)
        assert (address, width(page)) == (address, 320)


def test_the_question_page_is_used_by_keyboard_alone(open_page, response, focal_point):
    page = open_page(focal_point)
    page.goto(f"{HERE}questions/1/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("Your answer").focus()
    page.keyboard.type("Typed with the keyboard.")
    for _step in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Save and go on").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="2. Title 2").wait_for()
    assert response.answers.get(question__number=1).text == "Typed with the keyboard."


def test_words_are_counted_while_typing_by_the_same_rule_as_on_the_server(open_page, response, focal_point):
    text = "State-of-the-art figures: 1,200 — and 移民 in «Россия» https://example.org/a/b 🕊 مرحبا بكم"
    factories.write_all(response, focal_point, text=text)
    page = open_page(focal_point)
    page.goto(f"{HERE}questions/1/")
    shown = page.locator("#words").inner_text()
    page.get_by_label("Your answer").press("End")
    page.get_by_label("Your answer").press_sequentially(" .")
    page.wait_for_timeout(500)
    assert page.locator("#words").inner_text() == shown


def test_a_cold_load_of_the_question_page_is_small(open_page, response, focal_point, monkeypatch):
    """With its script as it is collected for production: whole. It has to work like the modules it is made of."""
    monkeypatch.setattr(settings, "AUTOSAVE_SECONDS", 2)
    factories.write_all(response, focal_point, text="word " * 800)
    page = open_page(focal_point)
    script = whole("js/question.js", lambda name: (settings.BASE_DIR / "static" / name).read_text("utf-8"))
    page.route("**/js/question.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{HERE}questions/1/", wait_until="networkidle")
    assert len(requests) <= 5
    with page.expect_response("**/save/"):
        page.get_by_label("Your answer").fill("Four words are enough.")
    page.locator("#words", has_text="4 words").wait_for()
    assert response.answers.get(question__number=1).text == "Four words are enough."
    assert page.complaints == []
