"""The pages about clearances: what they list, what they say of a text that was changed, and what they keep back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from responses.models import Clearance, ClearanceRequest, Response
from responses.rules import clearance_records, clearing, drafting, officials, version_codes
from responses.status import Status
from tests import clearances, factories, files
from tests.clearances import ADDRESS, SOPHIA, Official, ask, next_week, record
from tests.record import snapshot

pytestmark = pytest.mark.django_db

HERE = "/ece-2024-s3/XRU/"
LIST = f"{HERE}clearances/"
OFFICIAL = {"name": "Rupert Rassendyll", "title": "Director General", "authority": "Ministry of Labour"}


@pytest.fixture
def written(response, focal_point):
    factories.write_all(response, focal_point)
    return response


@pytest.fixture
def lead(client, focal_point):
    """The browser of a focal point."""
    client.force_login(focal_point)
    return client


@pytest.fixture
def limited_browser(client, limited):
    """The browser of a contributor who reads and writes question 2 alone."""
    client.force_login(limited)
    return client


def change(response, by, text="Changed since.", number=1):
    answer = response.answers.get(question__number=number)
    drafting.save_answer(
        answer, text=text, base=answer.version, key=f"c{answer.last_number}", page="p", by=by
    )


def said(page):
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def main(page):
    return page.content.decode().partition("<main")[2]


# --- asking and recording -----------------------------------------------------------------------


def test_asking_on_the_page(lead, written):
    page = lead.get(f"{LIST}ask/?question=2")
    assert page.context["chosen"] == ["2-1"]
    sent = OFFICIAL | {
        "texts": ["1-1", "2-1"],
        "email": ADDRESS,
        "until": f"{next_week()}",
        "note": "Please.",
    }
    page = lead.post(f"{LIST}ask/", sent, follow=True)
    asked = ClearanceRequest.objects.get()
    assert page.redirect_chain == [(asked.get_absolute_url(), 302)]
    text = said(page)
    for word in ("A personal link is on its way to Rupert Rassendyll.", ADDRESS, "Please.", "Opened not yet"):
        assert word in text
    assert list(asked.texts.values_list("answer__question__number", flat=True)) == [1, 2]


def test_the_whole_response_is_chosen_with_one_link(lead, written, focal_point):
    change(written, focal_point, "", number=4)
    page = lead.get(f"{LIST}ask/?question=all")
    assert page.context["chosen"] == ["1-1", "2-1", "3-1", "5-1"]
    assert ("Choose all that is written" in said(page), "the whole response" in said(page)) == (True, False)
    change(written, focal_point, number=4)
    assert "Choose all: the whole response as it stands" in said(lead.get(f"{LIST}ask/"))


ASKED_WRONGLY = {
    "nothing chosen": ({"texts": []}, "Choose one question or more."),
    "an old version": ({"texts": ["1-0"]}, "Question 1 was changed meanwhile."),
    "no number": ({"texts": ["1-x"]}, "not one of the available choices"),
    "a number too long": ({"texts": ["1-" + "9" * 40]}, "not one of the available choices"),
    "no address": ({"email": "rupert"}, "E-mail address of the official:"),
    "no day": ({"until": "soon"}, "Until:"),
    "a day that has passed": ({"until": "2020-01-01"}, "Give a day within the next three months."),
    "a name too long": ({"name": "x" * 151}, "Name of the official:"),
}


@pytest.mark.parametrize(("changed", "sentence"), ASKED_WRONGLY.values(), ids=ASKED_WRONGLY)
def test_asking_again_after_a_slip_keeps_what_was_typed(lead, written, changed, sentence):
    before = snapshot()
    sent = (
        OFFICIAL | {"texts": ["1-1"], "email": ADDRESS, "until": f"{next_week()}", "note": "Kept."} | changed
    )
    page = lead.post(f"{LIST}ask/", sent)
    assert page.status_code in {409, 422}
    assert sentence in said(page)
    assert "Kept." in page.content.decode()
    assert snapshot() == before


def test_recording_on_the_page_with_a_scan_that_comes_back_as_a_download(lead, written, media):
    scan = SimpleUploadedFile("Sheet signed.pdf", files.PDF)
    sent = OFFICIAL | {
        "texts": ["1-1"], "given_on": "2026-11-20", "outcome": "subject_to_changes", "remark": "Leave it out.",
        "on_behalf_of": "the Minister", "scan": scan,
    }  # fmt: skip
    page = lead.post(f"{LIST}record/", sent, follow=True)
    text = said(page)
    for word in (
        "Cleared subject to changes", "Leave it out.", "On behalf of the Minister", "Sheet signed.pdf",
        "20 November 2026, given elsewhere and recorded", "Recorded by Flavia Strelsau",
        "This is the text as it stands.",
    ):  # fmt: skip
        assert word in text
    file = lead.get(f"{Clearance.objects.get().get_absolute_url()}scan/")
    assert (file.getvalue(), file["X-Content-Type-Options"]) == (files.PDF, "nosniff")
    assert file["Content-Disposition"] == 'attachment; filename="Sheet signed.pdf"'
    assert "sandbox" in file["Content-Security-Policy"]


def test_recording_from_a_sheet_whose_text_was_changed_since(lead, written, focal_point):
    sheet = said(lead.get(f"{LIST}sheet/?question=1"))
    code = version_codes.of_version(written.answers.get(question__number=1), None).split("-")[0]
    code = re.search(rf"{code}-1-\w{{4}}-\w{{4}}-\w", sheet)[0]
    change(written, focal_point)
    sent = OFFICIAL | {"codes": code.lower(), "given_on": "2026-11-20", "outcome": "cleared"}
    page = lead.post(f"{LIST}record/", sent, follow=True)
    assert "Text changed since clearance" in said(page)
    assert f"{HERE}questions/1/versions/compare/?from=1&amp;to=2" in page.content.decode()
    assert said(lead.get(f"{HERE}questions/1/versions/1/")).count(code) == 1


def test_all_that_is_missing_is_said_at_once_and_each_sentence_leads_to_its_field(lead, written):
    page = lead.post(f"{LIST}ask/", {"note": "Kept."})
    links = re.findall(r'<li><a href="#(\w+)">', page.content.decode())
    assert links == ["id_texts", "id_name", "id_title", "id_authority", "id_email", "id_until"]
    assert [link for link in links if f'id="{link}"' not in page.content.decode()] == []


SLIPS = {
    "remark": {"outcome": "not_cleared"},
    "given_on": {"given_on": "2050-01-01"},
    "codes": {"texts": [], "codes": "1-1-AAAA-AAAA-A"},
    "texts": {"texts": []},
    "scan": {"scan": SimpleUploadedFile("run.exe", b"MZ")},
}


@pytest.mark.parametrize(("field", "changed"), SLIPS.items(), ids=SLIPS)
def test_a_refusal_leads_to_its_field_and_a_scan_is_asked_for_again(lead, written, field, changed):
    sent = {"texts": ["1-1"], "given_on": "2026-11-20", "outcome": "cleared"}
    sent |= {"scan": SimpleUploadedFile("signed.pdf", files.PDF)}
    page = lead.post(f"{LIST}record/", OFFICIAL | sent | changed)
    links = re.findall(r'<li><a href="#id_(\w+)">', page.content.decode())
    assert set(links) == {field, "scan"}
    assert ("Choose the file again" in said(page)) == (field != "scan")


RECORDED_WRONGLY = {
    "neither a question nor a code": ({}, "Choose one question or more."),
    "both": ({"texts": ["1-1"], "codes": "1-1-AAAA-AAAA-A"}, "not both at once"),
    "a code with a slip": ({"codes": "1-1-AAAA-AAAA-A"}, "is not quite a version code"),
    "no decision": ({"texts": ["1-1"], "outcome": ""}, "Decision:"),
    "a day ahead": ({"texts": ["1-1"], "given_on": "2050-01-01"}, "cannot lie ahead"),
    "no remark": ({"texts": ["1-1"], "outcome": "not_cleared"}, "Say in a remark"),
    "a scan of another kind": (
        {"texts": ["1-1"], "scan": SimpleUploadedFile("run.exe", b"MZ")}, "Choose a file of one of these kinds",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "sentence"), RECORDED_WRONGLY.values(), ids=RECORDED_WRONGLY)
def test_recording_again_after_a_slip(lead, written, changed, sentence):
    before = snapshot()
    sent = OFFICIAL | {"given_on": "2026-11-20", "outcome": "cleared", "on_behalf_of": "Kept."} | changed
    page = lead.post(f"{LIST}record/", sent)
    assert page.status_code == 422
    assert sentence in said(page)
    assert "Kept." in page.content.decode()
    assert snapshot() == before


def test_no_objection_is_offered_to_focal_points_alone(client, written, focal_point, contributor):
    offered = {}
    for person in (focal_point, contributor):
        client.force_login(person)
        offered[person] = "No objection" in main(client.get(f"{LIST}record/"))
        sent = OFFICIAL | {"texts": ["1-1"], "given_on": "2026-11-20", "outcome": "no_objection"}
        assert client.post(f"{LIST}record/", sent).status_code == (302 if person == focal_point else 422)
    assert offered == {focal_point: True, contributor: False}


# --- the sheet ----------------------------------------------------------------------------------


def test_the_sheet_holds_what_a_paper_file_needs(lead, written, focal_point):
    text = said(lead.get(f"{LIST}sheet/"))
    for word in (
        "Ruritania · Session 3",
        "Draft, not an official position",
        "Wording of question 5?",
        "Signature",
    ):
        assert word in text
    for answer in written.answers.select_related("question"):
        assert text.count(version_codes.of_answer(answer)) == 2
        assert answer.text in text
    one = said(lead.get(f"{LIST}sheet/?question=2"))
    assert ("Answer to question 2." in one, "Answer to question 1." in one) == (True, False)
    assert lead.get(f"{LIST}sheet/?question=9").status_code == 404


def test_what_is_not_written_has_no_code(lead, response):
    text = said(lead.get(f"{LIST}sheet/"))
    assert "Nothing has been written yet." in text
    assert re.findall(r"\d-\d-\w{4}-\w{4}-\w", text) == []


# --- what is shown where ------------------------------------------------------------------------


def test_each_page_says_what_was_cleared_by_whom_and_what_was_changed_since(lead, written, focal_point):
    record(written, focal_point, 1)
    record(written, focal_point, 2, official=SOPHIA)
    ask(written, focal_point, 3)
    change(written, focal_point, number=2)
    words = [
        "Cleared by Ministry of Labour, 20 November 2026",
        "Cleared by Ministry of Health, 20 November 2026",
    ]
    for page in ("", "check/"):
        text = said(lead.get(HERE + page))
        assert [word for word in words if word not in text] == []
        assert text.count("Text changed since clearance") == 1
        assert text.count("1 clearance asked for") == 1
    one, two = (said(lead.get(f"{HERE}questions/{number}/")) for number in (1, 2))
    assert (words[0] in one, "Text changed since clearance" in one) == (True, False)
    assert (words[1] in two, "Text changed since clearance See the difference" in two) == (True, True)
    assert "Asked of Ministry of Labour" in said(lead.get(f"{HERE}questions/3/"))
    assert f'{HERE}questions/2/versions/compare/?from=1&amp;to=2">Text changed' in main(lead.get(HERE))
    compared = lead.get(f"{HERE}questions/2/versions/compare/?from=1&to=2")
    assert "From version 1 to version 2" in said(compared)


def test_the_list_leads_to_the_difference_of_each_text_that_was_changed(lead, written, focal_point):
    record(written, focal_point, 2)
    record(written, focal_point)
    change(written, focal_point, number=2)
    change(written, focal_point, number=1)
    found = re.findall(r"questions/(\d)/versions/compare/[^>]+>([^<]+)<", main(lead.get(LIST)))
    assert found == [
        ("1", "Question 1: see the difference"),
        ("2", "Question 2: see the difference"),
        ("2", "See the difference"),
    ]


def test_a_question_leads_to_what_was_decided_and_to_what_is_asked(lead, written, focal_point):
    decided, asked = record(written, focal_point, 1), ask(written, focal_point, 1, official=SOPHIA)
    found = re.findall(r'href="([^"]+)">(?:Cleared|Asked)', main(lead.get(f"{HERE}questions/1/")))
    assert found == [decided.get_absolute_url(), asked.get_absolute_url()]


def test_the_declaration_shows_which_answers_are_cleared_by_whom(lead, written, focal_point):
    assert "For your delegation alone" not in said(lead.get(f"{HERE}declare/"))
    ask(written, focal_point, 3)
    assert "No clearance is on record. Asked of Ministry of Labour, not" in said(lead.get(f"{HERE}declare/"))
    record(written, focal_point, 1)
    text = said(lead.get(f"{HERE}declare/"))
    assert (
        "1. Title 1 Cleared by Ministry of Labour, 20 November 2026 2. Title 2 No clearance is on record."
        in text
    )


def test_a_requirement_is_said_on_each_page_and_holds_the_declaration_back(lead, written, focal_point):
    page = lead.post(f"{LIST}require/", {"wanted": "yes"}, follow=True)
    assert "Clearances are required from now on." in said(page)
    assert Response.objects.get(pk=written.pk).requires_clearance is True
    for page in ("", "check/", "declare/"):
        assert "Question 1: a clearance is needed" in said(lead.get(HERE + page))
    record(written, focal_point)
    assert "Submit the response" in said(lead.get(f"{HERE}declare/"))
    lead.post(f"{LIST}require/", {"wanted": "no"})
    assert Response.objects.get(pk=written.pk).requires_clearance is False


def test_an_entry_is_struck_out_on_its_page(lead, written, focal_point):
    entry = record(written, focal_point, 1)
    where = entry.get_absolute_url()
    page = lead.post(where, {"reason": ""})
    assert (page.status_code, "Reason:" in said(page)) == (422, True)
    page = lead.post(where, {"reason": "Typed twice."}, follow=True)
    assert "Struck out: it counts no more." in said(page)
    assert "Typed twice." in said(page)
    assert "Cleared by" not in said(lead.get(HERE))
    assert "struck out" in said(lead.get(LIST))
    assert lead.post(where, {"reason": "Again"}).status_code == 409


def test_a_request_is_sent_again_and_withdrawn_on_its_page(lead, written, focal_point):
    asked = ask(written, focal_point, 1)
    where = asked.get_absolute_url()
    assert "earlier one does not work any more" in said(lead.post(where, {"step": "send"}, follow=True))
    page = lead.post(where, {"step": "withdraw"}, follow=True)
    assert "Request withdrawn" in said(page)
    assert "Send the link again" not in said(page)
    assert lead.post(where, {"step": "send"}).status_code == 409
    assert "Request withdrawn" in said(lead.get(LIST))


def test_a_request_that_was_decided_leads_to_the_decision(lead, written, focal_point):
    asked = ask(written, focal_point, 1)
    given = officials.decide(asked, outcome="cleared", remark="Well written.")
    page = lead.get(asked.get_absolute_url(), follow=True)
    assert page.redirect_chain == [(given.get_absolute_url(), 302)]
    assert "Well written." in said(page)
    assert "on a personal link" in said(page)


# --- the list -----------------------------------------------------------------------------------


def order(client, sort):
    return [row.source.authority for row in client.get(f"{LIST}?sort={sort}").context["page"]]


def test_an_empty_list_says_so(lead, response):
    text = said(lead.get(LIST))
    assert "No clearance is on record, and none is asked for." in text
    assert "Order:" not in text


def test_the_list_is_sorted_as_asked(lead, written, focal_point):
    record(written, focal_point, 3, official=Official("A", "", "Beta"))
    ask(written, focal_point, 1, official=Official("B", "T", "Gamma"))
    record(written, focal_point, 2, official=Official("C", "", "alpha"))
    assert order(lead, "newest") == ["alpha", "Gamma", "Beta"] == order(lead, "nonsense")
    assert order(lead, "question") == ["Gamma", "alpha", "Beta"]
    assert order(lead, "authority") == ["alpha", "Beta", "Gamma"]


def test_a_long_list_comes_in_pages(lead, written, focal_point):
    for number in range(28):
        record(
            written, focal_point, 1, official=Official(f"Official {number:02}", "", f"Authority {number:02}")
        )
    first, second = lead.get(LIST), lead.get(f"{LIST}?page=2&sort=authority")
    assert [len(page.context["page"]) for page in (first, second)] == [25, 3]
    assert "Page 1 of 2" in said(first)
    assert order(lead, "authority&page=2") == ["Authority 25", "Authority 26", "Authority 27"]


def asked_by(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# Some are shared with notes, annexes and others: tests/delegation/test_reading.py holds them to what they take.
PAGES = {
    LIST: 9,
    f"{HERE}questions/1/": 12,
    HERE: 20,
    f"{HERE}check/": 15,
    f"{LIST}sheet/": 6,
    f"{LIST}ask/": 6,
}


@pytest.mark.parametrize(("address", "most"), PAGES.items(), ids=PAGES)
def test_a_page_takes_as_many_queries_for_three_rows_as_for_one(lead, written, focal_point, address, most):
    counts = []
    for _time in range(3):
        record(written, focal_point)
        ask(written, focal_point)
        counts.append(asked_by(lead, address))
    assert counts[0] == counts[2] <= most


def test_one_clearance_takes_as_many_queries_for_five_texts_as_for_one(lead, written, focal_point):
    one, five = record(written, focal_point, 1), record(written, focal_point)
    assert asked_by(lead, one.get_absolute_url()) == asked_by(lead, five.get_absolute_url()) <= 9
    one, five = ask(written, focal_point, 1), ask(written, focal_point)
    assert asked_by(lead, one.get_absolute_url()) == asked_by(lead, five.get_absolute_url()) <= 9


# --- members who are limited to certain questions -------------------------------------------------


def test_a_limited_member_sees_the_clearances_of_the_questions_read_and_no_other(
    limited_browser, written, focal_point, media
):
    _asked, other = clearances.put_on_record(written, focal_point)  # on question 1
    scan = SimpleUploadedFile("CANARY-SCAN.pdf", files.PDF)
    kept = {"remark": "CANARY-REMARK", "scan": scan}
    whole = record(written, focal_point, **kept)
    clearance_records.strike(whole, because="CANARY-REASON", by=focal_point)
    request = ask(written, focal_point, note="CANARY-NOTE-TO")
    pages = [LIST, f"{LIST}ask/", f"{LIST}record/", f"{LIST}sheet/", f"{HERE}questions/2/"]
    for where in (*pages, whole.get_absolute_url(), request.get_absolute_url()):
        page = limited_browser.get(where)
        assert (where, page.status_code, clearances.found_in(page)) == (where, 200, [])
        for foreign in ("Title 1", "Title 3", "Answer to question 1.", "Questions"):
            assert (where, foreign in main(page)) == (where, False)
    assert "There is a remark." in said(limited_browser.get(whole.get_absolute_url()))
    assert [row.numbers for row in limited_browser.get(LIST).context["page"]] == [[2], [2]]
    for where in (
        other.get_absolute_url(), f"{other.get_absolute_url()}scan/", f"{whole.get_absolute_url()}scan/",
        _asked.get_absolute_url(), f"{LIST}sheet/?question=1",
    ):  # fmt: skip
        assert (where, limited_browser.get(where).status_code) == (where, 404)


@pytest.mark.parametrize("person", ["observer", "stranger", "reviewer", "coordinator"])
def test_others_change_nothing_whatever_they_send(client, request, written, focal_point, person):
    entry, asked = record(written, focal_point, 1), ask(written, focal_point, 1)
    client.force_login(request.getfixturevalue(person))
    before = snapshot()
    sent = OFFICIAL | {
        "texts": ["1-1"], "email": ADDRESS, "until": f"{next_week()}", "given_on": "2026-11-20", "outcome": "cleared",
        "reason": "Typed twice", "wanted": "yes",
    }  # fmt: skip
    status = 403 if person == "observer" else 404
    for where in (f"{LIST}ask/", f"{LIST}record/", f"{LIST}require/", entry.get_absolute_url()):
        assert (where, client.post(where, sent).status_code) == (where, status)
    for step in ("send", "withdraw"):
        assert client.post(asked.get_absolute_url(), {"step": step}).status_code == status
    assert snapshot() == before


def test_a_clearance_of_one_response_is_not_found_at_another(lead, written, other_response, stranger):
    factories.write_all(other_response, stranger)
    for row in (record(other_response, stranger, 1), ask(other_response, stranger, 1)):
        mine = row.get_absolute_url().replace("/XSY/", "/XRU/")
        assert lead.get(mine).status_code == 404
        assert lead.post(mine, {"reason": "A mistake", "step": "withdraw"}).status_code == 404


def test_a_clearance_may_be_recorded_when_the_response_is_submitted(lead, response, bring_to):
    """The paper arrives when it arrives; the file is kept complete."""
    bring_to(response, Status.SUBMITTED)
    sent = OFFICIAL | {"texts": ["1-1"], "given_on": "2026-11-20", "outcome": "cleared"}
    assert lead.post(f"{LIST}record/", sent).status_code == 302
    assert clearing.covers_all(response, [1] * 5)
    assert Clearance.objects.get().way == clearance_records.Way.ELSEWHERE


def test_who_ends_a_colleagues_access_is_told_of_requests_that_go_on_without_them(
    client, written, focal_point, contributor
):
    client.force_login(focal_point)
    address = f"{HERE}delegation/{contributor.public_id}/end/"
    assert "can still be decided" not in client.get(address).content.decode()
    ask(written, contributor, 1)
    text = " ".join(client.get(address).content.decode().split())
    assert "One request for a clearance by Fritz Tarlenheim can still be decided" in text
    assert f'href="{HERE}clearances/"' in text
