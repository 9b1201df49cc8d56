"""What goes into a Word file and what comes out of one, as plain data without a database behind it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .notices import Notice

# --- what goes into a file -------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """A guiding question in one language, exactly as it is put."""

    language: str
    title: str
    wording: str
    points: str = ""


@dataclass(frozen=True)
class Question:
    """One guiding question as it stands in the file, and the answer so far."""

    number: int
    title: str
    wording: str
    points: str = ""
    """Points worth covering, one to a line; "" for none."""
    language: str = "en"
    """Of the question's text as given here (that of the file, or English where nothing else exists)."""
    text: str = ""
    """The answer as stored; it comes back character by character."""
    answer_language: str = ""
    """The language of the answer, "" or "und" when it is not known."""
    version: int = 0
    """The number of the version that the text is; 0 for none."""
    remark: str = ""
    """A line of the form's own above the answer, as "No information is provided."; never part of the answer."""
    translations: tuple[Wording, ...] = ()
    """The question in every language in which it exists: how it is recognised where its marks are lost."""


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire to be written, empty or with answers, whole or with chosen questions only."""

    session_slug: str
    session_title: str
    review_title: str
    questions: tuple[Question, ...]
    made_at: datetime
    """When the answers were read, with a time zone: kept in the file to the second."""
    state_code: str = ""
    """The alpha-3 code; "" for the empty form that everyone may have."""
    state_name: str = ""
    language: str = "en"
    """The language in which the questions are asked for."""
    voice: str = ""
    """The language of everything that the form itself says, where it is another one."""
    heading_notice: str = ""
    """Instead of "Draft, not an official position": "As submitted on 3 March 2026, GCM-ECE-2024-S3-XRU-01"."""
    is_submitted: bool = False
    """The text as submitted, to be kept and not to be filled in: without the page that says how to fill it in."""
    deadline: str = ""
    """In words and in the round's zone, as "14 December 2026, 18:00 Geneva time"; "" for none."""
    contact: str = ""
    """Whom to ask, as "the contact point, review@example.org"; "" for nobody."""
    as_of: str = ""
    """When the answers stood so, in words and in the round's zone: tells one printed draft from the next."""
    is_extract: bool = False
    """Holds only some questions of the round, for one ministry; the first page says so."""

    @property
    def spoken(self):
        """The language of everything that the form itself says."""
        return self.voice or self.language


# --- what comes out of a file ----------------------------------------------------------------


class FoundBy(StrEnum):
    """How a question was recognised in a file, the surest way first."""

    BOOKMARK = "bookmark"
    STYLE = "style"
    LIKENESS = "likeness"


@dataclass(frozen=True)
class Identity:
    """What a file says about itself: for whom it was made, when, and from which versions."""

    session_slug: str
    state_code: str
    """"" for the empty form."""
    language: str
    versions: dict[int, int]
    """The number of each question in the file, and the version of its answer; 0 for an answer never written."""
    made_at: datetime | None
    """In UTC."""


@dataclass(frozen=True)
class Answered:
    """One question found in a file, with everything that stands under it."""

    number: int
    text: str
    """Plain text, storable, with LF between lines; "" where nobody wrote anything."""
    found_by: FoundBy
    times: int = 1
    """In how many places of the file the question stands; their texts are joined, with an empty line between."""


@dataclass(frozen=True)
class Comment:
    """A comment in the margin: a note of a colleague, offered as one; never part of an answer."""

    number: int | None
    """The question in which it stands; None outside of all."""
    author: str
    text: str
    about: str
    """The words to which it was attached, 300 characters at most; "" for none."""


@dataclass(frozen=True)
class Reading:
    """Everything that was found in a file."""

    identity: Identity | None
    """None when the file does not say what it is (written by hand, or its marks were lost)."""
    answers: tuple[Answered, ...]
    """In the order of the questions' numbers; a question that is not in the file is not here."""
    outside: tuple[str, ...] = ()
    """Text that stands in no question, one entry for each passage: to be shown, never dropped."""
    notices: tuple[Notice, ...] = ()
    comments: tuple[Comment, ...] = ()

    def answer(self, number):
        """The answer to a question, or None when the question is not in the file."""
        return next((answered for answered in self.answers if answered.number == number), None)
