"""The first sheet of a workbook: what was exported, and what was counted in the finished sheets after it."""

from .cells import renderers, split, string_xml
from .passing import kind_of
from .places import height, letters, lines
from .problems import UnwritableValue
from .sheet_xml import START
from .styles import LABEL, TITLE, style_of_fact, style_of_text
from .table import Kind
from .xml_bytes import to_bytes

_LABELS, _VALUES = 68, 80
_BEFORE_ROWS = (
    f'{START}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>'
    f'<cols><col min="1" max="1" width="{_LABELS}" customWidth="1"/>'
    f'<col min="2" max="2" width="{_VALUES}" customWidth="1"/></cols><sheetData>'
)
_AFTER_ROWS = '</sheetData><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'


def about_xml(facts, counts):
    """The XML of the sheet, in bytes: title, facts, then the counts of each sheet; labels in A, values in B.

    A value longer than a cell goes on to the right. Raises :class:`UnwritableValue`.
    """
    rows = [f'<row r="1">{_text("A1", TITLE, facts.title)}</row>']
    pairs = [*facts.pairs, *counted(facts.words, counts)]
    rows += [_row(number, label, value, facts) for number, (label, value) in enumerate(pairs, start=3)]
    try:
        return to_bytes(f"{_BEFORE_ROWS}{''.join(rows)}{_AFTER_ROWS}")
    except ValueError as problem:
        raise UnwritableValue(facts.words.about, 0, "", str(problem)) from problem


def _row(number, label, value, facts):
    kind = kind_of(value)
    try:
        rendered = renderers(facts.zone)[kind](value)
    except (ValueError, OverflowError) as problem:
        raise UnwritableValue(facts.words.about, number, label, str(problem)) from problem
    shown = f"{label} ({facts.zone})" if kind == Kind.DATE_TIME else label
    most = max(lines(shown, _LABELS), lines(rendered, _VALUES))
    cells = _text(f"A{number}", LABEL, shown) + _value(number, kind, rendered)
    return f'<row r="{number}"{height(most)}>{cells}</row>'


def counted(words, counts):
    """Pairs of label and value that say what went in and what was counted in each finished sheet."""
    for sheet in counts.sheets:
        went_in, came_out = sheet.went_in, sheet.came_out
        several = f"{sheet.title}: " if len(counts.sheets) > 1 else ""
        for label, value in (
            (words.rows_in, went_in.rows),
            (words.rows_out, came_out.rows),
            (words.answers_in, went_in.answers),
            (words.answers_out, came_out.answers),
            (words.characters_in, went_in.characters),
            (words.characters_out, came_out.characters),
            (words.agree, words.yes),
            (words.continued, sheet.continued),
        ):
            yield several + label, value


def _text(reference, style, text):
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is>{string_xml(text)}</is></c>'


def _value(number, kind, rendered):
    if not rendered:
        return ""
    if kind == Kind.TEXT:
        return "".join(
            _text(f"{letters(column)}{number}", style_of_text(piece), piece)
            for column, piece in enumerate(split(rendered), start=2)
        )
    as_boolean = ' t="b"' if kind == Kind.BOOLEAN else ""
    return f'<c r="B{number}" s="{style_of_fact(kind)}"{as_boolean}><v>{rendered}</v></c>'
