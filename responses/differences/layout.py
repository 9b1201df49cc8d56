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
    left_out: int = 0
    """How many unchanged paragraphs stand here that are not among them, where a difference is told in short."""


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


LEFT_OUT = "left_out"
"""The kind of a run that stands for words which are not shown."""
_AROUND_WORDS = 240
"""How many characters of unchanged text are shown before and after a change, where it is told in short."""


def in_short(pieces, most):
    """The same as :func:`laid_out` with what is folded away left out, and no more than so many characters shown."""
    stretches, room = [], most
    for stretch in laid_out(pieces):
        count = len(stretch.paragraphs)
        if stretch.folded:
            stretches.append(Stretch([], folded=False, left_out=count))
            continue
        shown = []
        for paragraph in stretch.paragraphs:
            if room <= 0:
                break
            shown.append(list(_short_runs(paragraph, room)))
            room -= sum(len(run.text) for run in shown[-1])
        stretches.append(stretch._replace(paragraphs=shown))
        if room <= 0:
            stretches.append(Stretch([[Run(LEFT_OUT, "")]], folded=False))
            break
    return stretches


def _short_runs(paragraph, room):
    """The runs of a paragraph with the middle of long unchanged ones, and what there is no room for, left out."""
    for run in paragraph:
        keep = _AROUND_WORDS if run.kind == KEPT else max(room, _AROUND_WORDS)
        room -= min(len(run.text), 2 * keep)
        if len(run.text) <= 2 * keep:
            yield run
            continue
        # Words are left whole where there is a space between them.
        head, tail = run.text[:keep], run.text[-keep:]
        yield Run(run.kind, (head.rpartition(" ")[0] or head) + " ")
        yield Run(LEFT_OUT, "")
        if run.kind == KEPT:
            yield Run(KEPT, " " + (tail.partition(" ")[2] or tail))


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
