"""A stored file of a delegation is handed out as a download, never shown in the browser, whatever it holds."""

from responses.downloads import download


def handed_out(stored):
    """A :class:`StoredFile` as a download. The caller has checked that the person may read it."""
    return download(stored.file.open("rb"), stored.name, stored.content_type)
