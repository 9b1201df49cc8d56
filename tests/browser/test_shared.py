"""At a shared mailbox somebody says who they are, on a phone too, and the history names them."""

import pytest

from responses.models import AnswerVersion
from tests.browser.test_inviting import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "/ece-2024-s3/XRU/questions/1/"


@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 320)], ids=["light", "dark and narrow"])
def test_somebody_at_a_shared_mailbox_says_who_they_are_and_writes(
    open_page, response, contributor, dark, width
):
    contributor.is_shared = True
    contributor.save()
    page = open_page(contributor, dark=dark, width=width)
    page.has_script = True
    page.goto(QUESTION)
    page.get_by_role("heading", name="Who are you?").wait_for()
    look(page, "nobody has said a name")
    page.get_by_label("Your name").fill("Wanda Niedzdrow")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your answer").fill("What Wanda knows.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#saved").get_by_text("Saved").wait_for()
    look(page, "the question")
    page.goto(f"{QUESTION}versions/")
    assert page.get_by_text("Wanda Niedzdrow").count() > 0
    assert set(AnswerVersion.objects.values_list("text", "as_name")) == {
        ("What Wanda knows.", "Wanda Niedzdrow")
    }
    page.get_by_role("link", name="Somebody else").click()
    page.get_by_role("button", name="Wanda Niedzdrow").wait_for()
    look(page, "names that were given before")
