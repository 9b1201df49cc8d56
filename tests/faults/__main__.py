"""Hurts the site in earnest and counts what was lost: prints a line for each fault, and one JSON object at the end.

    python -m tests.faults [--short] [FAULT ...]

Bounded in time and count; what was started is stopped and what was made is removed, after Ctrl-C too.
"""

import argparse
import json
import signal
import sys

from tests.faults import databases, trials

FAULTS = {
    "races_sqlite": (databases.sqlite, trials.races, {"saves": 40}),
    "races_postgres": (databases.postgres, trials.races, {"saves": 40}),
    "kill_sqlite": (databases.sqlite, trials.kill, {"rounds": 2}),
    "kill_master_sqlite": (databases.sqlite, trials.kill_master, {"rounds": 1}),
    "restart_postgres": (databases.postgres, trials.restart, {"rounds": 1}),
    "disk_sqlite": (databases.small_disk, trials.disk, {"rounds": 1}),
    "shedding_sqlite": (databases.sqlite, trials.shedding, {"rounds": 1}),
}
"""By name: where it happens, what happens, and what is less in the short form."""


def run(name, *, short):
    """What one fault came to."""
    database, trial, less = FAULTS[name]
    with database() as there, trials.stage(there) as case:
        trial(case, **(less if short else {}))
    return case.found


def sentence(name, found):
    """One line for people."""
    recovered = f"recovered in {max(found.recoveries):.1f} s at most" if found.recoveries else "never away"
    wrong = "" if found.holds else f"   NOT KEPT: {found.wrong}"
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.told.items()))
    return (
        f"{name:20} rounds {found.rounds:3}   acknowledged {found.acknowledged:6}   lost {found.lost}   "
        f"{recovered}   {found.seconds:.0f} s{wrong}\n{'':20} replies: {told}"
    )


def chosen(words):
    """The faults whose names begin with one of the words; all of them without a word."""
    return [name for name in FAULTS if not words or any(name.startswith(word) for word in words)]


def try_all(names, *, short):
    """Try the faults and print what each came to; returns the exit code: 0 when everything promised was kept."""
    lost, kept = {}, True
    for name in names:
        if name.startswith("disk") and not databases.can_mount():
            print(f"{name:20} left out: only root can mount a small disk")
            continue
        found = run(name, short=short)
        print(sentence(name, found), flush=True)
        lost[f"{name}_lost"] = found.lost
        kept = kept and found.holds
    print(json.dumps(lost))
    return 0 if kept else 1


def main():
    """Try the chosen faults; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("faults", nargs="*", help=", ".join(FAULTS))
    parser.add_argument("--short", action="store_true", help="a few seconds each, as in the tests")
    options = parser.parse_args()
    names = chosen(options.faults)
    if not names:
        parser.error(f"no such fault: {options.faults}")
    for ending in (
        signal.SIGTERM,
        signal.SIGHUP,
    ):  # an exit like any other, so that all is cleaned up on the way
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    try:
        return try_all(names, short=options.short)
    except KeyboardInterrupt:
        print("Stopped; what was started has been cleaned up.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
