"""The difference of two plain texts, word by word."""

import re
from itertools import takewhile
from typing import NamedTuple

from responses.text import IDEOGRAPHS

from .matching import Effort, match

KEPT, REMOVED, ADDED = "kept", "removed", "added"


class Piece(NamedTuple):
    """A stretch of text and what became of it."""

    kind: str
    """"kept", "removed" or "added"."""
    text: str


_LINE = re.compile(r"\S[^\n]*")
# Marks at the edge of a word are words of their own: a comma that became a full stop changes no word beside it.
_MARKS = r"""\-.,;:!?…·'"‘’‚“”„‹›«»()\[\]{}/\\–—*•،؛؟۔。、，．！？：；「」『』（）《》【】"""
# What belongs to the character before it: sound marks of kana, selectors of variants.
_BELONGS = "\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_WORD = re.compile(
    rf"[{IDEOGRAPHS}][{_BELONGS}]*|([{_MARKS}])\1*"
    rf"|[^\s{IDEOGRAPHS}{_MARKS}](?:[^\s{IDEOGRAPHS}]*[^\s{IDEOGRAPHS}{_MARKS}])?"
)
_SENTENCE_ENDS = frozenset(".!?…؟۔。！？")

_FEW = 3
"""How many words kept between two larger changes say nothing to a reader."""
_FARTHEST = 50
"""By how many words a change is moved at most, to begin where a sentence does."""


def between(old, new):
    """The difference of two texts as a list of :class:`Piece`, in reading order; removed stands before added."""
    return list(_joined(_compared(old, new, (_LINE, _WORD), Effort())))


def _compared(old, new, units, effort):
    """Pieces of two texts, compared by the first of the units and, between what both have, by the next."""
    if old == new:
        yield Piece(KEPT, old)
        return
    if not units:
        yield from _changed(old, new)
        return
    before, after = ([found.span() for found in units[0].finditer(text)] for text in (old, new))
    numbers = {}
    a, b = (
        [numbers.setdefault(text[start:end], len(numbers)) for start, end in spans]
        for text, spans in ((old, before), (new, after))
    )
    blocks = match(a, b, effort)
    if units[0] is _WORD:
        blocks = _meaningful(blocks, old, before, after)
        _move_to_sentences(blocks, (old, a, before), (new, b, after))
    at, to = 0, 0
    for i, j, length in blocks:
        for step in range(length):
            (start, end), (start_after, end_after) = before[i + step], after[j + step]
            yield from _compared(old[at:start], new[to:start_after], () if step else units[1:], effort)
            yield Piece(KEPT, old[start:end])
            at, to = end, end_after
    yield from _compared(old[at:], new[to:], units[1:], effort)


def _changed(old, new):
    """Pieces of two texts that have no word in common; white space around them may be the same."""
    if not (old.strip() or new.strip()):
        same = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
        first = "".join(character for character, _same in same)
    else:
        first = old[: len(old) - len(old.lstrip())]
        first = first if first == new[: len(new) - len(new.lstrip())] else ""
    old, new = old[len(first) :], new[len(first) :]
    last = old[len(old.rstrip()) :]
    last = last if last == new[len(new.rstrip()) :] else ""
    end = -len(last) or None
    yield from (Piece(KEPT, first), Piece(REMOVED, old[:end]), Piece(ADDED, new[:end]), Piece(KEPT, last))


def _joined(pieces):
    """The same pieces with neighbours of one kind joined, and what was removed before what was added."""
    texts = {KEPT: [], REMOVED: [], ADDED: []}

    def taken(*kinds):
        for kind in kinds:
            if texts[kind]:
                yield Piece(kind, "".join(texts[kind]))
                texts[kind] = []

    for kind, text in pieces:
        if text:
            yield from taken(REMOVED, ADDED) if kind == KEPT else taken(KEPT)
            texts[kind].append(text)
    yield from taken(KEPT, REMOVED, ADDED)


def _meaningful(blocks, old, before, after):
    """The blocks that help a reader: a few words kept between larger changes on both sides are left out.

    Changes in different lines stay apart, however little is kept between them; and where words were only added, or
    only removed, on both sides, what is between them was never touched.
    """

    def size(spans, first, end):
        return spans[end - 1][1] - spans[first][0] if end > first else 0

    def changed(one, two):
        """How much was removed and how much added between two blocks."""
        return size(before, one[0] + one[2], two[0]), size(after, one[1] + one[2], two[1])

    def divides(block):
        """Whether a line ends in a block, or beside it."""
        first, end = block[0], block[0] + block[2]
        start = before[first - 1][1] if first else 0
        stop = before[end][0] if end < len(before) else len(old)
        return old.find("\n", start, stop) >= 0

    def helps(block, earlier, later):
        """Whether a block stands between changes that can be understood one by one."""
        changes = changed(earlier, block), changed(block, later)
        removed, added = (sum(sizes) for sizes in zip(*changes, strict=True))
        least = min(max(change) for change in changes)
        small = block[2] <= _FEW and size(before, block[0], block[0] + block[2]) <= least
        return not (small and removed and added) or divides(block)

    kept = [(0, 0, 0)]
    for block in [*blocks, (len(before), len(after), 0)]:
        while len(kept) > 1 and not helps(kept[-1], kept[-2], block):
            kept.pop()
        kept.append(block)
    return kept[1:-1]


def _move_to_sentences(blocks, *sides):
    """Move what was only added or only removed to the beginning of a sentence or line, where the words allow it."""
    for index in range(len(blocks) - 1):
        one, two = blocks[index], blocks[index + 1]
        starts, ends = (one[0] + one[2], one[1] + one[2]), two[:2]
        empty = [start == end for start, end in zip(starts, ends, strict=True)]
        if any(empty) and not all(empty):
            side = empty.index(False)
            shift = _best_shift(sides[side], starts[side], ends[side], one[2], two[2])
            blocks[index] = (*one[:2], one[2] + shift)
            blocks[index + 1] = (two[0] + shift, two[1] + shift, two[2] - shift)


def _best_shift(side, start, end, room_before, room_after):
    """By how many words the stretch from start to end is best moved; negative: towards the beginning."""
    text, words, spans = side

    def worth(shift):
        place = start + shift
        gap = text[spans[place - 1][1] : spans[place][0]] if place else "\n"
        if "\n" in gap:
            return 2, shift
        return text[spans[place - 1][1] - 1] in _SENTENCE_ENDS, shift

    least, most = 0, 0
    while -least < min(room_before, _FARTHEST) and words[start + least - 1] == words[end + least - 1]:
        least -= 1
    while most < min(room_after, _FARTHEST) and words[start + most] == words[end + most]:
        most += 1
    return max(range(least, most + 1), key=worth)
