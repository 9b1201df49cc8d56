"""Writes one sheet as JSON for machines: every text as stored, date times in UTC, one row a line.

One object: ``about`` (the facts by their labels), ``rows`` (an object per row, by the columns' keys),
``counts`` (what went in, and what was counted when the finished rows were read again).
"""

import json
from dataclasses import asdict

from .buffered import Buffered
from .counting import Counts, SheetCounts, Tally, emptied_on_failure
from .passing import PLAIN, kind_of, pass_through
from .problems import ExportDiffers, UnwritableValue
from .table import only_one

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_BEFORE_ROWS = b',\n"rows": [\n'
_BETWEEN_ROWS = b",\n"
_AFTER_ROWS = b"\n],\n"


def write_json(file, sheets, facts):
    """Write the one sheet into an empty, seekable binary file and count it again; returns :class:`Counts`.

    ``None`` stays null and an empty text stays empty. Raises :class:`ExportFailed`; the file is then empty.
    """
    sheet = only_one(sheets)
    with emptied_on_failure(file):
        start, went_in = _write(file, sheet, facts)
        came_out = _count(file, sheet, start, went_in)
        counts = SheetCounts(sheet.title, went_in, came_out)
        _finish(file, counts)
        return Counts((counts,))


def _write(file, sheet, facts):
    """Write facts and rows; returns where the rows start, and what went in."""
    tally = Tally(sheet.columns)
    out = Buffered(file.write)
    about = {label: PLAIN[kind_of(value)](value) for label, value in facts.pairs}
    out.add(b'{"about": ' + _bytes(about, sheet, 0) + _BEFORE_ROWS)
    out.flush()
    start = out.size
    keys = [column.key for column in sheet.columns]
    for position, (values, _) in enumerate(pass_through(sheet, PLAIN), start=1):
        if position > 1:
            out.add(_BETWEEN_ROWS)
        out.add(_bytes(dict(zip(keys, values, strict=True)), sheet, position))
        tally.add(_strings(values))
    out.flush()
    return start, tally.count()


def _bytes(value, sheet, position):
    try:
        return _encode(value).encode()
    except UnicodeEncodeError as problem:
        raise UnwritableValue(sheet.title, position, "", "half a character cannot be written.") from problem


def _count(file, sheet, start, went_in):
    """Read the rows again, line by line, and count them. A line break inside a text is an escape in JSON."""
    tally = Tally(sheet.columns)
    keys = [column.key for column in sheet.columns]
    file.seek(start)
    separated = True
    try:
        for line in iter(file.readline, b""):
            row = json.loads(line.removesuffix(_BETWEEN_ROWS))
            if not separated or list(row) != keys:
                raise ValueError("A row does not stand as it was written.")
            separated = line.endswith(_BETWEEN_ROWS)
            tally.add(_strings(row.values()))
    except (ValueError, TypeError, AttributeError) as problem:
        raise ExportDiffers(sheet.title, went_in, None) from problem
    return tally.count()


def _strings(values):
    """The strings by which a row is counted."""
    return [value if isinstance(value, str) else "" if value is None else repr(value) for value in values]


def _finish(file, counts):
    told = {"went_in": asdict(counts.went_in), "came_out": asdict(counts.came_out), "agree": counts.agree}
    file.seek(0, 2)
    file.write(_AFTER_ROWS + b'"counts": ' + _encode(told).encode() + b"}\n")
