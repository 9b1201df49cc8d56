"""Documents that come from a State: which are taken, and how they are handed out again."""

import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.utils.translation import gettext as _

LARGEST = 25 * 1024 * 1024
"""In bytes."""


def _begins_with(*marks):
    def check(file):
        file.seek(0)
        return file.read(16).startswith(marks)

    return check


def _archive_with(name, beginning=b""):
    def check(file):
        file.seek(0)
        try:
            with zipfile.ZipFile(file) as archive, archive.open(name) as member:
                return member.read(64).startswith(beginning)
        except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError):
            return False

    return check


KINDS = {
    ".pdf": _begins_with(b"%PDF-"),
    ".png": _begins_with(b"\x89PNG\r\n\x1a\n"),
    ".jpg": _begins_with(b"\xff\xd8\xff"),
    ".jpeg": _begins_with(b"\xff\xd8\xff"),
    ".docx": _archive_with("word/document.xml", b"<?xml"),
    ".odt": _archive_with("mimetype", b"application/vnd.oasis.opendocument.text"),
}
"""The ending of a name to the check that the content is what the name says."""


def validate_document(file):
    """Raises ValidationError unless the file is of a kind that is taken, is what it says, and is not too large."""
    if file.size > LARGEST:
        raise ValidationError(_("The file is larger than 25 MB."))
    looks_right = KINDS.get(PurePath(file.name).suffix.lower())
    if looks_right is None:
        raise ValidationError(_("Attach a PDF, Word (.docx), OpenDocument (.odt), PNG or JPEG file."))
    right = looks_right(file)
    file.seek(0)
    if not right:
        raise ValidationError(
            _("The content of the file is not what its name says. Save it again, or as PDF.")
        )


def handed_out(instruction):
    """A stored document as a download: never shown in the browser, whatever it holds."""
    response = FileResponse(
        instruction.document.open("rb"),
        as_attachment=True,
        filename=instruction.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
