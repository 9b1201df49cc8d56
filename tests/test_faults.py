"""The short form of ``make faults``: real servers are hurt under load, and every confirmed text is still there.

What looks for lost texts is itself tried first, on losses that are made for it.
"""

import json

import pytest
from django.db import connection

from responses.models.event import sha256
from tests.faults import databases, trials

ADDRESS = "/ece-2024-s3/XRU/questions/1/save/"
CONFIRMED = {"path": ADDRESS, "key": "write-all-1", "sha256": sha256("Answer to question 1."), "version": 1}
WELL = {"lost": 0, "misplaced": 0, "gaps": 0, "broken_links": 0, "damaged": 0}


# --- what looks for losses -------------------------------------------------------------------

# what a reply confirmed, what happens to the database then, and what is found
LOSSES = {
    "everything is there": ({}, "", {}),
    "a text is not there": (
        {"sha256": sha256("Answer to question 1!"), "key": "k"},
        "",
        {"lost": 1, "misplaced": 1},
    ),
    "a text is under another key": ({"key": "k"}, "", {}),
    "a text is in another version": ({"version": 2}, "", {"misplaced": 1}),
    "a merge is in a version that holds both": ({"outcome": "merged", "version": 1}, "", {}),
    "a merge is in a version that is not there": ({"outcome": "merged", "version": 2}, "", {"misplaced": 1}),
    "a version has changed": (
        {},
        "UPDATE responses_answerversion SET text = 'Answer to question 1!' WHERE text = 'Answer to question 1.'",
        {"lost": 1, "misplaced": 1, "gaps": 1},
    ),
    "a version has gone": (
        {},
        "DELETE FROM responses_answerversion WHERE text = 'Answer to question 1.'",
        {"lost": 1, "misplaced": 1, "gaps": 1},
    ),
    "a number is left out": (
        {"outcome": "unavailable"},
        "UPDATE responses_answer SET last_number = 3 WHERE text = 'Answer to question 2.'",
        {"gaps": 1},
    ),
    "a chain was changed": (
        {},
        "UPDATE responses_event SET role = 'nobody'",
        {"broken_links": 1},
    ),
}


@pytest.mark.postgres
@pytest.mark.parametrize(("said", "change", "found"), LOSSES.values(), ids=LOSSES)
def test_losses_are_found(bring_to, response, stage, tmp_path, said, change, found):
    bring_to(response, "submitted")
    journal = tmp_path / "journal-0"
    journal.write_text(json.dumps(CONFIRMED | {"outcome": "saved"} | said) + '\n{"path": "half a li')
    with connection.cursor() as cursor:
        cursor.execute(change or "SELECT 1")
    checked = stage.check([journal])
    assert {name: checked[name] for name in WELL} == WELL | found


@pytest.fixture
def stage():
    """The module that sets the stage; it wants Django set up first."""
    from tests.faults import stage  # noqa: PLC0415

    return stage


# status, outcome, Retry-After; what that is called
REPLIES = [
    (200, "saved", None, "saved"),
    (409, "stale_version", None, "stale_version"),
    (503, "unavailable", "5", "unavailable"),
    (503, "unavailable", None, "untruthful"),
    (200, "unavailable", "5", "untruthful"),
    (500, "", None, "untruthful"),
    (302, "", None, "untruthful"),
    (0, "", None, "no reply"),
]


@pytest.mark.parametrize(("status", "outcome", "again", "name"), REPLIES)
def test_a_reply_that_a_page_cannot_show_truthfully_has_a_name(status, outcome, again, name):
    assert trials.name_of({"status": status, "outcome": outcome, "retry_after": again}) == name


# --- the faults ------------------------------------------------------------------------------

SMALL_DISK = databases.can_mount()
FAULTS = {
    "sqlite": [
        (trials.races, {"saves": 40}),
        (trials.kill, {"rounds": 1}),
        (trials.kill_master, {"rounds": 1}),
        (trials.shedding, {"rounds": 1}),
        *([(trials.disk, {"rounds": 1})] if SMALL_DISK else []),
    ],
    "postgresql": [(trials.races, {"saves": 40}), (trials.restart, {"rounds": 1})],
}
PLACES = {
    "sqlite": databases.small_disk if SMALL_DISK else databases.sqlite,
    "postgresql": databases.postgres,
}


@pytest.mark.postgres
def test_no_confirmed_text_is_lost_and_the_site_comes_back_by_itself():
    """One fault after the other; the database is made for it, of the kind that the tests run on."""
    faults = FAULTS[connection.vendor]
    with PLACES[connection.vendor]() as database, trials.stage(database) as case:
        for fault, less in faults:
            fault(case, **less)
    found = case.found
    assert (found.lost, found.wrong, found.rounds) == (0, {}, len(faults))
    assert max(found.recoveries) < 30
    assert {"saved", "merged", "unavailable"} <= set(found.told)
