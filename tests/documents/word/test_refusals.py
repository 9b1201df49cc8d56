"""Files that are not taken: each is met with a sentence that says what to do, and within bounds."""

import io
import struct
import zipfile

import pytest

from responses.documents.word import bounds
from responses.documents.word.reading import read
from responses.documents.word.unreadable import Unreadable, Why

from .drafts import Draft, downloaded, p, packed, t, unpacked
from .rounds import QUESTIONS

OLD = bytes.fromhex("d0cf11e0a1b11ae1")


def changed(**parts):
    """The questionnaire with other parts: names with "__" for "/", None leaves a part out."""
    kept = unpacked(downloaded())
    for name, content in parts.items():
        kept[name] = content
    return packed({name: content for name, content in kept.items() if content is not None})


def with_body(xml, before=""):
    """The questionnaire with another body, as raw XML."""
    document = (
        f'{before}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{xml}</w:body>'
        "</w:document>"
    )
    return changed(**{"word/document.xml": document.encode()})


def archive(**parts):
    return packed(parts)


def overfull():
    """An archive that unpacks to more than it may."""
    return changed(**{"word/media/x.bin": b"\0" * (bounds.LARGEST_UNPACKED + 1)})


def dense():
    return changed(**{"word/media/x.bin": b"\0" * (bounds.LOOKED_AT_FROM + 1)})


def many_parts():
    return changed(**{f"word/media/{number}.bin": b"x" for number in range(bounds.MOST_PARTS + 1)})


def many_tags():
    return with_body("<w:p/>" * 1_000 + "<w:p><w:r/><w:r/></w:p>" * (bounds.MOST_TAGS // 4 + 1))


def lying_about_its_size():
    """The directory says that a part is small; it is not."""
    content = bytearray(with_body(p(t("x" * 100_000)).replace("<w:p>", "<w:p>")))
    place = content.rfind(b"word/document.xml") - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    content[place + 24 : place + 28] = struct.pack("<I", 500)
    return bytes(content)


def protected():
    content = bytearray(downloaded())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def deep(times):
    return with_body("<w:tbl><w:tr><w:tc>" * times + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * times)


LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
)
FROM_OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ELSEWHERE = '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">'
MACRO_TYPES = (
    b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
SHEET_TYPES = MACRO_TYPES.replace(
    b"ms-word.document.macroEnabled.main", b"openxmlformats-officedocument.spreadsheetml.sheet"
)

REFUSED = {
    "nothing": (lambda: b"", Why.EMPTY),
    "a .doc": (lambda: OLD + b"\0" * 600 + "WordDocument".encode("utf-16-le"), Why.OLD_WORD),
    "a .docx with a password": (lambda: OLD + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), Why.ENCRYPTED),
    "an .xls": (lambda: OLD + b"\0" * 600 + "Workbook".encode("utf-16-le"), Why.NOT_WORD),
    "an .odt": (lambda: archive(mimetype=b"application/vnd.oasis.opendocument.text"), Why.OPEN_DOCUMENT),
    "an .ods": (lambda: archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), Why.NOT_WORD),
    "an .xlsx": (lambda: archive(**{"[Content_Types].xml": SHEET_TYPES, "xl/workbook.xml": b"<x/>"}), Why.NOT_WORD),
    "a .pdf": (lambda: b"%PDF-1.7\n...", Why.PDF),
    "an .rtf": (lambda: b"{\\rtf1\\ansi text}", Why.RICH_TEXT),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, Why.NOT_WORD),
    "a web page": (lambda: b"<html><body>Yes.</body></html>", Why.NOT_WORD),
    "plain text": (lambda: b"Yes, we have adopted a plan.", Why.NOT_WORD),
    "another archive": (lambda: archive(**{"notes.txt": b"x"}), Why.NOT_WORD),
    "a file with macros": (lambda: changed(**{"word/vbaProject.bin": b"\0"}), Why.MACROS),
    "a file for macros": (lambda: changed(**{"[Content_Types].xml": MACRO_TYPES}), Why.MACROS),
    "a protected part": (protected, Why.ENCRYPTED),
    "more than 10 MB": (lambda: downloaded() + b"\0" * bounds.LARGEST_FILE, Why.TOO_LARGE),
    "more than 100 MB unpacked": (overfull, Why.UNPACKS_TOO_LARGE),
    "a part packed too densely": (dense, Why.UNPACKS_TOO_LARGE),
    "too many parts": (many_parts, Why.UNPACKS_TOO_LARGE),
    "too many tags": (many_tags, Why.UNPACKS_TOO_LARGE),
    "a part larger than it says": (lying_about_its_size, Why.BROKEN),
    "half a file": (lambda: downloaded()[:9_000], Why.BROKEN),
    "only the beginning of an archive": (lambda: b"PK\x03\x04", Why.BROKEN),
    "zeros": (lambda: b"\0" * 5_000, Why.BROKEN),
    "no document in it": (lambda: changed(**{"word/document.xml": None}), Why.NOT_WORD),
    "no relations in it": (lambda: changed(**{"_rels/.rels": None}), Why.NOT_WORD),
    "a document that is no XML": (lambda: changed(**{"word/document.xml": b"not XML"}), Why.BROKEN),
    "a document that breaks off": (lambda: with_body("<w:p><w:r>"), Why.BROKEN),
    "styles that break off": (lambda: changed(**{"word/styles.xml": b"<w:styles"}), Why.BROKEN),
    "entities that grow": (lambda: with_body("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>", LAUGHS), Why.BROKEN),
    "an entity from outside": (lambda: with_body("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", FROM_OUTSIDE), Why.BROKEN),
    "a document type from elsewhere": (lambda: with_body("<w:p/>", ELSEWHERE), Why.BROKEN),
    "tables in tables without end": (lambda: deep(2_000), Why.BROKEN),
}  # fmt: skip


@pytest.mark.parametrize(("make", "why"), REFUSED.values(), ids=REFUSED)
def test_this_is_not_taken(make, why):
    with pytest.raises(Unreadable) as refused:
        read(io.BytesIO(make()), QUESTIONS)
    assert refused.value.kind == why


@pytest.mark.parametrize("why", Why)
def test_every_refusal_says_what_to_do(why):
    sentence = str(Unreadable(why))
    assert "lease" in sentence
    assert sentence.endswith(".")


def test_a_file_that_takes_too_long_is_left(monkeypatch):
    monkeypatch.setattr(
        bounds.Budget.__init__, "__defaults__", (0.0, bounds.MOST_TAGS, bounds.LARGEST_UNPACKED)
    )
    with pytest.raises(Unreadable) as refused:
        read(io.BytesIO(downloaded()), QUESTIONS)
    assert refused.value.kind == Why.TOO_LONG


def test_tables_in_tables_are_read_as_deep_as_people_make_them():
    found = read(io.BytesIO(deep(60)), QUESTIONS)
    assert found.answers == ()


def test_a_file_of_another_word_processor_without_styles_or_properties_is_read():
    document = Draft(downloaded())
    parts = unpacked(document.save())
    for name in (
        "word/styles.xml",
        "word/numbering.xml",
        "docProps/core.xml",
        "docProps/app.xml",
        "word/settings.xml",
    ):
        del parts[name]
    found = read(io.BytesIO(packed(parts)), QUESTIONS)
    assert [answered.number for answered in found.answers] == [1, 2, 3, 4, 5]


def test_an_archive_in_archives_is_not_opened():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("x", b"\0" * 100)
    found = read(io.BytesIO(changed(**{"word/embeddings/x.zip": inner.getvalue()})), QUESTIONS)
    assert len(found.answers) == 5
