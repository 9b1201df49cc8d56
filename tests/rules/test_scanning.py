"""A scanner that was set up sees every file first; what it finds, and what it cannot see, does not come in."""

import socket
import tempfile
from pathlib import Path

import pytest
from django.db import connections

from responses.rules import filing, handing_over, scanning
from responses.rules.refused import Refused
from tests import clamd, clearances, factories, files
from tests.annexes import attach
from tests.files import upload

CLEAN = files.PDF + b"clean" * 200_000
FOUND = "The virus check found something harmful in this file"
AWAY = "The file could not be checked for viruses just now"


@pytest.fixture
def path():
    """A path short enough for a unix socket."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "clamd"


def refused(content=files.PDF):
    with pytest.raises(Refused) as refusal:
        filing.examine(upload("report.pdf", content))
    return refusal.value.status, str(refusal.value)


@pytest.mark.parametrize("kind", ["unix", "port"])
def test_a_clean_file_is_seen_whole_and_taken(settings, path, kind):
    with clamd.listening(path if kind == "unix" else None) as (address, seen):
        settings.CLAMAV_SOCKET = address
        assert filing.examine(upload("report.pdf", CLEAN)).file.read() == CLEAN
    assert seen == [CLEAN]


def test_what_the_scanner_finds_is_not_taken(settings, path):
    with clamd.listening(path) as (address, _seen):
        settings.CLAMAV_SOCKET = f"unix:{address}"
        status, sentence = refused(files.PDF + clamd.VIRUS)
    assert status == 422
    assert sentence.startswith(FOUND)


@pytest.mark.parametrize("look", [clamd.HUNG_UP, clamd.TOO_LARGE], ids=["hangs up", "limit"])
def test_a_scanner_that_does_not_say_clean_lets_nothing_through(settings, path, look):
    with clamd.listening(path, look) as (address, _seen):
        settings.CLAMAV_SOCKET = address
        status, sentence = refused()
    assert status == 503
    assert sentence.startswith(AWAY)


def test_a_scanner_that_is_away_lets_nothing_through(settings, path):
    settings.CLAMAV_SOCKET = str(path)
    assert refused()[0] == 503
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMAV_SOCKET = f"127.0.0.1:{free.getsockname()[1]}"
    assert refused()[0] == 503


def test_a_scanner_that_hangs_is_waited_for_a_bounded_time(settings, path, monkeypatch):
    monkeypatch.setattr(scanning, "LONGEST", 0.2)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen()
        settings.CLAMAV_SOCKET = str(path)
        assert refused()[0] == 503


def test_without_a_scanner_files_are_looked_at_all_the_same(settings):
    assert settings.CLAMAV_SOCKET == ""
    assert filing.examine(upload("report.pdf", files.PDF + clamd.VIRUS))


def _hand_over(response, focal_point, contributor, letter):
    outgoing, incoming = (one.memberships.get() for one in (focal_point, contributor))
    handing_over.hand_over(outgoing, incoming, becomes="observer", letter=letter, by=focal_point)


def _invite_a_successor(response, focal_point, contributor, letter):
    whom = {"email": "new@example.org", "name": "Nadia", "capacity": ""}
    own = focal_point.memberships.get()
    handing_over.hand_over_to_new(own, response, becomes="", letter=letter, by=focal_point, **whom)


GIVEN = {
    "an annex": lambda response, by, _other, file: attach(response, by, content=file.read()),
    "a scan": lambda response, by, _other, file: clearances.record(response, by, 1, scan=file),
    "a letter for a colleague": _hand_over,
    "a letter for somebody new": _invite_a_successor,
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("give", GIVEN.values(), ids=GIVEN)
def test_nobody_waits_while_the_scanner_looks(settings, path, response, focal_point, contributor, give):
    """No transaction is under way: on SQLite every save of the site would wait for its end."""
    here, open_then = connections["default"], []

    def look(line, seen):
        open_then.append(here.in_atomic_block)
        clamd.look(line, seen)

    factories.write_all(response, focal_point)
    with clamd.listening(path, look) as (address, seen):
        settings.CLAMAV_SOCKET = address
        give(response, focal_point, contributor, upload("report.pdf"))
    assert (open_then, seen) == ([False], [files.PDF])
