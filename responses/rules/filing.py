"""A file that a delegation gives the site is kept as it came, with its hash, once it was looked at."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files import File
from django.utils.translation import gettext as _

from responses.models import StoredFile

from . import kinds as known
from . import scanning
from .kinds import ANNEXES, DOCUMENTS, SCANS  # noqa: F401 (who takes a file chooses among these)
from .refused import Refused

LARGEST = 25 * 1024 * 1024
"""In bytes."""
LONGEST_NAME = 150
"""In characters, the ending included; what a file system and a dialogue can show."""


@dataclass(frozen=True)
class Examined:
    """A file that was looked at and found to be in order, before anything is stored."""

    file: File
    name: str
    """Its own name, made safe to be shown and to be saved under."""
    content_type: str
    size: int
    sha256: str


def examine(upload, *, kinds=SCANS, largest=LARGEST):
    """Look at an uploaded file (seekable, with a name); returns :class:`Examined`.

    ``kinds`` are the endings that are taken (:data:`SCANS`, :data:`DOCUMENTS`, :data:`ANNEXES`), ``largest`` is in
    bytes. A virus scanner, where there is one, takes its time: call this before the transaction. Raises
    :class:`Refused` with a sentence that says what to do: 422, or 503 when the scanner does not answer.
    """
    if not upload.size:
        raise Refused(_("This file is empty: choose it again, once it is saved."), status=422)
    if upload.size > largest:
        size = largest // (1024 * 1024)
        raise Refused(_("The file is larger than %(size)s MB.") % {"size": size}, status=422)
    content_type = known.type_of(upload, kinds)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    scanning.require_clean(upload)
    upload.seek(0)
    return Examined(upload, safe_name(upload.name), content_type, upload.size, digest.hexdigest())


def keep(upload, *, member_state, by, kinds=SCANS, largest=LARGEST):
    """Store a file of a delegation; returns the :class:`StoredFile`.

    ``upload`` is what :func:`examine` returned, or an uploaded file, which is then examined here. The caller has
    checked that the person may give it. Raises :class:`Refused` as :func:`examine` does.
    """
    found = upload if isinstance(upload, Examined) else examine(upload, kinds=kinds, largest=largest)
    stored = StoredFile(
        member_state=member_state, file=found.file, name=found.name, content_type=found.content_type,
        size=found.size, sha256=found.sha256, by=by, as_name=by.said_name,
    )  # fmt: skip
    try:
        stored.save()
    except Exception:
        discard(stored)
        raise
    return stored


def discard(stored):
    """Delete the content of a file whose row was not stored after all: its transaction failed."""
    if stored.file and stored.file._committed:
        stored.file.storage.delete(stored.file.name)


def safe_name(name):
    """A file's own name without folders, controls and marks that turn the direction of writing; never empty.

    A mark that turns the direction can show "annexfdp.exe" as "annexexe.pdf"; no name needs one.
    """
    name = PurePath(str(name).replace("\\", "/")).name
    kept = "".join(
        one for one in name if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    )
    kept = " ".join(kept.split()).strip(". ")
    ending = PurePath(kept).suffix
    stem = kept.removesuffix(ending)
    return (stem or "file")[: LONGEST_NAME - len(ending)] + ending
