"""Nothing is submitted that the person who submits has not looked at."""

import re
from dataclasses import replace

import pytest

from responses.models import Submission
from responses.rules import annexing, drafting, replying, shown, workflow
from responses.rules.refused import Refused
from responses.status import Completeness, Status
from tests import factories
from tests.annexes import attach, pdf, translate
from tests.filling import form_in
from tests.record import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

HERE = "/ece-2024-s3/XRU/"
AGAIN = "Nothing was submitted. Look at your answers again; you can submit then."


def answer_to(response, number):
    return response.answers.select_related("question", "response").get(question__number=number)


def write(response, by, number, text="Other words.", completeness=Completeness.COMPLETE, **more):
    answer = answer_to(response, number)
    drafting.save_answer(
        answer, text=text, base=answer.version, key=f"{number}-{answer.version}", page="p", by=by,
        completeness=completeness, **more,
    )  # fmt: skip


def write_two(response, by):
    for number in (3, 1):
        write(response, by, number)


def attach_another(response, by):
    attach(response, by, content=pdf(2))


def reply(response, by, text):
    asked = answer_to(response, 1).clarifications.get()
    replying.save_reply(asked, text=text, base=asked.draft_number, by=by)


# what happens after the page was opened, and what is said of it
CHANGES = {
    "an answer": (lambda response, by: write(response, by, 2), "Question 2 was changed after you opened this page."),
    "two answers": (write_two, "Questions 1, 3 were changed after you opened this page."),
    "no information any more": (
        lambda response, by: write(
            response, by, 4, "Answer to question 4.", completeness=Completeness.NO_INFORMATION
        ),
        "Question 4 was changed after you opened this page.",
    ),
    "another language": (
        lambda response, by: write(response, by, 5, "Answer to question 5.", language="fr"),
        "Question 5 was changed after you opened this page.",
    ),
    "a translation": (
        lambda response, by: translate(answer_to(response, 1), by, "Traduit"),
        "Question 1 was changed after you opened this page.",
    ),
    "an annex": (attach_another, "Annexes were changed after you opened this page."),
    "an annex that goes": (
        lambda response, by: annexing.remove(response.annexes.get(title="There before"), by=by),
        "Annexes were changed after you opened this page.",
    ),
    "an answer and an annex": (
        lambda response, by: (write(response, by, 2), attach_another(response, by)),
        "Question 2 was changed after you opened this page. Annexes were changed after you opened this page.",
    ),
}  # fmt: skip


@pytest.fixture
def opened(client, response, focal_point, media):
    """The fields of the declaration as a focal point has it open, filled in."""
    factories.write_all(response, focal_point)
    attach(response, focal_point, title="There before")
    return fields_of(client, focal_point)


def fields_of(client, person):
    client.force_login(person)
    shown = client.get(f"{HERE}check/").content.decode()
    link = re.search(r"/ece-2024-s3/XRU/declare/\?checked=\w+", shown)[0]
    page = client.get(link)
    assert page.context["was_changed"] is False
    return form_in(page, "authorized_name").fields | {
        "authorized_name": "Rudolf Elphberg", "authorized_title": "Deputy Minister",
        "authorized_authority": "Ministry of Foreign Affairs", "publication": "full", "attribution": "attributed",
        "no_information_confirmed": "on",
    }  # fmt: skip


@pytest.mark.parametrize(("change", "told"), CHANGES.values(), ids=CHANGES)
def test_what_was_changed_after_the_page_was_opened_is_told_and_not_submitted(
    client, response, focal_point, contributor, opened, change, told
):
    change(response, contributor)
    before = snapshot()
    page = client.post(f"{HERE}declare/", opened)
    assert (page.status_code, page.context["sentence"]) == (409, f"{told} {AGAIN}")
    assert snapshot() == before
    # Whoever looked again, and has all that was typed there still, submits with the same button.
    again = form_in(page, "authorized_name").fields
    assert {name: again[name] for name in opened if name not in {"shown", "no_information_confirmed"}} == {
        name: value for name, value in opened.items() if name not in {"shown", "no_information_confirmed"}
    }
    done = client.post(f"{HERE}declare/", again | {"no_information_confirmed": "on"})
    assert (done.status_code, Submission.objects.count()) == (302, 1)


def test_a_reply_that_was_changed_after_the_page_was_opened_is_told(
    client, response, focal_point, contributor, bring_to
):
    bring_to(response, Status.RETURNED, 1)
    reply(response, contributor, "A first reply.")
    opened = fields_of(client, focal_point)
    reply(response, contributor, "Another reply.")
    page = client.post(f"{HERE}declare/", opened)
    told = "Question 1 was changed after you opened this page."
    assert (page.status_code, page.context["sentence"]) == (409, f"{told} {AGAIN}")


def test_what_was_not_changed_is_submitted(client, opened):
    assert client.post(f"{HERE}declare/", opened).status_code == 302


def test_something_forgotten_does_not_make_what_was_changed_meanwhile_seen(
    client, response, contributor, opened
):
    write(response, contributor, 2)
    page = client.post(f"{HERE}declare/", opened | {"authorized_name": ""})
    assert page.status_code == 422
    page = client.post(
        f"{HERE}declare/", form_in(page, "authorized_name").fields | {"authorized_name": "R. E."}
    )
    assert (page.status_code, Submission.objects.count()) == (409, 0)


def test_what_was_changed_after_the_answers_were_checked_is_told_on_the_declaration(
    client, response, focal_point, contributor, opened
):
    shown = client.get(f"{HERE}check/").content.decode()
    link = re.search(r"/ece-2024-s3/XRU/declare/\?checked=\w+", shown)[0]
    write(response, contributor, 2)
    page = client.get(link)
    assert page.context["was_changed"] is True
    assert "Something was changed after you opened the page with your answers." in page.content.decode()
    assert client.get(f"{HERE}declare/").context["was_changed"] is False


@pytest.mark.parametrize("unread", ["nonsense", "[]", "7", "null", '{"1":', "[" * 2_000, '{"1":"0"}'])
def test_what_a_page_says_that_cannot_be_read_counts_as_all_changed(
    response, focal_point, declaration, unread
):
    factories.write_all(response, focal_point)
    with pytest.raises(Refused) as refusal:
        workflow.perform("submit", response, by=focal_point, data=replace(declaration, shown=unread))
    told = shown.sentence([1, 2, 3, 4, 5], annexes=True)
    assert (refusal.value.status, str(refusal.value)) == (409, told)
