"""Tells what the form itself says from what a person wrote: before it, behind it, into it or over it."""

import re

from . import sentences
from .identity import digest

_QUOTES = dict.fromkeys("\"'‘’‚‛“”„‟«»`´", "[\"'‘’‚‛“”„‟«»`´]")
_DASHES = dict.fromkeys("-‐‑‒–—−", "[-‐‑‒–—−]")
_CLASSES = _QUOTES | _DASHES
_SUBSTANTIAL = 20
"""A shorter text may well be a person's own."""
_PLACE = re.compile(r"%\(\w+\)s")


class Own:
    """One text of the form, and what people made of it."""

    def __init__(self, text):
        self.text = " ".join(text.split())
        words = ("".join(_CLASSES.get(c, re.escape(c)) for c in word) for word in self.text.split())
        self._pattern = re.compile(r"\s+".join(words))

    @property
    def is_substantial(self):
        """Whether it is long enough to be told from a person's words wherever it stands."""
        return len(self.text) >= _SUBSTANTIAL

    def is_said_by(self, text):
        """Whether a paragraph says this and nothing else."""
        return self._pattern.fullmatch(text.strip()) is not None

    def rest(self, text):
        """What a paragraph says besides; None when it does not hold this text."""
        found = self._pattern.search(text)
        if found:
            before, behind = text[: found.start()].strip(), text[found.end() :].strip()
            return "\n".join(part for part in (before, behind) if part)
        return self._written_into(text)

    def _written_into(self, text):
        """What was put at one place in the middle."""
        squeezed, own = " ".join(text.split()), self.text
        if len(squeezed) <= len(own):
            return None
        start = _common(squeezed, own)
        end = min(_common(squeezed[::-1], own[::-1]), len(own) - start)
        return squeezed[start : len(squeezed) - end].strip() if start + end == len(own) else None


def _common(one, other):
    """How many characters two texts begin with in common."""
    size = min(len(one), len(other))
    return next((at for at in range(size) if one[at] != other[at]), size)


def texts_of(question):
    """All that the form can say of one question, in each of its languages: :class:`Own` texts, the longest first."""
    said = set(sentences.in_all_languages(sentences.OVER_ANSWERS))
    for words in (question, *question.translations):
        said |= {f"{question.number}. {words.title}", words.title}
        said |= {*words.wording.split("\n"), *words.points.split("\n")}
    if question.remark:
        said.add(question.remark)
    texts = {text.strip() for text in said} - {""}
    return [Own(text) for text in sorted(texts, key=lambda text: (-len(text), text))]


class FirstPage:
    """What the form can say outside of its questions."""

    def __init__(self, digests):
        self._digests = digests
        patterns = []
        for sentence in sentences.in_all_languages((*sentences.ON_THE_FIRST_PAGE, *sentences.OVER_ANSWERS)):
            pieces = (re.escape(piece) for piece in _PLACE.split(sentence))
            patterns.append(".{1,300}?".join(pieces))
        self._pattern = re.compile("|".join(patterns))

    def says(self, text):
        """Whether a paragraph is one of the form's own."""
        return digest(text) in self._digests or (
            len(text) < 1_000 and self._pattern.fullmatch(" ".join(text.split())) is not None
        )
