"""Tells what the form itself says from what a person wrote: before it, behind it, into it or over it."""

import re

from . import sentences
from .identity import digest
from .likeness import wordings_of

_QUOTES, _DASHES = "\"'‘’‚‛“”„‟«»`´", "-‐‑‒–—−"
_CLASSES = {character: f"[{re.escape(kind)}]" for kind in (_QUOTES, _DASHES) for character in kind}
_SUBSTANTIAL = 20
"""A shorter text may well be a person's own."""
_LONGEST_SENTENCE = 1_000
_PLACE = re.compile(r"%\((\w+)\)s")
_FILLS = {"state": r"[^\d:;.!?]{1,60}"}
"""What can be filled in at a place of a sentence: as little as will do, since whatever fits is not shown."""
_FILLS_OTHERWISE = ".{1,150}?"


class Own:
    """One text of the form, and what people made of it; ``part`` is the same for all that can stand in one place."""

    def __init__(self, part, text):
        self.part, self.text = part, " ".join(text.split())
        words = ("".join(_CLASSES.get(c, re.escape(c)) for c in word) for word in self.text.split())
        self._pattern = re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)")

    @property
    def is_substantial(self):
        """Whether it is long enough to be told from a person's words wherever it stands."""
        return len(self.text) >= _SUBSTANTIAL

    def is_said_by(self, text):
        """Whether a paragraph says this and nothing else."""
        return len(text) <= 2 * len(self.text) + _SUBSTANTIAL and bool(self._pattern.fullmatch(text.strip()))

    def rest(self, text):
        """What a paragraph says besides; None when it does not hold this text."""
        found = self._pattern.search(text)
        if found:
            before, behind = text[: found.start()].strip(), text[found.end() :].strip()
            return "\n".join(part for part in (before, behind) if part)
        return self._written_into(text) if self.is_substantial else None

    def _written_into(self, text):
        """What was put at one place in it, between words where it can be."""
        own = self.text
        near = 2 * len(own)
        start = _common(" ".join(text[:near].split()), own)
        end = _common(" ".join(text[-near:].split())[::-1], own[::-1])
        squeezed = " ".join(text.split()) if start + end >= len(own) else ""
        if len(squeezed) <= len(own):
            return None
        places = range(start, len(own) - end - 1, -1)
        at = next((at for at in places if _is_between_words(own, at)), start)
        return squeezed[at : len(squeezed) - (len(own) - at)].strip()


def _is_between_words(text, at):
    return at in (0, len(text)) or " " in text[at - 1 : at + 1]


def _common(one, other):
    """How many characters two texts begin with in common."""
    size = min(len(one), len(other))
    return next((at for at in range(size) if one[at] != other[at]), size)


def texts_of(question):
    """All that the form can say of one question, in each of its languages: :class:`Own` texts, the longest first."""
    said = {("hint", text) for text in sentences.in_all_languages(sentences.OVER_ANSWERS)}
    said.add(("remark", question.remark))
    for title, _wording in wordings_of(question):
        said |= {("heading", f"{question.number}. {title}"), ("heading", title)}
    for words in (question, *question.translations):
        for part in ("wording", "points"):
            said |= {(f"{part} {place}", text) for place, text in enumerate(getattr(words, part).split("\n"))}
    found = [Own(part, text) for part, text in said if text.strip()]
    return sorted(found, key=lambda own: (-len(own.text), own.text, own.part))


def _pattern_of(sentence):
    """A sentence of the form, whatever is filled in."""
    pieces = _PLACE.split(sentence)
    for place in range(1, len(pieces), 2):
        pieces[place] = _FILLS.get(pieces[place], _FILLS_OTHERWISE)
    pieces[::2] = map(re.escape, pieces[::2])
    return "".join(pieces)


class FirstPage:
    """What the form can say outside of its questions."""

    def __init__(self, digests):
        self._digests = digests
        said = sentences.in_all_languages((*sentences.ON_THE_FIRST_PAGE, *sentences.OVER_ANSWERS))
        if digests:
            # The file tells to the letter what it said: whatever else stands in such a sentence is somebody's.
            said = [sentence for sentence in said if not _PLACE.search(sentence)]
        self._pattern = re.compile("|".join(map(_pattern_of, said)))

    def says(self, text):
        """Whether a paragraph is one of the form's own."""
        if len(text) > _LONGEST_SENTENCE:
            return False
        return digest(text) in self._digests or bool(self._pattern.fullmatch(" ".join(text.split())))
