"""Writes one sheet as CSV that Excel opens without harm: all cells quoted, starts of formulas escaped.

UTF-8 with a byte order mark; rows end with CR LF, texts keep their LF inside the quotes; date times in UTC,
ISO 8601; true and false in words; no facts. A cell (or header) that a spreadsheet would take for a formula
gets an apostrophe in front, only here; see :func:`escape_cell` for how to undo it exactly.
"""

import re

from .buffered import Buffered
from .counting import Counts, SheetCounts, Tally, emptied_on_failure
from .passing import PLAIN, pass_through, text
from .problems import ExportDiffers, UnwritableValue
from .table import Kind, only_one

_MARK = b"\xef\xbb\xbf"
# Source: OWASP, "CSV Injection": = + - @ tab CR LF, and their full-width forms, which some editions accept.
_SIGNS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_STARTS_FORMULA = re.compile(f"'*[{_SIGNS}]")
_WAS_ESCAPED = re.compile(f"'+[{_SIGNS}]")


def escape_cell(text):
    """Put an apostrophe before a text that begins with ``= + - @``, tab, CR, LF or ``＝ ＋ － ＠``.

    A text in which such a sign follows apostrophes gets one more, so that :func:`unescape_cell` is exact.
    """
    return "'" + text if _STARTS_FORMULA.match(text) else text


def unescape_cell(text):
    r"""The text as it was before :func:`escape_cell`.

    For other tools: where a cell matches ``^'+[=+\-@\t\r\n＝＋－＠]``, take its first character away.
    """
    return text[1:] if _WAS_ESCAPED.match(text) else text


def write_csv(file, sheets, facts=None):
    """Write the one sheet into an empty, seekable binary file and count it again; returns :class:`Counts`.

    ``facts`` have no place in CSV and are not written. ``escaped`` of the counts tells how many cells and
    headers got an apostrophe. Raises :class:`ExportFailed`; the file is then empty.
    """
    sheet = only_one(sheets)
    with emptied_on_failure(file):
        went_in, escaped = _write(file, sheet)
        came_out = _count(file, sheet, went_in)
        return Counts((SheetCounts(sheet.title, went_in, came_out, escaped=escaped),))


def _write(file, sheet):
    tally = Tally(sheet.columns)
    out = Buffered(file.write)
    out.add(_MARK)
    texts = [index for index, column in enumerate(sheet.columns) if column.kind.is_text]
    headers = [escape_cell(column.header) for column in sheet.columns]
    escaped = sum(header != column.header for header, column in zip(headers, sheet.columns, strict=True))
    out.add(_line(headers))
    for position, (cells, _) in enumerate(pass_through(sheet, _RENDERERS), start=1):
        tally.add(cells)
        for index in texts:
            if _STARTS_FORMULA.match(cells[index]):
                cells[index] = "'" + cells[index]
                escaped += 1
        try:
            out.add(_line(cells))
        except UnicodeEncodeError as problem:
            raise UnwritableValue(
                sheet.title, position, "", "half a character cannot be written."
            ) from problem
    out.flush()
    return tally.count(), escaped


def _line(cells):
    quoted = '","'.join([cell.replace('"', '""') if '"' in cell else cell for cell in cells])
    return f'"{quoted}"\r\n'.encode()


def _count(file, sheet, went_in):
    """Read the file from its beginning and count it; the apostrophes are taken away again."""
    tally = Tally(sheet.columns)
    texts = [index for index, column in enumerate(sheet.columns) if column.kind.is_text]
    try:
        rows = read_rows(file)
        headers = [unescape_cell(header) for header in next(rows, ())]
        if headers != [column.header for column in sheet.columns]:
            raise ValueError("The headers are not those that were written.")
        for cells in rows:
            if len(cells) != len(headers):
                raise ValueError("A row has more or fewer cells than there are headers.")
            for index in texts:
                cells[index] = unescape_cell(cells[index])
            tally.add(cells)
    except ValueError as problem:
        raise ExportDiffers(sheet.title, went_in, None) from problem
    return tally.count()


def read_rows(file):
    """Yield the rows of a file in which every cell is quoted, as lists of strings, one row in memory at a
    time.

    Python's own reader stops at 131,072 characters a cell, by a setting of the whole process; this one does
    not. Raises ``ValueError`` for anything that is not such a file.
    """
    file.seek(0)
    if file.read(len(_MARK)) != _MARK:
        raise ValueError("The byte order mark is missing.")
    pieces, quotes = [], 0
    for piece in iter(file.readline, b""):
        pieces.append(piece)
        quotes += piece.count(b'"')
        # Quotes inside a cell are doubled: an even number of them means that the line ends outside of a cell.
        if quotes % 2 == 0:
            yield _cells(b"".join(pieces).decode())
            pieces, quotes = [], 0
    if pieces:
        raise ValueError("The file ends inside a cell.")


def _cells(line):
    """Split one row: what stands between quotes is text, in turn with what stands outside of the cells."""
    cells, parts = [], []
    inside, outside = iter(line.split('"')), ""
    if next(inside):
        raise ValueError("A row begins outside of a cell.")
    for piece in inside:
        parts.append(piece)
        outside = next(inside, None)
        if outside == "":
            parts.append('"')
            continue
        if outside not in (",", "\r\n"):
            raise ValueError("Something stands between two cells.")
        cells.append("".join(parts))
        parts = []
    if outside != "\r\n":
        raise ValueError("A row does not end where it should.")
    return cells


def _string(render):
    def rendered(value):
        value = render(value)
        return "" if value is None else str(value)

    return rendered


def _true_or_false(value):
    return "" if PLAIN[Kind.BOOLEAN](value) is None else str(value).lower()


_RENDERERS = {kind: _string(render) for kind, render in PLAIN.items()} | {
    Kind.TEXT: text,
    Kind.LONG_TEXT: text,
    Kind.BOOLEAN: _true_or_false,
}
