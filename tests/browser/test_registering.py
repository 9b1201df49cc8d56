"""A coordinator registers a note verbale in a real browser: by keyboard, on a phone, without JavaScript."""

import pytest

from responses.models import Submission
from responses.rules import workflow
from tests.browser.barriers import in_both_colours, width

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTE = {"name": "Note verbale.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 Note verbale"}


@pytest.fixture(autouse=True)
def received_documents(settings, tmp_path):
    """Documents are stored where they go with the test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def address(response):
    return f"/admin/responses/response/{response.pk}/moves/register/"


def fill(page):
    """Everything but the text of question 5."""
    page.get_by_label("Note verbale").check()
    page.get_by_label("Received on").fill("2026-11-20")
    page.get_by_label("The document", exact=True).set_input_files(NOTE)
    page.get_by_label("Authority that authorized the text").fill("Ministry of Foreign Affairs")
    page.get_by_label("Office that transmitted it").fill("Permanent Mission in Geneva")
    page.get_by_label("Publish in full").check()
    page.get_by_label("The document says nothing: not named").check()
    page.get_by_label("Language of the document").select_option("fr")
    for number in range(1, 5):
        page.locator(f"#id_text_{number}").fill(f"Réponse {number}\n\nDeuxième paragraphe")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_note_verbale_is_registered_with_one_thing_forgotten(
    open_page, response, focal_point, coordinator, address, javascript
):
    """What was forgotten is one link away; the document is not asked for again."""
    page = open_page(coordinator, javascript=javascript)
    page.goto(address)
    fill(page)
    page.get_by_role("button", name="See what will be on record").click()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.url.endswith("#id_text_5")
    assert page.get_by_text("Attached: Note verbale.pdf").count() == 1
    page.get_by_label("The document provides no information on this question").last.check()
    page.get_by_role("button", name="See what will be on record").click()
    page.get_by_role("heading", name="What will be on record").wait_for()
    page.get_by_role("button", name="Change something").click()
    page.locator("#id_text_4").fill("Réponse 4, corrigée")
    page.get_by_role("button", name="See what will be on record").click()
    page.get_by_role("button", name="Register a response received by other means").click()
    page.get_by_text("GCM-ECE-2024-S3-XRU-01").first.wait_for()
    submission = Submission.objects.get()
    texts = list(submission.answers.order_by("number").values_list("text", flat=True))
    assert texts == [f"Réponse {number}\n\nDeuxième paragraphe" for number in range(1, 4)] + [
        "Réponse 4, corrigée",
        "",
    ]
    refused = "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
    assert page.complaints == [refused]


def test_no_step_has_a_barrier_or_outgrows_a_phone(
    open_page, response, focal_point, reviewer, coordinator, address
):
    page = open_page(coordinator, width=320, height=640)

    def look(step):
        assert (step, in_both_colours(page)) == (step, [])
        assert (step, width(page)) == (step, 320)

    page.goto(address)
    look("empty")
    fill(page)
    page.get_by_role("button", name="See what will be on record").click()
    page.get_by_role("alert").wait_for()
    look("something forgotten")
    page.locator("#id_text_5").fill("Donaudampfschifffahrtsgesellschaft" * 5)
    page.get_by_role("button", name="See what will be on record").click()
    page.get_by_role("heading", name="What will be on record").wait_for()
    look("what will be on record")
    page.get_by_role("button", name="Register a response received by other means").click()
    page.get_by_text("GCM-ECE-2024-S3-XRU-01").first.wait_for()
    look("the response")
    workflow.perform("start_review", response, by=reviewer)
    reader = open_page(focal_point, width=320, height=640)
    reader.goto("/submissions/GCM-ECE-2024-S3-XRU-01/")
    assert (in_both_colours(reader), width(reader)) == ([], 320)


def test_the_form_is_filled_in_by_keyboard_alone(open_page, response, coordinator, address):
    page = open_page(coordinator)
    page.goto(address)
    page.get_by_label("Note verbale").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("E-mail").is_checked()
    order = []
    for _step in range(30):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.name || ''"))
    reached = [name for place, name in enumerate(order) if name and name not in order[:place]]
    assert reached[:12] == [
        "received_on", "document", "authorized_authority", "authorized_name", "authorized_title",
        "transmitted_capacity", "transmitted_name", "publication", "attribution", "language", "text_1",
        "no_information_1",
    ]  # fmt: skip
