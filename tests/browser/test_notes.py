"""Two colleagues and the mission: a note, a look, a mark; and no unsaved word of an answer is lost on the way."""

import pytest

from responses.models import Note
from responses.status import Completeness, Role
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/ece-2024-s3/XRU/"
QUESTION = f"{HERE}questions/1/"


def test_a_note_is_written_and_resolved_and_the_mission_sees_that_capital_is_ready(
    open_page, response, focal_point, contributor
):
    mission = factories.member(response, Role.FOCAL_POINT, name="Maria Mission", email="mission@example.org")
    factories.write_all(response, focal_point)
    answer = response.answers.get(question__number=1)

    page = open_page(contributor)
    page.goto(QUESTION)
    page.get_by_label("Your answer").fill("Not saved yet when the note is sent.")
    page.get_by_text("Notes between colleagues").click()
    page.get_by_label("New note").fill("Is this the figure of 2023?")
    page.get_by_label("Ask a colleague to look").select_option(label="Flavia Strelsau, Ministry")
    page.get_by_role("button", name="Add the note").click()
    page.get_by_text("Flavia Strelsau is asked by mail to look.").wait_for()
    answer.refresh_from_db()
    assert (answer.text, answer.completeness) == (
        "Not saved yet when the note is sent.",
        Completeness.NOT_YET,
    )
    assert page.get_by_label("Your answer").input_value() == answer.text

    lead = open_page(focal_point, javascript=False)
    lead.goto(HERE)
    lead.locator("section", has_text="You were asked to look at").get_by_role("link").click()
    lead.get_by_text("Is this the figure of 2023?").wait_for()
    lead.get_by_role("button", name="Resolve").click()
    lead.get_by_text("Note resolved.").wait_for()
    assert Note.objects.get().resolved_by == focal_point
    lead.get_by_label("Yes, it can be checked and submitted").check()
    lead.get_by_role("button", name="Save", exact=True).click()
    lead.goto(f"{HERE}check/")
    lead.get_by_role("link", name="Mark as ready for transmission").click()
    lead.get_by_label("Note to the other focal points").fill("All ministries agree.")
    lead.get_by_role("button", name="Mark as ready for transmission").click()
    lead.get_by_text("The other focal points are told by mail").wait_for()

    page.get_by_label("Your answer").fill("A last word.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()

    geneva = open_page(mission)
    geneva.goto(HERE)
    geneva.get_by_text("Marked as ready for transmission by Flavia Strelsau, Ministry").wait_for()
    geneva.get_by_role("link", name="What changed question 1").click()
    geneva.get_by_role("heading", name="From version 2 to version 3").wait_for()
    assert page.complaints + lead.complaints + geneva.complaints == []


def test_leaving_with_a_note_half_written_asks_first(open_page, response, focal_point):
    page = open_page(focal_point)
    page.goto(QUESTION)
    page.get_by_text("Notes between colleagues").click()
    page.get_by_label("New note").fill("Half a")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(HERE)
    assert asked == ["beforeunload"]
