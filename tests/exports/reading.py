"""Reads exported files back, as their users do."""

import csv
import io
import json

import openpyxl

from responses.exports.formats import unescape_cell

BEGINS_LONG_TEXT = " (2)"


def rows_of(format_name, content):
    """The rows of a file as dictionaries by header (JSON: by key), texts put together and unescaped again."""
    return {"xlsx": xlsx_rows, "csv": csv_rows, "json": json_rows}[format_name](content)


def about(content):
    """What the first sheet of a workbook says: ``{label: value}``."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), rich_text=False).worksheets[0]
    return {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}


def xlsx_rows(content):
    """Columns that continue a long text, marked "(2)" and so on, are joined to the one they continue."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    headers, *rows = sheet.iter_rows(values_only=True)
    return [_joined(headers, row) for row in rows]


def _joined(headers, row):
    found, last = {}, None
    for header, value in zip(headers, row, strict=True):
        beginning, _, end = header.rpartition(" (")
        if last == beginning and end.rstrip(")").isdigit():
            found[beginning] = (found[beginning] or "") + (value or "")
        else:
            found[header], last = value, header
    return found


def csv_rows(content):
    """Every cell quoted, UTF-8 with a mark, an apostrophe before what looks like a formula."""
    csv.field_size_limit(10_000_000)
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [
        {unescape_cell(header): unescape_cell(value) for header, value in row.items()}
        for row in csv.DictReader(text, strict=True)
    ]


def json_rows(content):
    """One object per row."""
    return json.loads(content)["rows"]
