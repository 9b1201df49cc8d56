"""Spreadsheets as files: XLSX, CSV and JSON, written row by row, counted again before they are handed over.

Each format has ``write(file, sheets, facts)``: ``file`` is binary, seekable and readable (a temporary file);
what comes back is :class:`Counts`, with the file at its beginning. In memory: one row, and some buffers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .counting import Count, Counts, SheetCounts
from .csv_file import escape_cell, unescape_cell, write_csv
from .json_file import write_json
from .problems import ExportDiffers, ExportFailed, InvalidSheet, SheetTooLarge, UnwritableValue
from .table import Column, Facts, Kind, Row, Sheet, Words
from .workbook import write_xlsx


@dataclass(frozen=True)
class Format:
    """One way to write sheets into a file; ``extension`` without its dot, ``content_type`` for HTTP."""

    name: str
    extension: str
    content_type: str
    write: Callable
    """``write(file, sheets, facts) -> Counts``; raises :class:`ExportFailed`, and the file is then empty."""
    holds_facts: bool
    """Whether the facts stand in the file itself."""


FORMATS = {
    "xlsx": Format(
        "XLSX", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx, True
    ),
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8", write_csv, False),
    "json": Format("JSON", "json", "application/json", write_json, True),
}
"""The formats by the name that a command or an address uses for them."""

__all__ = [
    "FORMATS",
    "Column",
    "Count",
    "Counts",
    "ExportDiffers",
    "ExportFailed",
    "Facts",
    "Format",
    "InvalidSheet",
    "Kind",
    "Row",
    "Sheet",
    "SheetCounts",
    "SheetTooLarge",
    "UnwritableValue",
    "Words",
    "escape_cell",
    "unescape_cell",
    "write_csv",
    "write_json",
    "write_xlsx",
]
