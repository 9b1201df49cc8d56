"""Goes through the paragraphs and tables of a file, one after the other, and makes lines of plain text of them."""

from .blocks import Line, Table
from .inline import Inline, hidden_placeholder
from .marks import QUESTION_MARK
from .notices import Kind
from .tags import child, children, local, number, path, value

_INSIDE = ("customXml", "ins", "moveTo", "smartTag", "sdtContent", "Choice", "Fallback", "txbxContent")
_SAYS_NOTHING = set(
    "sectPr bookmarkEnd proofErr permStart permEnd commentRangeEnd pPr tcPr trPr tblPr tblGrid tblPrEx sdtPr sdtEndPr "
    "customXmlPr moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd".split()
)
_INDENT = "  "
_WIDEST = 63
"""As many columns as Word's tables can have."""


class Walk:
    """Goes through one stretch of a file (its body, a cell, a footnote); ``blocks`` holds what was found."""

    def __init__(self, file):
        self.file = file
        self.blocks = []
        self._open = None
        """A line whose paragraph mark is deleted, to be gone on with."""
        self._marks, self._notices = [], []

    def take(self, element):
        """Takes in the next element."""
        self.file.budget.step()
        name = local(element)
        if name in _HANDLERS:
            _HANDLERS[name](self, element)
        elif name in _INSIDE:
            self.take_all(element)
        elif name not in _SAYS_NOTHING:
            # Whatever it is, it may hold words.
            self._paragraph(element)

    def _control(self, element):
        if not hidden_placeholder(element):
            self.take_all(children(element, "sdtContent"))

    def _bookmark(self, element):
        self._marks.append(value(element, "name"))

    def _embedded(self, _element):
        self._notices.append((Kind.EMBEDDED, ""))

    def _deleted(self, _element):
        self._notices.append((Kind.DELETIONS, ""))

    def take_all(self, elements):
        """Takes in all of them; returns the blocks found so far."""
        for element in elements:
            self.take(element)
        return self.blocks

    def finish(self):
        """To be called behind the last element; returns the blocks."""
        if self._open is not None:
            self.blocks.append(self._open)
            self._open = None
        if self._marks or self._notices:
            line = next((block for block in reversed(self.blocks) if isinstance(block, Line)), None)
            if line is None:
                line = Line()
                self.blocks.append(line)
            line.notices += self._notices
        return self.blocks

    def _alternatives(self, element):
        """Of several ways to say the same, the first that says anything."""
        for way in element:
            walk = Walk(self.file)
            if any(True for found in walk.take_all(way) if isinstance(found, Table) or found.text):
                self.blocks += walk.finish()
                return

    def _paragraph(self, element):
        self.file.budget.line()
        properties = child(element, "pPr") if local(element) == "p" else None
        style = value(child(properties, "pStyle"), otherwise=self.file.styles.default)
        inline = Inline(self.file)
        line = inline.read(element)
        line.styles = self.file.styles.names(style)
        line.marks[:0], line.notices[:0] = self._marks, self._notices
        self._marks, self._notices = [], []
        gone = [found for found in ("del", "moveFrom") if child(path(properties, "rPr"), found) is not None]
        if not (gone and not line.text):
            line.label = self._label(properties, style)
        is_initial = value(child(properties, "framePr"), "dropCap", "none") != "none"
        self._join(line, bool(gone) or is_initial)
        for box in inline.boxes:
            self.blocks += Walk(self.file).within(box)

    def _join(self, line, is_open):
        """Puts a line to the blocks, or to the one before whose mark is deleted; a question's heading begins anew."""
        before, self._open = self._open, None
        if before is not None and before.has_words and any(m.startswith(QUESTION_MARK) for m in line.marks):
            self.blocks.append(before)
        elif before is not None:
            before.take(line)
            line = before
        rest = line.split()
        if rest is not None:
            self.blocks.append(line)
            line = rest
        if is_open:
            self._open = line
        else:
            self.blocks.append(line)

    def within(self, element):
        """Everything inside an element, as finished blocks."""
        self.take_all(element)
        return self.finish()

    def _label(self, properties, style):
        own = child(properties, "numPr")
        list_id, level = self.file.styles.list_of(style)
        if child(own, "numId") is not None:
            list_id = value(child(own, "numId"))
        if child(own, "ilvl") is not None:
            level = number(child(own, "ilvl"))
        if not list_id or list_id == "0":
            return ""
        if level is None:
            level = self.file.lists.level_of_style(list_id, style)
        label = self.file.lists.label(list_id, level)
        return f"{_INDENT * level}{label}" if label else ""

    def _table(self, element):
        if self._open is not None:
            self.blocks.append(self._open)
            self._open = None
        table = Table(marks=self._marks)
        self._marks = []
        self._rows(element, table)
        self.blocks.append(table)

    def _rows(self, element, table):
        for found in element:
            name = local(found)
            if name == "tr":
                if child(child(found, "trPr"), "del") is not None:
                    self._notices.append((Kind.DELETIONS, ""))
                else:
                    table.rows.append(self._cells(found, []))
            elif name in ("sdt", "customXml", "sdtContent", "ins", "moveTo"):
                self._rows(found, table)
            elif name == "bookmarkStart":
                table.marks.append(value(found, "name"))

    def _cells(self, element, cells):
        for found in element:
            self.file.budget.step()
            name = local(found)
            if name == "tc":
                properties = child(found, "tcPr")
                if child(properties, "cellDel") is None:
                    cells.append(Walk(self.file).within(found))
                    span = number(child(properties, "gridSpan"), otherwise=1)
                    cells += [[] for _column in range(min(span, _WIDEST) - 1)]
            elif name in ("sdt", "customXml", "sdtContent"):
                self._cells(found, cells)
        return cells


_HANDLERS = {
    "p": Walk._paragraph,
    "tbl": Walk._table,
    "sdt": Walk._control,
    "AlternateContent": Walk._alternatives,
    "bookmarkStart": Walk._bookmark,
    "altChunk": Walk._embedded,
    "del": Walk._deleted,
    "moveFrom": Walk._deleted,
}
