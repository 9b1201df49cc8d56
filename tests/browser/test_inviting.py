"""A ministry is invited in a real browser: the mail, the wrong account, the right one, one question, and the end."""

import re

import pytest
from django.core import mail

from responses.accounts import post
from responses.models import Letter
from responses.rules import members
from tests.browser.barriers import violations, width

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEAM = "/ece-2024-s3/XRU/delegation/"
NEW = "nadia@example.org"


def look(page, step):
    """No barrier, and nothing wider than the screen; where there is no script, axe cannot look."""
    if not page.has_script:
        return
    assert (step, violations(page)) == (step, [])
    assert (step, width(page)) == (step, page.viewport_size["width"])


def invite(page):
    """Fill in the invitation to question 2 alone, with something forgotten first."""
    page.goto(TEAM)
    look(page, "the delegation")
    page.get_by_role("link", name="Invite a colleague").click()
    page.get_by_label("E-mail address").fill(NEW)
    page.get_by_label("Name").fill("Nadia New")
    page.get_by_label("Capacity").fill("Ministry of Labour")
    page.get_by_label("2. Title 2").check()
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_role("alert").wait_for()
    look(page, "something forgotten")
    page.get_by_label("Contributor:").check()
    page.get_by_label("Only the questions ticked below").check()
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text(f"An invitation is on its way to {NEW}").wait_for()
    look(page, "one waits")


def accept(page, link):
    """From the link to the task list, by way of the code."""
    page.goto(link)
    look(page, "the invitation")
    page.get_by_role("button", name="Send me a code").click()
    page.locator("input[name=code]").wait_for()
    post.wait_until_sent()
    code = re.search(r"^\d{3}-\d{3}-\d{3}$", mail.outbox[-1].body, re.MULTILINE)[0]
    page.locator("input[name=code]").fill(code)
    page.locator("main form .btn-primary").first.click()
    page.get_by_role("button", name="Accept the invitation").click()
    page.get_by_text("Welcome, Nadia New").wait_for()


@pytest.mark.parametrize(("javascript", "width"), [(True, 320), (False, 1280)])
def test_a_ministry_is_invited_to_one_question_writes_and_leaves(
    open_page, response, focal_point, stranger, javascript, width
):
    lead = open_page(focal_point, javascript=javascript, width=width, dark=javascript)
    lead.has_script = javascript
    invite(lead)
    letter = Letter.objects.get(kind="delegation_invited")
    link = re.search(r"/invitations/[\w-]+/", letter.body)[0]

    page = open_page(stranger, javascript=javascript, width=width)
    page.has_script = javascript
    page.goto(link)
    page.get_by_text("You are signed in as ottokar@example.org").wait_for()
    look(page, "the wrong account")
    page.get_by_role("button", name="Sign out and use the invited address").click()
    accept(page, link)
    assert page.locator(".tasks li").count() == 1
    page.get_by_role("link", name="Title 2").click()
    page.get_by_label("Your answer").fill("What the Ministry of Labour writes.")

    person = response.member_state.memberships.get(user__email=NEW)
    for name in ("member", "end"):
        lead.goto(f"{TEAM}{person.user.public_id}/{'end/' if name == 'end' else ''}")
        look(lead, name)
    lead.get_by_role("button", name="End access").click()
    lead.get_by_text("Nadia New is not part of the delegation any more.").wait_for()
    lead.goto(f"{TEAM}{focal_point.public_id}/hand-over/")
    look(lead, "handing over")

    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="Your text is kept for the delegation").wait_for()
    # On a busy machine the page may have saved by itself before the access ended.
    kept = response.answers.get(question__number=2).versions
    assert kept.get(kind="rescued").text == "What the Ministry of Labour writes."
    assert set(kept.values_list("text", flat=True)) == {"What the Ministry of Labour writes."}
    assert not members.leaders(response.member_state).exclude(user=focal_point).exists()
