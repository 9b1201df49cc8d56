"""Ways to read an export that know nothing of how it was written."""

import csv
import io
import json
import re
import warnings
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

from openpyxl import load_workbook

from responses.exports.formats import FORMATS, Column, Facts, Kind, Sheet, unescape_cell

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CREATED = datetime(2026, 11, 24, 10, 5, 9, tzinfo=UTC)
FACTS = Facts("Responses, Session 3", CREATED, [("Session", "Session 3")])
NUMBER = Column("number", "Number", Kind.NUMBER)
ANSWER = Column("answer", "Answer", Kind.LONG_TEXT)


def export(name, sheet, facts=FACTS):
    """The sheet as a file of the format called ``name``, and the counts."""
    file = io.BytesIO()
    counts = FORMATS[name].write(file, [sheet], facts)
    return file, counts


def export_texts(name, texts):
    """One row per text, in a column of long texts after one of numbers."""
    return export(name, Sheet("Answers", [NUMBER, ANSWER], enumerate(texts)))


def workbook(file):
    """The workbook as openpyxl sees it; a warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return load_workbook(file)


def texts_by_openpyxl(file):
    """One text per row of the second sheet, its continuations joined; an empty cell is an empty text."""
    _, *rows = workbook(file).worksheets[1].iter_rows(values_only=True)
    return ["".join(cell or "" for cell in row[1:]) for row in rows]


def texts_by_xml(file, read=str):
    """The same from the bare XML, by the standard library."""
    with zipfile.ZipFile(file) as package:
        tree = ElementTree.fromstring(package.read("xl/worksheets/sheet2.xml"))  # noqa: S314 our own file
    _, *rows = tree.iter(f"{MAIN}row")
    return ["".join(read(part.text or "") for part in row.iter(f"{MAIN}t")) for row in rows]


def texts_as_excel_decodes(file):
    """The same as Excel and LibreOffice see it: ``_xHHHH_`` within one element stands for a character."""
    return texts_by_xml(
        file, lambda text: re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    )


def texts_by_csv(file):
    """The same from CSV, with the apostrophes taken away."""
    _, *rows = csv_rows(file)
    return [unescape_cell(row[1]) for row in rows]


def csv_rows(file):
    """All rows of a CSV file as Python's own reader sees them, headers first."""
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def texts_by_json(file):
    """The same from JSON."""
    return [row["answer"] for row in json.loads(file.getvalue())["rows"]]


READERS = {
    "openpyxl": ("xlsx", texts_by_openpyxl),
    "bare XML": ("xlsx", texts_by_xml),
    "as Excel decodes": ("xlsx", texts_as_excel_decodes),
    "csv": ("csv", texts_by_csv),
    "json": ("json", texts_by_json),
}
