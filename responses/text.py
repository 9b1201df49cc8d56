"""What happens to a text at the door: almost nothing, and that is told to its writer.

A State's words are stored as typed. Three exceptions keep them storable everywhere (DESIGN §5): line ends become
LF; vertical tab, form feed and U+2028 become LF; characters that XML 1.0 cannot hold are removed and counted.
"""

import re
from typing import NamedTuple

LARGEST_ANSWER = 5 * 1024 * 1024
"""The longest text that is stored, in bytes of UTF-8."""

_LINE_ENDS = re.compile("\r\n|\r")
_LINE_BREAKS = re.compile("[\x0b\x0c\u2028]")
# Source: XML 1.0, production 2 "Char": everything else cannot stand in a spreadsheet or a Word file.
_UNSTORABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

IDEOGRAPHS = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Ideographs and kana, for a class of a pattern: their scripts put no space between words."""

# Unicode's White_Space and the zero-width space. Written out: Python and browsers each mean something else by "\s".
_SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000"
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_RUN = re.compile(f"[^{_SPACE}{IDEOGRAPHS}]+")
# Without any of these, Python's own way to split a text finds the same runs, in a third of the time.
_UNUSUAL = re.compile(f"[\x1c-\x1f\u200b{IDEOGRAPHS}]")


class Cleaned(NamedTuple):
    """A text ready to be stored, and what was done to it."""

    text: str
    removed: int
    """How many characters could not be stored."""
    line_breaks: int
    """How many page breaks and similar marks became line ends."""


def clean(raw):
    """Make a text storable; returns :class:`Cleaned`. What can be stored is not touched."""
    text = _LINE_ENDS.sub("\n", raw)
    text, line_breaks = _LINE_BREAKS.subn("\n", text)
    text, removed = _UNSTORABLE.subn("", text)
    return Cleaned(text, removed, line_breaks)


def is_too_large(text):
    """Whether a text is larger than what is stored in one answer (5 MB of UTF-8)."""
    return len(text) > LARGEST_ANSWER // 4 and len(text.encode("utf-8", "surrogatepass")) > LARGEST_ANSWER


def count_words(text):
    """How many words a text has: runs between white space that hold a letter or a digit; ideographs one by one.

    ``static/js/words.js`` counts by the same rule, and both by ``tests/words.json``. In full:

    - White space is what Unicode calls so (a no-break space is white space), and the zero-width space, with which
      Khmer, Lao and Burmese mark where a word ends.
    - A run of other characters is one word when one of them is a letter or a digit (Unicode's L and N). So
      "state-of-the-art", "l'État", "1,200", "50%" and an address are one word each; a dash or an emoji alone is none.
    - Chinese characters and Japanese kana are one word each, wherever they stand.
    - Scripts without spaces that are none of these (Thai) have no answer here: what stands between two spaces is one.
    - Characters that cannot be stored (:func:`clean`) neither make a word nor end one, so the count does not change
      when they are removed.
    """
    unusual = _UNUSUAL.search(text)
    runs = _RUN.findall(text) if unusual else text.split()
    words = len([True for run in runs if run[0].isalnum() or any(map(str.isalnum, run))])
    return words + (len(_IDEOGRAPH.findall(text)) if unusual else 0)


def fold(text):
    """A text prepared for searching without regard to case, in every script and on every database."""
    return text.casefold()
