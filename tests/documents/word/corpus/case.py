"""One awkward file: how it is made, and what has to come out of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.documents.word.drafts import Draft, downloaded
from tests.documents.word.rounds import ANSWERS


@dataclass(frozen=True)
class Expected:
    """What has to come out of a file."""

    answers: dict = field(default_factory=dict)
    """Those that differ from the answers as downloaded; None for a question that is not in the file."""
    notices: frozenset = frozenset()
    """(kind, number)."""
    outside: tuple = ()
    comments: tuple = ()
    """(number, author, text, about)."""
    has_identity: bool = True
    """Whether the file still says what it is."""
    found_by: dict = field(default_factory=dict)
    """Those that were not found by their bookmark."""

    def all_answers(self):
        """Every answer by its number."""
        return {number: text for number, text in (ANSWERS | self.answers).items() if text is not None}


@dataclass(frozen=True)
class Case:
    """One file of the corpus."""

    name: str
    change: Callable
    """Does to a :class:`~tests.documents.word.drafts.Draft` what people did."""
    expected: Expected = Expected()
    libreoffice: dict = field(default_factory=dict)
    """What differs when LibreOffice has saved the file."""
    opendocument: dict = field(default_factory=dict)
    """What differs, besides, when it went through the format of OpenDocument."""
    otherwise: dict = field(default_factory=dict)
    """How the questionnaire itself was downloaded."""

    def content(self):
        """The file as bytes."""
        draft = Draft(downloaded(**self.otherwise))
        return self.change(draft) or draft.save()

    def expected_from(self, program):
        """What has to come out after "word", "libreoffice" or "opendocument"."""
        differing = {} if program == "word" else self.libreoffice
        if program == "opendocument":
            differing = differing | self.opendocument
        return replace(self.expected, **differing)


def expect(answers=None, *, notices=(), **others):
    """An :class:`Expected`; ``notices`` as "table 3", or "missing 2"; "image" for one outside of all questions."""
    said = set()
    for notice in notices:
        kind, _space, number = notice.partition(" ")
        said.add((kind, int(number) if number else None))
    return Expected(answers or {}, frozenset(said), **others)
