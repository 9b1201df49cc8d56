"""Receipt and record as downloads: to whom, in which form, and the letter that leads there."""

import pytest
from django.urls import reverse

from responses.documents.receipt import pdf
from responses.models import Letter, Submission
from responses.rules import publishing, verifying, workflow
from responses.status import Status
from tests import factories
from tests.annexes import attach, limited, translate
from tests.documents.receipt.made import text_in

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = ("receipt.pdf", "receipt.docx", "record.json")


@pytest.fixture
def submission(response, bring_to):
    bring_to(response, Status.SUBMITTED)
    return Submission.objects.get()


def test_the_record_is_handed_out_byte_for_byte(client, submission, observer):
    client.force_login(observer)
    file = client.get(submission.get_absolute_url() + "record.json")
    assert file.getvalue() == submission.record.encode()


def test_the_receipt_is_one_that_can_be_verified(client, submission, observer):
    client.force_login(observer)
    finding = verifying.verify(client.get(submission.get_absolute_url() + "receipt.pdf").getvalue())
    assert (finding.submission, finding.is_sealed) == (submission, True)


@pytest.mark.parametrize(
    ("file", "kind", "name"),
    [
        ("receipt.pdf", "application/pdf", "GCM-ECE-2024-S3-XRU-01-receipt.pdf"),
        ("receipt.docx", WORD, "GCM-ECE-2024-S3-XRU-01-receipt.docx"),
        ("record.json", "application/json", "GCM-ECE-2024-S3-XRU-01.json"),
    ],
)
def test_a_file_is_kept_and_never_shown_in_the_browser(client, submission, observer, file, kind, name):
    client.force_login(observer)
    answer = client.get(submission.get_absolute_url() + file)
    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    assert [answer[header] for header in headers] == [kind, f'attachment; filename="{name}"', "nosniff"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("file", FILES)
def test_a_member_who_takes_part_in_certain_questions_takes_neither(client, response, submission, file):
    member = limited(response, 1, name="Hentzau", email="hentzau@example.org")
    client.force_login(member)
    answer = client.get(submission.get_absolute_url() + file)
    assert answer.status_code == 403
    assert "Answer to question" not in answer.content.decode()


@pytest.mark.parametrize("file", FILES)
def test_the_public_takes_neither_of_what_is_published(client, response, publisher, stranger, bring_to, file):
    bring_to(response, Status.ACCEPTED)
    publishing.publish(response, by=publisher)
    address = Submission.objects.get().get_absolute_url()
    assert (client.get(address).status_code, client.get(address + file).status_code) == (200, 302)
    client.force_login(stranger)
    assert (client.get(address).status_code, client.get(address + file).status_code) == (200, 404)


@pytest.mark.parametrize("file", FILES)
def test_a_reference_that_does_not_exist_is_not_told_from_one_that_is_not_yours(
    client, submission, stranger, file
):
    client.force_login(stranger)
    theirs = client.get(submission.get_absolute_url() + file)
    none = client.get(f"/submissions/GCM-ECE-2024-S3-XZU-01/{file}")
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert theirs.content == none.content


def test_the_page_of_a_submission_offers_both_to_readers_and_not_to_the_public(
    client, response, focal_point, publisher, bring_to
):
    bring_to(response, Status.ACCEPTED)
    publishing.publish(response, by=publisher)
    address = Submission.objects.get().get_absolute_url()
    offered = {}
    for name, person in (("member", focal_point), ("staff", publisher), ("public", None)):
        client.logout()
        if person:
            client.force_login(person)
        page = client.get(address).content.decode()
        offered[name] = [file for file in FILES if f'href="{address}{file}"' in page]
    assert offered == {"member": list(FILES), "staff": list(FILES), "public": []}


def test_the_letter_of_receipt_leads_to_the_receipt(submission, settings):
    body = Letter.objects.get(kind="received").body
    assert f"{settings.SITE_URL}{submission.get_absolute_url()}receipt.pdf" in body


def test_the_desk_leads_to_both(client, response, submission, reviewer, coordinator):
    for person, leads in ((reviewer, True), (coordinator, False)):
        client.force_login(person)
        page = client.get(reverse("admin:responses_response_change", args=[response.pk])).content.decode()
        assert (f'href="{submission.get_absolute_url()}receipt.pdf"' in page) == leads


def test_where_no_pdf_can_be_made_the_record_is_offered(client, submission, observer, monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_RECORD", 10)
    client.force_login(observer)
    page = client.get(submission.get_absolute_url() + "receipt.pdf")
    assert page.status_code == 503
    assert f'href="{submission.get_absolute_url()}record.json"' in page.content.decode()


def test_a_receipt_lists_the_annexes_and_marks_the_translations_of_its_record(
    client, response, focal_point, declaration, media
):
    attach(
        response, focal_point, response.answers.get(question__number=2), title="Map of routes", language="fr"
    )
    translate(response.answers.get(question__number=1), focal_point, text="Une traduction.")
    factories.write_all(response, focal_point)
    submission = workflow.perform("submit", response, by=focal_point, data=declaration)
    client.force_login(focal_point)
    made = client.get(submission.get_absolute_url() + "receipt.pdf").getvalue()
    shown = " ".join(text_in(made).split())
    annex = submission.annexes.get()
    for expected in (
        "1. Map of routes",
        "question 2",
        "May be published",
        annex.file.name,
        annex.file.sha256[:8],
    ):
        assert expected in shown
    assert (
        "Courtesy translation by the State into French. The text above is the one that counts. Une trad"
        in shown
    )
    assert verifying.verify(made).is_sealed
