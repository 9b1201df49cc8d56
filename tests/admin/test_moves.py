"""The buttons of a response and the pages behind them, from the first click to the letter."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from responses.models import Clarification, Event, Letter, Membership, Response
from responses.rules import publishing, workflow
from responses.rules.moves import Reason, Revision
from responses.status import Status
from tests import factories
from tests.annexes import attach, pdf

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 instruction"
SOON = timezone.now() + timedelta(days=20)
REASON = {"reason": "As agreed by telephone"}
REPLY_BY = {"reply_by_0": f"{SOON:%Y-%m-%d}", "reply_by_1": "18:00"}
ASKED = {
    "choose_1": "on",
    "request_1": "The figures for 2025\r\nand their source",
    "choose_4": "on",
    "request_4": "Gaps",
} | REPLY_BY
WISHED = {"wish": "A correction of figures", "choose_2": "on"} | REPLY_BY

BUTTONS = {
    Status.DRAFTING: {"coordinator": ["extend", "register"]},
    Status.SUBMITTED: {"reviewer": ["start_review", "open_for_revision"], "coordinator": ["withdraw"]},
    Status.UNDER_REVIEW: {
        "reviewer": ["accept", "return", "open_for_revision", "release"],
        "coordinator": ["withdraw"],
    },
    Status.RETURNED: {"reviewer": ["close_clarification"], "coordinator": ["register", "withdraw"]},
    Status.ACCEPTED: {
        "reviewer": ["open_for_revision", "reopen"],
        "publisher": ["publish"],
        "coordinator": ["withdraw"],
    },
    Status.WITHDRAWN: {"coordinator": ["register"]},
}


def address(response, name):
    return f"/admin/responses/response/{response.pk}/moves/{name}/"


def go(client, response, name, step="send", **data):
    return client.post(address(response, name), {"step": step} | data)


def status_of(response):
    return Response.objects.get(pk=response.pk).status


def typed(page):
    """What a page would send if its button were pressed at once: hidden values and filled fields."""
    form = page.context["form"]
    return {
        name: value
        for field in form
        for name, value in widgets_of(field)
        if value not in (None, False, "")
    }  # fmt: skip


def widgets_of(field):
    if field.name == "reply_by":
        value = field.value()
        parts = value if isinstance(value, list) else field.field.widget.decompress(value)
        return [(f"{field.html_name}_{at}", str(part)) for at, part in enumerate(parts)]
    return [(field.html_name, field.value())]


@pytest.mark.parametrize("person", ["reviewer", "publisher", "coordinator"])
@pytest.mark.parametrize("status", BUTTONS)
def test_each_person_has_the_buttons_of_the_table(enter, response, bring_to, person, status):
    bring_to(response, status)
    page = enter(person).get(f"/admin/responses/response/{response.pk}/change/")
    assert [act.name for act, _label in page.context["buttons"]] == BUTTONS[status].get(person, [])
    for act, _label in page.context["buttons"]:
        assert f'href="{address(response, act.name)}"' in page.content.decode()


@pytest.mark.parametrize("person", ["reviewer", "publisher", "coordinator"])
@pytest.mark.parametrize("status", BUTTONS)
def test_the_desk_offers_what_the_rules_allow(enter, request, response, bring_to, person, status):
    """The buttons that make a move of the table are those that ``workflow.available`` names."""
    bring_to(response, status)
    offered = {
        act.name
        for act, _label in enter(person)
        .get(f"/admin/responses/response/{response.pk}/change/")
        .context["buttons"]
    }
    allowed = {move.name for move in workflow.available(request.getfixturevalue(person), response)}
    assert offered & set(workflow.MOVES) == allowed


STEPS = [
    ("start_review", Status.SUBMITTED, "reviewer", {}, Status.UNDER_REVIEW, None),
    ("release", Status.UNDER_REVIEW, "reviewer", {}, Status.SUBMITTED, None),
    ("accept", Status.UNDER_REVIEW, "reviewer", {}, Status.ACCEPTED, "reading_completed"),
    ("return", Status.UNDER_REVIEW, "reviewer", ASKED, Status.RETURNED, "clarification_requested"),
    ("close_clarification", Status.RETURNED, "reviewer", REASON, Status.UNDER_REVIEW, "clarification_closed"),
    ("reopen", Status.ACCEPTED, "reviewer", REASON, Status.UNDER_REVIEW, None),
    ("open_for_revision", Status.SUBMITTED, "reviewer", WISHED, Status.RETURNED, "open_for_revision"),
    ("open_for_revision", Status.ACCEPTED, "reviewer", WISHED, Status.RETURNED, "open_for_revision"),
    ("publish", Status.ACCEPTED, "publisher", {}, Status.ACCEPTED, "published"),
    ("extend", Status.DRAFTING, "coordinator",
     REASON | {"until_0": "2027-01-31", "until_1": "18:00"}, Status.DRAFTING, "deadline_extended"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "source", "person", "data", "target", "kind"), STEPS, ids=[s[0] for s in STEPS]
)
def test_a_move_from_its_button_to_its_letter(
    enter, response, bring_to, name, source, person, data, target, kind, django_capture_on_commit_callbacks
):
    """The page shows what will happen; the letter that is shown is the letter that goes."""
    bring_to(response, source)
    letters_before = Letter.objects.count()
    client = enter(person)
    page = client.get(address(response, name))
    assert page.status_code == 200
    assert all(str(sentence) in page.content.decode() for sentence in page.context["act"].happens)
    if page.context["act"].previews:
        page = go(client, response, name, "preview", **data)
        assert (page.status_code, status_of(response), Letter.objects.count()) == (
            200,
            source,
            letters_before,
        )
        data = typed(page) if name in {"return", "open_for_revision"} else data
    shown = page.context["letter"]
    with django_capture_on_commit_callbacks(execute=True):
        done = go(client, response, name, **data)
    assert (done.status_code, done.url) == (302, f"/admin/responses/response/{response.pk}/change/")
    assert status_of(response) == target
    written = list(Letter.objects.order_by("pk")[letters_before:])
    assert [letter.kind for letter in written] == ([kind] if kind else [])
    if kind:
        assert (shown.subject, shown.body, shown.recipients) == (written[0].subject, written[0].body, 1)
        assert (mail.outbox[-1].subject, mail.outbox[-1].body) == (written[0].subject, written[0].body)
    else:
        assert (shown, "No letter goes out." in page.content.decode()) == (None, True)


def test_asking_for_clarification_opens_the_chosen_questions_with_their_texts(enter, response, bring_to):
    bring_to(response, Status.UNDER_REVIEW)
    go(enter("reviewer"), response, "return", **ASKED)
    response.refresh_from_db()
    asked = {
        item.answer.question.number: item.request
        for item in Clarification.objects.select_related("answer__question")
    }
    assert asked == {1: "The figures for 2025\nand their source", 4: "Gaps"}
    local = response.reply_by.astimezone(response.session.review.tzinfo)
    opened = set(response.answers.filter(is_open=True).values_list("question__number", flat=True))
    assert (f"{local:%Y-%m-%d %H:%M}", opened) == (f"{SOON:%Y-%m-%d} 18:00", {1, 4})


def test_the_letter_is_read_before_it_goes_and_what_was_typed_can_be_changed(enter, response, bring_to):
    """Preview, back to writing, and on again: every text stays."""
    bring_to(response, Status.UNDER_REVIEW)
    client = enter("reviewer")
    preview = go(client, response, "return", "preview", **ASKED)
    text = preview.content.decode()
    assert "It goes to 1 focal point." in text
    assert "under questions 1, 4, if possible by" in text
    assert "The figures for 2025" in text
    again = go(client, response, "return", "write", **typed(preview))
    assert (again.status_code, again.context["preview"]) == (200, False)
    assert "and their source</textarea>" in again.content.decode()
    assert (status_of(response), Letter.objects.filter(kind="clarification_requested").count()) == (
        Status.UNDER_REVIEW,
        0,
    )


def test_no_letter_holds_the_text_of_an_answer_or_of_a_request(enter, response, bring_to):
    bring_to(response, Status.UNDER_REVIEW)
    go(enter("reviewer"), response, "return", **ASKED)
    letter = Letter.objects.get(kind="clarification_requested")
    assert ("figures for 2025" in letter.body, "Answer to question" in letter.body) == (False, False)


TEXTLESS = "Write what further information would be welcome for each chosen question."
LACKING = [
    ("return", {}, ["Choose one question or more."]),
    ("return", {"choose_1": "on"} | REPLY_BY, [TEXTLESS]),
    ("return", {"choose_1": "on", "request_1": "More", "reply_by_0": "", "reply_by_1": ""},
     ["Give a date by which a reply would be welcome."]),
    ("open_for_revision", {"choose_1": "on"}, ["Note the State's wish: it is kept on record."]),
    ("open_for_revision", {"wish": "A correction"}, ["Choose one question or more."]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "sentences"), LACKING)
def test_what_is_missing_is_said_and_what_was_typed_stays(enter, response, bring_to, name, data, sentences):
    bring_to(response, Status.UNDER_REVIEW)
    page = go(enter("reviewer"), response, name, "preview", **data)
    text = page.content.decode()
    assert (page.status_code, status_of(response)) == (422, Status.UNDER_REVIEW)
    assert set(sentences) <= set(page.context["reasons"])
    for name_, value in data.items():
        if name_.startswith(("request", "wish")):
            assert value in text


@pytest.mark.parametrize(
    ("reply_by", "sentence"),
    [
        ({"reply_by_0": "2020-01-01", "reply_by_1": "18:00"}, "This moment is over: choose a later one."),
        ({"reply_by_0": "soon", "reply_by_1": "18:00"}, "Enter a valid date."),
        ({"reply_by_0": f"{SOON:%Y-%m-%d}", "reply_by_1": ""}, "Give the day and the time."),
    ],
)
def test_a_date_that_cannot_be_meant_is_not_taken(enter, response, bring_to, reply_by, sentence):
    bring_to(response, Status.UNDER_REVIEW)
    page = go(enter("reviewer"), response, "return", "preview", **(ASKED | reply_by))
    assert (page.status_code, sentence in page.content.decode()) == (422, True)


def test_points_for_a_question_that_was_not_ticked_are_not_lost_unseen(enter, response, bring_to):
    bring_to(response, Status.UNDER_REVIEW)
    page = go(enter("reviewer"), response, "return", "preview", **(ASKED | {"request_2": "Forgotten tick"}))
    assert page.status_code == 422
    assert "Choose question 2, or empty this text: it would not be sent." in page.content.decode()
    assert "Forgotten tick" in page.content.decode()


def test_a_colleagues_earlier_click_is_told_and_nothing_typed_is_lost(enter, response, reviewer, bring_to):
    """The page was opened while the response was being read; meanwhile a colleague completed the reading."""
    bring_to(response, Status.UNDER_REVIEW)
    client = enter("reviewer")
    go(client, response, "return", "preview", **ASKED)
    workflow.perform("accept", response, by=reviewer)
    page = go(client, response, "return", **ASKED)
    assert page.status_code == 409
    assert "the status of this response is now “Reading completed”" in page.content.decode()


def test_a_second_click_makes_nothing_twice(enter, response, bring_to):
    bring_to(response, Status.UNDER_REVIEW)
    client = enter("reviewer")
    statuses = [go(client, response, "accept").status_code for _click in range(2)]
    assert (statuses, Event.objects.filter(name="accept").count()) == ([302, 409], 1)


def test_a_part_that_ended_meanwhile_ends_its_moves(enter, response, reviewer, bring_to):
    bring_to(response, Status.UNDER_REVIEW)
    client = enter("reviewer")
    reviewer.groups.clear()
    assert (go(client, response, "accept").status_code, status_of(response)) == (404, Status.UNDER_REVIEW)


@pytest.mark.parametrize("name", ["submit", "recall", "resume", "nonsense"])
def test_moves_of_the_delegation_have_no_page_here(enter, response, bring_to, name):
    bring_to(response, Status.SUBMITTED)
    assert enter("reviewer").get(address(response, name)).status_code == 404


def test_a_state_without_focal_point_is_named_before_a_letter_would_go_nowhere(enter, response, bring_to):
    bring_to(response, Status.UNDER_REVIEW)
    Membership.objects.update(ended_at=timezone.now())
    client = enter("reviewer")
    page = go(client, response, "return", "preview", **ASKED)
    assert "This State has no focal point, so nobody gets this letter." in page.content.decode()
    done = client.post(address(response, "return"), {"step": "send"} | ASKED, follow=True)
    assert "No letter went out: this State has no focal point." in done.content.decode()


def test_a_revision_ends_in_its_own_words(enter, response, reviewer, bring_to):
    bring_to(response, Status.SUBMITTED)
    workflow.perform("open_for_revision", response, by=reviewer, data=Revision("A correction", (1,)))
    page = enter("reviewer").get(f"/admin/responses/response/{response.pk}/change/")
    assert [label for _act, label in page.context["buttons"]] == ["End the revision"]


def test_closing_a_clarification_keeps_the_delegations_draft_unseen(enter, response, bring_to):
    bring_to(response, Status.RETURNED, 1)
    Clarification.objects.update(draft_reply="Our draft")
    client = enter("reviewer")
    go(client, response, "close_clarification", **REASON)
    assert Clarification.objects.get().draft_reply == "Our draft"
    assert "Our draft" not in client.get(f"/admin/responses/response/{response.pk}/change/").content.decode()


# --- withdrawing for a State ----------------------------------------------------------------------------


@pytest.fixture
def received(response, bring_to, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return bring_to(response, Status.SUBMITTED)


def test_a_coordinator_withdraws_on_the_states_written_instruction(enter, received):
    client = enter("coordinator")
    page = client.get(address(received, "withdraw"))
    document = SimpleUploadedFile("note verbale.pdf", PDF, "application/pdf")
    done = go(client, received, "withdraw", reason="Note verbale 12", instruction=document)
    letter = Letter.objects.get(kind="withdrawn")
    assert (done.status_code, status_of(received)) == (302, Status.WITHDRAWN)
    assert received.instructions.get().name == "note verbale.pdf"
    assert page.context["letter"].body == letter.body


@pytest.mark.parametrize(
    ("reason", "document", "sentence"),
    [
        ("Note verbale 12", None, "Attach the State&#x27;s written instruction."),
        ("", ("note.pdf", PDF), "Give a reason: it is kept on record."),
        ("Note", ("note.exe", b"MZ"), "Choose a file of one of these kinds: .pdf, .docx, .odt, .png, .jpg."),
        ("Note", ("note.pdf", b"MZ\x90"), "The content of the file is not what its name says."),
    ],
)
def test_a_withdrawal_that_lacks_something_changes_nothing(enter, received, reason, document, sentence):
    files = {"instruction": SimpleUploadedFile(*document)} if document else {}
    page = go(enter("coordinator"), received, "withdraw", reason=reason, **files)
    assert (page.status_code, status_of(received)) == (422, Status.SUBMITTED)
    assert sentence in page.content.decode()
    assert reason in page.content.decode()


# --- publishing ---------------------------------------------------------------------------------------


@pytest.fixture
def published(response, publisher, bring_to):
    bring_to(response, Status.ACCEPTED)
    return publishing.publish(response, by=publisher)


def test_ending_a_publication_takes_a_reason(enter, published):
    client = enter("publisher")
    page = go(client, published, "unpublish")
    assert (page.status_code, "Give a reason: it is kept on record." in page.content.decode()) == (422, True)
    shown = client.get(address(published, "unpublish")).context["letter"]
    assert go(client, published, "unpublish", **REASON).status_code == 302
    assert Response.objects.get(pk=published.pk).published_submission is None
    assert Letter.objects.get(kind="unpublished").body == shown.body


@pytest.mark.parametrize(
    ("name", "person"), [("publish", "reviewer"), ("unpublish", "coordinator"), ("extend", "reviewer")]
)
def test_acts_that_are_no_moves_have_their_own_people(enter, published, name, person):
    client = enter(person)
    assert [client.get(address(published, name)).status_code, go(client, published, name).status_code] == [
        403,
        403,
    ]


@pytest.mark.parametrize(
    ("consent", "going", "staying"),
    [("full", ["1. Report"], ["2. Notes"]), ("without_annexes", [], ["1. Report", "2. Notes"])],
)
def test_what_everyone_will_see_is_named_before_it_is_published(
    enter, response, focal_point, bring_to, consent, going, staying
):
    attach(response, focal_point, title="Report")
    attach(response, focal_point, content=pdf(2), title="Notes", is_publishable=False)
    bring_to(response, Status.ACCEPTED)
    publishing.change_consent(response, publication=consent, attribution="attributed", by=focal_point)
    client = enter("publisher")
    text = client.get(address(response, "publish")).content.decode()
    shown, _heading, kept = text.partition("Annexes that are not shown")
    assert [re.findall(r"<bdi>(.+?)</bdi>", part) for part in (shown, kept)] == [going, staying]
    go(client, response, "publish")
    public = Client().get(response.standing_submission.get_absolute_url()).content.decode()
    assert [title for title in ("Report", "Notes") if title in public] == [each[3:] for each in going]


def test_without_consent_there_is_nothing_to_publish(enter, response, focal_point, bring_to):
    bring_to(response, Status.ACCEPTED)
    publishing.change_consent(response, publication="no", attribution="attributed", by=focal_point)
    client = enter("publisher")
    assert client.get(f"/admin/responses/response/{response.pk}/change/").context["buttons"] == []
    assert go(client, response, "publish").status_code == 409


# --- extensions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (REASON | {"until_0": f"{timezone.now() + timedelta(days=3):%Y-%m-%d}", "until_1": "18:00"}, 409,
         "The new deadline is not later than the one in force."),
        ({"until_0": "2027-01-31", "until_1": "18:00"}, 422, "Give a reason: it is kept on record."),
        (REASON, 422, "This field is required."),
    ],
)  # fmt: skip
def test_an_extension_says_why_it_is_not_given(enter, response, data, status, sentence):
    page = go(enter("coordinator"), response, "extend", **data)
    assert (page.status_code, sentence in page.content.decode()) == (status, True)
    assert response.extensions.count() == 0


def test_an_extension_begins_with_the_deadline_in_force(enter, response):
    until = enter("coordinator").get(address(response, "extend")).context["form"]["until"].value()
    assert until == response.session.deadline


def test_the_reader_is_who_reads(enter, response, bring_to):
    bring_to(response, Status.SUBMITTED)
    second = factories.staff("reviewer", name="Second Reader", email="second@example.org")
    workflow.perform("start_review", response, by=second)
    workflow.perform("accept", response, by=second)
    go(enter("reviewer"), response, "reopen", **REASON)
    assert str(Response.objects.get(pk=response.pk).reviewer) == "Rosa Keller"
    assert Reason("x").lacks()
