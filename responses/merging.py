"""Puts the changes of two people to one text together, paragraph by paragraph; where both changed the same, it says so.

A three-way merge on Python's difflib: both texts are compared with the one that their writers started from. What
only one of them changed is taken as it is. Where both changed the same paragraph in different ways nothing is
decided here: the place is a :class:`Clash`, and people choose.
"""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

# A paragraph with the line ends before it, so that a paragraph put behind the last one leaves that one as it is.
_PARAGRAPH = re.compile("\n+[^\n]*")
_BEFORE_THE_FIRST = "\n\n"

MOST_COMPARISONS = 40_000
"""How many pairs are compared between two paragraphs that both texts hold once; beyond, all between is one change.

It keeps the time in step with the length of the texts, whatever they hold.
"""


@dataclass(frozen=True)
class Clash:
    """One place that both changed in different ways: the words before, and what each made of them."""

    before: str
    theirs: str
    mine: str
    paragraph: int
    """The number of its first paragraph in the text before, from 1."""


@dataclass(frozen=True)
class Merge:
    """Two changes put together: alternating pieces of text on which nobody disagrees, and clashes."""

    pieces: tuple
    """Texts and :class:`Clash` objects, first to last, with the line ends between them."""
    theirs: tuple[int, ...] = ()
    """The numbers, in the merged text, of the paragraphs that were theirs; 0 where they removed the first ones."""

    @property
    def clashes(self):
        """The places where people have to choose; none in a clean merge."""
        return [piece for piece in self.pieces if isinstance(piece, Clash)]

    @property
    def is_clean(self):
        """Whether nobody has to choose."""
        return not self.clashes

    def text(self, choices=()):
        """The whole text, with "theirs" or "mine" chosen for each clash in turn ("mine" where nothing is said)."""
        said = iter(choices)
        return _joined(
            (piece.theirs if next(said, "mine") == "theirs" else piece.mine)
            if isinstance(piece, Clash)
            else piece
            for piece in self.pieces
        )


def merge(before, theirs, mine):
    """What two people made of a text, put together; returns a :class:`Merge`.

    Clean merges do not depend on who is "they" and who is "I". Nothing that either of them wrote anew is left out
    of a clean merge: both texts are there, or the place is a clash.
    """
    base, a, b = _paragraphs(before), _paragraphs(theirs), _paragraphs(mine)
    return _put_together(base, _edits(base, a), _edits(base, b))


def count_paragraphs(text):
    """How many paragraphs with words a text has."""
    return sum(1 for line in text.split("\n") if line.strip())


def _paragraphs(text):
    return _PARAGRAPH.findall(_BEFORE_THE_FIRST + text)


def _joined(parts):
    whole = "".join(parts)
    for _end in _BEFORE_THE_FIRST:
        whole = whole.removeprefix("\n")
    return whole


def _landmarks(base, other):
    """Pairs of places of the same paragraph, in order, found by the paragraphs that each text holds only once."""
    once_in_base, once_in_other = Counter(base), Counter(other)
    place = {paragraph: at for at, paragraph in enumerate(other) if once_in_other[paragraph] == 1}
    pairs = [(at, place[p]) for at, p in enumerate(base) if once_in_base[p] == 1 and p in place]
    # The longest run of pairs that is in order in both texts: patience sorting.
    ends, rows, before = [], [], {}
    for pair in pairs:
        at = bisect_left(ends, pair[1])
        before[pair] = rows[at - 1] if at else None
        ends[at : at + 1], rows[at : at + 1] = [pair[1]], [pair]
    chain, pair = [], rows[-1] if rows else None
    while pair:
        chain.append(pair)
        pair = before[pair]
    return chain[::-1]


def _edits(base, other):
    """What turns one list of paragraphs into the other: [(from, to, paragraphs instead)], first to last."""
    edits, low, first = [], 0, 0
    for high, last in [*_landmarks(base, other), (len(base), len(other))]:
        edits += _between(base, other, low, high, first, last)
        low, first = high + 1, last + 1
    return edits


def _between(base, other, low, high, first, last):
    """The edits between two landmarks."""
    if base[low:high] == other[first:last]:
        return
    if (high - low) * (last - first) > MOST_COMPARISONS:
        yield low, high, other[first:last]
        return
    # Without autojunk: a paragraph that occurs often is still a paragraph.
    matcher = SequenceMatcher(None, base[low:high], other[first:last], autojunk=False)
    for tag, base_low, base_high, other_low, other_high in matcher.get_opcodes():
        bounds = [(base_low, base_high, other_low, other_high)]
        if tag == "replace" and base_high - base_low == other_high - other_low:
            # As many paragraphs as before: each is a change of its own, so that one clash takes no neighbour along.
            bounds = [
                (at, at + 1, at + other_low - base_low, at + other_low - base_low + 1)
                for at in range(base_low, base_high)
            ]
        for start, end, new_start, new_end in bounds if tag != "equal" else ():
            yield low + start, low + end, other[first + new_start : first + new_end]


def _meet(one, two):
    """Whether two edits are about the same paragraphs, or put something in at the same place."""
    if one[0] == one[1] == two[0] == two[1]:
        return True
    return one[0] < two[1] and two[0] < one[1]


def _regions(edits_a, edits_b):
    """Edits of both that belong together: [(from, to, theirs, mine)], first to last."""
    waiting = sorted(
        [(edit, 0) for edit in edits_a] + [(edit, 1) for edit in edits_b], key=lambda row: row[0][:2]
    )
    regions = []
    for edit, side in waiting:
        if regions and any(_meet(edit, other) for row in regions[-1] for other in row):
            regions[-1][side].append(edit)
        else:
            region = ([], [])
            region[side].append(edit)
            regions.append(region)
    for theirs, mine in regions:
        rows = theirs + mine
        yield min(row[0] for row in rows), max(row[1] for row in rows), theirs, mine


def _applied(base, low, high, edits):
    """The paragraphs of a region after one person's edits."""
    result, at = [], low
    for first, last, instead in edits:
        result += base[at:first] + instead
        at = last
    return result + base[at:high]


def _put_together(base, edits_theirs, edits_mine):
    pieces, numbers, at, count = [], [], 0, 0
    for low, high, theirs, mine in _regions(edits_theirs, edits_mine):
        pieces.append("".join(base[at:low]))
        count += count_paragraphs(pieces[-1])
        a, b = _applied(base, low, high, theirs), _applied(base, low, high, mine)
        if theirs and mine and a != b:
            number = count_paragraphs("".join(base[:low])) + 1
            pieces.append(Clash("".join(base[low:high]), "".join(a), "".join(b), number))
        else:
            pieces.append("".join(a if theirs else b))
            added = count_paragraphs(pieces[-1])
            if theirs and not mine:
                numbers += range(count + 1, count + 1 + added) or [count]
            count += added
        at = high
    pieces.append("".join(base[at:]))
    return Merge(tuple(piece for piece in pieces if piece != ""), tuple(dict.fromkeys(numbers)))
