"""What the question page hears while it saves: one word for each outcome, and never a redirect that swallows a text."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session as SignIn
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils import timezone

from responses.models import Answer, AnswerVersion, Presence, Session
from responses.rules import pages
from responses.status import Role, Status
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HERE = "/ece-2024-s3/XRU/"
SAVE = f"{HERE}questions/1/save/"


@pytest.fixture
def answer(response):
    return response.answers.get(question__number=1)


@pytest.fixture
def save(client):
    """What the page's script sends, with a key of its own each time; returns (status, what was said)."""
    count = iter(range(1000))

    def sent(text, address=SAVE, **said):
        fields = {
            "text": text,
            "language": "en",
            "base": 0,
            "key": f"key-{next(count)}",
            "page": "page",
        } | said
        reply = client.post(address, fields, headers={"Accept": "application/json"})
        return reply.status_code, json.loads(reply.content)

    return sent


def test_a_text_is_saved_in_a_short_reply(client, focal_point, answer, save):
    client.force_login(focal_point)
    assert save("Plan\r\nand law") == (200, {"outcome": "saved", "version": 1, "interval": 10})
    answer.refresh_from_db()
    version = answer.versions.get()
    assert (answer.text, version.kind, version.outcome, version.by) == (
        "Plan\nand law", "autosaved", "saved", focal_point,
    )  # fmt: skip


def test_a_reply_to_a_long_text_is_shorter_than_a_kilobyte(client, focal_point, answer):
    client.force_login(focal_point)
    fields = {"text": "word " * 50_000, "language": "en", "base": 0, "key": "k", "page": "p"}
    assert len(client.post(SAVE, fields).content) < 1000


def test_changes_of_two_pages_are_put_together(client, focal_point, contributor, save):
    client.force_login(contributor)
    save("A\n\nB")
    save("A\n\nB2", base=1)
    client.force_login(focal_point)
    assert save("A2\n\nB", base=1, page="mine") == (
        200,
        {
            "outcome": "merged", "version": 4, "own": 3, "text": "A2\n\nB2", "interval": 10,
            "message": "A change of Fritz Tarlenheim to paragraph 2 was added.",
        },
    )  # fmt: skip


def test_two_changes_to_one_paragraph_are_both_kept(client, focal_point, contributor, save):
    client.force_login(contributor)
    save("Theirs")
    client.force_login(focal_point)
    status, said = save("Mine", page="mine")
    assert (status, said["outcome"], said["version"], said["address"]) == (
        409, "stale_version", 2, f"{HERE}questions/1/versions/2/two/",
    )  # fmt: skip
    assert client.get(said["address"]).status_code == 200


def test_a_retry_hears_what_became_of_the_text_the_first_time(client, focal_point, contributor, save):
    client.force_login(focal_point)
    first = save("Mine", key="k")
    client.force_login(contributor)
    save("Mine\n\nTheirs", base=1, page="theirs")
    client.force_login(focal_point)
    assert save("Mine", key="k") == first
    assert AnswerVersion.objects.count() == 2


def test_a_submitted_response_is_closed_and_the_text_is_kept(client, focal_point, response, bring_to, save):
    bring_to(response, Status.SUBMITTED)
    client.force_login(focal_point)
    status, said = save("Too late", base=1)
    kept = AnswerVersion.objects.get(kind="rescued")
    assert (status, said["outcome"], said["address"]) == (
        423, "closed", f"{HERE}questions/1/versions/{kept.number}/",
    )  # fmt: skip
    assert Answer.objects.get(pk=kept.answer_id).text == "Answer to question 1."


def test_a_deadline_that_passes_while_somebody_writes_closes_the_question(
    client, focal_point, response, save
):
    Session.objects.update(deadline_policy="closed")
    client.force_login(focal_point)
    assert save("In time")[1]["outcome"] == "saved"
    with time_machine.travel(response.session.deadline + timedelta(seconds=1.5)):
        client.force_login(focal_point)
        assert save("Too late", base=1)[1]["outcome"] == "closed"


def test_who_is_not_signed_in_is_told_and_nothing_is_stored(save, answer):
    assert save("Words") == (401, {"outcome": "signed_out"})
    assert AnswerVersion.objects.count() == 0


def test_a_protection_mark_of_an_earlier_sign_in_is_the_same_to_the_page(client, focal_point):
    client.force_login(focal_point)
    client.handler.enforce_csrf_checks = True
    fields = {"text": "Words", "language": "en", "base": 0, "key": "k", "page": "p"}
    reply = client.post(SAVE, fields, headers={"Accept": "application/json"})
    assert (reply.status_code, json.loads(reply.content)) == (401, {"outcome": "signed_out"})


@pytest.mark.parametrize(("person", "status"), [("observer", 403), ("stranger", 404), ("reviewer", 404)])
def test_others_are_refused_and_nothing_is_stored(client, request, answer, person, status):
    client.force_login(request.getfixturevalue(person))
    fields = {"text": "Words", "language": "en", "base": 0, "key": "k", "page": "p"}
    assert client.post(SAVE, fields).status_code == status
    assert client.post(f"{HERE}questions/1/here/", {"version": 0}).status_code == (
        200 if person == "observer" else 404
    )
    assert AnswerVersion.objects.count() == 0


def test_what_a_former_member_was_writing_is_kept_and_nothing_comes_back(
    client, contributor, answer, focal_point, save
):
    client.force_login(focal_point)
    save("The delegation's words")
    page = pages.name_page(answer)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        contributor.memberships.update(ended_at=timezone.now())
        client.force_login(contributor)
        status, said = save("My last words", page=page)
        form = {"text": "From the form", "language": "en", "base": 0, "key": "f", "page": page,
                "completeness": "not_yet"}  # fmt: skip
        shown = client.post(f"{HERE}questions/1/", form)
        foreign = client.post(f"{HERE}questions/1/", form | {"page": "made up"})
        assert client.get(f"{HERE}questions/1/").status_code == 404
    assert (status, set(said)) == (423, {"outcome", "message"})
    assert (shown.status_code, foreign.status_code) == (423, 404)
    assert "The delegation" not in said["message"] + shown.content.decode().replace("for the delegation", "")
    assert list(answer.versions.order_by("number").values_list("text", "kind")) == [
        ("The delegation's words", "autosaved"),
        ("My last words", "rescued"),
        ("From the form", "rescued"),
    ]
    client.force_login(focal_point)
    tasks = client.get(HERE)
    assert [version.text for version in tasks.context["rescued"]] == ["From the form"]
    assert "Texts that came too late for the answer" in tasks.content.decode()


WRONG = [
    ({"base": "x"}, "Enter a whole number."),
    ({"key": ""}, "This field is required."),
    ({"page": "p" * 65}, "Ensure this value has at most 64 characters (it has 65)."),
    ({"language": "klingon"}, "Choose a language from the list."),
]


@pytest.mark.parametrize(("said", "sentence"), WRONG)
def test_what_no_page_of_ours_sends_is_invalid(client, focal_point, save, said, sentence):
    client.force_login(focal_point)
    assert save("Words", **said) == (422, {"outcome": "invalid", "message": sentence})


def test_a_text_beyond_5_mb_is_too_large(client, focal_point, save):
    client.force_login(focal_point)
    status, said = save("x" * (5 * 1024 * 1024 + 1))
    assert (status, said["outcome"]) == (413, "too_large")


def test_characters_that_were_removed_are_counted(client, focal_point, save):
    client.force_login(focal_point)
    assert save("a\x00b")[1] == {"outcome": "saved", "version": 1, "interval": 10, "removed": 1}


AWAY = {
    "busy": OperationalError("database is locked"),
    "full": OperationalError("database or disk is full"),
    "gone": DatabaseError("server closed the connection unexpectedly"),
    "gone before": InterfaceError("connection already closed"),
}


@pytest.mark.parametrize("error", AWAY.values(), ids=AWAY)
def test_a_database_that_is_away_is_said_truthfully(client, focal_point, save, error):
    client.force_login(focal_point)

    def away(execute, sql, params, many, context):
        raise error

    with connection.execute_wrapper(away):
        fields = {"text": "Words", "language": "en", "base": 0, "key": "k", "page": "p"}
        reply = client.post(SAVE, fields)
    assert (reply.status_code, reply["Retry-After"], json.loads(reply.content)["outcome"]) == (
        503, "5", "unavailable",
    )  # fmt: skip


def test_saving_takes_few_queries_however_many_versions_there_are(
    client, focal_point, save, django_assert_num_queries
):
    client.force_login(focal_point)
    save("Text 0")  # the first one makes the sign-in last, too
    expected = 8 if connection.features.has_select_for_update else 7
    for number in (1, 2, 3):
        with django_assert_num_queries(expected):
            save(f"Text {number}", base=number)


def test_saving_makes_the_sign_in_last(client, focal_point, save):
    client.force_login(focal_point)
    save("Words")
    before = client.session.get_expiry_date()
    with time_machine.travel(timezone.now() + timedelta(hours=11)):
        save("Words, and on", base=1)
        assert client.session.get_expiry_date() > before + timedelta(hours=10)
        assert client.cookies["sessionid"]["max-age"] == 12 * 60 * 60
    with time_machine.travel(timezone.now() + timedelta(hours=20)):
        assert save("Words, still", base=2)[0] == 200


def signed_out_meanwhile(get_response):
    """Someone signs out in another window while the text is on its way."""

    def middleware(request):
        assert request.user.is_authenticated
        SignIn.objects.all().delete()
        return get_response(request)

    return middleware


def test_a_sign_in_that_cannot_last_does_not_hide_that_the_text_is_saved(client, focal_point, save, settings):
    client.force_login(focal_point)
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.signed_out_meanwhile"]
    assert save("Words") == (200, {"outcome": "saved", "version": 1, "interval": 10})


# --- forms without a sign-in --------------------------------------------------------------------


def form_of(page, **said):
    form = page.context["form"]
    names = ("base", "key", "page", "language", "completeness", "text")
    return {name: form[name].value() for name in names} | said


def test_a_form_sent_after_the_sign_in_ended_shows_its_text_and_saves_it_afterwards(
    client, focal_point, answer
):
    client.force_login(focal_point)
    sent = form_of(client.get(f"{HERE}questions/1/"), text="Typed for an hour.\n\n<b>")
    client.session.flush()
    shown = client.post(f"{HERE}questions/1/", sent)
    assert shown.status_code == 401
    text = shown.content.decode()
    assert "Typed for an hour.\n\n&lt;b&gt;</textarea>" in text
    assert 'name="key" value="' in text
    client.force_login(focal_point)
    carried = shown.context["carried"] | shown.context["texts"]
    assert client.post(f"{HERE}questions/1/", carried).status_code == 302
    answer.refresh_from_db()
    assert answer.text == "Typed for an hour.\n\n<b>"


def test_a_form_that_was_made_elsewhere_gets_no_button_that_would_send_it(client, focal_point):
    client.force_login(focal_point)
    client.handler.enforce_csrf_checks = True
    shown = client.post(f"{HERE}questions/1/", {"text": "Not mine", "page": "made up"})
    assert shown.status_code == 403
    text = shown.content.decode()
    assert ("Not mine</textarea>" in text, "Save this text" in text) == (True, False)


# --- presence -----------------------------------------------------------------------------------


def test_a_page_hears_who_else_has_the_question_open(client, response, focal_point, contributor, observer):
    there = f"{HERE}questions/1/here/"
    for person in (contributor, observer, focal_point):
        client.force_login(person)
        said = json.loads(client.post(there, {"version": 0}).content)
    assert said == {"outcome": "here", "version": 0, "others": ["Fritz Tarlenheim"], "writes": True}
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        client.force_login(focal_point)
        assert json.loads(client.post(there, {"version": 0}).content)["others"] == []


def test_who_has_left_the_delegation_is_not_named(client, focal_point, contributor, response):
    client.force_login(contributor)
    client.post(f"{HERE}questions/1/here/", {"version": 0})
    contributor.memberships.update(ended_at=timezone.now())
    client.force_login(focal_point)
    assert client.get(f"{HERE}questions/1/").context["others"] == []


def test_the_task_list_says_what_changed_since_one_was_last_here(
    client, response, focal_point, contributor, save
):
    def updated():
        client.force_login(focal_point)
        return [answer.question.number for answer in client.get(HERE).context["unseen"]]

    factories.write_all(response, contributor)
    assert updated() == [1, 2, 3, 4, 5]
    client.post(f"{HERE}questions/2/here/", {"version": 1})
    assert updated() == [1, 3, 4, 5]
    client.post(f"{HERE}seen/")
    assert updated() == []
    client.force_login(contributor)
    save("Answer to question 3, and more.", f"{HERE}questions/3/save/", base=1)
    assert updated() == [3]
    save("Rewritten by me.", f"{HERE}questions/3/save/", base=2)
    assert updated() == []


def test_nobody_outside_learns_who_is_there(response):
    assert {field.name for field in Presence._meta.get_fields()} == {
        "id", "answer", "user", "as_name", "at", "version",
    }  # fmt: skip


# --- settling -----------------------------------------------------------------------------------


@pytest.fixture
def clash(client, focal_point, contributor, save):
    """Two changes to two paragraphs each, one of them the same; returns the address of the page to settle it."""
    client.force_login(contributor)
    save("A\n\nB\n\nC")
    save("A\n\nB theirs\n\nC theirs", base=1)
    client.force_login(focal_point)
    return save("A mine\n\nB mine\n\nC", base=1, page="mine")[1]["address"]


CHOICES = [("theirs", "A mine\n\nB theirs\n\nC theirs"), ("mine", "A mine\n\nB mine\n\nC theirs")]


@pytest.mark.parametrize(("choice", "text"), CHOICES)
def test_a_choice_becomes_the_answer_with_what_nobody_contests(client, clash, answer, choice, text):
    page = client.get(clash)
    assert [place["paragraph"] for place in page.context["places"]] == [2]
    form = page.context["form"]
    sent = {"base": form["base"].value(), "key": form["key"].value(), "page": form["page"].value()}
    assert client.post(clash, sent | {"choice_0": choice}).status_code == 302
    answer.refresh_from_db()
    assert answer.text == text
    assert answer.versions.filter(kind="conflict").count() == 1


def test_without_a_choice_nothing_is_written(client, clash, answer):
    page = client.post(clash, {"base": 2})
    assert (page.status_code, page.context["sentence"]) == (
        422,
        "Choose one of the two texts for each place.",
    )
    assert answer.versions.count() == 3


def test_an_answer_that_changed_again_is_looked_at_once_more(client, clash, contributor, focal_point, save):
    client.force_login(contributor)
    save("A\n\nB theirs again\n\nC theirs", base=2)
    client.force_login(focal_point)
    page = client.post(clash, {"base": 2, "choice_0": "mine"})
    assert page.status_code == 409
    pieces = client.get(clash).context["places"][0]["theirs"]
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == "B theirs again"


def test_combining_starts_from_one_of_the_two(client, clash):
    texts = {
        start: client.get(f"{clash}?start={start}").context["form"]["text"].value()
        for start in ("mine", "theirs")
    }
    assert texts == {"mine": "A mine\n\nB mine\n\nC theirs", "theirs": "A mine\n\nB theirs\n\nC theirs"}


def test_the_task_list_names_what_waits_for_a_choice_until_somebody_saves(client, clash, save):
    assert [v.number for v in client.get(HERE).context["beside"]] == [3]
    save("A mine\n\nB both\n\nC theirs", base=2)
    assert client.get(HERE).context["beside"] == []


def test_what_a_contributor_clashed_over_is_settled_by_a_colleague_and_read_by_an_observer(
    client, clash, observer, contributor
):
    client.force_login(contributor)
    assert client.get(clash).context["is_own"] is False
    client.force_login(observer)
    assert client.get(clash).context["writable"] is False
    assert client.post(clash, {"base": 2, "choice_0": "mine"}).status_code == 403


def test_a_member_who_became_an_observer_is_told(client, contributor, response, save):
    contributor.memberships.update(role=Role.OBSERVER)
    client.force_login(contributor)
    status, said = save("Words")
    assert (status, said["outcome"]) == (403, "invalid")
