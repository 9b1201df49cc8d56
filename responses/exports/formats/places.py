"""Where a column of a sheet stands in a workbook, and how its cells are written."""

from .cells import string_xml
from .styles import style_of, style_of_text
from .table import Kind

LINE_HEIGHT = 15
"""Points."""
MOST_LINES = 20
# From Hangul on, most letters are as wide as two Latin ones.
_FIRST_WIDE = "\u1100"


def letters(column):
    """The letters of a column by its number: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def lines(text, width):
    """About how many lines a text takes up in a column of so many characters; rather one too many."""
    if len(text) < MOST_LINES * width and not text.isascii() and max(text) >= _FIRST_WIDE:
        width = max(width // 2, 1)
    return len(text) // width + text.count("\n") + 1


def height(lines, most=MOST_LINES):
    """The height of a row as attributes of XML, up to 20 lines.

    Excel would fit a row to its text, up to 409 points, a screen per row, and take long to open; LibreOffice would
    not fit it at all.
    """
    if lines == 1:
        return ""
    fixed = ' customHeight="1"' if lines > most else ""
    return f' ht="{min(lines, most) * LINE_HEIGHT}"{fixed}'


class Place:
    """The cells of one column: ``parts`` of them side by side from ``start`` (1 is A) on."""

    def __init__(self, column, start, parts):
        self.column = column
        self.names = [letters(number) for number in range(start, start + parts)]
        self._is_text = column.kind.is_text
        self._styles = [style_of(column.kind, restricted=restricted) for restricted in (False, True)]
        self._type = ' t="b"' if column.kind == Kind.BOOLEAN else ""

    def cell(self, part, number, value, restricted):
        """The XML of the cell in row ``number``; ``value`` is a string that is not empty."""
        if self._is_text:
            style = style_of_text(value, restricted=restricted)
            content = f"<is>{string_xml(value)}</is>"
            return f'<c r="{self.names[part]}{number}" s="{style}" t="inlineStr">{content}</c>'
        style = self._styles[restricted]
        return f'<c r="{self.names[part]}{number}" s="{style}"{self._type}><v>{value}</v></c>'

    def blanks(self, from_part, number):
        """The XML of empty cells that wear the ground of a restricted row, one by one."""
        for name in self.names[from_part:]:
            yield f'<c r="{name}{number}" s="{self._styles[True]}"/>'

    def lines(self, cell):
        """About how many lines a value takes up in its column."""
        return lines(cell, self.column.width) if self._is_text else 1
