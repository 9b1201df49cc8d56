"""Attaching files in a real browser: with progress and by dropping, without a script, in the dark and on a phone."""

import json
import re

import pytest

from responses.models import Annex, Submission
from tests import factories, files
from tests.annexes import attach, pdf, translate

from .barriers import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]

HERE = "/ece-2024-s3/XRU/"
LIST = f"{HERE}annexes/"
LARGE = files.PDF + b"% filled\n" * 400_000
"""Long enough that its progress is told."""


def given(name, content=files.PDF):
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def said(page, publishable="It may be published"):
    page.get_by_label(publishable).check()
    page.get_by_role("button", name="Attach").click()


DROP = """([selector, name]) => {
  const data = new DataTransfer();
  data.items.add(new File(["%PDF-1.7 dropped"], name, { type: "application/pdf" }));
  const place = document.querySelector(selector);
  for (const kind of ["dragover", "drop"])
    place.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_files_go_up_are_removed_come_back_and_are_in_the_receipt(open_page, response, focal_point):
    factories.write_all(response, focal_point)
    page = open_page(focal_point)
    page.goto(f"{HERE}questions/1/")
    page.get_by_role("link", name="Attach or change files").click()
    page.evaluate(
        "new MutationObserver((seen) => seen.forEach((one) => one.addedNodes.forEach((node) =>"
        " (window.shown ??= []).push(node.tagName + node.textContent)))).observe("
        "document.getElementById('going'), { childList: true })"
    )
    page.get_by_label("File", exact=True).set_input_files(
        [given("report.pdf", LARGE), given("table.pdf", pdf(2)), given("letter.pdf", b"Dear colleagues")]
    )
    said(page)
    page.get_by_text("Annex 2 attached: table").wait_for()
    page.get_by_text("letter.pdf: The content of the file is not what its name says").wait_for()
    page.get_by_role("link", name="Annex 2: table").wait_for()
    assert len(page.evaluate("window.shown")) == 3
    page.evaluate(DROP, ["#drop", "dropped.pdf"])
    said(page, "It is for the secretariat only")
    page.get_by_role("link", name="Annex 3: dropped").wait_for()

    page.get_by_role("button", name="Remove annex 2").click()
    page.get_by_text("Annex 2 removed: table").wait_for()
    page.get_by_role("button", name="Put back annex 2").click()
    page.get_by_text("Annex 2 is back: table").wait_for()
    page.get_by_role("button", name="Remove annex 2").click()

    page.goto(f"{HERE}questions/1/")
    page.get_by_label("Your answer").press("Control+End")
    with page.expect_response("**/questions/1/"):
        page.get_by_role("button", name="Refer to it in the answer 1. report").click()
        page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    assert response.answers.get(question__number=1).text == "Answer to question 1. See annex 1: report"

    page.goto(f"{HERE}declare/")
    for label in ("Name of the official who authorized", "Title", "Authority"):
        page.get_by_label(label).first.fill("As declared")
    page.get_by_label("Publish in full").check()
    page.get_by_label("May be attributed to the State by name").check()
    page.get_by_role("button", name="Submit the response").click()
    page.get_by_role("heading", name="Annexes").wait_for()
    listed = json.loads(Submission.objects.get().record)["annexes"]
    assert [(one["number"], one["title"], one["publishable"]) for one in listed] == [
        (1, "report", True), (3, "dropped", False),
    ]  # fmt: skip
    for one in listed:
        assert page.get_by_text(" ".join(re.findall(".{8}", one["sha256"]))).count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Annex 1: report").click()
    assert download.value.path().read_bytes() == LARGE
    assert [said for said in page.complaints if "422" not in said] == []


@pytest.mark.parametrize("way", ["without a script", "on a phone, right to left", "in the dark"])
def test_the_pages_work_and_have_no_barrier(open_page, response, focal_point, way):
    answer = response.answers.select_related("question", "response").get(question__number=1)
    factories.write_all(response, focal_point, text="A word and " + "Donaudampfschifffahrtsgesellschaft" * 5)
    attach(
        response,
        focal_point,
        answer,
        pdf(1),
        name="Donaudampfschifffahrtsgesellschaft" * 4 + ".pdf",
        title="",
    )
    translate(answer, focal_point, "كلمات مترجمة", "ar")
    translate(answer, focal_point, "كلمات", "ar", base=1, key="second")
    phone = way.startswith("on a phone")
    page = open_page(
        focal_point, width=320 if phone else 1280, javascript="script" not in way, dark="dark" in way
    )
    if "script" in way:
        page.goto(LIST)
        page.get_by_label("File", exact=True).set_input_files([given("report.pdf")])
        said(page)
        page.get_by_role("link", name="Annex 2: report").wait_for()
        page.get_by_role("button", name="Remove annex 2").click()
        page.get_by_role("button", name="Put back annex 2").click()
        page.get_by_text("Annex 2 is back").wait_for()
        page.goto(f"{HERE}questions/1/translations/fr/")
        page.get_by_label("Courtesy translation: French").fill("Traduit")
        page.get_by_role("button", name="Save the translation").click()
        page.get_by_text("Saved.").wait_for()
        assert Annex.objects.present().count() == 2
        return
    places = (
        "annexes/",
        "annexes/1/change/",
        "questions/1/translations/",
        "questions/1/translations/ar/",
        "check/",
    )
    for place in places:
        page.goto(HERE + place)
        if phone:
            page.evaluate("document.documentElement.dir = 'rtl'")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert (place, width) == (place, 320)
        for closed in page.locator("details").all():
            closed.evaluate("one => { one.open = true }")
        assert (place, violations(page)) == (place, [])
    assert page.complaints == []
