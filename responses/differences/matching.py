"""What two long sequences have in common, in the same order: the work behind a comparison of two texts.

diff-match-patch finds it exactly and takes the square of a sequence's length where much has changed. Long stretches
are therefore divided before, at rows of words that stand once in both, and what is left is gone through window by
window. Where two texts have so little in common that looking on would keep the reader waiting, the rest counts as
different. The time grows with the length, and the same sequences always give the same result: no clock is looked at.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from diff_match_patch import diff_match_patch

_SMALL = 100 * 100
"""Stretches whose lengths multiply to no more than this are compared at once."""
_WIDTHS = (4, 1, 4, 1)
"""How many words in a row must stand once in both texts to divide a stretch, at one division after the other."""
_WINDOW = 64
_EFFORT = 5_000_000
"""How many pairs of words diff-match-patch may be given to compare for two texts, about a second's work."""
_OVERHEAD = 100
"""What each call costs besides, in such pairs."""
_FIRST = 0xF0000
"""Words stand for single characters while they are compared; those of the private planes mean nothing else."""


@dataclass
class Effort:
    """How much comparing is left to be done for two texts."""

    left: int = _EFFORT

    def allows(self, a, b):
        """Whether two stretches can still be compared; it counts as done."""
        self.left -= len(a) * len(b) + _OVERHEAD
        return self.left > 0


def match(a, b, effort):
    """What two sequences of numbers have in common: ``[(place in a, place in b, length)]``, ascending."""
    found, todo = [], [(0, len(a), 0, len(b), 0)]
    while todo:
        i, i_end, j, j_end, step = todo.pop()
        start = i
        while i < i_end and j < j_end and a[i] == b[j]:
            i, j = i + 1, j + 1
        found.append((start, j - (i - start), i - start))
        end = i_end
        while i < i_end and j < j_end and a[i_end - 1] == b[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
        found.append((i_end, j_end, end - i_end))
        if i == i_end or j == j_end:
            continue
        if (i_end - i) * (j_end - j) <= _SMALL:
            found += _by_library(a[i:i_end], b[j:j_end], i, j, effort)
        elif step == len(_WIDTHS):
            found += _by_windows(a, b, i, i_end, j, j_end, effort)
        else:
            places = _once_in_both(a[i:i_end], b[j:j_end], _WIDTHS[step])
            places = [(i, j), *((i + x, j + y) for x, y in places), (i_end, j_end)]
            ends = pairwise(places)
            # The first is taken up first: should the effort not suffice, it is the end that is compared less well.
            todo += reversed([(x, x_end, y, y_end, step + 1) for (x, y), (x_end, y_end) in ends])
    return _in_a_row(sorted(block for block in found if block[2]))


def _in_a_row(blocks):
    """Blocks that follow each other without a gap, made one."""
    rows = []
    for i, j, length in blocks:
        if rows and rows[-1][0] + rows[-1][2] == i and rows[-1][1] + rows[-1][2] == j:
            rows[-1] = (*rows[-1][:2], rows[-1][2] + length)
        else:
            rows.append((i, j, length))
    return rows


def _once_in_both(a, b, width):
    """Places ``(in a, in b)``, ascending in both, of rows of numbers that stand once in each sequence."""

    def once(numbers):
        places = {}
        for place, row in enumerate(zip(*(numbers[shift:] for shift in range(width)), strict=False)):
            places[row] = -1 if row in places else place
        return places

    there = once(b)
    pairs = [(x, there.get(row, -1)) for row, x in once(a).items() if x >= 0 and there.get(row, -1) >= 0]
    # The longest row of pairs that ascends in both (patience sorting).
    tops, ends, earlier = [], [], []
    for index, (_x, y) in enumerate(pairs):
        pile = bisect_left(tops, y)
        tops[pile : pile + 1], ends[pile : pile + 1] = [y], [index]
        earlier.append(ends[pile - 1] if pile else None)
    chosen, index = [], ends[-1] if ends else None
    while index is not None:
        chosen.append(pairs[index])
        index = earlier[index]
    chosen.reverse()
    # What goes on from the place before is found from there.
    return [
        (x, y) for (x, y), before in zip(chosen, [None, *chosen], strict=False) if before != (x - 1, y - 1)
    ]


def _by_library(a, b, i, j, effort):
    """What two short sequences have in common, by diff-match-patch; places counted from ``(i, j)``."""
    if not effort.allows(a, b):
        return
    letters = {}
    texts = [
        "".join(chr(_FIRST + letters.setdefault(n, len(letters))) for n in numbers) for numbers in (a, b)
    ]
    library = diff_match_patch()
    library.Diff_Timeout = 0  # no clock: the result must not depend on how busy the machine is
    for kind, text in library.diff_main(*texts, False):
        if kind == library.DIFF_EQUAL:
            yield i, j, len(text)
        i += len(text) * (kind != library.DIFF_INSERT)
        j += len(text) * (kind != library.DIFF_DELETE)


def _by_windows(a, b, i, i_end, j, j_end, effort):
    """What two long sequences without landmarks have in common, looked for in one window after the other."""
    while i < i_end and j < j_end:
        x, y = min(i + _WINDOW, i_end), min(j + _WINDOW, j_end)
        # The far end of a window knows too little of what follows: it is looked at again in the next one.
        near = [
            (i, j, 0),
            *(
                block
                for block in _by_library(a[i:x], b[j:y], i, j, effort)
                if block[0] - i <= _WINDOW // 2 and block[1] - j <= _WINDOW // 2
            ),
        ]
        yield from near
        last = near[-1]
        i = max(last[0] + last[2], i + (x - i + 3) // 4)
        j = max(last[1] + last[2], j + (y - j + 3) // 4)
