"""Proof that what went into a file came out: rows, answers, characters, and a fingerprint of every cell."""

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass

from .problems import ExportDiffers

_BETWEEN_CELLS = "\x1f"
_AFTER_ROW = "\x1e"


@dataclass(frozen=True)
class Count:
    """What one sheet holds: ``answers`` (long texts that are not empty), ``characters`` (their code points).

    ``sha256`` is taken over the strings of all cells as they stand in this format, with U+001F between cells
    and U+001E after each row, in UTF-8. It differs between formats, which write times differently.
    """

    rows: int
    answers: int
    characters: int
    sha256: str

    def __str__(self):
        counted = f"{self.rows:,} rows with {self.answers:,} answers of {self.characters:,} characters"
        return f"{counted} (SHA-256 {self.sha256[:12]})"


class Tally:
    """Counts rows as they pass. Made anew for each of the two countings, which share nothing."""

    def __init__(self, columns):
        self._long = [index for index, column in enumerate(columns) if column.kind == "long_text"]
        self._rows = self._answers = self._characters = 0
        self._hash = hashlib.sha256()

    def add(self, cells):
        """Count one row, given as strings."""
        self._rows += 1
        for index in self._long:
            if length := len(cells[index]):
                self._answers += 1
                self._characters += length
        self._hash.update((_BETWEEN_CELLS.join(cells) + _AFTER_ROW).encode("utf-8", "surrogatepass"))

    def count(self):
        """What has passed so far, as :class:`Count`."""
        return Count(self._rows, self._answers, self._characters, self._hash.hexdigest())


@dataclass(frozen=True)
class SheetCounts:
    """What is known of one sheet after writing.

    ``continued`` texts run on in a further column (XLSX); ``escaped`` cells got an apostrophe (CSV).
    """

    title: str
    went_in: Count
    came_out: Count
    continued: int = 0
    escaped: int = 0

    def __post_init__(self):
        if self.went_in != self.came_out:
            raise ExportDiffers(self.title, self.went_in, self.came_out)

    @property
    def agree(self):
        """Whether what went in came out; an object in which it did not cannot be made."""
        return self.went_in == self.came_out


@dataclass(frozen=True)
class Counts:
    """What is known of a whole file after writing, sheet by sheet; the properties are sums of these."""

    sheets: tuple[SheetCounts, ...]

    @property
    def rows(self):
        """Rows below the headers."""
        return sum(sheet.came_out.rows for sheet in self.sheets)

    @property
    def answers(self):
        """Long texts that are not empty."""
        return sum(sheet.came_out.answers for sheet in self.sheets)

    @property
    def characters(self):
        """Code points in these long texts."""
        return sum(sheet.came_out.characters for sheet in self.sheets)

    @property
    def continued(self):
        """Texts that run on in a further column."""
        return sum(sheet.continued for sheet in self.sheets)

    @property
    def escaped(self):
        """Cells and headers that got an apostrophe."""
        return sum(sheet.escaped for sheet in self.sheets)


@contextmanager
def emptied_on_failure(file):
    """Start with an empty file; leave it at its beginning, or empty when anything went wrong."""
    file.seek(0)
    file.truncate()
    try:
        yield
    except BaseException:
        file.seek(0)
        file.truncate()
        raise
    file.seek(0)
