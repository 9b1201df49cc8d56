"""Files as people attach them, made small: each of its kind, and those that have to be refused."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 16 + b"\xff\xd9"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
_TYPES = "<?xml version='1.0'?><Types>%s</Types>"
_XML = "<?xml version='1.0'?><document/>"


def upload(name, content=PDF):
    """An uploaded file."""
    return SimpleUploadedFile(name, content)


def archive(parts, comment=b""):
    """A ZIP archive: ``{name: text}``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
        packed.comment = comment
    return made.getvalue()


def office(part, types="", **more):
    """A document of Office whose main part is this."""
    return archive({"[Content_Types].xml": _TYPES % types, part: _XML} | more)


def odt(**more):
    """A text of LibreOffice."""
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _XML} | more)


def locked(content):
    """An archive whose parts say that they are encrypted."""
    marked = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := marked.find(mark, at + 1)) >= 0:
            marked[at + place] |= 1
    return bytes(marked)


DOCX, XLSX, PPTX = office("word/document.xml"), office("xl/workbook.xml"), office("ppt/presentation.xml")
TAKEN = {
    "report.pdf": PDF, "Report.PDF": PDF, "map.png": PNG, "photo.jpg": JPEG, "photo.jpeg": JPEG, "text.docx": DOCX,
    "table.xlsx": XLSX, "slides.pptx": PPTX, "text.odt": odt(),
}  # fmt: skip
