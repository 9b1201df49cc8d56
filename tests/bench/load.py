"""How many people can write at the same time: saves by the clock, on the site as it is deployed, with its database.

Two cores serve the site, its database and the writers. Every delegation has five writers, all in one answer, each with
a page of their own that saves every ten seconds a text of 4,000 characters; so almost every save is put together with
a colleague's. A time is counted from the moment at which a save was due until its reply was there; unlike those of the
other parts, these times are a clock's, and mean little on a machine that does other things besides.

    python -m tests.bench.load      a few States and seconds, to try it out
"""

import json
import time
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from tests.faults import databases
from tests.faults.databases import with_database
from tests.faults.page import KEEPS
from tests.faults.service import running, writers
from tests.faults.trials import STAGE, Found, look

INTERVAL, PEOPLE, CHARACTERS, GROUPS = 10, 5, 4_000, 3
REGION_P95, WORLD_P95 = 300, 500
LIMITS = {
    "load_region_p95_ms": REGION_P95,
    "load_region_errors": 0,
    "load_world_p95_ms": WORLD_P95,
    "load_world_errors": 0,
    "load_overload_untruthful": 0,
    "load_recovered_s": 10,
    "load_lost": 0,
}


@dataclass(frozen=True)
class Phases:
    """How many States write at once, and for how long: the region, the world, three worlds, the world again."""

    region: int = 56
    world: int = 193
    three_worlds: int = 3 * 193
    seconds: tuple = (120, 60, 30, 30)

    def plan(self, begin):
        """The phases as ``tests.faults.writing`` reads them: (begin, end, writers) each."""
        phases = []
        states = (self.region, self.world, self.three_worlds, self.world)
        for seconds, count in zip(self.seconds, states, strict=True):
            phases.append((begin, begin + seconds, count * PEOPLE))
            begin += seconds
        return phases


# On PostgreSQL, which shares the two cores, 64 saves a second are asked for instead of 96.
FULL = {"sqlite": (databases.sqlite, Phases()), "postgresql": (databases.postgres, Phases(world=128))}
SHORT = Phases(region=4, world=8, three_worlds=24, seconds=(10, 10, 10, 10))


def measure(phases=None):
    """Returns the figures of four minutes' load, on a new database of the kind that the bench runs on."""
    place, full = FULL[connection.vendor]
    with place() as database:
        return under_load(database, phases or full)


def under_load(database, phases):
    """Run all phases on one database; what the journal and the database say afterwards."""
    found, states = Found(), -(-phases.three_worlds // GROUPS)
    with databases.folder() as folder:
        made = with_database(database, STAGE, "make", *map(str, (states, GROUPS, PEOPLE, CHARACTERS)))
        # First one answer of every State, then the next: a phase opens the first so many pages.
        pages = sorted(json.loads(made), key=lambda facts: facts["group"])
        with running(database, folder) as site:
            plan = phases.plan(time.monotonic() + 3)
            with writers(site, folder, pages, interval=INTERVAL, phases=plan) as (process, journal):
                process.wait(sum(phases.seconds) + 90)
        records = journal.read()
        look(database, [journal.path], found)
    wrong = {name: count for name, count in found.wrong.items() if name != "untruthful replies"}
    figures = told(records, plan) | {"lost": found.lost + sum(wrong.values())}
    return {f"load_{name}": figure for name, figure in figures.items()}


def told(records, plan):
    """The figures of all phases, from the journal."""
    region, world, overload, after = (
        [record for record in records if begin <= record["due"] < end] for begin, end, _writers in plan
    )
    figures = {}
    for name, phase in {"region": region, "world": world}.items():
        figures[f"{name}_per_s"] = rate(phase)
        figures[f"{name}_p95_ms"] = p95(phase)
        figures[f"{name}_errors"] = sum(record["outcome"] not in KEEPS for record in phase)
    kept = [record for record in overload if record["outcome"] in KEEPS]
    shed = [record for record in overload if record["outcome"] == "unavailable"]
    figures["overload_per_s"] = rate(overload)
    figures["overload_kept_p95_ms"] = p95(kept)
    figures["overload_shed"] = len(shed)
    figures["overload_untruthful"] = (
        len(overload) - len(kept) - len([record for record in shed if record["retry_after"]])
    )
    figures["recovered_s"] = seconds_to_recover(after, plan[-1][0])
    return figures


def seconds_to_recover(records, begin):
    """The number of seconds until saves were kept again as the world's load must be, for good."""
    by_second = defaultdict(list)
    for record in records:
        by_second[int(record["due"] - begin)].append(record)
    ill = [
        second
        for second, saves in by_second.items()
        if p95(saves) > WORLD_P95 or any(save["outcome"] not in KEEPS for save in saves)
    ]
    return max(ill, default=-1) + 1


def rate(records):
    """Saves a second."""
    if not records:
        return 0
    dues = [record["due"] for record in records]
    return round(len(records) / max(max(dues) - min(dues), 1), 1)


def p95(records):
    """The 95th of a hundred, in whole milliseconds."""
    taken = sorted(record["answered"] - record["due"] for record in records)
    return round(taken[int(len(taken) * 0.95)] * 1000) if taken else 0


if __name__ == "__main__":
    print(json.dumps(measure(SHORT), indent=1))
