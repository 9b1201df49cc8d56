"""Writing on bad lines, in several windows, past an expired sign-in and a deadline: no sentence is lost unsaid."""

import os
import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session as SignIn
from django.core import mail
from django.utils import timezone

from responses.accounts import post
from responses.models import AnswerVersion, Session
from responses.rules import drafting, workflow
from responses.status import Completeness
from tests import factories

from .barriers import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = bool(os.environ.get("LONG_FAULTS"))
"""``make faults`` lets a tunnel last a minute and a reply take half of one; ``make test`` a moment."""

HERE = "/ece-2024-s3/XRU/"
QUESTION = f"{HERE}questions/1/"
SAVE = "**/questions/1/save/"


@pytest.fixture(autouse=True)
def quickly(settings):
    """Pages save a second after the last keystroke."""
    settings.AUTOSAVE_SECONDS = 1


@pytest.fixture
def answer(response):
    return response.answers.select_related("question", "response").get(question__number=1)


@pytest.fixture
def write(open_page):
    """Opens the question as a person; returns (page, the answer field)."""

    def opened(person, **how):
        page = open_page(person, **how)
        page.goto(QUESTION)
        return page, page.get_by_label("Your answer")

    return opened


def until(page, condition, seconds=10):
    """Wait, while the browser goes on, until something is true; fails after some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It did not happen."
        page.wait_for_timeout(50)


def texts(answer):
    return list(answer.versions.order_by("number").values_list("text", flat=True))


def stored(answer):
    answer.refresh_from_db()
    return answer.text


def status_of(page):
    return page.locator("#saved")


def says(page, text):
    """The status line comes to say this."""
    page.locator("#saved", has_text=text).wait_for()


# --- one writer ---------------------------------------------------------------------------------


def test_what_is_typed_is_saved_without_a_button(write, focal_point, answer):
    page, field = write(focal_point)
    field.press_sequentially("Our plan.")
    says(page, re.compile(r"Saved \d\d:\d\d"))
    assert (stored(answer), answer.versions.get().kind) == ("Our plan.", "autosaved")
    assert page.get_by_role("link", name="Versions").inner_text() == "Versions (1)"
    field.press_sequentially(" It has a budget.")
    field.blur()
    until(page, lambda: stored(answer) == "Our plan. It has a budget.")
    assert page.complaints == []


def test_the_button_after_an_autosave_makes_no_conflict_with_oneself(write, focal_point, answer):
    page, field = write(focal_point)
    field.press_sequentially("Our plan.")
    says(page, "Saved")
    field.press_sequentially(" And more.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.", exact=True).wait_for()
    assert stored(answer) == "Our plan. And more."
    assert set(answer.versions.values_list("outcome", flat=True)) == {"saved"}


def test_a_link_out_of_the_page_waits_for_the_save_and_asks_nothing(write, focal_point, answer):
    page, field = write(focal_point)
    page.on("dialog", lambda dialog: pytest.fail("The page asked."))
    field.press_sequentially("Words just typed.")
    page.get_by_role("link", name="Task list").click()
    page.get_by_role("heading", name="Response of Ruritania").wait_for()
    assert stored(answer) == "Words just typed."


def test_a_window_that_is_closed_hands_in_its_text(write, focal_point, answer, open_page):
    page, field = write(focal_point)
    field.press_sequentially("Typed and closed at once.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.close(run_before_unload=True)
    other = open_page()
    until(other, lambda: stored(answer) == "Typed and closed at once.")
    page, field = write(focal_point)
    assert field.input_value() == "Typed and closed at once."


def test_leaving_with_a_text_that_cannot_be_saved_asks_first(write, focal_point, answer):
    page, field = write(focal_point)
    page.context.set_offline(True)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    field.press_sequentially("Words without a line.")
    says(page, "Not saved: no connection, trying again")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert (asked, page.is_closed(), field.input_value()) == (
        ["beforeunload"],
        False,
        "Words without a line.",
    )


# --- bad lines ----------------------------------------------------------------------------------


def test_typing_without_a_connection_loses_nothing_and_says_so(write, focal_point, answer):
    page, field = write(focal_point)
    page.context.set_offline(True)
    field.press_sequentially("Written in a tunnel.")
    says(page, "Not saved: no connection, trying again")
    for _second in range(60 if LONG else 2):
        field.press_sequentially(" And on.")
        page.wait_for_timeout(1000)
    assert (texts(answer), page.locator("#saved").inner_text()) == (
        [], "Not saved: no connection, trying again",
    )  # fmt: skip
    page.context.set_offline(False)
    until(page, lambda: stored(answer) == field.input_value(), seconds=20)
    says(page, re.compile(r"Saved \d\d"))


def test_a_reply_that_is_lost_after_the_text_was_stored_makes_no_second_version(write, focal_point, answer):
    page, field = write(focal_point)
    tries = []

    def lose(route):
        tries.append(route.request.post_data)
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(SAVE, lose)
    field.press_sequentially("Once and no more.")
    says(page, "Not saved")
    says(page, re.compile(r"Saved \d\d"))
    assert (len(tries), tries[0] == tries[1], texts(answer)) == (2, True, ["Once and no more."])


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [(500, {}, "<h1>Error</h1>"), (503, {"Retry-After": "1"}, '{"outcome": "unavailable"}'), (200, {}, "<p>Hotel</p>")],
    ids=["an error of the server", "a busy server", "the page of a hotel's network"],
)  # fmt: skip
def test_an_answer_that_is_not_ours_is_not_taken_for_saved(write, focal_point, answer, status, headers, body):
    page, field = write(focal_point)
    tries = []

    def fail(route):
        tries.append(route)
        if len(tries) > 1:
            route.continue_()
        else:
            route.fulfill(status=status, headers=headers, body=body)

    page.route(SAVE, fail)
    field.press_sequentially("Patience.")
    says(page, "Not saved: the site is busy, trying again")
    says(page, re.compile(r"Saved \d\d"))
    assert texts(answer) == ["Patience."]


def test_on_a_slow_line_what_is_typed_meanwhile_waits_its_turn(write, focal_point, answer):
    page, field = write(focal_point)
    held = []
    page.route(SAVE, lambda route: held.append(route) if not held else route.continue_())
    field.press_sequentially("First.")
    says(page, "Saving…")
    field.press_sequentially(" Second.")
    page.wait_for_timeout(30_000 if LONG else 500)
    assert page.locator("#saved").inner_text() == "Saving…"
    assert texts(answer) == []
    held[0].continue_()
    until(page, lambda: stored(answer) == "First. Second.")
    assert texts(answer) == ["First.", "First. Second."]


def test_a_text_overtaken_by_the_button_does_not_come_back(write, focal_point, answer):
    """The line holds an autosave up; the button sends a later text; then the autosave arrives after all."""
    page, field = write(focal_point)
    held = []

    def hold(route):
        held.append(route)

    page.route(SAVE, hold)
    field.press_sequentially("Early")
    until(page, lambda: held)
    late = held[0].request
    field.press_sequentially(" and late.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.", exact=True).wait_for()
    page.unroute(SAVE)
    headers = {"X-CSRFToken": late.headers["x-csrftoken"], "Content-Type": late.headers["content-type"]}
    page.request.post(late.url, data=late.post_data, headers=headers)
    assert (stored(answer), sorted(texts(answer))) == ("Early and late.", ["Early", "Early and late."])


# --- sign-in, deadline, submission --------------------------------------------------------------


def test_signed_out_while_typing_the_text_waits_and_is_saved_after_signing_in(write, focal_point, answer):
    page, field = write(focal_point)
    SignIn.objects.all().delete()
    field.press_sequentially("Typed after twelve hours.")
    page.get_by_text("You are signed out: your text is still here and not saved.").wait_for()
    assert texts(answer) == []
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Sign in (opens in a new window)").click()
    other = opening.value
    other.locator("input[name=email]").fill(focal_point.email)
    other.locator("main form .btn-primary").first.click()
    other.locator("input[name=code]").wait_for()
    post.wait_until_sent()
    code = re.search(r"^([A-Z0-9][A-Z0-9-]{5,})$", mail.outbox[-1].body, re.MULTILINE)[1]
    other.locator("input[name=code]").fill(code)
    other.locator("main form .btn-primary").first.click()
    other.get_by_role("heading", name="Response of Ruritania").wait_for()
    other.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    says(page, re.compile(r"Saved \d\d"))
    assert stored(answer) == "Typed after twelve hours."
    assert page.locator("#heard").inner_text() == ""


def test_without_javascript_a_form_sent_too_late_is_saved_after_signing_in(write, focal_point, answer):
    page, field = write(focal_point, javascript=False)
    sign_in = page.context.cookies()
    field.fill("Typed for an hour.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="Not saved yet: your text is still here").wait_for()
    assert violations_without_script(page) == []
    page.context.add_cookies([cookie for cookie in sign_in if cookie["name"] == "sessionid"])
    page.get_by_role("button", name="Save this text").click()
    page.get_by_text("Saved.", exact=True).wait_for()
    assert stored(answer) == "Typed for an hour."


def violations_without_script(page):
    """Where scripts are off axe cannot run; at least each field has its label."""
    return [field for field in page.locator("textarea").all() if not field.get_attribute("id")]


def test_a_response_submitted_meanwhile_is_not_changed_and_the_text_is_found(
    write, focal_point, contributor, response, answer, declaration
):
    factories.write_all(response, focal_point)
    page, field = write(contributor)
    workflow.perform("submit", response, by=focal_point, data=declaration)
    field.press("End")
    field.press_sequentially(" One more sentence.")
    says(page, "Your text is kept")
    assert field.get_attribute("readonly") is not None
    page.get_by_role("link", name="Read the kept text").click()
    page.get_by_text("One more sentence.").wait_for()
    assert stored(answer) == "Answer to question 1."
    page.goto(HERE)
    page.get_by_role("heading", name="Texts that came too late for the answer").wait_for()


def test_a_deadline_that_passes_while_somebody_types_keeps_the_text(write, focal_point, response, answer):
    soon = timezone.now() + timedelta(minutes=5)
    Session.objects.update(deadline_policy="closed", deadline=soon)
    page, field = write(focal_point)
    field.press_sequentially("In time.")
    says(page, re.compile(r"Saved \d\d"))
    with time_machine.travel(soon + timedelta(minutes=1)):
        field.press_sequentially(" Too late.")
        says(page, "Your text is kept")
    assert stored(answer) == "In time."
    assert answer.versions.get(kind="rescued").text == "In time. Too late."


# --- two writers --------------------------------------------------------------------------------


def colleague_saves(answer, by, text):
    answer.refresh_from_db()
    saved = drafting.save_answer(
        answer, text=text, base=answer.version, key=f"colleague-{answer.last_number}", page="colleague", by=by,
        completeness=Completeness.NOT_YET,
    )  # fmt: skip
    assert saved.outcome == "saved"


def test_a_colleagues_change_comes_into_the_page_with_the_name_and_the_caret_stays(
    write, focal_point, contributor, answer
):
    colleague_saves(answer, contributor, "First.\n\nSecond.\n\nThird.")
    page, field = write(focal_point)
    colleague_saves(answer, contributor, "First, and longer.\n\nSecond.\n\nThird.")
    field.evaluate("field => field.setSelectionRange(15, 15)")  # after "Second."
    field.press_sequentially(" Mine")
    page.get_by_text("A change of Fritz Tarlenheim to paragraph 1 was added.").wait_for()
    assert field.input_value() == "First, and longer.\n\nSecond. Mine\n\nThird."
    field.press_sequentially(", and on")
    until(page, lambda: stored(answer) == "First, and longer.\n\nSecond. Mine, and on\n\nThird.")
    assert page.complaints == []


def test_a_colleagues_change_does_not_disturb_what_is_being_typed(write, focal_point, contributor, answer):
    """The merge comes back while the writer has typed on: the field is left alone until a pause."""
    colleague_saves(answer, contributor, "First.\n\nSecond.")
    page, field = write(focal_point)
    colleague_saves(answer, contributor, "First!\n\nSecond.")
    held = []
    page.route(SAVE, lambda route: held.append(route) if not held else route.continue_())
    field.press("Control+End")
    field.press_sequentially(" Mine")
    until(page, lambda: held)
    field.press_sequentially(", and on")
    held[0].continue_()
    page.get_by_text("A change of Fritz Tarlenheim to paragraph 1 was added.").wait_for()
    until(page, lambda: stored(answer) == "First!\n\nSecond. Mine, and on")
    until(page, lambda: field.input_value() == "First!\n\nSecond. Mine, and on")


def test_two_people_in_one_paragraph_see_both_texts_and_one_of_them_chooses(
    write, focal_point, contributor, answer
):
    colleague_saves(answer, contributor, "A working group of nine ministries meets every quarter.")
    page, field = write(focal_point)
    theirs = "A working group of nine ministries and the trade unions meets every quarter."
    colleague_saves(answer, contributor, theirs)
    mine = "A working group of nine ministries meets every month."
    field.fill(mine)
    page.get_by_text("A colleague has changed the same paragraph.").wait_for()
    says(page, "Your text is kept")
    page.get_by_role("link", name="See both texts").click()
    page.get_by_role("heading", name="Two changes to the same paragraph").wait_for()
    assert violations(page) == []
    page.goto(QUESTION)
    page.get_by_text("is kept beside the answer").wait_for()
    page.get_by_role("link", name="See both texts").click()
    page.get_by_label("Keep my text").check()
    page.get_by_role("button", name="Save this choice").click()
    page.get_by_text("Your choice is the answer now.").wait_for()
    assert (stored(answer), AnswerVersion.objects.get(kind="conflict").text) == (mine, mine)
    assert theirs in texts(answer)


def test_a_colleague_who_has_the_question_open_is_named(write, focal_point, contributor, response):
    write(contributor)
    page, _field = write(focal_point)
    page.get_by_text("Also working on this question: Fritz Tarlenheim.").wait_for()
    assert violations(page) == []


# --- long texts ---------------------------------------------------------------------------------


def test_fifty_thousand_words_are_typed_into_saved_and_merged(write, focal_point, contributor, answer):
    paragraphs = [f"Paragraph {n} " + "word " * 98 for n in range(500)]
    long = "\n\n".join(paragraphs)
    colleague_saves(answer, contributor, long)
    page, field = write(focal_point)
    assert page.locator("#words").inner_text() == "50000 words"
    colleague_saves(answer, contributor, long.replace("Paragraph 7 ", "Paragraph seven "))
    field.press("Control+End")
    field.press_sequentially("the end")
    page.get_by_text("A change of Fritz Tarlenheim to paragraph 8 was added.").wait_for()
    until(page, lambda: stored(answer) == long.replace("Paragraph 7 ", "Paragraph seven ") + "the end")
    assert page.locator("#words").inner_text() == "50002 words"


def test_the_scripts_of_the_question_page_are_small(write, focal_point):
    page, _field = write(focal_point)
    scripts = page.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name).filter(n => /\\.js/.test(n))"
    )
    assert sorted(name.rsplit("/", 1)[1] for name in scripts) == [
        "autosave.js", "leaving.js", "pasting.js", "presence.js", "question.js", "words.js",
    ]  # fmt: skip
