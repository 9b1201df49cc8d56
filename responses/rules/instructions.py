"""A document of a State on whose authority the secretariat acts is kept as it came, with its hash."""

import hashlib

from responses.models import Instruction


def keep(response, document, *, by):
    """Store a document (a ``File`` with a name) for a response; returns the :class:`Instruction`."""
    digest = hashlib.sha256()
    for chunk in document.chunks():
        digest.update(chunk)
    return Instruction.objects.create(
        response=response, document=document, name=document.name[:200], sha256=digest.hexdigest(), by=by
    )
