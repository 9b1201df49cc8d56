"""The pages of notes, assignments and readiness: what is shown, to whom, in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from responses.models import Answer, Assignment, Membership, Note, Readiness
from responses.rules import assigning, noting, pages, readying
from responses.status import Role, Status
from tests import factories
from tests.filling import form_in

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HERE = "/ece-2024-s3/XRU/"
PAGE = f"{HERE}questions/2/"
CANARY = "CANARY-NOTE"


@pytest.fixture
def answer(response):
    """The answer to the second question."""
    return response.answers.select_related("question", "response").get(question__number=2)


@pytest.fixture
def limited(response):
    """A contributor who reads and writes question 1 alone."""
    user = factories.member(response, Role.CONTRIBUTOR, name="Lim Ited", email="limited@example.org")
    part = user.memberships.get()
    part.is_limited = True
    part.save()
    part.questions.set(response.session.questions.filter(number=1))
    return user


def shown(client, address):
    return client.get(address).content.decode()


def filled(client, containing, address=PAGE, **typed):
    """Fills in a form of a page and sends it; returns the answer."""
    form = form_in(client.get(address), containing)
    return client.post(form.action or address, form.fields | typed)


# --- notes ----------------------------------------------------------------------------------------


def test_a_note_is_written_read_resolved_and_let_wait_again(client, enter, response, contributor, observer):
    enter("contributor")
    assert "wait</span>" not in shown(client, PAGE)
    page = filled(client, "note", note="Is the figure of 2023?\nSee page 4.")
    assert (page.status_code, page.url) == (302, f"{PAGE}#notes")
    enter("observer")
    seen = shown(client, PAGE)
    for words in ("Fritz Tarlenheim, Ministry", "Is the figure of 2023?<br>See page 4.", "1 note waits"):
        assert words in seen
    assert "For your national team; never part of a submission" in seen
    filled(client, "which")
    note = Note.objects.get()
    assert (note.resolved_by, bool(note.resolved_at)) == (observer, True)
    seen = shown(client, PAGE)
    assert "Resolved by Michael Strelsau" in seen
    assert "notes on this question" not in seen  # all of them stand here already
    assert "note waits" not in seen
    filled(client, "which")
    assert Note.objects.get().resolved_at is None


def test_a_double_click_makes_one_note(client, enter, response, contributor):
    enter("contributor")
    form = form_in(client.get(PAGE), "note")
    for _click in range(2):
        assert client.post(form.action, form.fields | {"note": "Once"}).status_code == 302
    assert Note.objects.count() == 1


@pytest.mark.parametrize("where", [PAGE, f"{PAGE}notes/"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"note": " "}, "Write the note first"),
        ({"note": "x" * (noting.LONGEST + 1)}, "A note can have up to 20,000 characters."),
        ({"note": "Mine", "colleague": "00000000-0000-0000-0000-000000000000"}, "Choose a colleague"),
    ],
)
def test_a_note_that_is_not_taken_comes_back_with_a_sentence(
    client, enter, response, contributor, typed, sentence, where
):
    enter("contributor")
    page = filled(client, "note", where, **typed)
    assert (page.status_code, Note.objects.count()) == (422, 0)
    assert '<a href="#id_note">' in page.content.decode()
    text = page.content.decode()
    assert sentence in text
    assert typed["note"] in text


def test_a_note_of_somebody_without_access_is_404_and_shown_again(
    client, enter, response, limited, stranger, reviewer, contributor
):
    enter("contributor")
    form = form_in(client.get(PAGE), "note")
    contributor.memberships.update(ended_at=timezone.now())
    for person in ("contributor", "limited", "stranger", "reviewer"):
        enter(person)
        found = {
            where: client.post(where, form.fields | {"note": "What I wrote"})
            for where in (form.action, f"{HERE}questions/9/notes/")
        }
        bodies = [page.content.decode() for page in found.values()]
        assert [page.status_code for page in found.values()] == [404, 404]
        assert all("What I wrote" in body for body in bodies)
        assert "Ruritania" not in bodies[0] + bodies[1]
    assert Note.objects.count() == 0


def test_a_note_sent_after_the_sign_in_ended_is_shown_again_with_a_button(
    client, response, contributor, answer
):
    fields = {"note": "What I wrote", "page": pages.name_page(answer), "key": "k", "colleague": ""}
    page = client.post(f"{PAGE}notes/", fields)
    assert page.status_code == 401
    client.force_login(contributor)
    again = form_in(page, "note")
    assert client.post(again.action, again.fields).status_code == 302
    assert Note.objects.get().text == "What I wrote"


def test_a_note_without_the_mark_of_its_form_is_not_stored(response, contributor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(contributor)
    page = client.post(f"{PAGE}notes/", {"note": "What I wrote", "key": "k"})
    assert (page.status_code, Note.objects.count()) == (403, 0)
    assert "What I wrote" in page.content.decode()


def test_a_note_of_another_question_is_not_resolved_from_here(
    client, enter, response, limited, answer, focal_point
):
    note = noting.write(answer, "A note", by=focal_point)
    for person in ("limited", "focal_point"):
        enter(person)
        where = f"{HERE}questions/1/notes/settle/"
        assert client.post(where, {"which": note.pk, "step": "resolve"}).status_code == 404
    assert Note.objects.get().resolved_at is None


def test_a_note_that_came_with_a_file_shows_the_words_it_is_about(client, enter, answer, focal_point):
    noting.write(answer, "Too long?", by=focal_point, about="In 2023, <b>the</b> Ministry")
    enter("focal_point")
    assert "In 2023, &lt;b&gt;the&lt;/b&gt; Ministry" in shown(client, PAGE)


def test_a_hundred_notes_are_folded_and_paged(client, enter, answer, focal_point):
    for number in range(100):
        note = noting.write(answer, f"Note {number}.", by=focal_point)
        if number % 2:
            noting.resolve(note, by=focal_point)
    enter("focal_point")
    seen = shown(client, PAGE)
    assert seen.count('id="note-') == 10
    assert "50 notes wait" in seen
    assert "All 100 notes on this question" in seen
    found = [shown(client, f"{PAGE}notes/?page={page}").count('id="note-') for page in range(1, 5)]
    assert found == [25, 25, 25, 25]


def test_the_name_that_somebody_at_a_shared_mailbox_gave_is_shown(
    client, enter, answer, focal_point, contributor
):
    contributor.said_name = "Rupert of the night shift"
    noting.resolve(noting.write(answer, "A note", by=contributor), by=contributor)
    enter("focal_point")
    seen = shown(client, PAGE)
    assert "Rupert of the night shift, Ministry" in seen
    assert "Resolved by Rupert of the night shift" in seen


# --- look, assign ---------------------------------------------------------------------------------


def test_who_is_asked_to_look_finds_the_question_on_the_task_list_until_the_note_is_resolved(
    client, enter, response, contributor, observer, answer, mailoutbox, django_capture_on_commit_callbacks
):
    enter("contributor")
    with django_capture_on_commit_callbacks(execute=True):
        filled(client, "note", note=CANARY, colleague=str(observer.public_id))
    assert [(mail.to, CANARY in mail.subject + mail.body) for mail in mailoutbox] == [
        (["michael@example.org"], False)
    ]
    assert "You were asked to look at" not in shown(client, HERE)
    enter("observer")
    seen = shown(client, HERE)
    assert seen.index("You were asked to look at") < seen.index('<ol class="tasks">')
    assert CANARY not in seen
    assert "You are asked to look." in shown(client, PAGE)
    filled(client, "which")
    assert "You were asked to look at" not in shown(client, HERE)


def test_a_question_is_given_taken_up_and_given_back(
    client, enter, response, focal_point, contributor, answer
):
    day = assigning.today(answer) + timedelta(days=3)
    written = f"{day:%-d %B %Y}"
    enter("focal_point")
    chosen = {"people": [str(contributor.public_id)], "due_on": f"{day}"}
    assert client.post(f"{PAGE}assign/", chosen).status_code == 302
    for address in (HERE, PAGE):
        assert f"With Fritz Tarlenheim, Ministry, by {written}" in shown(client, address)
    enter("contributor")
    for address in (HERE, PAGE):
        assert f"Yours, by {written}" in shown(client, address)
    filled(client, "end", f"{PAGE}assign/")
    assert "Yours" not in shown(client, HERE)
    filled(client, "due_on", f"{PAGE}assign/")
    assert "Yours" in shown(client, HERE)


def test_whoever_takes_a_question_up_and_gives_it_back_is_told_so(client, enter, answer, contributor):
    enter("contributor")
    assert ">Take it up</a>" in shown(client, PAGE)
    own = {"people": str(contributor.public_id), "due_on": ""}
    taken = client.post(f"{PAGE}assign/", own, follow=True).content.decode()
    assert "Question 2 is with you now; your colleagues see it." in taken
    assert ">Put down a day, or give it back</a>" in shown(client, PAGE)
    again = client.post(f"{PAGE}assign/", own, follow=True).content.decode()
    assert "Nothing has changed: it was put down like this before." in again
    ended = client.post(f"{PAGE}assign/", {"end": str(contributor.public_id)}, follow=True).content.decode()
    assert "Question 2 is not with you any more." in ended


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose one colleague or more"),
        ({"people": "nobody"}, "nobody is not one of the available choices"),
        ({"due_on": "2020-01-01", "people": True}, "Give a day that is still to come."),
        ({"due_on": "soon", "people": True}, "Enter a valid date."),
    ],
)
def test_an_assignment_that_cannot_be_comes_back_with_a_sentence(client, enter, focal_point, typed, sentence):
    enter("focal_point")
    if typed.get("people") is True:
        typed = typed | {"people": [str(focal_point.public_id)]}
    page = client.post(f"{PAGE}assign/", {"due_on": ""} | typed)
    assert (page.status_code, Assignment.objects.count()) == (422, 0)
    assert sentence in page.content.decode()


def test_a_day_after_the_deadline_is_taken_with_a_warning(client, enter, focal_point, response):
    enter("focal_point")
    day = (response.session.deadline + timedelta(days=2)).date()
    typed = {"people": [str(focal_point.public_id)], "due_on": f"{day}"}
    page = client.post(f"{PAGE}assign/", typed, follow=True)
    assert "That day is after the deadline of your response" in page.content.decode()
    assert Assignment.objects.get().due_on == day


# --- ready ----------------------------------------------------------------------------------------


@pytest.fixture
def mission(response):
    """A second focal point, at the Permanent Mission."""
    user = factories.member(response, Role.FOCAL_POINT, name="Maria Mission", email="mission@example.org")
    user.memberships.update(capacity="Permanent Mission")
    return user


def test_the_mission_sees_that_capital_is_ready_and_what_was_changed_since(
    client, enter, response, focal_point, mission, contributor
):
    factories.write_all(response, focal_point)
    enter("focal_point")
    assert filled(client, "note", f"{HERE}ready/", note="All ministries agree.").url == HERE
    enter("mission")
    for page in ("", "check/", "declare/", "ready/"):
        seen = shown(client, HERE + page)
        assert "Marked as ready for transmission by Flavia Strelsau, Ministry, on" in seen
        assert "All ministries agree." in seen
        assert "was changed since" not in seen
    tasks = shown(client, HERE)
    assert tasks.index("Marked as ready for transmission") < tasks.index('<ol class="tasks">')
    factories.write_all(response, contributor, text="Changed {number}.")
    for page in ("", "check/", "declare/", "ready/"):
        seen = shown(client, HERE + page)
        assert "Question 2 was changed since." in seen
        assert f"{PAGE}versions/compare/?from=1&amp;to=2" in seen
    assert client.get(f"{PAGE}versions/compare/?from=1&to=2").status_code == 200
    filled(client, "take_back", f"{HERE}ready/")
    assert "Marked as ready" not in shown(client, HERE)


def test_nobody_is_asked_to_mark_and_nothing_waits_for_it(client, enter, response, focal_point):
    enter("focal_point")
    assert "ready for transmission" not in shown(client, HERE)
    assert client.post(f"{HERE}ready/", {"note": ""}).status_code == 422
    factories.write_all(response, focal_point)
    seen = shown(client, HERE)
    assert "ready for transmission" not in seen
    assert "Nothing is missing." in seen


# --- walls ----------------------------------------------------------------------------------------


@pytest.fixture
def busy(response, focal_point, contributor, limited, observer, answer):
    """Notes, assignments and the mark of capital, at question 2."""
    factories.write_all(response, focal_point)
    noting.write(answer, CANARY, by=focal_point, for_user=observer)
    assigning.assign(answer, [contributor], by=focal_point)
    readying.mark(response, by=focal_point, note=CANARY)
    return response


def test_a_limited_member_learns_nothing_of_other_questions(client, enter, busy):
    enter("limited")
    for page in ("", "questions/1/", "questions/1/notes/", "questions/1/assign/"):
        found = client.get(HERE + page)
        seen = found.content.decode()
        assert found.status_code == 200
        for words in (CANARY, "With Fritz", "Question 2</a>: 1 note", "Marked as ready"):
            assert words not in seen, (page, words)
    for page in ("notes/", "assign/"):
        assert client.get(PAGE + page).status_code == 404
    assert client.get(f"{HERE}ready/").status_code == 403


def test_no_submission_holds_a_note(busy, make_submitted):
    submission = make_submitted(busy)
    assert CANARY not in submission.record + submission.search_text
    assert Readiness.objects.get().ended_at is not None


@pytest.fixture
def make_submitted(bring_to):
    def make(response):
        return bring_to(response, Status.SUBMITTED).standing_submission

    return make


# --- queries --------------------------------------------------------------------------------------


def count(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


PAGES = {"": 21, "questions/1/": 12, "questions/1/notes/": 8, "questions/1/assign/": 6, "check/": 14}


def test_pages_take_as_many_queries_with_three_of_everything_as_with_one(
    client, enter, response, focal_point, contributor, observer
):
    factories.write_all(response, focal_point)
    readying.mark(response, by=focal_point)
    enter("focal_point")
    found = []
    people = [contributor, focal_point, factories.member(response, Role.CONTRIBUTOR)]
    for turn in range(3):
        for answer in Answer.objects.select_related("question", "response"):
            note = noting.write(answer, "A note", by=people[turn], for_user=observer)
            noting.resolve(noting.write(answer, "Another", by=people[turn]), by=observer)
            assert note.pk
            assigning.assign(answer, [people[turn]], by=focal_point)
        if turn != 1:
            found.append({page: count(client, HERE + page) for page in PAGES})
    assert found[0] == found[1]
    assert {page: number for page, number in found[1].items() if number > PAGES[page]} == {}
    assert Membership.objects.count() == 4
