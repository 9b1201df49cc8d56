"""A document that was attached is kept while its form is still being filled in, so that it is attached only once."""

import hashlib
import secrets
from datetime import timedelta
from pathlib import PurePath

from django.core import signing
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "attached"
KEPT_FOR = timedelta(hours=12)
SALT = "responses.admin.attached"


class Attached(File):
    """A kept document under its own name; it is opened only while it is read."""

    def __init__(self, path, name, size, sha256):
        super().__init__(None, name)
        self.path, self.size, self.sha256 = path, size, sha256

    def chunks(self, chunk_size=None):
        """The content, piece by piece."""
        with default_storage.open(self.path) as stored:
            yield from stored.chunks(chunk_size)

    def __len__(self):
        return self.size

    def forget(self):
        """Delete it here: it is stored where it belongs, or not wanted."""
        default_storage.delete(self.path)


def keep(file, response):
    """Keep an uploaded file that was found to be in order; returns a signed text with which it is found again.

    What nobody came back for is deleted on this occasion.
    """
    _clear()
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    path = f"{FOLDER}/{secrets.token_urlsafe(24)}{PurePath(file.name).suffix.lower()}"
    facts = [default_storage.save(path, file), file.name, file.size, digest.hexdigest()]
    return signing.dumps([response.pk, *facts], salt=SALT)


def found(token, response):
    """The :class:`Attached` document that a signed text stands for; None when it is none of this response, or gone."""
    try:
        key, *facts = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    attached = Attached(*facts)
    return attached if key == response.pk and default_storage.exists(attached.path) else None


def _clear():
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - KEPT_FOR:
            default_storage.delete(path)
