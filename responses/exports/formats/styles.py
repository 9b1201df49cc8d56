"""How a workbook looks: its styles, and which of them a cell wears."""

from .table import Kind

HEADER, TITLE, LABEL = 1, 2, 3
_ORDER = (Kind.TEXT, Kind.NUMBER, Kind.DATE_TIME, Kind.DATE, Kind.BOOLEAN)
_FACT = {kind: number for number, kind in enumerate(_ORDER, start=4)}
_PLAIN = {kind: number for number, kind in enumerate(_ORDER, start=9)} | {Kind.LONG_TEXT: 9}
_PLAIN_TEXT = _PLAIN[Kind.TEXT]
# Added to the number of a style for a restricted row: these styles come last.
_RESTRICTED = len(_ORDER) + 1
_GUARDED = _PLAIN[Kind.BOOLEAN] + 1

# With the mark "quote prefix" a cell stays text when somebody edits it; without, "- the second measure" would
# become a formula, and a leading apostrophe would be lost.
_NEEDS_GUARD = "=+-@'"

_NUMBER_FORMATS = (0, 0, 164, 165, 0)
_BASE = ' xfId="0"'
_NORMAL = f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"{_BASE}/>'
_LEFT = '<alignment horizontal="left" vertical="top" wrapText="1"/>'
_TOP = '<alignment vertical="top"/>'
_RIGHT = '<alignment horizontal="right" vertical="top" indent="1"/>'
_WRAPPED = '<alignment vertical="top" wrapText="1"/>'


def style_of(kind, *, restricted=False):
    """The number of the style for a cell of this kind."""
    return _PLAIN[kind] + restricted * _RESTRICTED


def style_of_fact(kind):
    """The number of the style for a value on the first sheet, which stands next to its label."""
    return _FACT[kind]


def style_of_text(text, *, restricted=False):
    """The number of the style for this very text, which is not empty."""
    style = _GUARDED if text[0] in _NEEDS_GUARD else _PLAIN_TEXT
    return style + _RESTRICTED if restricted else style


def marks_restricted(style):
    """Whether a cell of this style stands in a restricted row."""
    return style > _GUARDED


def styles_xml():
    """The part ``xl/styles.xml``. Restricted rows have a pale ground; a column of words says the same."""
    looks = [_NORMAL, _look(_WRAPPED, font=1, fill=2, border=1), _look(_TOP, font=2), _look(_WRAPPED, font=1)]
    looks += [_look(_LEFT, number=number) for number in _NUMBER_FORMATS]
    for fill in (0, 3):
        ways = (_WRAPPED, _RIGHT, _LEFT, _LEFT, _LEFT)
        looks += [
            _look(way, fill=fill, number=number) for way, number in zip(ways, _NUMBER_FORMATS, strict=True)
        ]
        looks.append(_look(_WRAPPED, fill=fill, extra=' quotePrefix="1"'))
    grounds = [_pattern("none"), _pattern("gray125"), _ground("FFE6F1F8"), _ground("FFFFF2CC")]
    line = '<bottom style="thin"><color rgb="FF00689D"/></bottom>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<numFmts count="2"><numFmt numFmtId="164" formatCode="d mmmm yyyy hh:mm"/>'
        '<numFmt numFmtId="165" formatCode="d mmmm yyyy"/></numFmts>'
        f'<fonts count="3">{_font()}{_font("<b/>")}{_font("<b/>", 14)}</fonts>'
        f'<fills count="{len(grounds)}">{"".join(grounds)}</fills>'
        f'<borders count="2">{_border("<bottom/>")}{_border(line)}</borders>'
        f'<cellStyleXfs count="1">{_NORMAL.replace(_BASE, "")}</cellStyleXfs>'
        f'<cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _look(alignment, *, font=0, fill=0, border=0, number=0, extra=""):
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}"{_BASE}{extra} '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f"{alignment}</xf>"
    )


def _font(weight="", size=11):
    return f'<font>{weight}<sz val="{size}"/><name val="Calibri"/><family val="2"/></font>'


def _pattern(name, colours=""):
    return f'<fill><patternFill patternType="{name}">{colours}</patternFill></fill>'


def _ground(colour):
    return _pattern("solid", f'<fgColor rgb="{colour}"/><bgColor indexed="64"/>')


def _border(bottom):
    return f"<border><left/><right/><top/>{bottom}<diagonal/></border>"
