"""A file is taken when its content is what its name says, and refused with a sentence that says what to do."""

from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, transaction

from responses.models import StoredFile
from responses.rules import filing, kinds
from responses.rules.refused import Refused
from tests import files
from tests.files import upload

MACROS = "This file can hold macros (small programs)"
PASSWORD = "This file is protected by a password or against copying"
OTHER = "The content of the file is not what its name says"
TWO = "This file holds a second file of another kind"
OLDER = "This is an older kind of file"
CHOOSE = "Choose a file of one of these kinds"
BROKEN = "This file is broken"
SWOLLEN = "This file unpacks to far more than its size"
ENCRYPTED = files.OLE + "EncryptedPackage".encode("utf-16-le")
ZIP = files.archive({"letter.txt": "a"})

REFUSED = {
    "a program": ("note.exe", b"MZ", CHOOSE),
    "no ending": ("note", files.PDF, CHOOSE),
    "an archive": ("annexes.zip", ZIP, CHOOSE),
    "a page": ("page.html", b"<html></html>", CHOOSE),
    "an older document": ("report.doc", files.OLE, OLDER),
    "an older document with a new name": ("report.docx", files.OLE, OTHER),
    "a document with macros by its name": ("report.docm", files.DOCX, MACROS),
    "a document with macros inside": (
        "report.docx", files.office("word/document.xml", **{"word/vbaProject.bin": "x"}), MACROS),
    "a document with macros by its list of parts": (
        "table.xlsx", files.office("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), MACROS),
    "a text of LibreOffice with macros": ("text.odt", files.odt(**{"Basic/Standard/Module1.xml": "x"}), MACROS),
    "a text of LibreOffice with a script": ("text.odt", files.odt(**{"Scripts/python/a.py": "x"}), MACROS),
    "a document with a password": ("report.docx", ENCRYPTED, PASSWORD),
    "a text of LibreOffice with a password": (
        "text.odt", files.odt(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), PASSWORD),
    "an archive with a password": ("report.docx", files.locked(files.DOCX), PASSWORD),
    "a PDF with a password": ("report.pdf", files.PDF + b"trailer << /Encrypt 12 0 R >>", PASSWORD),
    "a PDF with a password in one line": ("report.pdf", files.PDF + b"/Encrypt<</Filter/Standard>>", PASSWORD),
    "a picture called a PDF": ("report.pdf", files.PNG, OTHER),
    "a PDF called a picture": ("photo.png", files.PDF, OTHER),
    "a page called a PDF": ("report.pdf", b"<html></html>", OTHER),
    "text called a PDF": ("report.pdf", b"Dear colleagues", OTHER),
    "a table called a document": ("report.docx", files.XLSX, OTHER),
    "an archive called a document": ("report.docx", ZIP, OTHER),
    "a PDF after something else": ("report.pdf", b"GIF89a" + files.PDF, OTHER),
    "a PDF that is an archive too": ("report.pdf", files.PDF + ZIP, TWO),
    "a picture that is an archive too": ("photo.png", files.PNG + ZIP, TWO),
    "a photo that is an archive too": ("photo.jpg", files.JPEG + ZIP, TWO),
    "a document with something after it": (
        "report.docx", files.archive({"word/document.xml": "<a/>"}, comment=files.PDF), TWO),
    "a document cut short": ("report.docx", files.DOCX[:-40], BROKEN),
    "a document of noughts": ("report.docx", b"PK\x03\x04" + b"\0" * 100, BROKEN),
}  # fmt: skip


def sentence(name, content, **more):
    with pytest.raises(Refused) as refused:
        filing.examine(upload(name, content), kinds=filing.ANNEXES, **more)
    assert refused.value.status == 422
    return str(refused.value)


@pytest.mark.parametrize(("name", "content"), files.TAKEN.items(), ids=files.TAKEN)
def test_each_kind_is_taken_for_what_it_is(name, content):
    found = filing.examine(upload(name, content), kinds=filing.ANNEXES)
    assert (found.name, found.size) == (name, len(content))
    assert found.content_type == kinds.KINDS["." + name.rpartition(".")[2].lower()].type
    assert found.file.read() == content


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_not_taken_is_told_with_what_to_do(case):
    name, content, beginning = case
    assert sentence(name, content).startswith(beginning)


def test_an_empty_file_and_a_large_one_are_told_apart():
    assert sentence("report.pdf", b"").startswith("This file is empty")
    content = files.PDF + b" " * (2 * 1024 * 1024)
    said = "The file is larger than 2 MB. Save it with smaller pictures, or divide it."
    assert sentence("report.pdf", content, largest=2 * 1024 * 1024) == said


def test_an_archive_that_unpacks_to_too_much_is_not_opened(monkeypatch):
    monkeypatch.setattr(kinds, "LARGEST_UNPACKED", 1000)
    swollen = files.office("word/document.xml", **{"word/media/a": "0" * 2000})
    assert sentence("report.docx", swollen).startswith(SWOLLEN)
    monkeypatch.setattr(kinds, "LARGEST_UNPACKED", 10_000)
    monkeypatch.setattr(kinds, "MOST_PARTS", 2)
    assert sentence("report.docx", swollen).startswith(SWOLLEN)


def test_a_list_of_parts_without_end_is_not_read(monkeypatch):
    monkeypatch.setattr(kinds, "LARGEST_LIST", 100)
    assert sentence("report.docx", files.DOCX).startswith(SWOLLEN)


def test_an_archive_that_counts_in_larger_numbers_is_read_all_the_same(monkeypatch):
    monkeypatch.setattr("zipfile.ZIP_FILECOUNT_LIMIT", 0)
    content = files.office("word/document.xml")
    assert b"PK\x06\x07" in content
    assert filing.examine(upload("report.docx", content), kinds=filing.ANNEXES).size == len(content)
    monkeypatch.setattr(kinds, "LARGEST_LIST", 100)
    assert sentence("report.docx", content).startswith(SWOLLEN)


@pytest.mark.parametrize("part", ["word/document2.xml", "word/documentmain.xml", "content.xml"])
def test_a_document_whose_main_part_has_another_name_is_taken(part):
    """Word on the web names it document2.xml; the list of types says which it is."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    content = files.office(part, f"<Override PartName='/{part}' ContentType='{main}'/>")
    assert filing.examine(upload("report.docx", content), kinds=filing.ANNEXES).content_type.endswith(
        ".document"
    )
    assert sentence("table.xlsx", content).startswith(OTHER)


def test_a_mark_on_the_border_of_two_pieces_is_found(monkeypatch):
    monkeypatch.setattr(kinds, "LARGEST_READ", 256)
    content = files.PDF + b" " * (256 - len(files.PDF) - 4) + b"/Encrypt 1 0 R"
    assert sentence("report.pdf", content).startswith(PASSWORD)


def test_only_the_kinds_that_are_asked_for_are_taken():
    with pytest.raises(Refused) as refused:
        filing.examine(upload("text.docx", files.DOCX))
    assert str(refused.value) == "Choose a file of one of these kinds: .pdf, .png, .jpg."


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Reports\\Annex.pdf": "Annex.pdf",
    "annex\u202efdp.pdf": "annexfdp.pdf",
    "Rapport\x00 \n national.pdf": "Rapport national.pdf",
    "Доклад Албании – 2024.pdf": "Доклад Албании – 2024.pdf",
    "تقرير.pdf": "تقرير.pdf",
    ".pdf": "pdf",
    "": "file",
    "\u202e.pdf": "pdf",
    "x" * 300 + ".pdf": "x" * 146 + ".pdf",
    'a"b;c.pdf': 'a"b;c.pdf',
}


@pytest.mark.parametrize(("given", "name"), NAMES.items())
def test_names_are_safe_to_show_and_to_save_under(given, name):
    assert filing.safe_name(given) == name


def test_a_kept_file_stands_under_a_random_name_with_its_hash(response, focal_point):
    stored = filing.keep(upload("Report.PDF"), member_state=response.member_state, by=focal_point)
    stored = StoredFile.objects.get(pk=stored.pk)
    assert (stored.name, stored.content_type, stored.size) == (
        "Report.PDF",
        "application/pdf",
        len(files.PDF),
    )
    assert "Report" not in stored.file.name
    with stored.file.open() as content:
        assert content.read() == files.PDF


def test_a_row_that_cannot_be_stored_leaves_no_file(response, focal_point):
    found = filing.examine(upload("report.pdf"))
    with pytest.raises(IntegrityError), transaction.atomic():
        filing.keep(replace(found, sha256=None), member_state=response.member_state, by=focal_point)
    assert default_storage.listdir("delegations") == ([], [])


def test_what_was_laid_up_is_kept_as_it_is_or_discarded(response, focal_point):
    laid = filing.lay_up(filing.examine(upload("report.pdf")))
    stored = filing.keep(laid, member_state=response.member_state, by=focal_point)
    assert stored.file.name == laid.path
    other = filing.lay_up(filing.examine(upload("report.pdf")))
    filing.discard(other)
    assert default_storage.listdir("delegations")[1] == [laid.path.partition("/")[2]]


BROKEN_OFF = [OperationalError("gone"), InterfaceError("closed"), DatabaseError("lost")]


@pytest.mark.parametrize("error", BROKEN_OFF, ids=lambda error: type(error).__name__)
def test_what_may_have_been_stored_all_the_same_is_not_deleted(error):
    laid = filing.lay_up(filing.examine(upload("report.pdf")))
    filing.discard_after(error, laid)
    assert default_storage.exists(laid.path)
    filing.discard_after(IntegrityError("refused"), laid)
    assert not default_storage.exists(laid.path)
