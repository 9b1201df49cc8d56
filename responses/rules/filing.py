"""A file that a delegation gives the site is kept as it came, with its hash, once it was looked at."""

import hashlib
from pathlib import PurePath

from django.utils.translation import gettext as _

from responses.models import StoredFile

from .refused import Refused

LARGEST = 25 * 1024 * 1024
"""In bytes."""

SCANS = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
"""What a letter or a signed sheet comes as: the ending of the name to the type of the content."""


def keep(upload, *, member_state, by, kinds=SCANS, largest=LARGEST):
    """Store an uploaded file (a ``File`` with a name) of a delegation; returns the :class:`StoredFile`.

    ``kinds`` are the endings that are taken, each with its type; ``largest`` is in bytes. The caller has checked
    that the person may give it. Raises :class:`Refused` (422) with a sentence that says what to do.
    """
    kind = kinds.get(PurePath(upload.name).suffix.lower())
    if kind is None:
        endings = ", ".join(sorted(kinds))
        raise Refused(_("Choose a file of one of these kinds: %(kinds)s.") % {"kinds": endings}, status=422)
    if upload.size > largest:
        size = largest // (1024 * 1024)
        raise Refused(_("The file is larger than %(size)s MB.") % {"size": size}, status=422)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return StoredFile.objects.create(
        member_state=member_state,
        file=upload,
        name=PurePath(upload.name).name[:200],
        content_type=kind,
        size=upload.size,
        sha256=digest.hexdigest(),
        by=by,
        as_name=by.said_name,
    )
