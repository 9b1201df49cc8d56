"""A whole Word file as blocks of plain text, with its comments and what it says about itself."""

from .blocks import text_of
from .fields import Fields
from .lists import Lists
from .margins import Comments, Notes
from .package import Package
from .styles import Styles
from .tags import local
from .walking import Walk


class Contents:
    """One file, read: ``blocks`` of its body, ``comments``, ``margins`` (heads and feet), ``identifier``."""

    def __init__(self, stream, budget):
        self.budget = budget
        self._package = package = Package(stream, budget)
        self._relations = package.relationships(package.main)
        self.fields, self.comments, self.notes = Fields(), Comments(), Notes()
        self.styles = Styles(self._part("styles"))
        self.lists = Lists(self._part("numbering"))
        self.is_from_libreoffice = self._is_from_libreoffice()
        self._read_notes()
        self.identifier = self._read_identifier()
        self.margins = self._read_margins()
        walk = Walk(self)
        self.blocks = walk.within(package.pieces(package.main))

    def address(self, relation):
        """Where a link leads; "" for a link within the file."""
        kind, target, outside = self._relations.get(relation, ("", "", False))
        return target if outside and kind == "hyperlink" else ""

    def _parts(self, kind):
        return [
            target for found, target, outside in self._relations.values() if found == kind and not outside
        ]

    def _part(self, kind):
        return next(
            (root for name in self._parts(kind) if (root := self._package.parse(name)) is not None), None
        )

    def _within(self, element):
        return Walk(self).within(element)

    def _read_notes(self):
        """Notes and comments stand in parts of their own, with links of their own."""
        body = self._relations
        for kind, read in (
            ("footnotes", lambda root: self.notes.read("footnoteReference", root, self._within)),
            ("endnotes", lambda root: self.notes.read("endnoteReference", root, self._within)),
            ("comments", lambda root: self.comments.read(root, self._within)),
        ):
            for name in self._parts(kind)[:1]:
                self._relations = self._package.relationships(name)
                read(self._package.parse(name))
                self._relations = body

    def _read_margins(self):
        found = []
        for kind in ("header", "footer"):
            for name in dict.fromkeys(self._parts(kind)):
                root = self._package.parse(name)
                if root is not None:
                    found.append(text_of(self._within(root)))
        return found

    def _is_from_libreoffice(self):
        for kind, target, _outside in self._package.relationships("").values():
            if kind == "extended-properties" and (root := self._package.parse(target)) is not None:
                return any("LibreOffice" in (row.text or "") for row in root if local(row) == "Application")
        return False

    def _read_identifier(self):
        for kind, target, _outside in self._package.relationships("").values():
            if kind == "core-properties" and (root := self._package.parse(target)) is not None:
                return next((row.text or "" for row in root if local(row) == "identifier"), "")
        return ""
