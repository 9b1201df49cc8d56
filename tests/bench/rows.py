"""Rows of five answers, and the ways to write them: ours, and openpyxl's write-only mode as the yardstick."""

from datetime import UTC, datetime

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
RECEIVED = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
FACTS = Facts("Responses", RECEIVED, [("Session", "Session 3")])


def rows(count, pool):
    """Rows made as they are asked for, from a pool of texts; each answer begins in a way of its own."""
    for number in range(count):
        answers = [pool[(number * ANSWERS + place) % len(pool)] for place in range(ANSWERS)]
        answers = [f"{number} {answer[len(str(number)) + 1 :]}" for answer in answers]
        yield Row([f"State {number}", number, RECEIVED, *answers], restricted=number % 7 == 0)


def write_with_openpyxl(file, given):
    """The same rows by openpyxl's write-only mode, as plain as can be."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Responses")
    sheet.append([column.header for column in COLUMNS])
    for row in given:
        sheet.append([row[0], row[1], row[2].replace(tzinfo=None), *row[3:]])
    workbook.save(file)


def write_unchecked(file, given):
    """The workbook's sheets written, but not yet counted."""
    write_sheets(file, prepare([Sheet("Responses", COLUMNS, given)], FACTS))


def write_as(format_name):
    """A writer of the same shape, in one of our formats, with everything that belongs to it."""
    return lambda file, given: FORMATS[format_name].write(file, [Sheet("Responses", COLUMNS, given)], FACTS)
