"""A file that a delegation gives the site is kept as it came, with its hash, once it was looked at."""

import hashlib
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath

from django.core.files import File
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext as _

from responses.models import StoredFile
from responses.models.stored_file import random_name

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
    path: str = ""
    """Where its content is stored already, if :func:`lay_up` was called; its row is still to come."""


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
        sentence = _("The file is larger than %(size)s MB. Save it with smaller pictures, or divide it.")
        raise Refused(sentence % {"size": size}, status=422)
    content_type = known.type_of(upload, kinds)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    scanning.require_clean(upload)
    upload.seek(0)
    return Examined(upload, safe_name(upload.name), content_type, upload.size, digest.hexdigest())


def lay_up(found):
    """Store the content of an :class:`Examined` file ahead of the transaction that makes its row; returns it anew.

    A store far away takes seconds: nobody else's save should wait for them. :func:`discard` it when there is no row
    in the end.
    """
    return replace(found, path=_store().save(random_name(None, found.name), found.file))


def keep(upload, *, member_state, by, kinds=SCANS, largest=LARGEST):
    """Store a file of a delegation; returns the :class:`StoredFile`.

    ``upload`` is what :func:`examine` or :func:`lay_up` returned, or an uploaded file, which is then examined here.
    The caller has checked that the person may give it. Raises :class:`Refused` as :func:`examine` does.
    """
    found = upload if isinstance(upload, Examined) else examine(upload, kinds=kinds, largest=largest)
    laid = found if found.path else lay_up(found)
    stored = StoredFile(
        member_state=member_state, file=laid.path, name=laid.name, content_type=laid.content_type,
        size=laid.size, sha256=laid.sha256, by=by, as_name=by.said_name,
    )  # fmt: skip
    try:
        stored.save()
    except Exception as error:
        if not found.path:
            discard_after(error, laid)
        raise
    return stored


@contextmanager
def laid_up(upload, *, about="", **bounds):
    """For the transaction inside: an upload (or none) that was examined and stored ahead of it, or None.

    Where the transaction fails the content goes again. ``bounds`` and refusals are those of :func:`examine`; a
    refusal is said to be ``about`` this field of a form.
    """
    try:
        laid = lay_up(examine(upload, **bounds)) if upload else None
    except Refused as refusal:
        refusal.about = about
        raise
    try:
        yield laid
    except Exception as error:
        if laid is not None:
            discard_after(error, laid)
        raise


def discard(laid):
    """Delete the content that :func:`lay_up` stored: there is no row for it."""
    _store().delete(laid.path)


def discard_after(error, laid):
    """Delete what was laid up, unless the database broke off: it may have stored the row all the same.

    A file that no row names harms nobody; a row whose file is gone is a loss.
    """
    if not isinstance(error, OperationalError | InterfaceError) and type(error) is not DatabaseError:
        discard(laid)


def _store():
    return StoredFile._meta.get_field("file").storage


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def visible(text):
    """A line of text without controls and without marks that turn the direction of writing.

    Such a mark can show "annexfdp.exe" as "annexexe.pdf"; no name and no title needs one.
    """
    return "".join(" " if one in "\t\n\r" else one for one in text if one in "\t\n\r" or _is_seen(one))


def _is_seen(one):
    return unicodedata.category(one) not in _UNSEEN


def safe_name(name):
    """A file's own name without folders and without what cannot be seen; never empty."""
    kept = visible(PurePath(str(name).replace("\\", "/")).name)
    kept = " ".join(kept.split()).strip(". ")
    ending = PurePath(kept).suffix
    stem = kept.removesuffix(ending)
    return (stem or "file")[: LONGEST_NAME - len(ending)] + ending
