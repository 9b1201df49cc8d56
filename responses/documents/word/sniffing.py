"""Tells a Word file from what people send instead, so that the sentence they read says what to do."""

from .unreadable import Unreadable, Why

_HEAD = 4_096
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_BEGINNINGS = ((b"%PDF", Why.PDF), (b"{\\rtf", Why.RICH_TEXT))
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_TYPES = b"macroEnabled"
_LOOKED_THROUGH = 65_536


def refuse_other_files(stream):
    """Raises :class:`~.unreadable.Unreadable` unless the file is a ZIP archive; leaves the file at its beginning."""
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return
    for beginning, why in _BEGINNINGS:
        if beginning in head[:1_024]:
            raise Unreadable(why)
    if head.startswith(_OLD_OFFICE):
        raise Unreadable(_why_old_office(stream))
    raise Unreadable(Why.BROKEN if head.startswith(b"PK") or not head.strip(b"\0") else Why.NOT_WORD)


def _why_old_office(stream):
    """An encrypted .docx is kept in a file of the old kind; both name what they hold in UTF-16."""
    held = stream.read()
    stream.seek(0)
    names = {name: name.encode("utf-16-le") in held for name in ("EncryptedPackage", "WordDocument")}
    if names["EncryptedPackage"]:
        return Why.ENCRYPTED
    return Why.OLD_WORD if names["WordDocument"] else Why.NOT_WORD


def refuse_other_archives(package):
    """Raises :class:`~.unreadable.Unreadable` for an archive that is no Word file, or that holds macros."""
    names = package.names()
    if any(name.rpartition("/")[2] in _MACROS for name in names):
        raise Unreadable(Why.MACROS)
    if "mimetype" in names:
        kind = package.open("mimetype").read(_LOOKED_THROUGH)
        text = kind.startswith(b"application/vnd.oasis.opendocument.text")
        raise Unreadable(Why.OPEN_DOCUMENT if text else Why.NOT_WORD)
    if "[content_types].xml" not in names:
        raise Unreadable(Why.NOT_WORD)
    types = package.open("[Content_Types].xml").read(_LOOKED_THROUGH)
    if _MACRO_TYPES in types:
        raise Unreadable(Why.MACROS)
    if b"wordprocessingml" not in types:
        raise Unreadable(Why.NOT_WORD)
