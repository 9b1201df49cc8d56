"""Measures what the site costs: a table with its limits, a sentence, and as the last line one JSON object.

``python -m tests.bench`` measures everything, ``python -m tests.bench pages`` only the named parts. A limit that is
missed is said, and is no failure: times depend on the machine, and what does not is asserted in the tests.
"""

import argparse
import io
import json
import platform
import time
from contextlib import contextmanager, redirect_stdout
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.test.utils import get_runner

PARTS = ("pages", "autosave", "cold_load", "spreadsheets", "word", "receipt", "load")
"""The modules of this package to be run, in this order.

Each has ``measure()``, which finds an empty database and returns figures by name, and ``LIMITS``: what some of the
figures may be at most.
"""


@contextmanager
def empty_database():
    """Within it, the site stands on an empty database of its own."""
    runner = get_runner(settings)(verbosity=0, interactive=False)
    with redirect_stdout(io.StringIO()):
        databases = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(databases)


def verdict(value, limit):
    """Whether a figure keeps its limit, in words; "" where there is none."""
    if limit is None:
        return ""
    return f"at most {limit:<5} {'kept' if value <= limit else 'MISSED'}"


def run(name):
    """Measure one part and print its figures; returns them, and those of its limits that are missed."""
    part, begun = import_module(f"{__package__}.{name}"), time.monotonic()
    with empty_database():
        figures = part.measure()
    print(f"\n{name.replace('_', ' ')} ({time.monotonic() - begun:.0f} s)")
    for figure, value in figures.items():
        print(
            f"  {figure.replace('_', ' '):34} {value:>9}   {verdict(value, part.LIMITS.get(figure))}".rstrip()
        )
    return figures, {
        figure: limit for figure, limit in part.LIMITS.items() if not figures.get(figure, limit + 1) <= limit
    }


def database():
    """Which database this is measured on."""
    if connection.vendor == "postgresql":
        return f"PostgreSQL {connection.pg_version // 10_000}"
    return f"SQLite {connection.Database.sqlite_version}"


def main():
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.bench")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    asked = parser.parse_args().parts or PARTS
    if unknown := sorted(set(asked) - set(PARTS)):
        parser.error(f"there is no part {', '.join(unknown)}: choose among {', '.join(PARTS)}")
    with empty_database():
        where = {"database": database(), "python": platform.python_version()}
    print(f"On {where['database']}, Python {where['python']}. Times are the process's own (CPU).")
    figures, missed = {}, {}
    for name in asked:
        found, over = run(name)
        figures, missed = figures | found, missed | over
    said = (
        f"{name.replace('_', ' ')} is {figures.get(name)}, at most {limit}" for name, limit in missed.items()
    )
    print(f"\nMISSED: {'; '.join(said)}." if missed else "\nAll limits are kept.")
    print(json.dumps(where | figures | {"missed": sorted(missed)}))


if __name__ == "__main__":
    main()
