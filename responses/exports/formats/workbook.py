"""Writes a workbook that Excel, LibreOffice and openpyxl open: each text to the character, each count proven.

Rows go straight into the archive, and none is kept. When a text turned out to be longer than a cell (see
``sheet_xml.py``), the workbook is written a second time from the first; otherwise once. Then each finished
sheet is read again and counted, and only then the first sheet is written, which tells the counts.
"""

import shutil
import zipfile
import zlib
from contextlib import contextmanager
from tempfile import TemporaryFile
from xml.parsers import expat

from .about import about_xml
from .buffered import Buffered
from .cells import renderers
from .counting import Counts, SheetCounts, Tally, emptied_on_failure
from .package import finish_package, new_package, open_package, sheet_name
from .passing import pass_through
from .problems import ExportDiffers, InvalidSheet, SheetTooLarge
from .sheet_reader import gather, read_rows
from .sheet_xml import SheetXML

_MOST_BYTES = zipfile.ZIP64_LIMIT
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    ValueError,
    KeyError,
    EOFError,
    StopIteration,
)


def write_xlsx(file, sheets, facts):
    """Write the sheets, after a first one of facts and counts, into an empty, seekable, readable binary file.

    Returns :class:`Counts`; the file then stands at its beginning. Raises :class:`ExportFailed` (a value or
    character that a workbook cannot hold, a sheet too large, a count that differs); the file is then empty.
    """
    works = prepare(sheets, facts)
    with emptied_on_failure(file):
        write_sheets(file, works)
        return _count_and_finish(file, works, facts)


def prepare(sheets, facts):
    """The sheets as work to be done; raises :class:`InvalidSheet` when two have the same title."""
    works = [_Work(sheet, number, facts) for number, sheet in enumerate(sheets, start=2)]
    titles = {title.casefold() for title in (facts.words.about, *(work.sheet.title for work in works))}
    if len(titles) <= len(works):
        raise InvalidSheet("Two sheets of a workbook have the same title.")
    return works


def write_sheets(file, works):
    """Write the sheets into the archive, a second time when a text turned out to be longer than a cell."""
    with new_package(file, len(works) + 1) as package:
        for work in works:
            work.write(package)
    if any(work.outgrown for work in works):
        _write_again(file, works)


def _count_and_finish(file, works, facts):
    with open_package(file, "a") as package:
        counts = Counts(tuple(work.count(package) for work in works))
        with package.open(sheet_name(1), "w") as stream:
            stream.write(about_xml(facts, counts))
        titles = [facts.words.about, *(work.sheet.title for work in works)]
        finish_package(package, facts, titles, [work.area for work in works])
    return counts


def _write_again(file, works):
    with TemporaryFile() as draft:
        file.seek(0)
        shutil.copyfileobj(file, draft)
        file.seek(0)
        file.truncate()
        with (
            works[0].readable(),
            open_package(draft, "r") as source,
            new_package(file, len(works) + 1) as package,
        ):
            for work in works:
                work.write_again(source, package)


class _Work:
    """One sheet on its way into the workbook."""

    def __init__(self, sheet, number, facts):
        self.sheet = sheet
        self._name = sheet_name(number)
        self._zone = facts.zone
        self._parts = [1] * len(sheet.columns)
        self._tally = Tally(sheet.columns)
        self._xml = SheetXML(sheet, self._parts, self._zone)

    @property
    def outgrown(self):
        """Whether a text is longer than the cells that were set aside for it."""
        return self._xml.needed != self._parts

    @property
    def area(self):
        """The cells from the first header to the last value, as Excel names them in a formula."""
        return self._xml.area(self._tally.count().rows + 1, absolute=True)

    def write(self, package):
        """Write the sheet from its rows, which are counted as they pass."""
        self._write_rows(package, self._counted())

    def _counted(self):
        for cells, restricted in pass_through(self.sheet, renderers(self._zone)):
            self._tally.add(cells)
            yield cells, restricted

    def write_again(self, source, package):
        """Write the sheet from a finished one, with as many columns as its texts need."""
        width = sum(self._parts)
        self._parts = self._xml.needed
        self._xml = SheetXML(self.sheet, self._parts, self._zone)
        with self.readable(), source.open(self._name) as stream:
            rows = read_rows(stream, width)
            next(rows)
            self._write_rows(package, rows)

    def _write_rows(self, package, rows):
        number = 1
        with package.open(self._name, "w") as stream:
            out = Buffered(stream.write)
            out.add(self._xml.head())
            for number, (cells, restricted) in enumerate(rows, start=2):
                out.add(self._xml.row(number, cells, restricted))
                if out.size > _MOST_BYTES:
                    raise SheetTooLarge(
                        f"Sheet “{self.sheet.title}” is larger than 2 GB; export fewer rows at a time."
                    )
            out.add(self._xml.tail(number))
            out.flush()

    def count(self, package):
        """Read the finished sheet and count what is in it; returns :class:`SheetCounts`, or raises."""
        went_in, tally = self._tally.count(), Tally(self.sheet.columns)
        with self.readable(), package.open(self._name) as stream:
            rows = read_rows(stream, sum(self._parts))
            if next(rows)[0] != self._xml.headers:
                raise ValueError("The headers are not those that were written.")
            for cells, _ in gather(rows, self._parts):
                tally.add(cells)
        return SheetCounts(self.sheet.title, went_in, tally.count(), continued=self._xml.continued)

    @contextmanager
    def readable(self):
        """Within it, what cannot be read back of the file is told as :class:`ExportDiffers`."""
        try:
            yield
        except _UNREADABLE as problem:
            raise ExportDiffers(self.sheet.title, self._tally.count(), None) from problem
