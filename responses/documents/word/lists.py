"""Bullets and numbers of lists, counted as Word counts them: they stand in no paragraph of the file."""

from .counting import write_number
from .symbols import plain_symbol
from .tags import child, children, local, number, path, value

_DEEPEST = 9
_PRIVATE_USE = {chr(code) for code in range(0xE000, 0xF900)}


class Lists:
    """The lists of one file; asked for each paragraph in turn, it gives what stands before its text."""

    def __init__(self, root):
        self._abstract, self._lists, self._counts = {}, {}, {}
        described, meant = {}, {}
        for row in root if root is not None else ():
            if local(row) == "abstractNum":
                self._abstract[value(row, "abstractNumId")] = {
                    number(level, "ilvl"): level for level in children(row, "lvl")
                }
                described[value(child(row, "styleLink"))] = value(row, "abstractNumId")
                meant[value(row, "abstractNumId")] = value(child(row, "numStyleLink"))
            elif local(row) == "num":
                self._lists[value(row, "numId")] = row

        # A list can say that it looks like the list of a style, and nothing more.
        for empty, style in meant.items():
            if style and style in described:
                self._abstract[empty] = self._abstract[described[style]]

    def level_of_style(self, list_id, style_id):
        """The level of a list that carries a style; 0 where none does."""
        for level, row in self._levels(list_id).items():
            if value(child(row, "pStyle")) == style_id:
                return level
        return 0

    def label(self, list_id, level):
        """What stands before the text of the next paragraph at a level: "•", "3.", "2.1"; "" for nothing."""
        levels = self._levels(list_id)
        if not 0 <= level < _DEEPEST or level not in levels:
            return ""
        counts = self._count(list_id, level, levels)
        kind = value(child(levels[level], "numFmt"), otherwise="decimal")
        written = value(child(levels[level], "lvlText"))
        if kind == "bullet":
            return _bullet(written, value(path(levels[level], "rPr", "rFonts"), "ascii"))
        if kind == "none":
            return written if "%" not in written else ""
        legal = child(levels[level], "isLgl") is not None
        for above in range(level + 1):
            if f"%{above + 1}" in written:
                kind = "decimal" if legal else value(child(levels.get(above), "numFmt"), otherwise="decimal")
                written = written.replace(f"%{above + 1}", write_number(counts.get(above, 1), kind))
        return written

    def _levels(self, list_id):
        row = self._lists.get(list_id)
        levels = dict(self._abstract.get(value(child(row, "abstractNumId")), {}))
        for override in children(row, "lvlOverride"):
            if (own := child(override, "lvl")) is not None:
                levels[number(override, "ilvl")] = own
        return levels

    def _count(self, list_id, level, levels):
        row = self._lists[list_id]
        # Lists that share a description share their counting, unless one of them starts anew.
        counts = self._counts.setdefault(value(child(row, "abstractNumId")), {})
        restarts = {number(o, "ilvl"): number(child(o, "startOverride")) for o in children(row, "lvlOverride")
                    if child(o, "startOverride") is not None}  # fmt: skip
        begun = self._counts.setdefault(("begun", list_id), set())
        if level in restarts and level not in begun:
            counts[level] = restarts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = number(child(levels[level], "start"), otherwise=1)
        begun.add(level)
        for above in range(level):
            counts.setdefault(above, number(child(levels.get(above), "start"), otherwise=1))
        for below in [other for other in counts if other > level]:
            del counts[below]
        return counts


def _bullet(written, font):
    """A bullet as a character that every font has."""
    if written == "o" and font.startswith("Courier"):
        return "◦"
    plain = "".join(plain_symbol(character, font, "•") for character in written)
    return "".join("•" if character in _PRIVATE_USE else character for character in plain) or "•"
