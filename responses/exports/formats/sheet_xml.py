"""Writes the XML of one sheet of a workbook, row by row.

A text longer than a cell goes on in columns beside its own, "… (2)", "… (3)". How many of them a column needs
is known only after the last row, yet the headers come first. So ``parts`` says how many there are; a text
that would need more is written whole into its one cell, ``needed`` says so, and the workbook is then written
once more.
"""

from itertools import accumulate

from .cells import SURELY_FITS, escape, split, string_xml
from .places import LINE_HEIGHT, Place, height, letters, lines
from .problems import SheetTooLarge, UnwritableValue
from .styles import HEADER
from .table import Kind
from .xml_bytes import to_bytes, why_unwritable

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
"""Rows and columns of a sheet (source: Microsoft, "Excel specifications and limits")."""

START = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)
_MOST_LINES_OF_HEADERS = 8
# Letters that the button of the filter, and bold type, take away from a header.
_FILTER_BUTTON = 3


class SheetXML:
    """The XML of ``sheet``; ``parts`` says how many cells each column has, the headers name the ``zone``.

    All are bytes, in the order ``head()``, ``row()`` …, ``tail()``.
    Raises :class:`SheetTooLarge` and :class:`UnwritableValue`.
    """

    def __init__(self, sheet, parts, zone):
        self.needed = list(parts)
        self.continued = 0
        self._sheet, self._parts = sheet, parts
        starts = [end - count + 1 for end, count in zip(accumulate(parts), parts, strict=True)]
        self._places = [Place(*of_column) for of_column in zip(sheet.columns, starts, parts, strict=True)]
        self._width = sum(parts)
        if self._width > LAST_COLUMN:
            raise SheetTooLarge(
                f"Sheet “{sheet.title}” needs {self._width:,} columns; Excel has {LAST_COLUMN:,}."
            )
        self.headers = [header for place in self._places for header in _headers(place, zone)]

    def head(self):
        """Everything before the first row of values: widths, the frozen pane, the headers."""
        widths, cells, most = [], [], 1
        columns = [(name, place.column.width) for place in self._places for name in place.names]
        for number, ((name, width), header) in enumerate(zip(columns, self.headers, strict=True), start=1):
            widths.append(f'<col min="{number}" max="{number}" width="{width}.7109375" customWidth="1"/>')
            cells.append(f'<c r="{name}1" s="{HEADER}" t="inlineStr"><is>{string_xml(header)}</is></c>')
            most = max(most, lines(header, max(width - _FILTER_BUTTON, 1)))
        xml = (
            f'{START}<sheetViews><sheetView workbookViewId="0">{self._pane()}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="{LINE_HEIGHT}"/><cols>{"".join(widths)}</cols>'
            f'<sheetData><row r="1"{height(most, _MOST_LINES_OF_HEADERS)}>{"".join(cells)}</row>'
        )
        return self._encode(xml, 0, [column.header for column in self._sheet.columns])

    def _pane(self):
        across = sum(self._parts[: self._sheet.frozen_columns])
        corner = f"{letters(across + 1)}2"
        beside, pane = (f'xSplit="{across}" ', "bottomRight") if across else ("", "bottomLeft")
        return (
            f'<pane {beside}ySplit="1" topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
            f'<selection pane="{pane}" activeCell="{corner}" sqref="{corner}"/>'
        )

    def row(self, number, cells, restricted=False):
        """One row; ``number`` counts the headers as 1, ``cells`` are strings, one per column of the sheet."""
        if number > LAST_ROW:
            raise SheetTooLarge(f"Sheet “{self._sheet.title}” has more than Excel's {LAST_ROW:,} rows.")
        written, most = [], 1
        for index, place in enumerate(self._places):
            cell = cells[index]
            pieces = ()
            if cell:
                pieces = self._pieces(index, cell) if len(cell) > SURELY_FITS else (cell,)
                for part, piece in enumerate(pieces):
                    written.append(place.cell(part, number, piece, restricted))
                most = max(most, place.lines(cell))
            if restricted and len(pieces) < len(place.names):
                written += place.blanks(len(pieces), number)
        return self._encode(f'<row r="{number}"{height(most)}>{"".join(written)}</row>', number - 1, cells)

    def _pieces(self, index, cell):
        pieces = split(cell)
        if len(pieces) > 1:
            self.continued += 1
        if len(pieces) > self.needed[index]:
            self.needed[index] = len(pieces)
        return pieces if len(pieces) <= self._parts[index] else (cell,)

    def tail(self, last_row):
        """Everything after the last row: the filter, the page for printing."""
        area = self.area(last_row)
        notice = escape("&C" + self._sheet.notice.replace("&", "&&")) if self._sheet.notice else ""
        header = f"<headerFooter><oddHeader>{notice}</oddHeader></headerFooter>" if notice else ""
        xml = (
            f'</sheetData><autoFilter ref="{area}"/>'
            '<pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
            f'<pageSetup paperSize="9" orientation="landscape"/>{header}'
            f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
            "</worksheet>"
        )
        return self._encode(xml, 0, [self._sheet.notice])

    def area(self, last_row, *, absolute=False):
        """The cells from the first header to the last value, as ``A1:D9``; ``absolute`` for formulas."""
        last = letters(self._width)
        return f"$A$1:${last}${last_row}" if absolute else f"A1:{last}{last_row}"

    def _encode(self, xml, row, cells):
        try:
            return to_bytes(xml)
        except ValueError as problem:
            for cell, column in zip(cells, self._sheet.columns, strict=False):
                if reason := why_unwritable(cell):
                    raise UnwritableValue(self._sheet.title, row, column.header, reason) from problem
            raise UnwritableValue(self._sheet.title, row, "", str(problem)) from problem


def _headers(place, zone):
    column = place.column
    header = f"{column.header} ({zone})" if column.kind == Kind.DATE_TIME else column.header
    if len(header) > SURELY_FITS:
        raise SheetTooLarge(f"The header of the column “{column.key}” is longer than a cell.")
    return [header, *(f"{header} ({part})" for part in range(2, len(place.names) + 1))]
