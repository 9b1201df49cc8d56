"""An official reads and decides by a link and a code, without an account; everybody else finds nothing there."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from responses.models import Clearance, ClearanceRequest, Letter
from responses.rules import clearing, drafting, officials
from tests import factories
from tests.clearances import ADDRESS, ask, code_in_mail, token_in
from tests.record import snapshot

pytestmark = pytest.mark.django_db

ASKED, OTHER = "CANARY-ASKED-51", "CANARY-OTHER-52"


@pytest.fixture
def written(response, focal_point):
    """Question 1 is asked about; the others hold what the official must not see."""
    factories.write_all(response, focal_point, text=OTHER + " {number}")
    answer = response.answers.get(question__number=1)
    drafting.save_answer(answer, text=ASKED, base=1, key="k", page="p", by=focal_point, language="fr")
    return response


@pytest.fixture
def asked(written, focal_point):
    return ask(written, focal_point, 1, note="Please read the second paragraph.")


@pytest.fixture
def link(asked):
    return f"/clearance/{token_in(Letter.objects.get(kind='clearance_requested'))}/"


@pytest.fixture
def official():
    """The official's browser."""
    return Client()


def enter(official, link):
    """Give the code; returns the page of the texts."""
    official.post(link)
    return official.post(f"{link}code/", {"code": code_in_mail()}, follow=True)


def test_the_letter_says_who_asks_for_what_and_until_when_and_holds_no_text(asked, focal_point):
    letter = Letter.objects.get(kind="clearance_requested")
    assert (letter.recipient, letter.to, letter.is_delegation) == (ADDRESS, None, True)
    for said in (
        "Ruritania",
        "Rupert Rassendyll",
        "Flavia Strelsau",
        "1. Title 1",
        "until",
        "Geneva time",
        focal_point.email,
    ):
        assert said in letter.body
    for unsaid in (ASKED, OTHER, "Title 2", "second paragraph"):
        assert unsaid not in letter.subject + letter.body
    token = token_in(letter)
    stored = ClearanceRequest.objects.get()
    assert token not in str(vars(stored))
    assert len(token) == 43


def test_an_official_reads_and_decides_by_link_and_code(official, link, asked, focal_point, contributor):
    mail.outbox.clear()
    page = official.get(link)
    assert (page.status_code, "Send me the code" in page.content.decode()) == (200, True)
    assert [
        part for part in (ASKED, "Title 1", "rupert@", "Rassendyll") if part in page.content.decode()
    ] == []
    assert mail.outbox == []
    page = official.post(link, follow=True)
    assert "Give the code from the mail" in page.content.decode()
    assert [sent.to for sent in mail.outbox] == [[ADDRESS]]
    assert Letter.objects.filter(body__contains=code_in_mail()).count() == 0
    page = official.post(f"{link}code/", {"code": f" {code_in_mail()} "}, follow=True)
    text = page.content.decode()
    assert page.redirect_chain == [(f"{link}texts/", 302)]
    assert f'<div class="words" lang="fr" dir="auto"><p>{ASKED}</p>' in text
    assert OTHER not in text
    assert "Title 2" not in text
    assert "Please read the second paragraph." in text
    page = official.post(f"{link}texts/", {"outcome": "cleared", "remark": "With thanks."}, follow=True)
    assert page.redirect_chain == [(f"{link}done/", 302)]
    assert "Your decision is recorded" in page.content.decode()
    assert ASKED not in page.content.decode()
    decided = Clearance.objects.get()
    assert (decided.outcome, decided.remark, decided.way, decided.by, decided.request) == (
        "cleared", "With thanks.", "link", None, asked,
    )  # fmt: skip
    assert list(decided.texts.values_list("answer__question__number", "version", "no_information")) == [
        (1, 2, False)
    ]
    letters = Letter.objects.filter(kind="clearance_decided")
    assert [letter.to for letter in letters] == [focal_point]
    assert "Cleared" in letters[0].body
    assert "With thanks." not in letters[0].body.replace("With thanks,", "")


def test_after_the_decision_the_texts_are_closed_for_everybody(official, link, asked):
    enter(official, link)
    official.post(f"{link}texts/", {"outcome": "cleared"})
    before = snapshot()
    for path in ("", "code/", "texts/"):
        for ask_again in (official.get, official.post):
            page = ask_again(link + path, follow=True)
            assert "A decision is on record" in page.content.decode()
            assert f'href="{link}done/">See your confirmation' in page.content.decode()
            assert ASKED not in page.content.decode()
    assert "See your confirmation" not in Client().get(link).content.decode()
    assert official.get(f"{link}done/").status_code == 200
    assert Client().get(f"{link}done/", follow=True).redirect_chain == [(link, 302)]
    assert snapshot() == before


OUTCOMES = {
    "cleared": ("cleared", "", 302),
    "cleared with a remark": ("cleared", "Well written.", 302),
    "subject to changes": ("subject_to_changes", "Leave the figure out.", 302),
    "subject to changes, not said which": ("subject_to_changes", " ", 422),
    "not cleared": ("not_cleared", "The law is not in force.", 302),
    "not cleared, not said why": ("not_cleared", "", 422),
    "no objection is recorded by a person, never here": ("no_objection", "None.", 422),
    "nothing": ("", "", 422),
    "something else": ("accepted", "Yes.", 422),
    "a remark that is too long": ("cleared", "x" * 20_001, 422),
}


@pytest.mark.parametrize(("outcome", "remark", "status"), OUTCOMES.values(), ids=OUTCOMES)
def test_a_decision(official, link, outcome, remark, status):
    enter(official, link)
    page = official.post(f"{link}texts/", {"outcome": outcome, "remark": remark})
    assert (page.status_code, Clearance.objects.count()) == (status, int(status == 302))
    if status == 422:
        assert remark.strip() in page.content.decode()


def test_a_remark_that_is_missing_is_said_where_it_is_written(official, link):
    enter(official, link)
    page = official.post(f"{link}texts/", {"outcome": "not_cleared", "remark": ""}).content.decode()
    assert page.count('<a href="#id_remark">Remark: Say in a remark') == 1
    assert page.count('id="remark-errors">Say in a remark') == 1


@pytest.mark.parametrize("path", ["", "code/", "texts/", "done/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_sends_nothing_and_decides_nothing(official, link, path, method):
    """Mail scanners open what is in a mail."""
    enter(official, link)
    before, sent = snapshot(), len(mail.outbox)
    getattr(official, method)(link + path, {"outcome": "cleared"}, follow=True)
    getattr(Client(), method)(link + path, {"outcome": "cleared"}, follow=True)
    assert (snapshot(), len(mail.outbox)) == (before, sent)


@pytest.mark.parametrize("path", ["", "code/", "texts/", "done/"])
def test_a_wrong_link_is_not_found_for_anybody(official, link, path):
    wrong = [f"/clearance/{token}/{path}" for token in ("x", "A" * 43, link.split("/")[2].swapcase())]
    for where in wrong:
        for ask_for in (official.get, official.post):
            assert ask_for(where).status_code == 404


def test_the_code_is_needed_in_this_browser_and_for_this_request(official, link, asked, written, focal_point):
    other = ask(written, focal_point, 2)
    other_link = f"/clearance/{token_in(Letter.objects.filter(kind='clearance_requested').first())}/"
    enter(official, link)
    for browser, where in ((Client(), link), (official, other_link)):
        page = browser.get(f"{where}texts/", follow=True)
        assert ASKED not in page.content.decode()
        assert OTHER not in page.content.decode()
        assert browser.post(f"{where}texts/", {"outcome": "cleared", "remark": "kept"}).status_code == 401
    stolen = Client()
    stolen.cookies["clearing"] = official.cookies["clearing"].value
    assert stolen.get(f"{other_link}texts/").status_code == 302
    assert Clearance.objects.count() == 0
    assert clearing.may_handle(focal_point, other)


def wrong(code):
    return "".join(str((int(sign) + 1) % 10) if sign.isdecimal() else sign for sign in code)


def test_a_code_serves_once(official, link):
    enter(official, link)
    again = Client().post(f"{link}code/", {"code": code_in_mail()})
    assert (again.status_code, "not valid" in again.content.decode()) == (422, True)


def test_only_the_newest_code_is_valid(official, link):
    official.post(link)
    first = code_in_mail()
    official.post(link)
    assert official.post(f"{link}code/", {"code": first}).status_code == 422
    assert official.post(f"{link}code/", {"code": code_in_mail()}).status_code == 302


def test_a_code_may_be_tried_five_times(official, link):
    official.post(link)
    code = code_in_mail()
    for _attempt in range(5):
        assert official.post(f"{link}code/", {"code": wrong(code)}).status_code == 422
    assert official.post(f"{link}code/", {"code": code}).status_code == 422


@pytest.mark.parametrize(("minutes", "status"), [(14, 302), (16, 422)])
def test_a_code_is_valid_for_a_quarter_of_an_hour(official, link, minutes, status):
    official.post(link)
    past = timezone.now() - timedelta(minutes=minutes)
    ClearanceRequest.objects.update(code_sent_at=past)
    assert official.post(f"{link}code/", {"code": code_in_mail()}).status_code == status


def test_codes_are_sent_five_times_in_a_quarter_of_an_hour(official, link):
    assert [official.post(link).status_code for _time in range(6)] == [302] * 5 + [429]
    assert Client().post(link).status_code == 429


@pytest.mark.parametrize("typed", ["", "abc", "١٢٣", "000-000-000", "x" * 5_000])
def test_what_is_not_the_code_opens_nothing(official, link, typed):
    assert official.post(f"{link}code/", {"code": typed}).status_code == 422  # before any was sent
    official.post(link)
    assert official.post(f"{link}code/", {"code": typed}).status_code == 422
    assert official.get(f"{link}texts/").status_code == 302


def test_the_reading_ends_after_an_hour_and_the_remark_is_shown_again(official, link, monkeypatch):
    enter(official, link)
    monkeypatch.setattr("responses.delegation.official.HOUR", -1)
    assert official.get(f"{link}texts/").status_code == 302
    page = official.post(f"{link}texts/", {"outcome": "not_cleared", "remark": "Written for an hour."})
    assert (page.status_code, "Written for an hour." in page.content.decode()) == (401, True)
    assert Clearance.objects.count() == 0


def test_no_page_is_kept_and_no_page_is_listed(official, link):
    enter(official, link)
    for path in ("", "code/", "texts/", "done/"):
        page = official.get(link + path)
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_a_text_changed_since_is_said_to_be_and_the_text_as_asked_is_decided_on(
    official, link, written, focal_point
):
    answer = written.answers.get(question__number=1)
    drafting.save_answer(answer, text="CANARY-NEWER", base=2, key="n", page="p", by=focal_point)
    text = enter(official, link).content.decode()
    assert "The delegation has changed this text since you were asked." in text
    assert (ASKED in text, "CANARY-NEWER" in text) == (True, False)
    official.post(f"{link}texts/", {"outcome": "cleared"})
    assert Clearance.objects.get().texts.get().version == 2


def test_a_request_that_was_withdrawn_says_so(official, link, asked, focal_point):
    enter(official, link)
    clearing.withdraw(asked, by=focal_point)
    for path in ("", "code/", "texts/"):
        assert "The request was withdrawn" in official.get(link + path).content.decode()
    page = official.post(f"{link}texts/", {"outcome": "cleared", "remark": "<b>One more word."})
    assert page.status_code == 409
    assert "&lt;b&gt;One more word." in page.content.decode()
    assert Clearance.objects.count() == 0


def test_a_request_that_has_run_out_says_so_and_lives_again_by_a_new_link(official, link, asked, focal_point):
    enter(official, link)
    ClearanceRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "The time has passed" in official.get(f"{link}texts/").content.decode()
    asked.refresh_from_db()
    clearing.send_again(asked, by=focal_point)
    assert official.get(link).status_code == 404
    newest = f"/clearance/{token_in(Letter.objects.filter(kind='clearance_requested').first())}/"
    assert official.get(f"{newest}texts/", follow=True).redirect_chain == [(newest, 302)]
    assert ASKED in enter(official, newest).content.decode()


def test_a_mail_server_that_is_away_is_said_to_be(official, link, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = official.post(link)
    assert (page.status_code, "The mail could not be sent." in page.content.decode()) == (503, True)


def test_each_form_needs_the_mark_of_its_page(link):
    strict = Client(enforce_csrf_checks=True)
    for path in ("", "code/", "texts/"):
        page = strict.post(link + path, {"code": "1", "outcome": "cleared", "remark": "My remark."})
        assert (path, page.status_code) == (path, 403)
        assert "My remark." in page.content.decode()


def test_the_page_takes_as_many_queries_for_three_texts_as_for_one(written, focal_point):
    counts = []
    for numbers in ((1,), (1, 2, 3)):
        ask(written, focal_point, *numbers)
        link = f"/clearance/{token_in(Letter.objects.filter(kind='clearance_requested').first())}/"
        browser = Client()
        enter(browser, link)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"{link}texts/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4


def test_two_decisions_at_once_leave_one(official, link, asked):
    officials.decide(asked, outcome="cleared")
    with pytest.raises(officials.Refused):
        officials.decide(asked, outcome="not_cleared", remark="No.")
    assert Clearance.objects.get().outcome == "cleared"
