"""How one value stands in a cell of a workbook: texts to the character, times as Excel counts them.

Excel counts a text in UTF-16 units and holds 32,767 of them in a cell; a longer one is cut here, between
characters as people see them, and goes on in the next column. Openpyxl cuts without a word.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from . import passing
from .table import Kind

UNITS_PER_CELL = 32_767
"""UTF-16 units in one cell (source: Microsoft, "Excel specifications and limits")."""

SURELY_FITS = UNITS_PER_CELL // 2
"""A text of so many characters fits into one cell, whatever they are."""

_FURTHEST_BACK = 64
_ZERO_WIDTH_JOINER = "\u200d"
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_RELIABLE_DAY = date(1900, 3, 1)
_MOST_EXACT = 10**15

# Excel and LibreOffice turn _x000D_ inside one <t> into the character of that number; openpyxl does not, nor
# does it undo the escape that Excel itself writes for it (_x005F_x000D_). Cut into two runs of one text, such
# letters are left alone by all of them.
_LOOKS_LIKE_ESCAPE = re.compile(r"(?<=_)(?=[xX][0-9A-Fa-f]{4}_)")


def escape(text):
    """The text for XML. CR is written as a reference: a parser would turn a bare one into LF."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def string_xml(text):
    """The text as the content of an inline string."""
    if "_" in text and len(runs := _LOOKS_LIKE_ESCAPE.split(text)) > 1:
        return "".join([f'<r><t xml:space="preserve">{escape(run)}</t></r>' for run in runs])
    return f'<t xml:space="preserve">{escape(text)}</t>'


def split(text):
    """The text in pieces of at most 32,767 UTF-16 units; joined, they are the text again.

    No character is cut, and neither what hangs together with the one before: combining marks, joined emoji,
    flags, Korean syllables in parts (unless more than 64 characters hang together).
    """
    pieces = []
    while len(text) > SURELY_FITS and (end := _characters_that_fit(text)) < len(text):
        end = _whole_cluster(text, end)
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


def _characters_that_fit(text):
    beginning = text[:UNITS_PER_CELL]
    units = beginning.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * UNITS_PER_CELL:
        return len(beginning)
    kept = units[: 2 * UNITS_PER_CELL]
    # A pair that is cut in two leaves its first half at the end: it goes to the next piece.
    if 0xD8 <= kept[-1] <= 0xDB:
        kept = kept[:-2]
    return len(kept.decode("utf-16-le", "surrogatepass"))


def _whole_cluster(text, end):
    for place in range(end, end - _FURTHEST_BACK, -1):
        if not _hang_together(text, place):
            return place
    return end


def _hang_together(text, place):
    before, after = text[place - 1], text[place]
    if after < "\u0300":
        return before == "\r" and after == "\n"
    if _is_flag_letter(after) and _is_flag_letter(before):
        letters = 0
        while letters < place and _is_flag_letter(text[place - 1 - letters]):
            letters += 1
        return letters % 2 == 1
    return (
        _ZERO_WIDTH_JOINER in (before, after)
        or unicodedata.category(after).startswith("M")
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U000e0020" <= after <= "\U000e007f"
        or "\u1160" <= after <= "\u11ff"
        or "\ud7b0" <= after <= "\ud7ff"
    )


def _is_flag_letter(character):
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def renderers(zone):
    """For each :class:`Kind`, what turns a value into the string in the cell; times as seen in ``zone``."""
    return {
        Kind.TEXT: passing.text,
        Kind.LONG_TEXT: passing.text,
        Kind.NUMBER: _number,
        Kind.DATE_TIME: lambda value: _date_time(value, zone),
        Kind.DATE: _date,
        Kind.BOOLEAN: _boolean,
    }


def _number(value):
    value = passing.number(value)
    if value is None:
        return ""
    if abs(value) >= _MOST_EXACT:
        raise ValueError("Excel keeps 15 digits of a number; this one has more and must be given as text.")
    return repr(value)


def _date_time(value, zone):
    if passing.moment(value) is None:
        return ""
    # A cell knows no zone: the clock's reading there is counted as if it were read in UTC.
    return _serial(value.astimezone(zone).replace(tzinfo=UTC, microsecond=0))


def _date(value):
    if passing.day(value) is None:
        return ""
    return _serial(datetime(value.year, value.month, value.day, tzinfo=UTC))


def _serial(moment):
    """Days since 30 December 1899. Excel takes 1900 for a leap year: earlier days cannot be trusted."""
    if moment.date() < _FIRST_RELIABLE_DAY:
        raise ValueError("Excel knows no dates before 1 March 1900.")
    return repr((moment - _FIRST_DAY) / timedelta(days=1)).removesuffix(".0")


def _boolean(value):
    value = passing.boolean(value)
    return "" if value is None else str(int(value))
