"""Which kinds of files are taken, and how their content shows that they are what their names say.

The name decides what a file has to be; the first bytes (puremagic) and, in documents that are archives, the parts
inside decide whether it is that. What nobody can look into (a password) and what runs by itself (macros) is not taken,
and neither is a file that is two kinds at once: each is refused with a sentence that says what to do instead.
"""

import re
import struct
import zipfile
from pathlib import PurePath
from typing import NamedTuple

import puremagic
from django.utils.translation import gettext as _

from .refused import Refused

MOST_PARTS = 10_000
LARGEST_UNPACKED = 1024 * 1024 * 1024
"""In bytes: what a document of 25 MB honestly unpacks to stays far below."""
LARGEST_READ = 1024 * 1024
"""How much of one part is read, in bytes."""
LARGEST_LIST = 4 * 1024 * 1024
"""How long the list of an archive's parts may be, in bytes: it is held in memory, many times as large."""
_BROKEN = (
    zipfile.BadZipFile, zipfile.zlib.error, struct.error, LookupError, OSError, EOFError, OverflowError,
    RuntimeError, ValueError,
)  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD, _EXCEL = b"wordprocessingml.document.main+xml", b"spreadsheetml.sheet.main+xml"
_POWERPOINT = b"presentationml.presentation.main+xml"
_XML = (b"<", b"\xff\xfe", b"\xfe\xff")


class Kind(NamedTuple):
    """A kind of file: its type, what the first bytes are called, and the part that makes an archive this document."""

    type: str
    begins: str
    part: str = ""
    part_begins: tuple = ()
    listed: bytes = b""
    """How the list of types calls that part, should it have another name: Word on the web names it anew."""


KINDS = {
    ".pdf": Kind("application/pdf", ".pdf"),
    ".png": Kind("image/png", ".png"),
    ".jpg": Kind("image/jpeg", ".jpg"),
    ".jpeg": Kind("image/jpeg", ".jpg"),
    ".docx": Kind(f"{_OFFICE}.wordprocessingml.document", ".zip", "word/document.xml", _XML, _WORD),
    ".xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", ".zip", "xl/workbook.xml", _XML, _EXCEL),
    ".pptx": Kind(f"{_OFFICE}.presentationml.presentation", ".zip", "ppt/presentation.xml", _XML, _POWERPOINT),
    ".odt": Kind(
        "application/vnd.oasis.opendocument.text", ".zip", "mimetype",
        (b"application/vnd.oasis.opendocument.text",),
    ),
}  # fmt: skip
"""The ending of a name to what the file then is."""
SCANS = (".pdf", ".png", ".jpg", ".jpeg")
"""What a letter or a signed sheet comes as."""
DOCUMENTS = (".pdf", ".docx", ".odt", ".png", ".jpg", ".jpeg")
"""What a document of a State comes as."""
ANNEXES = (".pdf", ".docx", ".odt", ".xlsx", ".pptx", ".png", ".jpg", ".jpeg")
"""What comes with a response."""


def type_of(file, endings):
    """The content type of a file (seekable, with a name) whose name ends in one of ``endings``, after a look inside.

    The file is at its beginning again afterwards. Raises :class:`Refused` (422) with a sentence that says what to do.
    """
    ending = PurePath(file.name).suffix.lower()
    kind = KINDS.get(ending) if ending in endings else None
    if kind is None:
        raise _unfit(_by_name(ending, endings))
    try:
        sentence = _objection(file, kind)
    finally:
        file.seek(0)
    if sentence:
        raise _unfit(sentence)
    return kind.type


def _unfit(sentence):
    return Refused(sentence, status=422)


def _by_name(ending, endings):
    """What to say of a kind that is not taken."""
    if ending in {".docm", ".dotm", ".xlsm", ".pptm", ".potm", ".ppsm", ".xlsb"}:
        return _has_macros()
    if ending in {".doc", ".xls", ".ppt", ".rtf", ".dot", ".pps"}:
        return _("This is an older kind of file. Save it as .docx, .xlsx, .pptx or PDF, and attach that.")
    names = ", ".join(one for one in endings if one != ".jpeg")
    return _("Choose a file of one of these kinds: %(kinds)s.") % {"kinds": names}


def _has_macros():
    return _("This file can hold macros (small programs). Save it without them, or as PDF, and attach that.")


def _has_password():
    return _(
        "This file is protected by a password or against copying. Save it without protection, and attach that."
    )


def _is_something_else():
    return _("The content of the file is not what its name says. Save it again, or as PDF.")


def _unpacks_to_too_much():
    return _("This file unpacks to far more than its size, so it is not taken. Save it as PDF.")


def _is_two_things():
    return _("This file holds a second file of another kind. Save it again, or as PDF, and attach that.")


def _objection(file, kind):
    """What speaks against a file, in a sentence; None when it is what its name says."""
    file.seek(0)
    begins = _beginnings(file)
    if kind.begins == ".zip" and ".doc" in begins:  # an older document, or the shell around an encrypted one
        return _has_password() if _holds(file, _ENCRYPTED_PACKAGE) else _is_something_else()
    if kind.begins not in begins:
        return _is_something_else()
    if kind.part:
        return _objection_to_archive(file, kind)
    file.seek(0)
    if zipfile.is_zipfile(file):
        return _is_two_things()
    if kind.begins == ".pdf" and _holds(file, _ENCRYPTED_PDF):
        return _has_password()
    return None


def _beginnings(file):
    """The endings of names that files with these first bytes have; the kinds that are archives begin alike."""
    try:
        found = {match.extension for match in puremagic.magic_stream(file) if match.offset == 0}
    except (puremagic.PureError, ValueError):
        return set()
    return found


_ENCRYPTED_PACKAGE = re.compile("EncryptedPackage".encode("utf-16-le"))
_ENCRYPTED_PDF = re.compile(rb"/Encrypt\s{0,20}(?:\d{1,10}\s{1,20}\d{1,5}\s{1,20}R|<<)")
_OVERLAP = 128


def _holds(file, mark):
    """Whether a mark stands anywhere in a file; read piece by piece, so that the size of the file does not matter."""
    file.seek(0)
    before = b""
    while piece := file.read(LARGEST_READ):
        if mark.search(before + piece):
            return True
        before = piece[-_OVERLAP:]
    return False


# --- documents that are archives ------------------------------------------------------------------


def _objection_to_archive(file, kind):
    try:
        if _list_is_too_long(file):
            return _unpacks_to_too_much()
        with zipfile.ZipFile(file) as archive:
            return _objection_to_parts(archive, kind)
    except _BROKEN:
        return _("This file is broken. Open it, save it again, and attach that.")


def _objection_to_parts(archive, kind):
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return _unpacks_to_too_much()
    if any(part.flag_bits & 1 for part in parts):
        return _has_password()
    names = {part.filename for part in parts}
    if not _is_this(archive, kind, names):
        return _is_something_else()
    if archive.comment or min(part.header_offset for part in parts):
        return _is_two_things()
    if _runs_by_itself(archive, names):
        return _has_macros()
    if b"encryption-data" in _read(archive, "META-INF/manifest.xml"):
        return _has_password()
    return None


def _list_is_too_long(file):
    """Whether the list of parts is longer than any document's, before it is read; larger archives count otherwise."""
    file.seek(-min(file.size, 70_000), 2)
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0:
        return False  # it is no archive, which its opening will tell
    (length,) = struct.unpack_from("<L", end, at + 12)
    if end[max(at - 20, 0) : at].startswith(b"PK\x06\x07"):  # an archive that says it in larger numbers
        file.seek(*struct.unpack_from("<Q", end, at - 12))
        (length,) = struct.unpack_from("<Q", file.read(56), 40)
    file.seek(0)
    return length > LARGEST_LIST


def _is_this(archive, kind, names):
    """Whether an archive is the document that its name says."""
    if kind.part in names:
        return _read(archive, kind.part).startswith(kind.part_begins)
    return bool(kind.listed) and kind.listed in _read(archive, "[Content_Types].xml")


def _runs_by_itself(archive, names):
    """Whether a document carries macros: as Office packs them, or as LibreOffice does."""
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        return True
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        return True
    return b"macroenabled" in _read(archive, "[Content_Types].xml").lower()


def _read(archive, name):
    """The beginning of one part, without a byte order mark; b"" when there is none."""
    if name not in archive.NameToInfo:
        return b""
    with archive.open(name) as part:
        return part.read(LARGEST_READ).removeprefix(b"\xef\xbb\xbf").lstrip()
