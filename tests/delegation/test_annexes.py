"""The pages of annexes: attaching with and without a script, removing and putting back, and who downloads what."""

import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from responses.models import Annex, StoredFile
from responses.rules import annexing, publishing
from responses.status import Status
from tests import clamd, factories, files
from tests.annexes import TITLE, attach, limited, pdf
from tests.files import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

HERE = "/ece-2024-s3/XRU/"
LIST = f"{HERE}annexes/"
SUBMITTED = "/submissions/GCM-ECE-2024-S3-XRU-01/"
SAID = {"place": "response", "language": "fr", "publishable": "yes"}
JSON = {"Accept": "application/json"}


def content_of(page):
    return b"".join(page.streaming_content)


def status_at(client, address):
    page = client.get(address)
    if page.streaming:
        content_of(page)  # which closes the file
    return page.status_code


def words_of(page):
    return page.content.decode()


def answer_of(response, number):
    return response.answers.select_related("question", "response").get(question__number=number)


def kept():
    return list(Annex.objects.present().values_list("number", "title", "language", "is_publishable"))


def test_files_are_attached_by_the_plain_form(enter, response, focal_point):
    client = enter("focal_point")
    sent = [upload("national_report.pdf"), upload("map.png", files.PNG)]
    page = client.post(LIST, SAID | {"files": sent, "title": "Not for two"}, follow=True)
    assert page.redirect_chain == [(LIST, 302)]
    assert kept() == [(1, "national report", "fr", True), (2, "map", "fr", True)]
    assert "Annex 2 attached: map" in words_of(page)
    one = client.post(
        LIST,
        SAID | {"files": upload("a.docx", files.DOCX), "title": " Law ", "place": "2", "publishable": "no"},
    )
    assert one.status_code == 302
    assert kept()[2] == (3, "Law", "fr", False)
    assert Annex.objects.get(number=3).answer.question.number == 2


def test_of_several_files_each_is_taken_or_refused_by_itself(enter, response, focal_point):
    sent = [upload("good.pdf"), upload("bad.exe", b"MZ"), upload("empty.pdf", b"")]
    page = enter("focal_point").post(LIST, SAID | {"files": sent})
    assert page.status_code == 422
    assert [row[1] for row in kept()] == ["good"]
    shown = words_of(page)
    assert "bad.exe: Choose a file of one of these kinds" in shown
    assert "empty.pdf: This file is empty" in shown
    assert "Annex 1 attached: good" in shown


def test_the_same_file_again_is_told_and_not_attached(enter, response, focal_point):
    client = enter("focal_point")
    for _attempt in range(2):
        page = client.post(LIST, SAID | {"files": upload("report.pdf")}, follow=True)
    assert "This file is there already, as annex 1: report" in words_of(page)
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("lacking", ["files", "publishable", "language", "place"])
def test_what_is_not_said_is_asked_for(enter, response, focal_point, lacking):
    said = SAID | {"files": upload("report.pdf")}
    del said[lacking]
    page = enter("focal_point").post(LIST, said)
    asked = "Say whether it may be published." if lacking == "publishable" else "This field is required."
    assert (page.status_code, asked in words_of(page)) == (422, True)
    assert kept() == []


def test_nobody_has_said_beforehand_whether_an_annex_may_be_published(enter, response, focal_point):
    shown = words_of(enter("focal_point").get(LIST))
    assert re.findall(r'name="publishable"[^>]*checked', shown) == []


def test_the_page_s_own_script_hears_a_word_for_each_outcome(enter, response, focal_point):
    client = enter("focal_point")

    def send(**said):
        reply = client.post(LIST, SAID | said, headers=JSON)
        return reply.status_code, reply.json()

    taken = {"outcome": "attached", "messages": ["Annex 1 attached: report"]}
    assert send(files=upload("report.pdf")) == (200, taken)
    status, said = send(files=upload("note.exe", b"MZ"))
    assert (status, said["outcome"], said["messages"][0][:10]) == (422, "refused", "note.exe: ")
    assert send()[0] == 422
    client.logout()
    assert send(files=upload("report.pdf")) == (401, {"outcome": "signed_out"})
    assert client.post(LIST, SAID).status_code == 401


def test_a_full_response_offers_no_further_place_until_one_is_removed(
    enter, response, focal_point, monkeypatch
):
    monkeypatch.setattr(annexing, "MOST", 1)
    attach(response, focal_point, kind=Annex.Kind.FORMATTED)
    client = enter("focal_point")
    shown = words_of(client.get(LIST))
    assert "To attach another one, remove one first." in shown
    assert "Formatted version of the response · English" in shown
    page = client.post(LIST, SAID | {"files": upload("other.pdf", pdf(1))})
    assert page.status_code == 422
    assert "A response can have 1 annexes. Remove one first." in words_of(page)


def test_a_virus_is_refused_and_a_scanner_that_is_away_takes_nothing(
    enter, response, focal_point, settings, tmp_path
):
    client = enter("focal_point")
    with clamd.listening() as (settings.CLAMAV_SOCKET, _seen):
        page = client.post(LIST, SAID | {"files": upload("report.pdf", files.PDF + clamd.VIRUS)})
        assert page.status_code == 422
        assert "The virus check found something harmful" in words_of(page)
    page = client.post(LIST, SAID | {"files": upload("report.pdf")})
    assert page.status_code == 503
    assert "could not be checked for viruses" in words_of(page)
    assert (kept(), StoredFile.objects.count()) == ([], 0)


def test_removing_and_putting_back(enter, response, focal_point, contributor):
    attach(response, focal_point)
    client = enter("contributor")
    page = client.post(f"{LIST}1/remove/", follow=True)
    assert kept() == []
    assert "you can put it back" in words_of(page)
    assert f'action="{LIST}1/restore/"' in words_of(page)
    assert status_at(client, f"{LIST}1/") == 200
    assert client.get(f"{LIST}1/change/").status_code == 404
    page = client.post(f"{LIST}1/restore/", follow=True)
    assert kept() == [(1, TITLE, "en", True)]
    assert "restore/" not in words_of(page)


def test_changing_what_is_said_of_an_annex(enter, response, focal_point):
    attach(response, focal_point)
    client = enter("focal_point")
    assert client.post(f"{LIST}1/change/", {"title": "X"}).status_code == 422
    said = {"title": "Rapport", "language": "fr", "publishable": "no"}
    assert client.post(f"{LIST}1/change/", said).url == LIST
    assert kept() == [(1, "Rapport", "fr", False)]


@pytest.mark.parametrize("act", ["remove/", "restore/", "change/", ""])
def test_after_submission_nothing_is_changed(enter, response, focal_point, bring_to, act):
    attach(response, focal_point)
    bring_to(response, Status.SUBMITTED)
    before = list(Annex.objects.values())
    said = SAID | {"title": "Changed", "files": upload("new.pdf", pdf(9))}
    page = enter("focal_point").post(f"{LIST}1/{act}" if act else LIST, said)
    assert page.status_code == 409
    assert "The annexes are closed now" in words_of(page)
    assert list(Annex.objects.values()) == before


# --- downloads --------------------------------------------------------------------------------


def test_a_file_is_handed_out_as_a_download_that_nothing_runs_in(enter, response, focal_point):
    attach(response, focal_point, name='Доклад «2024»; "a".pdf')
    client = enter("focal_point")
    page = client.get(f"{LIST}1/")
    assert content_of(page) == files.PDF
    assert page["Content-Type"] == "application/pdf"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in page["Cache-Control"]
    assert page["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    head = client.head(f"{LIST}1/")
    assert (head.status_code, head["Content-Length"]) == (200, str(len(files.PDF)))
    head._resource_closers[0]()  # as a server does when the answer has gone out


def test_a_limited_member_has_the_files_of_the_own_questions_alone(client, response, focal_point):
    attach(response, focal_point, answer_of(response, 1), pdf(1), title="Mine")
    attach(response, focal_point, answer_of(response, 2), pdf(2), title="Of others")
    attach(response, focal_point, content=pdf(3), title="Of the whole")
    client.force_login(limited(response, 1))
    assert [status_at(client, f"{LIST}{number}/") for number in (1, 2, 3)] == [200, 404, 404]
    for number in (2, 3):
        for act in ("change/", "remove/", "restore/"):
            assert client.post(f"{LIST}{number}/{act}", SAID).status_code == 404
    for page in ("annexes/", "questions/1/", "check/"):
        shown = words_of(client.get(HERE + page))
        assert "Mine" in shown
        assert "Of others" not in shown
        assert "Of the whole" not in shown
    assert "Annexes</a> (1)" in words_of(client.get(HERE))
    refused = client.post(LIST, SAID | {"files": upload("x.pdf", pdf(4))})
    assert (refused.status_code, Annex.objects.count()) == (422, 3)
    assert client.post(LIST, SAID | {"place": "1", "files": upload("x.pdf", pdf(4))}).status_code == 302


def test_who_left_the_delegation_has_nothing(enter, response, focal_point, contributor):
    attach(response, focal_point)
    contributor.memberships.update(ended_at=timezone.now())
    client = enter("contributor")
    for address in (LIST, f"{LIST}1/", f"{LIST}1/change/", f"{HERE}questions/1/translations/fr/"):
        assert client.get(address).status_code == 404
    assert client.post(LIST, SAID | {"files": upload("x.pdf")}).status_code == 404


def test_the_number_of_another_state_s_annex_leads_nowhere(
    enter, response, other_response, stranger, focal_point
):
    attach(other_response, stranger, title="Of Syldavia")
    client = enter("focal_point")
    for address in (f"{LIST}1/", "/ece-2024-s3/XSY/annexes/1/", "/ece-2024-s3/XSY/annexes/"):
        assert client.get(address).status_code == 404


@pytest.fixture
def submitted(response, focal_point, bring_to):
    """A response whose reading is completed; annex 1 may be published, annex 2 may not, annex 3 was removed."""
    attach(response, focal_point, title="May be published")
    attach(response, focal_point, answer_of(response, 1), pdf(2), title="Not published", is_publishable=False)
    annexing.remove(attach(response, focal_point, content=pdf(3), title="Removed"), by=focal_point)
    return bring_to(response, Status.ACCEPTED)


def statuses(client):
    return tuple(status_at(client, f"{SUBMITTED}annexes/{number}/") for number in (1, 2, 3))


BOTH, FIRST, NONE = (200, 200, 404), (200, 404, 404), (404, 404, 404)
WITHIN = dict.fromkeys(("focal_point", "observer", "reviewer", "publisher"), BOTH)
WITHIN |= dict.fromkeys(("stranger", "coordinator"), NONE) | {"anonymous": (302, 302, 302)}
PUBLISHED = WITHIN | dict.fromkeys(("stranger", "coordinator"), FIRST) | {"anonymous": (200, 302, 302)}


@pytest.mark.parametrize("person", WITHIN)
def test_who_downloads_what_was_submitted_and_what_was_published(
    request, enter, submitted, publisher, person, other_response
):
    if person != "anonymous":
        request.getfixturevalue(person)
    client = enter(person)
    assert statuses(client) == WITHIN[person]
    publishing.publish(submitted, by=publisher)
    assert statuses(client) == PUBLISHED[person]
    shown = words_of(client.get(SUBMITTED))
    assert "May be published" in shown
    assert ("Not published" in shown) is (WITHIN[person][0] == 200)
    assert "Removed" not in shown


def test_a_limited_member_has_of_a_submission_what_everyone_has(client, submitted, publisher):
    client.force_login(limited(submitted, 1))
    assert statuses(client) == (403, 403, 403)
    publishing.publish(submitted, by=publisher)
    assert statuses(client) == FIRST


def test_staff_reach_no_annex_of_the_draft(enter, submitted, reviewer):
    client = enter("reviewer")
    assert [status_at(client, f"{LIST}{number}/") for number in (1, 2, 3)] == [404] * 3
    desk = words_of(client.get(f"/admin/responses/response/{submitted.pk}/change/"))
    assert "May be published" in desk
    assert "Not published" in desk
    assert "Removed" not in desk


def test_the_check_the_declaration_and_the_receipt_list_annexes_with_sizes_and_codes(
    enter, response, focal_point, bring_to
):
    annex = attach(response, focal_point)
    factories.write_all(response, focal_point)
    code = " ".join(re.findall(".{8}", annex.file.sha256))
    client = enter("focal_point")
    for page in (f"{HERE}check/", f"{HERE}declare/"):
        shown = words_of(client.get(page))
        assert code in shown
        assert f"Annex 1: <bdi>{TITLE}</bdi>" in shown
        assert f"{len(files.PDF)}\xa0bytes" in shown
    bring_to(response, Status.SUBMITTED)
    assert code in words_of(client.get(SUBMITTED))


# --- the question page ------------------------------------------------------------------------

SENTENCES = {
    "en": "See annex 1: National report", "fr": "Voir l’annexe 1 : National report",
    "ru": "См. приложение 1: National report", "sq": "See annex 1: National report",
}  # fmt: skip


@pytest.mark.parametrize("language", SENTENCES)
def test_an_answer_can_refer_to_an_annex_in_its_own_language(enter, response, focal_point, language):
    attach(response, focal_point)
    response.answers.update(language=language)
    shown = words_of(enter("focal_point").get(f"{HERE}questions/1/"))
    assert f'data-say="{SENTENCES[language]}"' in shown
    assert "Annexes (1)" in shown


def test_an_observer_is_offered_nothing_to_change(enter, response, focal_point, observer):
    attach(response, focal_point)
    client = enter("observer")
    shown = words_of(client.get(f"{HERE}questions/1/")) + words_of(client.get(LIST))
    assert "data-say" not in shown
    assert "remove/" not in shown
    assert 'type="file"' not in shown


PAGES = ("", "questions/1/", "annexes/", "check/", "declare/")


@pytest.mark.parametrize("page", PAGES)
def test_three_annexes_cost_as_many_queries_as_one(enter, response, focal_point, page):
    factories.write_all(response, focal_point)
    client = enter("focal_point")

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HERE + page).status_code == 200
        return len(queries)

    attach(response, focal_point, content=pdf(0))
    with_one = count()
    for number in (1, 2):
        attach(response, focal_point, answer_of(response, number), pdf(number))
    assert count() == with_one


def test_a_submission_with_three_annexes_costs_as_many_queries_as_one_with_one(
    enter, response, focal_point, reviewer, bring_to
):
    seen = SimpleNamespace(counts=set())
    attach(response, focal_point)
    bring_to(response, Status.SUBMITTED)
    client = enter("reviewer")
    for number in range(2, 5):
        client.get(SUBMITTED)
        with CaptureQueriesContext(connection) as queries:
            client.get(SUBMITTED)
        seen.counts.add(len(queries))
        first = response.submissions.get().annexes.first()
        first.pk, first._state.adding, first.number = None, True, number
        first.save()
    assert len(seen.counts) == 1
