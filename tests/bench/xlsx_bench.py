"""Measures the spreadsheets: time against openpyxl's write-only mode on the same rows, and memory above idle.

``python -m tests.bench.xlsx_bench`` prints a table and, as its last line, one JSON object. CPU time of one
process, median of alternating runs; memory is the peak of a fresh process (Linux) less what it had before the
first row.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

from openpyxl import Workbook

from responses.exports.formats import FORMATS, Column, Facts, Kind, Row, Sheet
from responses.exports.formats.workbook import prepare, write_sheets

ANSWERS, CHARACTERS = 5, 4_000
COLUMNS = [
    Column("state", "Member State"),
    Column("number", "Number", Kind.NUMBER),
    Column("received_at", "Received at", Kind.DATE_TIME),
    *(Column(f"answer_{number}", f"Answer {number}", Kind.LONG_TEXT) for number in range(1, ANSWERS + 1)),
]
FACTS = Facts("Responses", datetime(2026, 11, 24, 10, 0, tzinfo=UTC), [("Session", "Session 3")])
_SYLLABLES = [
    first + middle + last
    for first in "b c d f g l m n p r s t v st tr pl gr".split()
    for middle in "a e i o u ea io".split()
    for last in ("", "n", "r", "s", "t", "l", "ment")
]


def prose(chance, characters):
    """A text that compresses like prose: words of a vocabulary of 6,000, frequent as in a language, in
    paragraphs.
    """
    vocabulary = getattr(chance, "vocabulary", None)
    if vocabulary is None:
        vocabulary = [
            "".join(chance.choices(_SYLLABLES, k=chance.choice((1, 1, 2, 2, 3)))) for _ in range(6_000)
        ]
        chance.vocabulary = vocabulary
    weights = [1 / (rank + 3) for rank in range(6_000)]
    words = chance.choices(vocabulary, weights, k=characters // 3)
    for place in range(90, len(words), 90):
        words[place] += ".\n"
    return " ".join(words)[:characters]


def rows(count, pool):
    """Rows of five answers, made as they are asked for; each answer begins in a way of its own."""
    received = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    for number in range(count):
        answers = [pool[(number * ANSWERS + place) % len(pool)] for place in range(ANSWERS)]
        answers = [f"{number} {answer[len(str(number)) + 1 :]}" for answer in answers]
        yield Row([f"State {number}", number, received, *answers], restricted=number % 7 == 0)


def with_openpyxl(file, given):
    """The same rows by openpyxl's write-only mode, as plain as can be."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Responses")
    sheet.append([column.header for column in COLUMNS])
    for row in given:
        sheet.append([row[0], row[1], row[2].replace(tzinfo=None), *row[3:]])
    workbook.save(file)


def ours(write):
    """A writer of the same shape as :func:`with_openpyxl`."""
    return lambda file, given: write(file, [Sheet("Responses", COLUMNS, given)], FACTS)


def uncounted(file, given):
    """The workbook's sheets written, but not yet counted."""
    write_sheets(file, prepare([Sheet("Responses", COLUMNS, given)], FACTS))


def compare(count, rounds):
    """CPU seconds of each way to write ``count`` rows, medians of alternating rounds, and the sizes of the
    files.
    """
    chance = random.Random(2024)
    given = list(rows(count, [prose(chance, CHARACTERS) for _ in range(count * ANSWERS)]))
    ways = {"openpyxl": with_openpyxl, "xlsx, written": uncounted}
    ways |= {f"{name}, checked": ours(FORMATS[name].write) for name in FORMATS}
    seconds, sizes = {name: [] for name in ways}, {}
    for _ in range(rounds):
        for name, way in ways.items():
            with TemporaryFile() as file:
                start = time.process_time()
                way(file, iter(given))
                seconds[name].append(time.process_time() - start)
                sizes[name] = file.seek(0, 2)
    return {name: statistics.median(taken) for name, taken in seconds.items()}, sizes


def peak(name, count):
    """MB that a fresh process needs above idle to write ``count`` rows as ``name``."""
    command = [sys.executable, "-m", "tests.bench.xlsx_bench", "--peak-of", name, "--rows", str(count)]
    result = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    return float(result.stdout)


def peak_here(name, count):
    """The same, in this process."""
    # Made without help of memory that would be free again afterwards, and so make the peak look small.
    pool = [("Migration, in all its dimensions. " * CHARACTERS)[:CHARACTERS]]
    # The highest mark is set back to what is in use now (Linux, proc(5)).
    Path("/proc/self/clear_refs").write_text("5")
    idle = resident("VmRSS")
    with TemporaryFile() as file:
        ours(FORMATS[name].write)(file, rows(count, pool))
    return resident("VmHWM") - idle


def resident(line):
    """MB of memory in use now (``VmRSS``) or at most so far (``VmHWM``)."""
    told = dict(entry.split(":", 1) for entry in Path("/proc/self/status").read_text().splitlines())
    return int(told[line].split()[0]) / 1024


def main():
    """Print the table and the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peak-of", choices=FORMATS)
    options = parser.parse_args()
    if options.peak_of:
        print(peak_here(options.peak_of, options.rows))
        return
    seconds, sizes = compare(options.rows, options.rounds)
    figures = {}
    for name, taken in seconds.items():
        figures[name] = {"seconds": round(taken, 3), "ratio": round(taken / seconds["openpyxl"], 3)}
        print(f"{name:16} {taken:7.3f} s  {figures[name]['ratio']:6.3f}  {sizes[name] / 1e6:7.2f} MB")
    for name in FORMATS:
        for count in (1_000, 10_000):
            figures[f"{name}, peak at {count}"] = round(peak(name, count), 1)
            print(
                f"{name:5} peak at {count:6,} rows: {figures[f'{name}, peak at {count}']:5.1f} MB above idle"
            )
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
