"""What goes into a spreadsheet: its sheets, their columns and rows, and the facts told beside them.

Plain data, the same for each format. Texts stand as stored; times are aware; rows may come one by one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum

from .problems import InvalidSheet

Value = str | int | float | bool | date | datetime | None
"""What a cell holds; a ``datetime`` is aware. ``None`` is an empty cell."""

LONGEST_TITLE = 31
LONGEST_NOTICE = 250
"""Of a sheet, and of what stands above a page (source: Microsoft, "Excel specifications and limits")."""

_FORBIDDEN_IN_TITLE = re.compile(r"(?i)^'|'$|^history$|[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")


class Kind(StrEnum):
    """What the cells of a column hold. ``LONG_TEXT`` is a State's own words: these are counted as answers."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE_TIME = "date_time"
    DATE = "date"
    BOOLEAN = "boolean"

    @property
    def is_text(self):
        """Whether the cells hold strings."""
        return self in (Kind.TEXT, Kind.LONG_TEXT)


_WIDTHS = {
    Kind.TEXT: 24,
    Kind.LONG_TEXT: 80,
    Kind.NUMBER: 12,
    Kind.DATE_TIME: 26,
    Kind.DATE: 19,
    Kind.BOOLEAN: 12,
}


@dataclass(frozen=True)
class Column:
    """One column: its key in JSON, its header for people, what it holds, its width in characters."""

    key: str
    header: str
    kind: Kind = Kind.TEXT
    width: int | None = None

    def __post_init__(self):
        object.__setattr__(self, "kind", Kind(self.kind))
        if self.width is None:
            object.__setattr__(self, "width", _WIDTHS[self.kind])
        if not 1 <= self.width <= 255:
            raise InvalidSheet(
                f"The column “{self.key}” is {self.width} characters wide; 1 to 255 are possible."
            )


class Row(list):
    """The values of one row, in the order of the columns; ``restricted`` marks it as not for distribution.

    A plain list or tuple serves as well, for a row without the mark.
    """

    __slots__ = ("restricted",)

    def __init__(self, values=(), *, restricted=False):
        super().__init__(values)
        self.restricted = restricted


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``rows`` is gone through once and never kept, so that it may be an iterator over a query.

    ``frozen_columns`` stay in sight when reading to the right; ``notice`` stands above each printed page
    (“Not for distribution”). Raises :class:`InvalidSheet` for a title or columns that Excel does not open.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    frozen_columns: int = 0
    notice: str = ""

    def __post_init__(self):
        object.__setattr__(self, "columns", tuple(self.columns))
        check_title(self.title)
        keys = [column.key for column in self.columns]
        if not keys or len(set(keys)) < len(keys):
            raise InvalidSheet(f"The sheet “{self.title}” needs columns, each with a key of its own.")
        if len(self.notice) + self.notice.count("&") > LONGEST_NOTICE:
            raise InvalidSheet(f"The notice of the sheet “{self.title}” is longer than a page's heading.")


def check_title(title):
    """Raise :class:`InvalidSheet` for a title that Excel would repair or refuse."""
    units = len(title.encode("utf-16-le", "surrogatepass")) // 2
    if not 1 <= units <= LONGEST_TITLE:
        raise InvalidSheet(f"The title “{title}” has {units} characters; 1 to {LONGEST_TITLE} are possible.")
    if _FORBIDDEN_IN_TITLE.search(title):
        raise InvalidSheet(f"No sheet may be called “{title}”: []:*?/\\ and apostrophes around it cannot be.")


def only_one(sheets):
    """The sheet, when there is just one: CSV and JSON hold no more. Raises :class:`InvalidSheet`."""
    sheets = tuple(sheets)
    if len(sheets) != 1:
        raise InvalidSheet(f"One sheet fits into this format, not {len(sheets)}.")
    return sheets[0]


@dataclass(frozen=True)
class Words:
    """The words that the formats add of their own; the caller may hand them over in another language."""

    about: str = "About this file"
    rows_in: str = "Rows that went in"
    rows_out: str = "Rows counted in the finished sheet"
    answers_in: str = "Answers that went in"
    answers_out: str = "Answers counted in the finished sheet"
    characters_in: str = "Characters of the answers that went in"
    characters_out: str = "Characters of the answers counted in the finished sheet"
    agree: str = "What went in and what was counted are the same, to the character"
    yes: str = "Yes"
    continued: str = "Texts that continue in the next column, marked (2), (3) and so on"


@dataclass(frozen=True)
class Facts:
    """What is told about the whole file: its title, when it was made (aware), and pairs of label and value.

    Date times of a workbook are shown in ``zone``, which headers and labels then name. Labels occur once.
    """

    title: str
    created: datetime
    pairs: Sequence[tuple[str, Value]] = ()
    zone: tzinfo = UTC
    words: Words = field(default_factory=Words)

    def __post_init__(self):
        object.__setattr__(self, "pairs", tuple(self.pairs))
        labels = [label for label, _ in self.pairs]
        if len(set(labels)) < len(labels):
            raise InvalidSheet("Two facts have the same label.")
        if self.created.tzinfo is None:
            raise InvalidSheet("The time at which the file was made needs a time zone.")
