"""The lines of a history: each save has one, and what one person's page saved by itself in one sitting shares one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from responses.models import AnswerVersion

PAUSE = timedelta(minutes=5)
"""Saves that follow each other within this time belong to one sitting."""
SHOWN_WITHIN = 10
"""How many saves of a sitting its line shows when it is opened; all of them have a page of their own."""

Kind, Outcome = AnswerVersion.Kind, AnswerVersion.Outcome


class Save(NamedTuple):
    """One version without its text."""

    number: int
    by_id: int
    as_name: str
    at: datetime
    kind: str
    outcome: str
    words: int
    base: int

    @property
    def stood(self):
        """Whether the text became the answer."""
        return self.outcome == Outcome.SAVED

    @property
    def is_put_together(self):
        """Whether the text went into the answer together with a colleague's change, in the version after this."""
        return self.outcome == Outcome.MERGED

    @property
    def is_beside(self):
        """Whether the text is kept beside somebody else's change of the same paragraph."""
        return self.outcome == Outcome.STALE

    @property
    def kind_in_words(self):
        """What people read for its kind."""
        return Kind(self.kind).label


@dataclass
class Line:
    """One line of the history: a save, or the saves of one sitting, of which the last is shown."""

    saves: list
    """Oldest first."""
    before: Save | None
    """What it is compared with: the version that stood before; for a text that does not stand, what it began from."""

    @property
    def last(self):
        """The save that the line shows."""
        return self.saves[-1]

    @property
    def within(self):
        """The newest saves of a sitting of several, newest first."""
        return self.saves[: -SHOWN_WITHIN - 1 : -1] if len(self.saves) > 1 else []

    @property
    def change(self):
        """How many words more than before, with a sign: "+12", "−3", "±0"."""
        change = self.last.words - (self.before.words if self.before else 0)
        return f"+{change}" if change > 0 else f"−{-change}" if change else "±0"


def lines_of(answer, *, one_by_one=False):
    """The lines of an answer's history, newest first; ``one_by_one`` shows each save of a sitting by itself.

    Texts are not read: a history may have thousands of versions.
    """
    saves = [Save(*row) for row in answer.versions.order_by("number").values_list(*Save._fields)]
    lines, standing, known = [], None, {}
    for save in saves:
        if not one_by_one and lines and _goes_on(lines[-1].last, save):
            lines[-1].saves.append(save)
        else:
            lines.append(Line([save], standing if save.stood else known.get(save.base)))
        known[save.number] = save
        standing = save if save.stood else standing
    return lines[::-1]


def _goes_on(earlier, save):
    """Whether a save belongs to the same sitting as the one before it."""
    return (
        all(each.kind == Kind.AUTOSAVED and each.stood for each in (earlier, save))
        and (earlier.by_id, earlier.as_name) == (save.by_id, save.as_name)
        and save.at - earlier.at <= PAUSE
    )
