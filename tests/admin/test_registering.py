"""Registering a response from its document, as a coordinator does it: the form, the preview, the record."""

import io
import time
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from responses.admin import attached
from responses.models import Letter, Response, Submission
from responses.rules import registering, workflow
from responses.status import Status
from tests import factories

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 Note verbale"
DRAFT = "DRAFT-CANARY"


@pytest.fixture(autouse=True)
def received_documents(settings, tmp_path):
    """Documents are stored where they go with the test."""
    settings.MEDIA_ROOT = tmp_path


def address(response, name="register"):
    return f"/admin/responses/response/{response.pk}/moves/{name}/"


def note(content=PDF, name="Note verbale 12.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def filled(response, **changed):
    """What a coordinator fills in, complete; the document apart."""
    today = timezone.localdate(timezone=response.session.review.tzinfo)
    facts = {
        "channel": "note_verbale", "received_on": f"{today:%Y-%m-%d}", "language": "fr",
        "authorized_authority": "Ministère des Affaires étrangères", "transmitted_capacity": "Mission permanente",
        "publication": "full", "attribution": registering.NOT_STATED,
    }  # fmt: skip
    texts = {f"text_{number}": f"  Réponse {number}\r\n\r\navec « guillemets »" for number in range(1, 6)}
    return facts | texts | changed


def go(client, response, step, name="register", **data):
    return client.post(address(response, name), {"step": step} | data)


def carried(page):
    """What the preview carries on, unseen: the values of its hidden fields, as a browser would send them."""
    form = page.context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, "", False)}


def status_of(response):
    return Response.objects.get(pk=response.pk).status


# --- from the button to the record --------------------------------------------------------------


def test_a_note_verbale_from_its_page_to_the_record(enter, response, focal_point):
    """Fill in, see what will be on record, register: the document is attached once, and every character arrives."""
    client = enter("coordinator")
    page = client.get(address(response))
    assert (page.status_code, page.context["form"].is_bound) == (200, False)
    preview = go(client, response, "preview", **filled(response), document=note())
    shown = preview.content.decode()
    assert (preview.status_code, status_of(response), Submission.objects.count()) == (200, Status.DRAFTING, 0)
    assert all(
        words in shown
        for words in (
            "What will be on record", "Note verbale 12.pdf", "Ministère des Affaires étrangères", "Publish in full",
            "The document says nothing: not named", "It goes to 1 focal point.", "by note verbale",
        )
    )  # fmt: skip
    letter = preview.context["letter"]
    done = go(client, response, "send", **carried(preview))
    assert (done.status_code, done.url) == (302, f"/admin/responses/response/{response.pk}/change/")
    submission = Submission.objects.get()
    assert list(submission.answers.order_by("number").values_list("text", "language")) == [
        (f"  Réponse {number}\n\navec « guillemets »", "fr") for number in range(1, 6)
    ]
    with submission.document.document.open() as stored:
        assert stored.read() == PDF
    assert (submission.document.name, default_storage.listdir(attached.FOLDER)[1]) == (
        "Note verbale 12.pdf",
        [],
    )
    sent = Letter.objects.get(kind="registered")
    assert sent.body == letter.body.replace("(given when it is registered)", submission.sha256)


def test_nothing_is_selected_beforehand(enter, response):
    """How it came, what may be shown, in which language: the document says so, never the site."""
    form = enter("coordinator").get(address(response)).context["form"]
    chosen = ("channel", "publication", "attribution", "language", "received_on")
    assert [form[name].value() for name in chosen] == [None] * 5


def test_a_document_in_several_languages(enter, response):
    data = filled(response, language_2="ar", text_2="نص", text_3="", no_information_3="on")
    go(enter("coordinator"), response, "send", **data, document=note())
    rows = Submission.objects.get().answers.order_by("number").values_list("language", "no_information")
    assert list(rows)[:3] == [("fr", False), ("ar", False), ("fr", True)]


# --- nothing is lost ------------------------------------------------------------------------------

ATTACH = "Attach the document: it is the authority for what is entered here."
ENTER = "Question 2: enter the text of the document, or say that no information is provided."
LACKING = [
    ({"channel": ""}, note, "id_channel_0", "This field is required."),
    ({"received_on": "soon"}, note, "id_received_on", "Enter a valid date."),
    ({"authorized_authority": ""}, note, "id_authorized_authority", "This field is required."),
    ({"publication": ""}, note, "id_publication_0", "This field is required."),
    ({"language": ""}, note, "id_language", "This field is required."),
    ({"text_2": " "}, note, "id_text_2", ENTER),
    ({"no_information_2": "on"}, note, "id_text_2", "Question 2: there is a text, and no information is provided."),
    ({}, None, "id_document", ATTACH),
    ({}, lambda: note(b"MZ"), "id_document", "The content of the file is not what its name says."),
    ({}, lambda: note(name="note.exe"), "id_document", "Choose a file of one of these kinds: .pdf, .docx, .odt, .png"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "document", "target", "sentence"), LACKING)
def test_what_is_to_be_looked_at_again_is_linked_and_everything_typed_stays(
    enter, response, changed, document, target, sentence
):
    files = {"document": document()} if document else {}
    page = go(enter("coordinator"), response, "preview", **filled(response, **changed), **files)
    shown = page.content.decode()
    assert (page.status_code, Submission.objects.count()) == (422, 0)
    assert (f'href="#{target}"' in shown, sentence in shown) == (True, True)
    assert all(f"Réponse {number}\n\navec" in shown for number in (1, 3, 4, 5))


def test_a_document_is_attached_once(enter, response):
    """Whatever else is to be looked at again, the file does not have to be looked for a second time."""
    client = enter("coordinator")
    page = go(client, response, "preview", **filled(response, text_1=""), document=note())
    assert "Attached: <strong>Note verbale 12.pdf</strong>" in page.content.decode()
    again = filled(response) | {"kept": page.context["form"]["kept"].value()}
    preview = go(client, response, "preview", **again)
    assert (preview.status_code, "Note verbale 12.pdf" in preview.content.decode()) == (200, True)
    change = go(client, response, "write", **carried(preview))
    assert "Attached: <strong>Note verbale 12.pdf</strong>" in change.content.decode()


def test_another_file_takes_the_place_of_the_first(enter, response):
    client = enter("coordinator")
    page = go(client, response, "preview", **filled(response, text_1=""), document=note())
    kept = page.context["form"]["kept"].value()
    second = note(b"%PDF-1.7 The right one", "Right.pdf")
    go(client, response, "send", **filled(response) | {"kept": kept}, document=second)
    assert Submission.objects.get().document.name == "Right.pdf"
    assert default_storage.listdir(attached.FOLDER)[1] == []


def test_a_document_of_another_response_is_not_taken(enter, response, other_response):
    token = attached.keep(note(), other_response)
    page = go(enter("coordinator"), response, "send", **filled(response), kept=token)
    assert (page.status_code, ATTACH in page.content.decode()) == (422, True)


def test_a_text_that_somebody_made_up_finds_no_document(enter, response):
    page = go(enter("coordinator"), response, "send", **filled(response), kept="../../db.sqlite3")
    assert (page.status_code, ATTACH in page.content.decode()) == (422, True)


def test_what_nobody_came_back_for_is_deleted(response, monkeypatch):
    attached.keep(note(), response)
    monkeypatch.setattr(attached, "KEPT_FOR", timedelta(0))
    time.sleep(0.01)
    attached.keep(note(b"%PDF-1.7 Second"), response)
    (left,) = default_storage.listdir(attached.FOLDER)[1]
    with default_storage.open(f"{attached.FOLDER}/{left}") as stored:
        assert stored.read() == b"%PDF-1.7 Second"


def test_a_word_file_is_taken(enter, response):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<?xml version='1.0'?><w:document/>")
    document = note(file.getvalue(), "Réponse.docx")
    assert (
        go(enter("coordinator"), response, "send", **filled(response), document=document).status_code == 302
    )
    assert Submission.objects.get().document.name == "Réponse.docx"


def test_what_cannot_be_stored_is_told_before_it_is_registered(enter, response):
    data = filled(response, text_4="A\x07 bell")
    preview = go(enter("coordinator"), response, "preview", **data, document=note())
    assert "1 character that cannot be stored was removed." in preview.content.decode()
    assert carried(preview)["text_4"] == "A bell"


def test_markup_stays_text(enter, response):
    data = filled(response, text_1="<script>alert(1)</script>", transmitted_name="<b>x</b>")
    client = enter("coordinator")
    for step, files in (("preview", {"document": note()}), ("preview", {})):
        shown = go(client, response, step, **data, **files).content.decode()
        assert ("<script>alert" in shown, "<b>x</b>" in shown) == (False, False)


def test_the_calendar_is_looked_at_before_anything_is_shown(enter, response):
    ahead = timezone.now() + timedelta(days=3)
    page = go(
        enter("coordinator"),
        response,
        "preview",
        **filled(response, received_on=f"{ahead:%Y-%m-%d}"),
        document=note(),
    )
    sentence = "The day of receipt is still to come: give the day on which the document was received."
    assert (page.status_code, page.context["reasons"]) == (422, [sentence])


def test_the_state_submitted_meanwhile_and_what_was_entered_is_shown_to_be_copied(
    enter, response, focal_point, declaration
):
    client = enter("coordinator")
    preview = go(client, response, "preview", **filled(response), document=note())
    factories.write_all(response, focal_point)
    workflow.perform("submit", response, by=focal_point, data=declaration)
    page = go(client, response, "send", **carried(preview))
    shown = page.content.decode()
    assert (page.status_code, Submission.objects.count()) == (409, 1)
    assert "the status of this response is now “Received”" in shown
    assert all(f"Réponse {number}" in shown for number in range(1, 6))
    assert "Answer to question" not in shown


def test_a_second_click_registers_nothing_twice(enter, response):
    client = enter("coordinator")
    preview = go(client, response, "preview", **filled(response), document=note())
    statuses = [go(client, response, "send", **carried(preview)).status_code for _click in range(2)]
    assert (statuses, Submission.objects.count()) == ([302, 409], 1)


# --- what stays unseen ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.DRAFTING, Status.RETURNED, Status.WITHDRAWN])
def test_no_page_shows_a_coordinator_a_word_of_the_delegation(enter, response, focal_point, bring_to, status):
    """Neither the draft, nor what was submitted, nor what the secretariat asked about it."""
    bring_to(response, status, 2)
    if status == Status.DRAFTING:
        factories.write_all(response, focal_point, text=DRAFT)
    response.answers.update(text=DRAFT)
    client = enter("coordinator")
    page = go(client, response, "preview", **filled(response, text_1=""), document=note())
    pages = [
        client.get(address(response)),
        page,
        go(client, response, "preview", **filled(response), document=note()),
    ]
    for shown in (page.content.decode() for page in pages):
        assert not any(words in shown for words in (DRAFT, "Answer to question", "Please tell us more"))


@pytest.mark.parametrize("person", ["reviewer", "publisher"])
def test_others_of_the_secretariat_do_not_register(enter, response, person):
    client = enter(person)
    statuses = [
        client.get(address(response)),
        go(client, response, "send", **filled(response), document=note()),
    ]
    assert [page.status_code for page in statuses] == [403, 403]
    assert status_of(response) == Status.DRAFTING


# --- after a clarification --------------------------------------------------------------------------


def test_a_letter_answers_a_clarification(enter, response, bring_to):
    bring_to(response, Status.RETURNED, 2)
    client = enter("coordinator")
    form = client.get(address(response)).context["form"]
    assert [row.question.number for row in form.rows() if row.reply] == [2]
    empty = {f"text_{number}": "" for number in range(1, 6)}
    data = filled(response, **empty, reply_2="Il a duré deux ans.")
    preview = go(client, response, "preview", **data, document=note())
    assert (
        preview.content.decode().count("As it stands on record: the document says nothing on this question.")
        == 5
    )
    assert go(client, response, "send", **carried(preview)).status_code == 302
    submission = response.submissions.first()
    assert submission.answered_clarifications.get().reply == "Il a duré deux ans."
    assert submission.answers.get(number=2).text == "Answer to question 2."


# --- downstream -------------------------------------------------------------------------------------


@pytest.fixture
def registered(enter, response, focal_point):
    """Registered in the name of the coordinator."""
    day = timezone.localdate(timezone=response.session.review.tzinfo) - timedelta(days=3)
    data = filled(response, received_on=f"{day:%Y-%m-%d}")
    go(enter("coordinator"), response, "send", **data, document=note())
    return Response.objects.get(pk=response.pk)


def day_of(response):
    return f"{response.standing_submission.received_on:%-d %B %Y}"


def test_the_desk_shows_how_and_when_it_came(enter, registered, request):
    client = enter("reviewer")
    shown = client.get(f"/admin/responses/response/{registered.pk}/change/").content.decode()
    for words in (f"{day_of(registered)}, by note verbale", "Registered by the secretariat on", "Note verbale 12.pdf",
                  "(the document says nothing)", "Received by note verbale"):  # fmt: skip
        assert (words, words in shown) == (words, True)
    row = client.get("/admin/responses/response/?received=otherwise").content.decode()
    assert f"{day_of(registered)}, by note verbale" in row
    assert "by note verbale" not in client.get("/admin/responses/response/?received=no").content.decode()


@pytest.mark.parametrize(
    ("person", "status"), [("reviewer", 200), ("publisher", 200), ("coordinator", 200), ("colleague", 404)]
)
def test_the_document_is_handed_out_to_who_may_read_it(client, request, registered, person, status):
    colleague = factories.staff("coordinator", name="Colin Colleague", email="colleague@example.org")
    client.force_login(colleague if person == "colleague" else request.getfixturevalue(person))
    document = registered.standing_submission.document
    page = client.get(f"/admin/responses/response/{registered.pk}/documents/{document.pk}/")
    assert page.status_code == status
    if status == 200:
        assert (b"".join(page.streaming_content), page["Content-Type"]) == (PDF, "application/octet-stream")


def test_the_delegation_is_shown_what_was_registered_and_no_recall(client, registered, focal_point):
    client.force_login(focal_point)
    shown = client.get(registered.standing_submission.get_absolute_url()).content.decode()
    for words in (f"{day_of(registered)}, by note verbale", "word for word", "Note verbale 12.pdf", "Réponse 1",
                  "Ministère des Affaires étrangères</dd>", "(the document says nothing)"):  # fmt: skip
        assert (words, words in shown) == (words, True)
    assert "recall the response" not in shown
    page = client.get("/ece-2024-s3/XRU/recall/")
    assert (page.status_code, page.context["possible"]) == (200, False)


def test_where_the_document_was_silent_no_choice_is_selected_for_the_state(client, registered, focal_point):
    client.force_login(focal_point)
    form = client.get("/ece-2024-s3/XRU/consent/").context["form"]
    assert (form["publication"].value(), form["attribution"].value()) == ("full", None)


def test_a_mistake_is_taken_back_with_a_reason(enter, registered, focal_point):
    client = enter("coordinator")
    assert go(client, registered, "send", "unregister", reason="").status_code == 422
    letter = client.get(address(registered, "unregister")).context["letter"]
    assert go(client, registered, "send", "unregister", reason="Another State").status_code == 302
    assert (status_of(registered), Letter.objects.get(kind="unregistered").body) == (
        Status.DRAFTING,
        letter.body,
    )
    shown = client.get(f"/admin/responses/response/{registered.pk}/change/").content.decode()
    assert "Registration taken back" in shown
    client.force_login(focal_point)
    shown = client.get(registered.standing_submission.get_absolute_url()).content.decode()
    assert "The secretariat had registered this by mistake and took it back on" in shown
