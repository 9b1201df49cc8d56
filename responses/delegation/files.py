"""A stored file of a delegation is handed out as a download, never shown in the browser, whatever it holds."""

from django.http import FileResponse


def handed_out(stored):
    """A :class:`StoredFile` as a download. The caller has checked that the person may read it."""
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
