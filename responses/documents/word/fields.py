"""Fields of a file: what they show is text, how it is computed is not; the address behind a link is kept."""

import re

from .symbols import plain_symbol
from .tags import child, children, is_on, number, value

_LINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_SYMBOL = re.compile(r'\s*SYMBOL\s+(0x[0-9a-f]+|\d+)(?:.*\\f\s+"?([^"\\]+))?', re.IGNORECASE)
_BOXES = {True: "☒", False: "☐"}
_DEEPEST = 50


class Fields:
    """The fields that are open while a file is gone through; a field may go on through many paragraphs."""

    def __init__(self):
        self._open = []

    def character(self, inline, element):
        """A mark of a field: where it begins, where what it shows begins, where it ends."""
        kind = value(element, "fldCharType")
        if kind == "begin" and len(self._open) < _DEEPEST:
            self._open.append(
                {"said": [], "line": inline.line, "before": len(inline.line.parts), "shows": False}
            )
            self._form_field(inline, child(element, "ffData"))
        elif kind == "separate" and self._open:
            self._open[-1] |= {"shows": True, "line": inline.line, "before": len(inline.line.parts)}
        elif kind == "end" and self._open:
            field = self._open.pop()
            before = field["before"] if field["line"] is inline.line else 0
            self.finish(inline, "".join(field["said"]), before)

    def say(self, instruction):
        """A piece of the innermost field's instruction."""
        if self._open and not self._open[-1]["shows"]:
            self._open[-1]["said"].append(instruction)

    def finish(self, inline, instruction, before):
        """What is added behind a field that showed the line's parts from ``before``."""
        if link := _LINK.match(instruction):
            inline.add_address(before, link[1] or link[2] or "") if not (link[2] or "").startswith(
                "\\"
            ) else None
        elif (symbol := _SYMBOL.match(instruction)) and not "".join(inline.line.parts[before:]):
            code = int(symbol[1], 0)
            if 0x20 <= code < 0xD800:
                inline.write(plain_symbol(chr(code), (symbol[2] or "").strip()))

    def _form_field(self, inline, data):
        """Boxes to tick and lists to choose from show what only their data says."""
        if (box := child(data, "checkBox")) is not None:
            ticked = child(box, "checked")
            inline.write(_BOXES[is_on(ticked if ticked is not None else child(box, "default"))])
        elif (chosen := child(data, "ddList")) is not None:
            entries = [value(entry) for entry in children(chosen, "listEntry")]
            place = number(child(chosen, "result"))
            inline.write(entries[place] if 0 <= place < len(entries) else "")
