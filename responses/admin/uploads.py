"""Reading a table that somebody uploads: XLSX or CSV, checked before anything is unpacked or parsed."""

import csv
import io
import zipfile
from pathlib import PurePath
from typing import NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
LARGEST_RATIO = 100
"""How many times larger than its file a part of a workbook may be; sheets of text stay under 30."""
MOST_PARTS = 200
MOST_ROWS = 3000
MOST_COLUMNS = 40
LONGEST_CELL = 5000


class Unreadable(Exception):
    """The file is not a table that can be read; the message is a sentence for people."""


class Table(NamedTuple):
    """Names of the columns, and rows as texts; every row is as long as the names."""

    columns: list
    rows: list


def read_table(file):
    """The table in an uploaded XLSX or CSV file. Raises :class:`Unreadable` with a sentence that says why not."""
    if file.size > LARGEST_FILE:
        raise Unreadable(_("The file is larger than 10 MB."))
    kind = PurePath(file.name).suffix.lower()
    if kind == ".xlsx":
        rows = _rows_of_workbook(file)
    elif kind == ".csv":
        rows = _rows_of_csv(file.read())
    else:
        raise Unreadable(_("Choose an XLSX or CSV file."))
    return _as_table(rows)


def _as_table(rows):
    """The first row names the columns; empty rows and columns without a name are left out."""
    rows = iter(rows)
    names = [_text(cell).lower() for cell in next(rows, ())]
    places = [place for place, name in enumerate(names) if name]
    if not places:
        raise Unreadable(_("The first row has to name the columns."))
    columns = [names[place] for place in places]
    if len(set(columns)) < len(columns):
        raise Unreadable(_("Two columns have the same name."))
    filled = []
    for row in rows:
        texts = [_text(row[place]) if place < len(row) else "" for place in places]
        if any(texts):
            filled.append(texts)
        if len(filled) > MOST_ROWS:
            raise Unreadable(_("The table has more than %(most)s rows.") % {"most": MOST_ROWS})
    if not filled:
        raise Unreadable(_("The table has no rows under the names of its columns."))
    return Table(columns, filled)


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = " ".join(str(cell).split())
    if len(text) > LONGEST_CELL:
        raise Unreadable(_("A cell holds more than %(most)s characters.") % {"most": LONGEST_CELL})
    return text


# --- XLSX -----------------------------------------------------------------------------------------


def _rows_of_workbook(file):
    """The rows of the first sheet, formulas as their stored results."""
    _check_archive(file)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What a sheet says of its own size is not believed.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        return [row for row in rows if any(cell is not None for cell in row)]
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part of a file leads it to
        raise Unreadable(_("This workbook cannot be read. Save it again as XLSX, or as CSV.")) from error


def _check_archive(file):
    """Raises :class:`Unreadable` for archives that unpack to too much, and for XML that declares a document type."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            too_many = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED
            swollen = any(part.file_size > LARGEST_RATIO * max(part.compress_size, 1024) for part in parts)
            if too_many or swollen:
                raise Unreadable(_("This workbook unpacks to far more than its size, so it is not opened."))
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive.read(part))
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        zipfile.zlib.error,
    ) as error:
        raise Unreadable(_("This file is not an XLSX workbook. Save it again as XLSX, or as CSV.")) from error


def _check_xml(xml):
    """A part of a workbook is UTF-8 without a document type: entities have no place in it."""
    if (
        b"\x00" in xml[:4]
        or xml[:2] in {b"\xff\xfe", b"\xfe\xff"}
        or b"<!DOCTYPE" in xml
        or b"<!ENTITY" in xml
    ):
        raise Unreadable(
            _("This workbook has parts that no spreadsheet program writes, so it is not opened.")
        )


# --- CSV ------------------------------------------------------------------------------------------


def _rows_of_csv(data):
    """The rows of a CSV file in UTF-8 (with or without a mark), separated by comma, semicolon or tab."""
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("This file is not in UTF-8. Save it as “CSV UTF-8”, or as XLSX.")) from error
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        return list(
            csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator, strict=True)
        )
    except csv.Error as error:
        raise Unreadable(_("This CSV file cannot be read: a quotation mark may be missing.")) from error
