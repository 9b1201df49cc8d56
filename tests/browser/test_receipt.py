"""Taking a receipt home, and having it checked by somebody who has no account, in a real browser."""

import pytest

from responses.status import Status

from .barriers import violations, width

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_receipt_is_downloaded_and_checked_years_later(
    open_page, response, focal_point, bring_to, tmp_path
):
    bring_to(response, Status.SUBMITTED)
    page = open_page(focal_point)
    page.goto("/submissions/GCM-ECE-2024-S3-XRU-01/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Receipt (PDF)").click()
    assert waiting.value.suggested_filename == "GCM-ECE-2024-S3-XRU-01-receipt.pdf"
    receipt = tmp_path / "receipt.pdf"
    waiting.value.save_as(receipt)

    visitor = open_page(width=320, height=640, dark=True)
    visitor.goto("/ece-2024-s3/")
    visitor.get_by_role("link", name="Check a record").click()
    visitor.get_by_role("button", name="Check").click()
    visitor.get_by_role("alert").get_by_text("paste the text of a record: one of the two.").wait_for()
    assert (violations(visitor), width(visitor)) == ([], 320)

    visitor.get_by_label("Receipt (PDF) or record (JSON)").set_input_files(receipt)
    visitor.get_by_role("button", name="Check").click()
    visitor.get_by_role("heading", name="This is the record").wait_for()
    assert visitor.get_by_text("The PDF is, byte for byte, the one that this site made.").is_visible()
    assert (violations(visitor), width(visitor)) == ([], 320)

    visitor.get_by_label("Or the text of the record").fill("Something else")
    visitor.get_by_role("button", name="Check").click()
    visitor.get_by_role("heading", name="This is not a record of this site, or it was altered").wait_for()
    assert (violations(visitor), width(visitor)) == ([], 320)
