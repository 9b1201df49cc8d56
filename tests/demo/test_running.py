"""`make run`: what it refuses, what it prints, and what its pages do."""

import re
import socket
import sqlite3
import time
from contextlib import closing

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from responses.demo import cast, views

from .conftest import PRODUCTION, free_port, manage, served, tables

PARTS = {
    "focal-point": "/ece-2024-s3/XRU/",
    "contributor": "/ece-2024-s3/XRU/",
    "observer": "/ece-2024-s3/XRU/",
    "reviewer": "/admin/",
    "publisher": "/admin/",
    "coordinator": "/admin/",
}


@pytest.fixture
def with_content(tmp_path):
    """A database that holds something and is not a demonstration's."""
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE answers AS SELECT 'a real answer' AS text")
        database.commit()
    return f"sqlite:///{path}"


def dump(path):
    """Everything that a SQLite database holds."""
    with closing(sqlite3.connect(path.removeprefix("sqlite:///"))) as database:
        made = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        names = [name for kind, name, _sql in made if kind == "table"]
        return made, {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608


# --- what it refuses ----------------------------------------------------------------------------


def test_it_refuses_the_settings_of_production(tmp_path):
    path = tmp_path / "new.sqlite3"
    code, said = manage("run_demo", database=f"sqlite:///{path}", **PRODUCTION)
    assert (code, "refuses these settings" in said, path.exists()) == (1, True, False)


@pytest.mark.parametrize("arguments", [(), ("--reset",)], ids=["run", "reset"])
def test_it_refuses_a_database_without_the_mark(with_content, arguments):
    before = dump(with_content)
    code, said = manage("run_demo", "--port", free_port(), *arguments, database=with_content)
    assert (code, "not a demonstration's" in said, dump(with_content) == before) == (1, True, True)


def test_it_refuses_a_taken_port_with_a_sentence_and_before_anything_else(tmp_path):
    path = tmp_path / "new.sqlite3"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = manage("run_demo", "--port", port, database=f"sqlite:///{path}")
    assert (code, f"Port {port} cannot be used" in said, path.exists()) == (1, True, False)


def test_other_host_names_than_this_machine_s_are_refused(tmp_path):
    database = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    code, said = manage("run_demo", database=database, ALLOWED_HOSTS="review.example.org")
    assert (code, "it runs on this machine only" in said) == (1, True)


def test_without_the_mode_its_pages_do_not_exist(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("demo_index")
    assert [
        client.get(path).status_code for path in ("/demo/", "/demo/mail/", "/demo/sign-in/reviewer/")
    ] == [404] * 3


@pytest.mark.parametrize("is_on", [True, False], ids=["mode on", "mode off"])
@pytest.mark.parametrize(
    ("view", "arguments"), [(views.index, ()), (views.mails, ()), (views.sign_in, ("reviewer",))]
)
def test_no_page_of_it_answers_on_a_database_without_the_mark(db, settings, is_on, view, arguments):
    settings.DEMO = is_on
    with pytest.raises(Http404):
        view(RequestFactory().post("/"), *arguments)


# --- what it does -------------------------------------------------------------------------------


@pytest.mark.postgres
def test_it_prints_one_address_for_each_part_and_each_shows_one_button(demonstration):
    printed = re.findall(r"http://127\.0\.0\.1:\d+(/demo/sign-in/[\w-]+/)", demonstration.printed)
    assert printed == [f"/demo/sign-in/{part}/" for part in PARTS]
    browser = demonstration.browser()
    for path in printed:
        page = browser.open(path)
        assert (page.status, page.text.count("<form"), page.text.count("<button")) == (200, 1, 1)


def test_its_console_keeps_to_the_addresses_at_first(demonstration):
    assert "Subject:" not in demonstration.printed.partition("Ctrl-C")[0]


@pytest.mark.parametrize(("part", "destination"), PARTS.items(), ids=PARTS)
def test_the_button_signs_in(demonstration, part, destination):
    browser = demonstration.browser()
    assert browser.submit(f"/demo/sign-in/{part}/").path == destination
    assert {cookie.name for cookie in browser.cookies} == {"csrftoken", "sessionid"}


def test_another_part_takes_the_place_of_the_first(demonstration):
    browser = demonstration.browser()
    browser.submit("/demo/sign-in/focal-point/")
    browser.submit("/demo/sign-in/focal-point-xsy/")
    assert [browser.open(f"/ece-2024-s3/{code}/").status for code in ("XRU", "XSY")] == [404, 200]


def test_opening_its_pages_changes_nothing(demonstration):
    before, browser = dump(demonstration.database), demonstration.browser()
    paths = ["/demo/", "/demo/mail/", *(f"/demo/sign-in/{part}/" for part in cast.BY_SLUG)]
    assert [browser.open(path).status for path in paths] == [200] * len(paths)
    assert dump(demonstration.database) == before
    assert [cookie.name for cookie in browser.cookies] == ["csrftoken"]


def test_the_button_needs_its_page(demonstration):
    browser = demonstration.browser()
    assert browser.open("/demo/sign-in/reviewer/", {}).status == 403


def test_a_part_that_nobody_plays_is_not_found(demonstration):
    assert demonstration.browser().open("/demo/sign-in/minister/").status == 404


def test_each_page_says_that_it_is_a_demonstration(demonstration):
    browser = demonstration.browser()
    for path in ("/demo/", "/ece-2024-s3/", "/account/sign-in/", "/nothing/"):
        assert browser.open(path).text.count("Demonstration data") == 1


def test_the_real_way_in_works_with_the_mail_on_the_page_and_on_the_console(demonstration):
    browser = demonstration.browser()
    assert browser.submit("/account/sign-in/", email=cast.FLAVIA.email).path == "/account/sign-in/code/"
    end = time.monotonic() + 10
    while not (found := re.search(r"\d{3}-\d{3}-\d{3}", browser.open("/demo/mail/").text)):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert browser.submit("/account/sign-in/code/", code=found[0]).path == "/ece-2024-s3/XRU/"
    assert found[0] in demonstration.printed


def test_the_mails_of_the_story_are_there_with_addresses_that_lead_here(demonstration):
    text = demonstration.browser().open("/demo/mail/").text
    assert text.count("Invitation to answer the guiding questions") == 10
    assert text.count(f'href="{demonstration.site}/ece-2024-s3/XLA/"') == 1


def test_a_second_start_adds_nothing(demonstration, tmp_path):
    before = dump(demonstration.database)
    with served(demonstration.database, tmp_path / "console"):
        assert dump(demonstration.database) == before


@pytest.mark.postgres
def test_starting_over_takes_everything_out_first(demonstration):
    there = tables(demonstration.database)
    assert {"left_over", "demonstration_data", "responses_response"} & there == {
        "demonstration_data",
        "responses_response",
    }


def test_the_tables_of_the_demonstration_match_their_models(tmp_path):
    database = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    code, said = manage("makemigrations", "--check", "--dry-run", database=database)
    assert (code, said.strip()) == (0, "No changes detected")
