"""The page on which anyone has a record or a receipt checked, without signing in."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from responses.documents.receipt import pdf
from responses.models import Submission
from responses.rules import verifying, workflow
from responses.status import Status
from tests import factories
from tests.record import snapshot

pytestmark = pytest.mark.django_db
ADDRESS = "/verify/"
NOT_OURS = "This is not a record of this site, or it was altered"


@pytest.fixture
def submission(response, bring_to):
    bring_to(response, Status.SUBMITTED)
    return Submission.objects.get()


def upload(client, content, name="record.json"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def shown(page):
    """A page as somebody reads it, without what differs each time."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return " ".join(text.split())


def test_a_record_is_confirmed_to_whoever_holds_it(client, submission):
    by_file = upload(client, submission.record.encode())
    by_text = client.post(ADDRESS, {"text": submission.record})
    assert by_file.status_code == 200
    assert shown(by_file) == shown(by_text)
    for expected in (
        "This is the record",
        "GCM-ECE-2024-S3-XRU-01",
        "Ruritania",
        "It is the response that stands.",
    ):
        assert expected in shown(by_file)
    assert "PDF is, byte for byte" not in shown(by_file)
    assert "no-store" in by_file["Cache-Control"]


def test_a_receipt_is_confirmed_and_changed_pages_are_told(client, submission):
    made = pdf.pdf_of(submission)
    assert "The PDF is, byte for byte, the one that this site made." in shown(upload(client, made, "r.pdf"))
    drawn_over = shown(upload(client, made + b"\n", "r.pdf"))
    assert "<h1>The record inside is genuine; the pages may have been changed</h1>" in drawn_over
    assert "This site cannot vouch for the pages of this PDF" in drawn_over
    assert "In the record inside, every word of GCM-ECE-2024-S3-XRU-01 is as it was received." in drawn_over
    assert re.findall(r'class="note (\w+)', drawn_over) == ["wait"]


def test_altered_and_unknown_are_told_in_the_same_bytes(client, submission, other_response):
    record = submission.record
    other = json.dumps(json.loads(record) | {"reference": "GCM-ECE-2024-S3-XZU-07"})
    files = {
        "altered": record.replace("Answer", "answer").encode(),
        "of a State that did not submit": other.encode(),
        "without its texts": json.dumps(json.loads(record) | {"answers": []}).encode(),
        "the reference": submission.reference.encode(),
        "the code": submission.sha256.encode(),
        "half": record[:500].encode(),
        "a shopping list": b"Bread, milk",
        "a PDF without a record": b"%PDF-1.7\n%%EOF",
        "a broken PDF": b"%PDF-1.7 obj<</Type/EmbeddedFile/Filter/FlateDecode>>stream\nxxxx",
    }
    answers = {name: upload(client, file) for name, file in files.items()}
    assert {name: page.status_code for name, page in answers.items()} == dict.fromkeys(files, 200)
    assert len({shown(page) for page in answers.values()}) == 1
    page = shown(answers["altered"])
    assert NOT_OURS in page
    assert "A Word file holds no record" in page
    assert not re.search(r"XRU|Ruritania|XZU|Flavia|Elphberg", page)


def test_the_later_submission_is_named_to_those_who_may_read_it(
    client, response, focal_point, stranger, reviewer, bring_to, declaration
):
    bring_to(response, Status.RETURNED)
    first = Submission.objects.get()
    factories.write_all(response, focal_point, text="Another answer to {number}.")
    workflow.perform("submit", response, by=focal_point, data=declaration)
    told = {}
    for name, person in (
        ("nobody", None),
        ("member", focal_point),
        ("reviewer", reviewer),
        ("stranger", stranger),
    ):
        client.logout()
        if person:
            client.force_login(person)
        page = shown(upload(client, first.record.encode()))
        assert "<h1>This is the record of a submission that was replaced</h1>" in page
        assert "A later submission of the State has replaced it." in page
        told[name] = "XRU-02" in page
    assert told == {"nobody": False, "member": True, "reviewer": True, "stranger": False}


def test_what_was_taken_back_does_not_stand_and_nothing_says_why(client, submission, response, focal_point):
    workflow.perform("recall", response, by=focal_point)
    page = shown(upload(client, submission.record.encode()))
    assert "<h1>This is the record of a submission that was taken back</h1>" in page
    assert "It was taken back and does not stand any more." in page
    assert "recall" not in page.lower()


@pytest.mark.parametrize(
    "data", [{}, {"text": "  \n"}, {"text": "words", "file": SimpleUploadedFile("r.json", b"words")}]
)
def test_one_thing_at_a_time_is_checked(client, data):
    page = client.post(ADDRESS, data)
    assert (page.status_code, "paste the text of a record: one of the two." in shown(page)) == (422, True)


def test_an_empty_file_is_told_and_not_called_altered(client, db):
    page = upload(client, b"", "receipt.pdf")
    assert (page.status_code, "This file is empty" in shown(page), NOT_OURS in shown(page)) == (
        422,
        True,
        False,
    )


def test_a_file_larger_than_any_receipt_is_not_read(client, db, monkeypatch):
    monkeypatch.setattr(verifying, "LARGEST", 100)
    page = upload(client, b"x" * 101)
    assert (page.status_code, "larger than 40 MB" in shown(page)) == (422, True)


def test_nothing_of_what_is_sent_is_kept_or_shown_again(client, submission):
    before = snapshot()
    page = client.post(ADDRESS, {"text": "<script>alert(1)</script> SECRET", "status": "accepted", "by": "1"})
    assert "SECRET" not in page.content.decode()
    upload(client, submission.record.encode())
    assert snapshot() == before


def test_an_address_that_asks_very_often_has_to_wait(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"verify": "3/15m/ip"}
    pages = [client.post(ADDRESS, {"text": "words"}) for _one in range(4)]
    assert [page.status_code for page in pages] == [200, 200, 200, 429]
    assert pages[-1]["Retry-After"] == "900"
    assert client.get(ADDRESS).status_code == 200


def test_every_page_leads_there(client, response):
    assert 'href="/verify/"' in client.get(response.session.get_absolute_url()).content.decode()
