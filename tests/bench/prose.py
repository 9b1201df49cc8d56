"""Texts of no meaning that compress like prose: words as frequent as in a language, in sentences and paragraphs."""

import random
from functools import cache
from itertools import accumulate

_SYLLABLES = [
    first + middle + last
    for first in "b c d f g l m n p r s t v st tr pl gr".split()
    for middle in "a e i o u ea io".split()
    for last in ("", "n", "r", "s", "t", "l", "ment")
]
_WORDS = 6_000


@cache
def _vocabulary():
    """The words, always the same, and how often each comes, added up."""
    chance = random.Random(6_000)
    words = ["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 1, 2, 2, 3)))) for _ in range(_WORDS)]
    return words, list(accumulate(1 / (rank + 3) for rank in range(_WORDS)))


def prose(characters, seed):
    """A text of so many characters; the same for the same seed."""
    vocabulary, weights = _vocabulary()
    words = random.Random(seed).choices(vocabulary, cum_weights=weights, k=characters // 3)
    for place in range(15, len(words), 15):
        words[place] += ".\n\n" if place % 90 == 0 else "."
    return " ".join(words)[:characters]
