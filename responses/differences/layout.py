"""How a difference is laid out to be read: in paragraphs, with long unchanged parts folded away."""

import re
from typing import NamedTuple

from .words import KEPT, REMOVED

_BREAK = re.compile(r"\n\n+")
_AROUND = 1
"""How many unchanged paragraphs are shown before and after a change."""
_WORTH_FOLDING = 3


class Run(NamedTuple):
    """A stretch of one paragraph, kept, removed or added."""

    kind: str
    text: str
    ends_paragraph: bool = False
    """Whether the end of a paragraph was removed or added with it."""

    @property
    def blank(self):
        """What it is where nothing can be seen of it: "paragraph", "line" or "space"; otherwise ""."""
        if self.kind == KEPT or self.text.strip():
            return ""
        return "paragraph" if self.ends_paragraph else "line" if "\n" in self.text else "space"


class Stretch(NamedTuple):
    """Paragraphs that are shown, or folded away together: lists of :class:`Run`."""

    paragraphs: list
    folded: bool


def laid_out(pieces):
    """Pieces as a list of :class:`Stretch`: paragraph by paragraph, those far from every change folded away."""
    paragraphs = _paragraphs(pieces)
    changed = [any(run.kind != KEPT for run in paragraph) for paragraph in paragraphs]
    near = [any(changed[max(0, at - _AROUND) : at + _AROUND + 1]) for at in range(len(paragraphs))]
    stretches = []
    for paragraph, is_near in zip(paragraphs, near, strict=True):
        if not stretches or stretches[-1].folded == is_near:
            stretches.append(Stretch([], not is_near))
        stretches[-1].paragraphs.append(paragraph)
    return [
        stretch._replace(folded=stretch.folded and len(stretch.paragraphs) >= _WORTH_FOLDING)
        for stretch in stretches
    ]


def _paragraphs(pieces):
    """The runs of each paragraph. The end of a paragraph that was taken away between two words divides nothing."""
    paragraphs = [[]]
    for kind, text in pieces:
        *ended, rest = _BREAK.split(text)
        joins = kind == REMOVED and not text.strip()
        for part in ended:
            if kind != KEPT or part:
                paragraphs[-1].append(Run(kind, part, ends_paragraph=kind != KEPT))
            if not joins:
                paragraphs.append([])
        if rest:
            paragraphs[-1].append(Run(kind, rest))
    return [paragraph for paragraph in paragraphs if paragraph]
