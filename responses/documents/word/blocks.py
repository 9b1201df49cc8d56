"""What a file is made of once it is read: lines of plain text and tables, each with what is to be said about it."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """One paragraph as plain text (it may hold line breaks), and what was found in it."""

    parts: list[str] = field(default_factory=list)
    styles: tuple[str, ...] = ()
    """The name of its style and of those that it is based on, in small letters, nearest first."""
    marks: list[str] = field(default_factory=list)
    """Names of the bookmarks that begin here."""
    notices: list[tuple] = field(default_factory=list)
    """(kind, detail) of each thing to be said."""
    comments: list[str] = field(default_factory=list)
    """Ids of the comments that are attached here."""
    notes: list[str] = field(default_factory=list)
    """Footnotes and endnotes that are referred to here, each with its number before it."""
    has_words: bool = False
    """Whether there is more in it than spaces."""
    broken_at: tuple | None = None
    """How many parts and marks stand before the last question's mark that stands behind words."""
    label: str = ""
    """Bullet or number, with its indent."""

    @property
    def text(self):
        """The plain text, with its bullet or number; "" where there is no more than that."""
        text = self.words
        return f"{self.label} {text}" if self.label and self.has_words else text

    @property
    def words(self):
        """The plain text without bullet or number."""
        return "".join(self.parts)

    def split(self):
        """The rest of the line from the place where a question's mark stands behind words; None without one."""
        if self.broken_at is None:
            return None
        (part, mark), self.broken_at = self.broken_at, None
        rest = Line(self.parts[part:], marks=self.marks[mark:])
        rest.has_words = any(part.strip() for part in rest.parts)
        del self.parts[part:], self.marks[mark:]
        return rest

    def take(self, other):
        """Goes on with another line, as two paragraphs do when the mark between them is deleted."""
        if not self.has_words:
            self.styles, self.label, self.has_words = other.styles, other.label, other.has_words
        self.parts += other.parts
        self.marks += other.marks
        self.notices += other.notices
        self.comments += other.comments
        self.notes += other.notes


@dataclass(slots=True)
class Table:
    """A table: rows of cells, and in each cell again lines and tables."""

    rows: list[list[list]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def lines(self):
        """All lines in it, from top to bottom, those of tables in it too."""
        for row in self.rows:
            for cell in row:
                yield from lines_of(cell)

    def text(self):
        """Its rows as lines, with a tab between cells; a line break in a cell stays one."""
        return "\n".join(_row_text(row) for row in self.rows)


def lines_of(blocks):
    """All lines in a row of blocks, in order."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from block.lines()


def text_of(blocks):
    """A row of blocks as plain text."""
    return "\n".join(block.text if isinstance(block, Line) else block.text() for block in blocks)


def _row_text(row):
    return "\t".join(text_of(cell).strip("\n") for cell in row).rstrip("\t")
