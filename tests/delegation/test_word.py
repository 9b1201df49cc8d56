"""The pages for working in Word: what is downloaded, by whom; what an upload shows, and what it answers."""

import io
import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from responses.documents.word.reading import read
from responses.models import AnswerVersion
from responses.rules import questionnaires, word_files
from responses.status import Status
from tests import factories, word
from tests.record import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

HERE = "/ece-2024-s3/XRU/word/"


def enter(client, person):
    client.force_login(person)
    return client


def content_of(page):
    """The bytes of a download, which can be read once only from the page itself."""
    page.whole = getattr(page, "whole", None) or page.getvalue()
    return page.whole


def read_back(page, response):
    return read(io.BytesIO(content_of(page)), questionnaires.known(response.session.questions.all()))


def texts_in(page, response):
    return {answer.number: answer.text for answer in read_back(page, response).answers}


def headings(page):
    document = Document(io.BytesIO(content_of(page)))
    return {p.text.partition("\t")[0] for section in document.sections for p in section.header.paragraphs}


# --- downloads ------------------------------------------------------------------------------------------


def test_the_empty_questionnaire_is_for_everyone(client, response, focal_point):
    factories.write_all(response, focal_point, text="CANARY")
    page = client.get("/ece-2024-s3/questionnaire/")
    said = read_back(page, response)
    assert (page["Content-Disposition"], page["Cache-Control"], page["X-Content-Type-Options"]) == (
        'attachment; filename="ECE-2024-S3-questionnaire.docx"', "no-store", "nosniff",
    )  # fmt: skip
    assert texts_in(page, response) == dict.fromkeys(range(1, 6), "")
    assert (said.identity.state_code, set(said.identity.versions.values())) == ("", {0})
    assert b"CANARY" not in word.unpacked(content_of(page))
    assert client.head("/ece-2024-s3/questionnaire/").status_code == 200


def test_a_language_is_offered_once_all_questions_exist_in_it(client, response):
    questions = list(response.session.questions.all())
    for question in questions[1:]:
        question.wording_fr = f"Question {question.number} ?"
        question.save()
    assert client.get("/ece-2024-s3/questionnaire/?language=fr").status_code == 404
    questions[0].wording_fr = "Question 1 ?"
    questions[0].save()
    page = client.get("/ece-2024-s3/questionnaire/?language=fr")
    assert page["Content-Disposition"] == 'attachment; filename="ECE-2024-S3-questionnaire-fr.docx"'
    assert b"Question 3 ?" in word.unpacked(content_of(page))
    assert headings(page) == {"Unofficial translation of the questions"}
    assert "unofficial translation" in client.get("/ece-2024-s3/").content.decode()
    assert client.get("/ece-2024-s3/questionnaire/?language=xx").status_code == 404


def test_a_form_whose_sentences_are_not_translated_says_its_dates_as_they_do(client, response, focal_point):
    for question in response.session.questions.all():
        question.wording_fr = f"Question {question.number} ?"
        question.save()
    page = enter(client, focal_point).get(f"{HERE}questionnaire/?language=fr")
    first = [p.text for p in Document(io.BytesIO(content_of(page))).paragraphs[2:4]]
    assert first[0] == "Response of Ruritania"
    assert re.fullmatch(r"With the answers as they stood on \d+ [A-Z]\w+ \d{4}, .* Geneva time\.", first[1])
    assert read_back(page, response).identity.language == "fr"


@pytest.mark.parametrize("person", ["focal_point", "contributor", "observer"])
def test_the_draft_is_for_the_delegation(client, request, response, focal_point, person):
    factories.write_all(response, focal_point)
    page = enter(client, request.getfixturevalue(person)).get(f"{HERE}questionnaire/")
    assert texts_in(page, response) == {n: f"Answer to question {n}." for n in range(1, 6)}
    assert set(read_back(page, response).identity.versions.values()) == {1}
    assert headings(page) == {"Draft, not an official position"}
    first = [p.text for p in Document(io.BytesIO(content_of(page))).paragraphs[2:4]]
    assert re.fullmatch(r"With the answers as they stood on \d+ \w+ \d{4}, \d\d:\d\d Geneva time\.", first[1])
    assert (first[0], read_back(page, response).outside) == ("Response of Ruritania", ())
    assert page["Content-Disposition"].startswith('attachment; filename="ECE-2024-S3-XRU-draft-20')


def test_an_extract_holds_the_chosen_questions(client, response, focal_point):
    factories.write_all(response, focal_point)
    enter(client, focal_point)
    page = client.get(f"{HERE}questionnaire/?chosen=yes&question=2&question=4")
    assert texts_in(page, response) == {2: "Answer to question 2.", 4: "Answer to question 4."}
    assert page["Content-Disposition"].endswith('-Q2-Q4.docx"')
    none = client.get(f"{HERE}questionnaire/?chosen=yes")
    assert (none.status_code, "Choose at least one question" in none.content.decode()) == (400, True)


def test_a_member_with_certain_questions_downloads_those(client, response, focal_point, limited):
    factories.write_all(response, focal_point, text="CANARY {number}")
    enter(client, limited)
    for address in ("questionnaire/", "questionnaire/?chosen=yes&question=1&question=2"):
        page = client.get(HERE + address)
        assert texts_in(page, response) == {2: "CANARY 2"}
        assert b"CANARY 1" not in word.unpacked(content_of(page))
    assert client.get(f"{HERE}questionnaire/?chosen=yes&question=1").status_code == 400


def test_the_submitted_text_is_headed_with_its_reference(client, response, focal_point, bring_to, reviewer):
    bring_to(response, Status.SUBMITTED)
    reference = response.submissions.get().reference
    enter(client, reviewer)
    page = client.get(f"/submissions/{reference}/word/")
    (said,) = headings(page)
    assert (said.startswith("As submitted on "), said.endswith(reference)) == (True, True)
    assert page["Content-Disposition"] == f'attachment; filename="{reference}.docx"'
    assert "Answer to question 3." in [p.text for p in Document(io.BytesIO(content_of(page))).paragraphs]
    own = enter(client, focal_point).get(HERE).content.decode()
    assert (f"/submissions/{reference}/word/" in own, "has been submitted" in own) == (True, True)


# --- uploads --------------------------------------------------------------------------------------------


def send(client, content, name="From a ministry.docx"):
    return client.post(HERE, {"file": word.upload(content, name)})


def test_a_file_goes_from_download_to_history(client, response, focal_point, contributor):
    word.write(response, 1, "One.\n\nTwo.", contributor)
    enter(client, focal_point)
    content = client.get(f"{HERE}questionnaire/").getvalue()
    sent = send(client, word.filled(content, {1: "One.\n\nTwo, from Word.", 2: "New from Word."}))
    assert sent["Location"] == f"{HERE}1/"
    page = client.get(f"{HERE}1/").content.decode()
    for said in ("Changed in the file", "New", "Unchanged", "<ins>", "Apply these choices"):
        assert said in page
    assert "A Word file waits for your choice" in client.get("/ece-2024-s3/XRU/").content.decode()
    done = client.post(
        f"{HERE}1/",
        {
            "act": "apply",
            "choice_1": "take",
            "base_1": "1",
            "choice_2": "take",
            "base_2": "0",
            "language": "sq",
        },
        follow=True,
    )
    assert "The text of the file was taken for 2 questions." in done.content.decode()
    answers = list(response.answers.order_by("question__number").values_list("text", "language"))
    assert answers[:2] == [("One.\n\nTwo, from Word.", "en"), ("New from Word.", "sq")]
    assert "taken from a Word file" in client.get("/ece-2024-s3/XRU/questions/1/versions/").content.decode()
    assert "waits for your choice" not in client.get("/ece-2024-s3/XRU/").content.decode()


def test_nothing_is_applied_while_a_choice_is_missing(client, response, focal_point):
    word.write(response, 1, "Written here.", focal_point)
    word.kept(response, focal_point, {1: "Written elsewhere.", 2: "New."})
    enter(client, focal_point)
    before = snapshot()
    page = client.post(f"{HERE}1/", {"act": "apply", "choice_2": "take", "base_2": "0"})
    text = page.content.decode()
    assert (page.status_code, "Question 1: choose what is taken" in text) == (422, True)
    assert 'value="take" checked' in text
    assert snapshot() == before


def test_a_box_that_nobody_filled_in_asks_for_nothing(client, response, focal_point):
    word.write(response, 1, "Written here.", focal_point)
    file = word.kept(response, focal_point, {1: "", 2: "New."})
    enter(client, focal_point)
    page = client.get(f"{HERE}1/").content.decode()
    assert "Nobody wrote anything in this box. The answer stays as it is." in page
    assert ("<del>" in page, 'name="choice_1"' in page) == (False, False)
    client.post(f"{HERE}1/", {"act": "apply", "base_1": "1", "choice_2": "take", "base_2": "0"})
    file.refresh_from_db()
    assert (file.applied_by, response.answers.get(question__number=1).text) == (focal_point, "Written here.")


def test_a_file_that_would_take_away_most_of_an_answer_waits_for_a_word(client, response, focal_point):
    word.write(response, 1, "A long answer. " * 20, focal_point)
    word.kept(response, focal_point, {1: "No comments."}, versions={1: 1})
    enter(client, focal_point)
    page = client.get(f"{HERE}1/").content.decode()
    assert "most of the answer would go: it has 60 words, the file has 2." in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("texts", "outside", "sentence"),
    [
        ({1: "Written here."}, "", "Nothing in this file is new"),
        ({}, "Dear colleague", "No question of this questionnaire was recognised in this file."),
        ({1: "Another text."}, "", "Choose for each question, then apply"),
    ],
)
def test_a_file_says_first_what_there_is_to_do(client, response, focal_point, texts, outside, sentence):
    word.write(response, 1, "Written here.", focal_point)
    word.kept(response, focal_point, texts, outside=outside)
    enter(client, focal_point)
    assert sentence in client.get(f"{HERE}1/").content.decode()


def test_a_file_that_waits_while_nothing_is_open_says_so(client, response, focal_point, bring_to):
    word.kept(response, focal_point, {1: "New."})
    bring_to(response, Status.SUBMITTED)
    enter(client, focal_point)
    page = client.get(f"{HERE}1/").content.decode()
    assert "No question is open now, so nothing can be taken from this file." in page
    assert "Choose for each question" not in page


@pytest.mark.parametrize("page", ["check", "declare"])
def test_who_is_about_to_submit_is_told_of_files_that_wait(client, response, focal_point, page):
    factories.write_all(response, focal_point)
    file = word.kept(response, focal_point, {1: "New."}, name="Health.docx")
    enter(client, focal_point)
    told = "so it would not be submitted"
    shown = client.get(f"/ece-2024-s3/XRU/{page}/").content.decode()
    assert (told in shown, "Health.docx" in shown) == (True, True)
    word_files.set_aside(file, by=focal_point)
    assert told not in client.get(f"/ece-2024-s3/XRU/{page}/").content.decode()


WRONG = {
    "a version that never stood": {"choice_1": "take", "base_1": "7"},
    "no version": {"choice_1": "take"},
    "a number beyond all numbers": {"choice_1": "append", "base_1": "9" * 30},
    "a choice that is not offered": {"choice_1": "merge", "base_1": "0"},
}


@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)
def test_a_form_that_does_not_fit_changes_nothing(client, response, focal_point, typed):
    word.kept(response, focal_point, {1: "New."}, versions={2: 0})
    enter(client, focal_point)
    before = snapshot()
    page = client.post(f"{HERE}1/", {"act": "apply"} | typed)
    assert (page.status_code, "out of date" in page.content.decode()) == (409, True)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("content", "name", "status", "said"),
    [
        (b"%PDF-1.7", "answers.pdf", 422, "This is a PDF"),
        (b"PK\x03\x04 broken", "answers.docx", 422, "damaged"),
        (b"", "answers.docx", 422, "empty"),
        (b"\0" * (10 * 1024 * 1024 + 1), "answers.docx", 413, "larger than 10 MB"),
    ],
)
def test_a_file_that_is_not_taken_is_told_in_a_sentence(
    client, response, focal_point, content, name, status, said
):
    page = send(enter(client, focal_point), content, name)
    assert page.status_code == status
    assert re.search(rf"<li>{re.escape(name)}: [^<]*{re.escape(said)}", page.content.decode())


def test_no_file_is_asked_for_again(client, response, focal_point):
    page = enter(client, focal_point).post(HERE)
    assert (page.status_code, "Choose the file first." in page.content.decode()) == (422, True)


def test_a_file_that_comes_while_nothing_is_open_is_not_kept(client, response, focal_point, bring_to):
    content = word.filled(word.draft_of(response), {1: "Too late."})
    bring_to(response, Status.SUBMITTED)
    enter(client, focal_point)
    before = snapshot()
    page = send(client, content)
    assert (page.status_code, "No question is open" in page.content.decode()) == (409, True)
    assert snapshot() == before


def test_a_returned_response_takes_the_open_questions_only(client, response, focal_point, bring_to):
    content = word.filled(word.draft_of(response), {1: "More on 1.", 2: "More on 2."})
    bring_to(response, Status.RETURNED, 1)
    enter(client, focal_point)
    send(client, content)
    page = client.get(f"{HERE}1/").content.decode()
    assert ("choice_1" in page, "choice_2" in page, "This question is closed" in page) == (True, False, True)
    client.post(
        f"{HERE}1/", {"act": "apply", "choice_1": "append", "base_1": "1", "choice_2": "take", "base_2": "1"}
    )
    texts = dict(response.answers.values_list("question__number", "text"))
    assert (texts[1], texts[2]) == ("Answer to question 1.\n\nMore on 1.", "Answer to question 2.")
    assert not AnswerVersion.objects.filter(answer__question__number=2, kind="word").exists()


def test_a_file_of_another_session_asks_first(client, response, focal_point):
    session = factories.SessionFactory(review=response.session.review, number=4)
    earlier = factories.ResponseFactory(session=session, member_state=response.member_state)
    enter(client, focal_point)
    send(client, word.filled(word.draft_of(earlier), {1: "From session four."}))
    page = client.get(f"{HERE}1/").content.decode()
    assert ("made for another session" in page, "Apply" in page, "From session four" in page) == (
        True,
        False,
        False,
    )
    client.post(f"{HERE}1/", {"act": "read_anyway"})
    assert "From session four" in client.get(f"{HERE}1/").content.decode()


def test_text_and_comments_outside_of_questions_are_shown(client, response, focal_point):
    comments = [(1, "Jana Ministry", "Is this so?")]
    content = word.filled(
        word.draft_of(response), {1: "New."}, outside="With compliments.", comments=comments
    )
    enter(client, focal_point)
    send(client, content)
    page = client.get(f"{HERE}1/").content.decode()
    for said in ("With compliments.", "Jana Ministry", "Is this so?", "Add it at the end of question 4"):
        assert said in page
    typed = {"choice_1": "take", "base_1": "0", "base_4": "0", "outside_0": "4", "notes_1": "on"}
    client.post(f"{HERE}1/", {"act": "apply"} | typed)
    assert response.answers.get(question__number=4).text == "With compliments."
    note = response.answers.get(question__number=1).notes.get()
    assert note.text == "Jana Ministry wrote in a Word file: Is this so?"
    assert "Added to question 4." in client.get(f"{HERE}1/").content.decode()


# --- walls ----------------------------------------------------------------------------------------------


def test_a_member_with_certain_questions_sees_no_file_but_their_own(client, response, focal_point, limited):
    word.write(response, 1, "CANARY-DRAFT", focal_point)
    word.kept(response, focal_point, {2: "CANARY-FILE"}, name="CANARY-NAME.docx", outside="CANARY-OUTSIDE")
    word.kept(response, limited, {1: "What I was not asked.", 2: "My text."})
    enter(client, limited)
    for address in ("1/", "1/file/", "1/questions/2/", "2/questions/1/"):
        assert (address, client.get(HERE + address).status_code) == (address, 404)
    for address in ("", "2/", "2/questions/2/", "../"):
        assert (address, "CANARY" in client.get(HERE + address).content.decode()) == (address, False)
    page = client.get(f"{HERE}2/").content.decode()
    assert ("not among those that were given to you" in page, "choice_1" in page) == (True, False)
    before = snapshot()
    for act in ({"act": "apply", "choice_2": "take", "base_2": "0"}, {"act": "set_aside"}):
        assert client.post(f"{HERE}1/", act).status_code == 404
    client.post(f"{HERE}2/", {"act": "apply", "choice_1": "take", "base_1": "1"})
    assert snapshot() == before


def test_the_original_is_handed_out_as_a_download(client, response, observer, focal_point):
    word.kept(response, focal_point, {1: "New."}, name="Prüfung – Äthiopien.docx")
    page = enter(client, observer).get(f"{HERE}1/file/")
    assert page["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert (page["X-Content-Type-Options"], "no-store" in page["Cache-Control"]) == ("nosniff", True)
    assert "sandbox" in page["Content-Security-Policy"]
    assert b"".join(page.streaming_content) == b"New.\n"


@pytest.mark.parametrize("at_once", [True, False])
def test_the_file_as_it_came_can_be_attached_as_the_formatted_version(client, response, focal_point, at_once):
    content = word.filled(word.draft_of(response), {1: "New."})
    enter(client, focal_point)
    send(client, content)
    typed = {"act": "apply", "choice_1": "take", "base_1": "0"} | ({"attach": "on"} if at_once else {})
    assert "is attached" in client.post(f"{HERE}1/", typed, follow=True).content.decode() or not at_once
    for _again in range(2):
        client.post(f"{HERE}1/", {"act": "attach"})
    annex = response.annexes.select_related("file").get()
    assert (annex.kind, annex.is_publishable, annex.title) == ("formatted", False, "From a ministry")
    assert annex.file.sha256 == response.word_files.get().file.sha256


def test_a_member_with_certain_questions_attaches_nothing_to_the_whole(client, response, limited):
    word.kept(response, limited, {2: "New."})
    enter(client, limited)
    assert "id_attach" not in client.get(f"{HERE}1/").content.decode()
    client.post(f"{HERE}1/", {"act": "apply", "choice_2": "take", "base_2": "0", "attach": "on"})
    client.post(f"{HERE}1/", {"act": "attach"})
    assert not response.annexes.exists()


# --- size -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [HERE, f"{HERE}1/", f"{HERE}questionnaire/"])
def test_a_page_takes_as_many_queries_for_five_questions_as_for_one(client, response, focal_point, address):
    factories.write_all(response, focal_point, text="Before.")
    factories.write_all(response, focal_point, text="Now.")
    enter(client, focal_point)
    counts = []
    for numbers in ((1,), range(1, 6)):
        word.kept(response, focal_point, dict.fromkeys(numbers, "File."), versions=dict.fromkeys(numbers, 1))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address.replace("/1/", f"/{len(counts) + 1}/")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert max(counts) <= 12


def test_a_long_file_makes_a_short_preview(client, response, focal_point):
    paragraph = " ".join(f"word{number}" for number in range(100))
    long = "\n\n".join(f"{number}. {paragraph}" for number in range(100))
    factories.write_all(response, focal_point, text=long)
    changed = long.replace("50. word0", "50. another")
    word.kept(
        response, focal_point, dict.fromkeys(range(1, 6), changed), versions=dict.fromkeys(range(1, 6), 1)
    )
    enter(client, focal_point)
    begun = time.process_time()
    page = client.get(f"{HERE}1/")
    assert time.process_time() - begun < 3
    assert (page.content.count(b"another"), page.content.count(b"<ins>")) == (5, 5)
    assert len(page.content) < 60_000
    assert long.partition("\n")[0] in client.get(f"{HERE}1/questions/3/").content.decode()
