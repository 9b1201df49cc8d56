"""What is embedded in a PDF is found within bounds, however the file was made."""

import io
import time
import zlib

import pypdf
import pytest

from responses.documents.receipt import embedded, pdf

from .made import answer, submission_of


@pytest.fixture(scope="module")
def receipt():
    return pdf.pdf_of(submission_of(answer(1, "Words " * 200)))


@pytest.fixture(scope="module")
def record():
    return submission_of(answer(1, "Words " * 200)).record.encode()


def test_it_is_found_after_another_program_has_saved_the_file_anew(receipt, record):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(receipt))
    writer.add_blank_page()
    saved = io.BytesIO()
    writer.write(saved)
    assert record in list(embedded.files_in(saved.getvalue()))


def stream(content, dictionary=b"/Filter/FlateDecode"):
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/EmbeddedFile"
        + dictionary
        + b">>\nstream\n"
        + content
        + b"\nendstream\nendobj"
    )


FILES = {
    "packed": (stream(zlib.compress(b"x")), [b"x"]),
    "as it is": (stream(b"x y", b"/Length 3"), [b"x y"]),
    "with its length elsewhere": (stream(zlib.compress(b"x"), b"/Length 7 0 R/Filter/FlateDecode"), [b"x"]),
    "with spaces": (stream(zlib.compress(b"x"), b" /Filter [ /FlateDecode ] /Length 9 "), [b"x"]),
    "packed in a way we do not know": (stream(b"x", b"/Filter/LZWDecode"), []),
    "broken": (stream(zlib.compress(b"x" * 100)[:-9]), []),
    "not packed at all": (stream(b"x"), []),
    "without an end": (b"%PDF-1.7 obj<</Type/EmbeddedFile>>stream", [b""]),
    "the mark alone": (b"%PDF-1.7 /EmbeddedFile", []),
    "the list of names": (b"%PDF-1.7 obj <</EmbeddedFiles 5 0 R>> stream", []),
    "a length beyond the file": (stream(b"x", b"/Length 999999999"), [b"x\nendstream\nendobj"]),
    "nothing": (b"", []),
}


@pytest.mark.parametrize(("file", "found"), FILES.values(), ids=FILES)
def test_what_is_found_in(file, found):
    assert list(embedded.files_in(file)) == found


def test_a_file_that_unpacks_to_more_than_all_measure_is_left_alone():
    bomb = zlib.compress(b"\0" * (embedded.LARGEST + 1), 9)
    assert list(embedded.files_in(stream(bomb))) == []


def test_twenty_bombs_cost_no_more_than_one(record):
    half = zlib.compress(b"\0" * (embedded.LARGEST // 2 + 1), 9)
    found = list(embedded.files_in(stream(half) * 20 + stream(zlib.compress(record))))
    assert len(found) == 1


@pytest.mark.parametrize("bait", [b"/EmbeddedFile", b"obj<</EmbeddedFile>>stream", b"/EmbeddedFile stream"])
def test_a_file_full_of_marks_is_read_in_no_time(bait):
    begun = time.process_time()
    list(embedded.files_in(b"%PDF-" + bait * (10_000_000 // len(bait))))
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("file", "is_pdf"),
    [(b"%PDF-1.7", True), (b"\xef\xbb\xbf%PDF-1.7", True), (b"{}", False), (b"x" * 2000 + b"%PDF-", False)],
)
def test_a_pdf_says_that_it_is_one(file, is_pdf):
    assert embedded.is_pdf(file) == is_pdf
