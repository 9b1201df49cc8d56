"""Which characters the bundled fonts can draw, and what stands in a receipt for one that they cannot."""

import json
import re
import unicodedata
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
# Nothing is drawn for it, and no PDF for archives may hold it; U+2060 means the same.
SAME_WITHOUT_MARK = {"\ufeff": "\u2060"}
LONGEST_WORD = 36
"""In characters; a longer one (an address of the web) may go on in the next line."""
_LONG_WORD = re.compile(rf"[!-\u0dff\u10a0-\u10ff\u1e00-\u1fff]{{{LONGEST_WORD},}}")


@cache
def coverage():
    """The characters that each font draws: ``{name: set of code points}``, private ones left out."""
    ranges = json.loads((FONTS / "coverage.json").read_text("utf-8"))
    private = range(0xE000, 0xF900)
    return {
        name: {code for first, last in runs for code in range(first, last + 1)} - set(private)
        for name, runs in ranges.items()
    }


@cache
def _pattern():
    """Finds what may not be drawn as it stands: a letter with marks upon it, or a character that no font has."""
    drawn = set().union(*coverage().values()) | {ord("\n"), ord("\t"), 0x2060}
    marks = [code for code in sorted(drawn) if unicodedata.category(chr(code)).startswith("M")]
    return re.compile(rf"[^\n]?[{_as_class(marks)}]+|[^{_as_class(sorted(drawn))}]")


def _as_class(codes):
    return "".join(re.escape(chr(code)) for code in codes)


def _has_font(text):
    """Whether one font draws all of a text; a letter and the marks upon it come from the same."""
    codes = {ord(character) for character in text}
    return any(codes <= drawn for drawn in coverage().values())


class Care(IntEnum):
    """How sure it must be that a letter with marks can be drawn; more care after typesetting has failed."""

    USUAL = 0
    """One font has the letter and its marks."""
    MORE = 1
    """Besides, they are of one script: no rule of a font joins others, and no dictionary has such words."""
    MOST = 2
    """Marks are never drawn."""


def _join(cluster, care):
    """Whether a letter and its marks can be drawn upon one another."""
    if care == Care.MOST or not _has_font(cluster):
        return False
    block = ord(cluster[0]) // 128
    return care == Care.USUAL or all(
        ord(mark) // 128 == block or 0x300 <= ord(mark) < 0x370 for mark in cluster[1:]
    )


@lru_cache(maxsize=10_000)
def _parted(cluster, care):
    """A letter with its marks as it stands, or parted from those that cannot be drawn, which are code points."""
    if (len(cluster) == 1 and _has_font(cluster)) or _join(cluster, care):
        return (cluster,)
    base, marks = cluster[0], cluster[1:]
    first = (base,) if _has_font(base) and not unicodedata.category(base).startswith("M") else (ord(base),)
    return first + tuple(ord(mark) for mark in marks)


def pieces(text, care=Care.USUAL):
    """A text as a list of texts that can be drawn and, for each character that cannot, its code point."""
    for character, same in SAME_WITHOUT_MARK.items():
        text = text.replace(character, same)
    found, done = [], 0
    for match in _pattern().finditer(text):
        letter, *missing = _parted(match[0], care)
        if missing or isinstance(letter, int):
            before = text[done : match.start()]
            found += [before, letter] if isinstance(letter, int) else [before + letter]
            found += missing
            done = match.end()
    return [piece for piece in [*found, text[done:]] if piece != ""]


def breakable(text):
    """A text in which no word is wider than a line: long ones may be parted, between letters and without a hyphen."""

    def parted(match):
        word, out = match[0], []
        for place, character in enumerate(word):
            if place and place % 12 == 0 and not unicodedata.category(character).startswith("M"):
                out.append("\u200b")
            out.append(character)
        return "".join(out)

    return _LONG_WORD.sub(parted, text)
