"""The faults themselves: each hurts a site under load; afterwards the journals are held against the database."""

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from tests.faults import databases
from tests.faults.databases import with_database
from tests.faults.page import KEEPS
from tests.faults.service import Process, Site, Unrecovered, running, writers

STAGE = "tests.faults.stage"
STATES, PEOPLE, CHARACTERS = 2, 30, 4_000
RACERS, REGULARS, CROWD = 5, 10, 24
STEADY = {"saves": None, "pause": 0.02, "clashes": 0.02, "repeats": 0.02}
"""Writers who save the next text as soon as the last one is kept, until they are stopped."""
PATIENCE = 60
"""Seconds after which a site that does not answer is said not to have recovered."""


@dataclass
class Found:
    """What was found: ``wrong`` names every promise that was not kept, with a figure."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    recoveries: list = field(default_factory=list)
    seconds: float = 0
    told: dict = field(default_factory=dict)
    """How often each outcome was the reply; "no reply" and "untruthful" (no reply of the agreed kind) besides."""
    wrong: dict = field(default_factory=dict)

    @property
    def holds(self):
        """Whether everything that is promised was kept."""
        return not (self.lost or self.wrong)


@dataclass
class Case:
    """A site under trial: where its files are, who writes, and what was found."""

    database: object
    site: Site
    folder: Path
    pages: list
    found: Found

    def open_pages(self, count):
        """So many pages that nobody has written on yet: their writers start from the first version."""
        opened, self.pages = self.pages[:count], self.pages[count:]
        return opened

    @contextmanager
    def under_load(self, count, **plan):
        """So many writers at work meanwhile; yields their journal."""
        pages = self.open_pages(count)
        with writers(self.site, self.folder, pages, **(STEADY | plan)) as (_process, journal):
            journal.wait_for(lambda record: record["outcome"] in KEEPS, PATIENCE)
            yield journal

    def recovered(self, journal, moment, since=None):
        """Note that a round is over, and how long after a moment a text was sent and kept (sent after ``since``)."""
        wanted = moment if since is None else since
        kept = journal.wait_for(
            lambda record: record["sent"] >= wanted and record["outcome"] in KEEPS, PATIENCE
        )
        self.found.recoveries.append(kept["answered"] - moment)
        self.found.rounds += 1


@contextmanager
def stage(database):
    """A :class:`Case` with invented delegations; when it is over, what was confirmed is looked for."""
    found, begun = Found(), time.monotonic()
    with databases.folder() as folder:
        made = json.loads(with_database(database, STAGE, "make", *map(str, (STATES, 1, PEOPLE, CHARACTERS))))
        with running(database, folder) as site:
            try:
                yield Case(database, site, folder, sorted(made, key=itemgetter("place")), found)
            except Unrecovered as problem:
                found.wrong[str(problem)] = 1
        look(database, sorted(folder.glob("journal-*")), found)
    found.seconds = time.monotonic() - begun


def look(database, journals, found):
    """Fill in what the journals and the database say after the site was stopped."""
    for journal in journals:
        for line in journal.read_text("utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                name = name_of(json.loads(line))
                found.told[name] = found.told.get(name, 0) + 1
    checked = json.loads(with_database(database, STAGE, "check", *map(str, journals)))
    found.acknowledged, found.lost = checked["acknowledged"], checked["lost"]
    promised = ("misplaced", "gaps", "broken_links", "damaged")
    found.wrong |= {name: checked[name] for name in promised if checked[name]}
    if "untruthful" in found.told:
        found.wrong["untruthful replies"] = found.told["untruthful"]
    if not found.acknowledged:
        found.wrong["nothing was saved"] = 1


def name_of(record):
    """What a reply was: its outcome, or that there was none, or none that the page could truthfully show."""
    if not record["status"]:
        return "no reply"
    if record["outcome"] == "unavailable" and not (record["status"] == 503 and record["retry_after"]):
        return "untruthful"
    return record["outcome"] or "untruthful"


# --- the faults -------------------------------------------------------------------------------


def races(case, saves=2_000):
    """Five writers save one answer as fast as they can, now and then all the same paragraph, now and then twice."""
    pages, limit = case.open_pages(RACERS), 60 + saves
    plan = {"saves": saves, "pause": 0, "clashes": 0.1, "repeats": 0.05, "seconds": limit}
    with writers(case.site, case.folder, pages, **plan) as (process, journal):
        process.wait(limit + 60)
    case.found.rounds += 1
    kept = {record["key"] for record in journal.read() if record["outcome"] in KEEPS}
    if len(kept) != saves * len(pages):
        case.found.wrong["texts that were never kept"] = saves * len(pages) - len(kept)


def kill(case, rounds=20):
    """All workers are killed (-9), again and again; beside the writers one response is submitted and recalled."""
    with case.under_load(REGULARS, seconds=rounds * 70) as journal:
        for _ in range(rounds):
            mover = Process(case.database, case.folder, STAGE, "move")
            try:
                time.sleep(1.5)
                case.site.kill_workers()
            finally:
                mover.kill()
            case.recovered(journal, time.monotonic())


def kill_master(case, rounds=1):
    """The server itself is killed (-9) under load; the operator's service manager starts it again.

    Its workers notice within a second and finish what they have begun; the site is back when a new one keeps a text.
    """
    with case.under_load(REGULARS, seconds=rounds * 70) as journal:
        for _ in range(rounds):
            time.sleep(1)
            old, killed = case.site.workers(), time.monotonic()
            case.site.kill_master()
            case.site.replace(old)
            case.recovered(journal, killed, since=time.monotonic())


def restart(case, rounds=5):
    """PostgreSQL is stopped at once (SIGQUIT) under load and started again half a second later."""
    mover = Process(case.database, case.folder, STAGE, "move")
    try:
        with case.under_load(REGULARS, seconds=rounds * 130) as journal:
            for _ in range(rounds):
                time.sleep(1.5)
                crashed = time.monotonic()
                case.database.crash()
                time.sleep(0.5)
                case.database.start()
                case.recovered(journal, crashed, since=crashed)
    finally:
        mover.kill()


def disk(case, rounds=3):
    """The disk is full for some seconds; then there is room again."""
    for _ in range(rounds):
        with case.under_load(REGULARS, seconds=4 * PATIENCE) as journal:
            time.sleep(1)
            seen = len(journal.read())
            case.database.disk.fill()
            try:
                journal.wait_for(lambda record: record["outcome"] == "unavailable", PATIENCE, since=seen)
                time.sleep(1)
            finally:
                case.database.disk.free()
            case.recovered(journal, time.monotonic())


def shedding(case, rounds=3):
    """Something holds all writers up for four seconds: who waited too long is asked to come again; then all goes on."""
    with case.under_load(CROWD, seconds=rounds * 140) as journal:
        for _ in range(rounds):
            seen = len(journal.read())
            with_database(case.database, STAGE, "hold", "4")
            free = time.monotonic()
            journal.wait_for(lambda record: record["outcome"] == "unavailable", PATIENCE, since=seen)
            case.recovered(journal, free)
