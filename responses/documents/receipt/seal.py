"""The seal of a PDF: shows that this site made the file exactly as it is, however long ago.

The record inside is proved by its hash. The seal proves the pages around it, which anyone can draw. It is a keyed hash
(HMAC) of the whole file, written into its keywords; only this site knows the key (``SECRET_KEY``).
"""

import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

EMPTY = "0" * 64
MARK = "gcmreview-seal:"
"""What stands before the seal, among the keywords of the file."""
_SEALED = re.compile(re.escape(MARK.encode()) + rb"([0-9a-f]{64})")


def _seal_of(unsealed, key=None):
    salt = "responses.documents.receipt.seal"
    return salted_hmac(salt, unsealed, secret=key, algorithm="sha256").hexdigest()


def _with(file, seal):
    return _SEALED.sub((MARK + seal).encode(), file)


def sealed(file):
    """The same file with its seal; it was made with :data:`EMPTY` in that place."""
    return _with(file, _seal_of(_with(file, EMPTY)))


def holds(file):
    """Whether this site made a file exactly as it is, with the key that it has or one that it had."""
    seals = set(_SEALED.findall(file))
    if len(seals) != 1:
        return False
    seal, unsealed = seals.pop().decode(), _with(file, EMPTY)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(seal, _seal_of(unsealed, key)) for key in keys)
