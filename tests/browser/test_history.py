"""The history of an answer in a real browser: light and dark, on a phone, by keyboard, without JavaScript."""

import pytest

from tests.browser.barriers import in_both_colours, width
from tests.histories import days_of_writing, remember

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/ece-2024-s3/XRU/questions/1/versions/"
PAGES = (
    HERE,
    f"{HERE}?sitting=4",
    f"{HERE}1/",
    f"{HERE}8/",
    f"{HERE}9/",
    f"{HERE}compare/?from=1&to=9",
    f"{HERE}compare/?from=9&to=9",
    "/ece-2024-s3/XRU/questions/2/versions/",
)
REFUSALS = (f"{HERE}compare/", f"{HERE}compare/?from=1&to=99")


@pytest.fixture
def answer(response, focal_point, contributor):
    return days_of_writing(response.answers.get(question__number=1), focal_point, contributor)


def test_no_page_of_the_history_has_a_barrier_or_a_complaint(open_page, answer, focal_point):
    page = open_page(focal_point)
    for address in PAGES:
        page.goto(address)
        for closed in page.locator("details").all():
            closed.locator("summary").click()
        assert (address, in_both_colours(page)) == (address, [])
    assert page.complaints == []
    for address in REFUSALS:
        page.goto(address)
        assert (address, in_both_colours(page)) == (address, [])


def test_every_page_of_the_history_fits_a_screen_of_320_pixels(open_page, answer, focal_point):
    page = open_page(focal_point, width=320, height=640)
    for address in (*PAGES, *REFUSALS):
        page.goto(address)
        assert (address, width(page)) == (address, 320)


@pytest.mark.parametrize("javascript", [True, False])
def test_two_versions_are_chosen_and_compared_and_one_is_taken_up_again(
    open_page, answer, focal_point, javascript
):
    page = open_page(focal_point, javascript=javascript)
    page.goto(HERE)
    assert page.get_by_label("Compare from version 9").is_checked()
    assert page.get_by_label("Compare to version 10").is_checked()
    page.get_by_label("Compare from version 1", exact=True).check()
    page.get_by_label("Compare to version 9").check()
    page.get_by_role("button", name="Compare the two chosen").click()
    page.get_by_role("heading", name="From version 1 to version 9").wait_for()
    assert (page.locator("ins").count(), page.locator("del").count()) == (4, 1)
    page.get_by_role("link", name="Swap").click()
    page.get_by_role("heading", name="From version 9 to version 1").wait_for()
    assert (page.locator("ins").count(), page.locator("del").count()) == (1, 4)
    page.get_by_role("link", name="Version 1").last.click()
    page.get_by_role("button", name="Make this the answer again").click()
    page.get_by_text("Version 1 is the answer again.").wait_for()
    answer.refresh_from_db()
    assert answer.version == 11
    assert page.complaints == []


def test_the_history_is_used_by_keyboard_alone(open_page, answer, focal_point):
    page = open_page(focal_point)
    page.goto(HERE)
    page.get_by_label("Compare from version 9").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Compare from version 8").is_checked()
    page.get_by_label("Compare to version 10").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Compare to version 9").is_checked()
    assert page.get_by_label("Compare from version 8").is_checked()
    page.get_by_text("3 saves in one sitting").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="All saves of this sitting, one by one").focus()
    assert page.evaluate(
        """() => {
          const link = document.activeElement.getBoundingClientRect();
          const bar = document.querySelector(".bar").getBoundingClientRect();
          return link.bottom <= bar.top || link.top >= bar.bottom;
        }"""
    )
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="One sitting, save by save").wait_for()


def test_what_changed_is_heard(open_page, answer, focal_point):
    """What a screen reader is given, in order."""
    page = open_page(focal_point)
    page.goto(f"{HERE}compare/?from=4&to=5")
    tree = page.locator(".difference").aria_snapshot()
    said = " ".join(tree.replace("- ", " ").replace('"', " ").split())
    assert "removed: 2023 end, " in said
    assert "added: 2022 end, " in said


def test_what_changed_is_seen_without_colours(open_page, answer, focal_point):
    page = open_page(focal_point)
    for forced, media in (("active", "screen"), ("none", "screen"), ("none", "print")):
        page.emulate_media(forced_colors=forced, media=media)
        page.goto(f"{HERE}compare/?from=4&to=5")
        line = "it => getComputedStyle(it).textDecorationLine"
        assert [page.locator(tag).first.evaluate(line) for tag in ("ins", "del")] == [
            "underline",
            "line-through",
        ]


def test_a_text_written_from_right_to_left_is_compared_from_right_to_left(
    open_page, response, focal_point, contributor
):
    """The words for screen readers do not turn it round."""
    answer = response.answers.get(question__number=1)
    remember(
        answer,
        (focal_point, 0, "typed", "اعتمدت الحكومة قانونًا."),
        (focal_point, 9, "typed", "وضعت الحكومة خطة."),
    )
    page = open_page(focal_point)
    page.goto(f"{HERE}compare/?from=1&to=2")
    assert page.locator(".difference").evaluate("it => getComputedStyle(it).direction") == "rtl"
