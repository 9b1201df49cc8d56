"""Opens a Word file with care: what it is, what it holds, and its parts as XML without entities or network."""

import posixpath
import struct
import zipfile
import zlib
from contextlib import contextmanager
from urllib.parse import unquote

from lxml import etree

from .bounds import HIGHEST_RATIO, LARGEST_FILE, LARGEST_UNPACKED, LOOKED_AT_FROM, MOST_PARTS, Counted
from .sniffing import refuse_other_archives, refuse_other_files
from .tags import local
from .unreadable import Unreadable, Why

_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
         "remove_comments": True, "remove_pis": True}  # fmt: skip
_UNDERSTOOD = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PROTECTED = 0x1
# What zipfile, zlib and lxml say of damaged files. A mistake of our own (TypeError, AttributeError) is none of these.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, etree.LxmlError, EOFError, OSError, ValueError, LookupError,
    RuntimeError, OverflowError,
)  # fmt: skip


@contextmanager
def damage_told():
    """Within it, whatever a damaged file makes the libraries say becomes one sentence for people."""
    try:
        yield
    except _DAMAGE as problem:
        raise Unreadable(Why.BROKEN) from problem


class Package:
    """The parts of one file. Raises :class:`~.unreadable.Unreadable` for what is no Word file or beyond bounds."""

    def __init__(self, stream, budget):
        self.budget = budget
        _look_at_size(stream)
        refuse_other_files(stream)
        self._zip = zipfile.ZipFile(stream)
        self._names = {info.filename.lstrip("/").lower(): info for info in self._zip.infolist()}
        _look_at_parts(self._zip.infolist())
        refuse_other_archives(self)
        self.main = self._find_main()

    def _find_main(self):
        for kind, target, _outside in self.relationships("").values():
            if kind == "officeDocument" and self.has(target):
                return target
        raise Unreadable(Why.NOT_WORD)

    def has(self, name):
        """Whether there is such a part."""
        return name.lower() in self._names

    def names(self):
        """The names of all parts, in small letters."""
        return self._names.keys()

    def open(self, name):
        """A part as a binary file whose bytes are counted."""
        return Counted(self._zip.open(self._names[name.lower()]), self.budget)

    def parse(self, name):
        """The root element of a part; None when there is no such part."""
        if not name or not self.has(name):
            return None
        parser = etree.XMLParser(**_SAFE)
        return without_entities(etree.parse(self.open(name), parser)).getroot()

    def pieces(self, name):
        """The children of a part's ``body`` one after the other; each goes when the next is asked for."""
        asked = ("{*}p", "{*}tbl", "{*}sdt", "{*}customXml", "{*}AlternateContent", "{*}altChunk", "{*}body")
        taken = None
        for _event, found in etree.iterparse(self.open(name), events=("end",), tag=asked, **_SAFE):
            body = found if _is_body(found) else found.getparent()
            if not _is_body(body):
                continue
            without_entities(found.getroottree())
            if taken is not None:
                body.remove(taken)
            # A piece stays in its place until the next is there: the parser still has to hang its tail on it.
            taken = None if found is body else found
            while len(body) and body[0] is not taken:
                yield body[0]
                del body[0]
            if taken is not None:
                yield taken
                taken.clear()

    def relationships(self, name):
        """What a part refers to, by id: (kind, target, whether it is outside of the file); "" for the file itself."""
        folder, file = posixpath.split(name)
        root, found = self.parse(posixpath.join(folder, "_rels", f"{file}.rels")), {}
        for row in root if root is not None else ():
            target, outside = row.get("Target", ""), row.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            found[row.get("Id", "")] = (row.get("Type", "").rpartition("/")[2], target, outside)
        return found


def _is_body(element):
    """Whether it is the body of the document itself: a child of the root."""
    if element is None or local(element) != "body":
        return False
    return (root := element.getparent()) is not None and root.getparent() is None


def without_entities(tree):
    """The tree, unless it declares a document type: no Word file does."""
    if tree.docinfo.internalDTD is not None:
        raise Unreadable(Why.BROKEN)
    return tree


def _look_at_size(stream):
    size = stream.seek(0, 2)
    stream.seek(0)
    if not size:
        raise Unreadable(Why.EMPTY)
    if size > LARGEST_FILE:
        raise Unreadable(Why.TOO_LARGE)


def _look_at_parts(parts):
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(Why.UNPACKS_TOO_LARGE)
    for part in parts:
        if part.flag_bits & _PROTECTED:
            raise Unreadable(Why.ENCRYPTED)
        if part.file_size >= LOOKED_AT_FROM and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1):
            raise Unreadable(Why.UNPACKS_TOO_LARGE)
        if part.compress_type not in _UNDERSTOOD:
            raise Unreadable(Why.BROKEN)
