"""What stands in one paragraph, as plain text: changes, links, fields, notes, symbols, and what cannot be taken."""

import re

from . import objects
from .blocks import Line
from .marks import QUESTION_MARK
from .notices import Kind
from .symbols import is_symbol_font, plain_symbol, with_raised_digits
from .tags import child, children, is_on, keeps_spaces, local, path, relation, value

_INSIDE = ("smartTag", "customXml", "sdtContent", "dir", "bdo", "p", "body", "txbxContent")
_AS_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_SPACES = " \t\r\n"
_LINE_ENDS = re.compile("\r\n?|\n")
# LibreOffice writes "_x000D_" as "_x005F_x000D_", as spreadsheets do and Word does not.
_ESCAPED = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_DETAIL = 200


def hidden_placeholder(control):
    """Whether a content control shows only its "Click here to enter text"."""
    return is_on(path(control, "sdtPr", "showingPlcHdr"))


class Inline:
    """Reads one paragraph; ``boxes`` holds the text boxes that are attached to it."""

    def __init__(self, file):
        self.file, self.budget = file, file.budget
        self.line = Line()
        self.boxes = []

    def read(self, element):
        """The paragraph as a :class:`~.blocks.Line`."""
        if local(element) in _INSIDE:
            self._all(element)
        else:
            self._one(element)
        return self.line

    def write(self, text):
        """Adds text to the line, and to what each open comment is about."""
        if text:
            self.line.parts.append(text)
            self.line.has_words = self.line.has_words or not text.isspace()
            self.file.comments.hear(text)

    def tell(self, kind, detail=""):
        """Adds a notice to the line."""
        self.line.notices.append((kind, detail[:_LONGEST_DETAIL] + "…" * (len(detail) > _LONGEST_DETAIL)))

    def _all(self, element):
        for found in element:
            self._one(found)

    def _one(self, found):
        self.budget.step()
        name = local(found)
        if name in _INSIDE:
            self._all(found)
        elif name in _HANDLERS:
            _HANDLERS[name](self, found)

    # --- around runs ---------------------------------------------------------------------------

    def _inserted(self, element):
        before = len(self.line.parts)
        self._all(element)
        if len(self.line.parts) > before:
            self.tell(Kind.INSERTIONS)

    def _moved_here(self, element):
        self._all(element)
        self.tell(Kind.MOVES)

    def _deleted(self, element):
        text = "".join(part.text or "" for part in element.iter() if local(part) in ("delText", "t"))
        if text:
            self.tell(Kind.DELETIONS, text)

    def _control(self, element):
        if not hidden_placeholder(element):
            self._all_of(children(element, "sdtContent"))

    def _all_of(self, elements):
        for element in elements:
            self._all(element)

    def _link(self, element):
        address = self.file.address(relation(element))
        before = len(self.line.parts)
        self._all(element)
        self.add_address(before, address)

    def add_address(self, before, address):
        """Puts an address in brackets behind the words that lead there, unless they say it themselves."""
        plain = address.removeprefix("mailto:")
        words = "".join(self.line.parts[before:])
        if plain and plain.rstrip("/") not in words:
            self.write(f" ({plain})" if words.strip() else plain)

    def _simple_field(self, element):
        before = len(self.line.parts)
        self._all(element)
        self.file.fields.finish(self, value(element, "instr"), before)

    def _bookmark(self, element):
        self.line.marks.append(value(element, "name"))
        if self.line.marks[-1].startswith(QUESTION_MARK) and self.line.has_words:
            self.line.broken_at = (len(self.line.parts), len(self.line.marks) - 1)

    def _comment_begins(self, element):
        self.file.comments.begin(value(element, "id"))

    def _comment_ends(self, element):
        self.file.comments.end(value(element, "id"))

    def _comment(self, element):
        self.line.comments.append(value(element, "id"))
        self.file.comments.end(value(element, "id"))

    def _ruby(self, element):
        self._all_of(children(element, "rubyBase"))
        before = len(self.line.parts)
        self._all_of(children(element, "rt"))
        above = "".join(self.line.parts[before:])
        del self.line.parts[before:]
        self.write(f"({above})" if above.strip() else "")

    # --- runs -----------------------------------------------------------------------------------

    def _run(self, element):
        properties = child(element, "rPr")
        if properties is None:
            self._all(element)
            return
        if is_on(child(properties, "vanish")) or self.file.styles.is_hidden(
            value(child(properties, "rStyle"))
        ):
            self._hidden(element)
            return
        before = len(self.line.parts)
        self._all(element)
        self._as_shown(properties, before)

    def _hidden(self, element):
        text = "".join(part.text or "" for part in children(element, "t"))
        if text:
            self.tell(Kind.HIDDEN, text)
        # Fields and notes keep their place in the count.
        self._all([part for part in element if local(part) in ("fldChar", "instrText", "commentReference")])

    def _as_shown(self, properties, before):
        """Symbols, and raised or lowered digits, as the characters that are seen."""
        raised, font = value(child(properties, "vertAlign")), value(child(properties, "rFonts"), "ascii")
        if not raised and not is_symbol_font(font):
            return
        parts = with_raised_digits(self.line.parts[before:], raised)
        if is_symbol_font(font):
            parts = ["".join(self._symbol_in(font, character) for character in part) for part in parts]
        self.line.parts[before:] = parts

    def _symbol_in(self, font, character):
        shown = plain_symbol(character, font, "\ufffd") if not character.isspace() else character
        if shown == "\ufffd":
            self.tell(Kind.SYMBOL, character)
            return character
        return shown

    def _text(self, element):
        text = element.text or ""
        if not keeps_spaces(element):
            text = text.strip(_SPACES)
        if self.file.is_from_libreoffice:
            text = _ESCAPED.sub("_", text)
        self.write(_LINE_ENDS.sub(" ", text))

    def _character(self, element):
        self.write(_AS_CHARACTERS[local(element)])

    def _break(self, element):
        # A new page or column alone in its paragraph says nothing; between words it parts them.
        if value(element, "type", "textWrapping") == "textWrapping" or "".join(self.line.parts).strip():
            self.write("\n")

    def _symbol(self, element):
        try:
            character = chr(int(value(element, "char", "0"), 16))
        except (ValueError, OverflowError):
            return
        shown = plain_symbol(character, value(element, "font"), "\ufffd")
        if shown == "\ufffd":
            self.tell(Kind.SYMBOL, f"{value(element, 'font')} {value(element, 'char')}")
            shown = character
        self.write(shown)

    def _note(self, element):
        label, text = self.file.notes.refer(local(element), value(element, "id"))
        if label:
            self.write(f"[{label}]")
            self.line.notes.append(f"[{label}] {text}")
            self.tell(Kind.FOOTNOTES)

    def _field(self, element):
        self.file.fields.character(self, element)

    def _instruction(self, element):
        self.file.fields.say(element.text or "")

    def _alternatives(self, element):
        """Of several ways to say the same, the first that says or shows anything."""
        for way in element:
            before, boxes, notices = len(self.line.parts), len(self.boxes), len(self.line.notices)
            self._all(way)
            if (len(self.line.parts), len(self.boxes), len(self.line.notices)) != (before, boxes, notices):
                return


_HANDLERS = {
    "r": Inline._run,
    "t": Inline._text,
    "ins": Inline._inserted,
    "moveTo": Inline._moved_here,
    "del": Inline._deleted,
    "moveFrom": lambda inline, element: None,
    "sdt": Inline._control,
    "hyperlink": Inline._link,
    "fldSimple": Inline._simple_field,
    "fldChar": Inline._field,
    "instrText": Inline._instruction,
    "bookmarkStart": Inline._bookmark,
    "commentRangeStart": Inline._comment_begins,
    "commentRangeEnd": Inline._comment_ends,
    "commentReference": Inline._comment,
    "ruby": Inline._ruby,
    "br": Inline._break,
    "sym": Inline._symbol,
    "footnoteReference": Inline._note,
    "endnoteReference": Inline._note,
    "AlternateContent": Inline._alternatives,
    "drawing": objects.drawing,
    "pict": objects.drawing,
    "object": objects.drawing,
    "contentPart": objects.drawing,
    "oMath": objects.formula,
    "oMathPara": objects.formula,
    "subDoc": objects.embedded,
    "altChunk": objects.embedded,
} | dict.fromkeys(_AS_CHARACTERS, Inline._character)
