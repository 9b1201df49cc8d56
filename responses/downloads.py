"""A file handed out as a download: never shown in the browser, whatever it holds, and kept by no cache."""

import io

from django.http import FileResponse

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download(content, name, content_type="application/octet-stream"):
    """An open file, or bytes, under a name; a browser neither guesses what it is nor lets anything in it run."""
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
