"""From a download to the history, by way of a ministry's Word: with JavaScript and without, on every screen."""

import base64
from pathlib import Path

import pytest

from tests import factories, word
from tests.browser.barriers import is_in_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]

HERE = "/ece-2024-s3/XRU/"
NAME = "Ruritania from the Ministry of Labour.docx"
DROP = """([zone, name, content]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name));
  for (const kind of ['dragover', 'drop'])
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_goes_round_in_a_ministry_and_comes_back(
    open_page, response, focal_point, contributor, javascript
):
    factories.write_all(response, focal_point, text="One on {number}.\n\nTwo.\n\nThree.")
    page = open_page(focal_point, javascript=javascript)
    page.goto(HERE)
    page.get_by_role("link", name="Download or upload").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the draft").click()
    sent_out = Path(downloading.value.path()).read_bytes()
    assert downloading.value.suggested_filename.startswith("ECE-2024-S3-XRU-draft-")

    changed = {
        1: "One on 1.\n\nTwo, from the ministry.\n\nThree.",
        2: "One on 2, from the ministry.\n\nTwo.\n\nThree.",
    }
    came_back = word.filled(
        sent_out, changed, outside="With compliments.", comments=[(1, "Jana", "Is this so?")]
    )
    word.write(response, 2, "One on 2.\n\nTwo.\n\nThree, from Fritz.", contributor)
    file = {"name": NAME, "mimeType": word.DOCX, "buffer": came_back}
    if javascript:
        is_in_order(page, page.url)
        zone = page.locator("[data-drop]").element_handle()
        page.evaluate(DROP, [zone, NAME, base64.b64encode(came_back).decode()])
    else:
        page.get_by_label("The Word file").set_input_files(file)
    page.get_by_role("button", name="Upload and compare").click()

    page.get_by_role("heading", name=NAME).wait_for()
    assert page.get_by_role("radio", checked=True).count() == 2
    if javascript:
        is_in_order(page, page.url)
        page.get_by_role("link", name="The whole text and every change").first.click()
        page.get_by_role("heading", name="The text of the file", exact=True).wait_for()
        is_in_order(page, page.url)
        page.go_back()
    page.goto(HERE)
    page.get_by_role("link", name=NAME).click()
    page.get_by_label("What becomes of it").select_option("3")
    page.get_by_role("button", name="Apply these choices").click()

    page.get_by_text("The text of the file was taken for 3 questions.").wait_for()
    texts = dict(response.answers.values_list("question__number", "text"))
    assert texts[1] == changed[1]
    assert texts[2] == "One on 2, from the ministry.\n\nTwo.\n\nThree, from Fritz."
    assert texts[3] == "One on 3.\n\nTwo.\n\nThree.\n\nWith compliments."
    if javascript:
        is_in_order(page, page.url)
    page.get_by_role("link", name="Open question 1").click()
    page.get_by_role("link", name="Versions").first.click()
    page.get_by_text("taken from a Word file").first.wait_for()
    assert page.complaints == []
