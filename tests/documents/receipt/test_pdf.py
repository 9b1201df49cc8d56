"""The receipt as PDF: every word as it was received, for every reader, with the record inside."""

import io
import json
import subprocess
import sys
import unicodedata
from collections import Counter

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responses.documents.receipt import embedded, pdf, seal
from responses.documents.receipt.drawing import coverage
from responses.documents.word.tongues import runs_right_to_left
from responses.text import clean

from .made import SCRIPTS, answer, letters_of, submission_of, text_in

LONG = "https://example.org/" + "x" * 400
AWKWARD = (
    "Two  spaces, a\ttab.\nA second line.\n\n\n\nAfter three empty lines: #strong[no] $x$ *b* _i_ @ref <label> // c "
    f"/* d */ `raw` \\u{{41}} #pagebreak() \"quoted\" 'so' -- ... - item\n- item\n= no heading\n\n{LONG}\n\n😀 end."
)


def read(made):
    return pypdf.PdfReader(io.BytesIO(made))


@pytest.fixture(scope="module")
def every_script():
    """One receipt with an answer in each language of the corpus."""
    answers = [
        answer(number, text, language.split("-")[0]) for number, (language, text) in enumerate(SCRIPTS.items(), 1)
    ]  # fmt: skip
    return text_in(pdf.pdf_of(submission_of(*answers)))


RIGHT_TO_LEFT = [
    one for one, text in SCRIPTS.items() if any(runs_right_to_left(word) for word in text.split())
]


@pytest.mark.parametrize("language", sorted(set(SCRIPTS) - set(RIGHT_TO_LEFT)))
def test_the_words_in_the_pages_are_those_of_the_record(every_script, language):
    assert letters_of(SCRIPTS[language]) in letters_of(every_script)


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_no_letter_is_missing_from_what_runs_from_right_to_left(language):
    """A reader of PDF gives such lines in an order of its own: the letters are counted."""
    bare = "".join(one for one in SCRIPTS[language] if not unicodedata.category(one).startswith("M"))
    shown = letters_of(text_in(pdf.pdf_of(submission_of(answer(1, bare, language[:2])))))
    assert Counter(letters_of(bare)) - Counter(shown) == Counter()


def test_an_awkward_text_is_set_as_text_and_nothing_of_it_is_lost():
    made = pdf.pdf_of(submission_of(answer(1, AWKWARD)))
    shown = letters_of(text_in(made))
    assert letters_of(AWKWARD.replace("😀", "U+1F600")) in shown
    assert "no letterform here" in " ".join(text_in(made).split())


def test_a_receipt_says_everything_that_the_record_says():
    submission = submission_of(
        answer(1, "First answer.", "fr", translations=[{"language": "en", "text": "In other words."}]),
        answer(2, "", no_information=True),
        clarifications=[
            {"question": 1, "request": "More on figures?", "reply": "Here they are."},
            {"question": 2, "request": "And this?", "reply": ""},
        ],
        annexes=[
            {"number": 1, "title": "National report", "name": "report.pdf", "sha256": "ab" * 32, "size": 1234567,
             "type": "application/pdf", "language": "fr", "question": 2, "publishable": False},
            {"name": "bare.pdf", "sha256": "cd" * 32, "kind": "formatted"},
        ],
    )  # fmt: skip
    shown = " ".join(text_in(pdf.pdf_of(submission)).split())
    for expected in (
        "GCM-ECE-2024-S3-XRU-01", "Receipt for the response of Ruritania",
        "ECE 2024 · Session 3: Session of the objectives",
        "24 November 2026, 04:01:09 Geneva time", "24 November 2026, 03:01:09 UTC",
        "Rudolf Elphberg, Deputy Minister, Ministry", "Flavia Strelsau, Permanent Mission in Geneva", "Publish in full",
        "May be attributed to the State by name", submission.sha256[:8], submission.sha256[-8:],
        "1. Title 1", "Wording of question 1?", "Language of the answer: French. Words: 2.", "First answer.",
        "Courtesy translation by the State into English. The text above is the one that counts. In other words.",
        "No information is provided on this question.", "Clarification on question 1", "More on figures?",
        "Here they are.", "And this?", "The answer above is the reply.", "1. National report", "report.pdf",
        "question 2", "1,234,567 bytes", "application/pdf", "Not to be published", "abababab",
        "2. bare.pdf", "as the State laid it out", "cdcdcdcd",
    ):  # fmt: skip
        assert expected in shown, expected
    assert "random" not in shown


def test_an_annex_and_its_code_stand_on_one_page():
    annexes = [
        {"number": number, "title": f"Report {number}", "name": "report.pdf", "sha256": f"{number:02}" * 32,
         "size": 9, "type": "application/pdf", "language": "en", "question": None, "publishable": True}
        for number in range(1, 21)
    ]  # fmt: skip
    for lines in (1, 4, 8):
        made = pdf.pdf_of(submission_of(answer(1, "Line.\n" * lines), annexes=annexes))
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
        for annex in annexes:
            page = next(page for page in pages if f"\n{annex['number']}. {annex['title']}\n" in page)
            assert annex["sha256"][:8] in page, (lines, annex["title"])


def test_a_receipt_of_a_note_verbale_says_so():
    submission = submission_of(
        answer(1, "Text."), channel="note_verbale", received_on="2026-11-21",
        document={"name": "Note 12.pdf", "sha256": "ef" * 32}, entered_by={"account": "random-id"},
        authorized_by={"name": "", "title": "", "authority": "Ministry"},
        consent={"publication": "no", "attribution": "not_attributed", "publication_stated": False,
                 "attribution_stated": False},
    )  # fmt: skip
    shown = " ".join(text_in(pdf.pdf_of(submission)).split())
    for expected in (
        "21 November 2026, by note verbale",
        "Registered by the secretariat, word for word: 24 November 2026, 04:01:09 Geneva time",
        "(24 November 2026, 03:01:09 UTC)",
        "Note 12.pdf", "efefefef", "Do not publish (the document says nothing)",
    ):  # fmt: skip
        assert expected in shown, expected


# --- for readers who do not see, and for archives ---------------------------------------------


def tags_of(node, found):
    """The kinds of the marked parts of a PDF with their languages, in the order of reading."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            tags_of(one, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append((node["/S"], str(node.get("/Lang", ""))))
        if "/K" in node:
            tags_of(node["/K"], found)
    return found


def test_a_receipt_is_tagged_for_accessibility_and_fit_for_archives():
    texts = {
        1: ("Մարդիկ", "hy"),
        2: ("مرحبا", "ar"),
        3: ("中文", "zh"),
        4: ("Tekst", "und"),
        5: ("Texto", "pt-br"),
    }
    catalog = read(pdf.pdf_of(submission_of(*(answer(at, *said) for at, said in texts.items())))).root_object
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"]) == ("en", True)
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    described = catalog["/Metadata"].get_data().decode()
    for mark in (
        "<pdfuaid:part>1<",
        "<pdfaid:part>3<",
        "<pdfaid:conformance>A<",
        "Receipt for the response of Ruritania",
    ):
        assert mark in described
    tags = tags_of(catalog["/StructTreeRoot"]["/K"], [])
    kinds = [kind for kind, _language in tags]
    assert [kind for kind in kinds if kind in {"/H1", "/H2", "/H3"}] == ["/H1", *["/H2"] * 5]
    assert {"/P", "/L", "/LI", "/Lbl", "/LBody", "/TOC"} <= set(kinds)
    assert {"hy", "ar", "zh", "pt-BR"} <= {language for _kind, language in tags}


def test_the_record_is_inside_for_any_reader():
    submission = submission_of(answer(1, "Words, Слова, 文字"))
    made = pdf.pdf_of(submission)
    assert dict(read(made).attachments) == {"GCM-ECE-2024-S3-XRU-01.json": [submission.record.encode()]}
    assert list(embedded.files_in(made)) == [submission.record.encode()]


def test_one_submission_has_one_receipt_byte_for_byte():
    assert pdf.pdf_of(submission_of(answer(1, AWKWARD))) == pdf.pdf_of(submission_of(answer(1, AWKWARD)))


def test_nothing_is_set_without_a_letterform():
    """Were a letter missing, the file could not be made: a box instead of a letter is an error for its standards."""
    facts = pdf._to_draw(pdf.facts_of(submission_of(answer(1, "Words"))))
    facts["state"] = [{"text": "\U0001f600"}]
    said = {"receipt": json.dumps(facts), "record": "{}", "name": "n", "made": "2026 1 1 1 1 1", "seal": "s"}
    done = subprocess.run(
        [sys.executable, "-I", str(pdf.PROGRAM)],
        input=json.dumps(said).encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"could not be displayed" in done.stderr


DRAWN = sorted(set().union(*coverage().values()))
MARKS = [code for code in DRAWN if unicodedata.category(chr(code)).startswith("M")]
CHARACTERS = (
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from(DRAWN).map(chr)
    | st.sampled_from(MARKS).map(chr)
)
ANY = st.text(CHARACTERS, max_size=200).map(lambda text: clean(text).text)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANY, min_size=5, max_size=5))
def test_any_text_that_can_be_stored_can_be_set(texts):
    submission = submission_of(*(answer(at, text) for at, text in enumerate(texts, 1)))
    assert list(embedded.files_in(pdf.pdf_of(submission))) == [submission.record.encode()]


def test_a_record_beyond_all_measure_has_no_pages(monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_RECORD", 500)
    with pytest.raises(pdf.NotMade):
        pdf.pdf_of(submission_of(answer(1, "Words")))


# --- the seal ---------------------------------------------------------------------------------


def test_the_seal_holds_for_the_file_as_it_was_made_and_for_no_other():
    made = pdf.pdf_of(submission_of(answer(1, "Words")))
    assert seal.holds(made)
    place = made.index(b"stream\n") + 20
    changed = {
        "a byte": made[:place] + bytes([made[place] ^ 1]) + made[place + 1 :],
        "an addition": made + b"\n% more",
        "a cut": made[:-1],
        "an empty seal": seal._with(made, seal.EMPTY),
        "no seal": made.replace(seal.MARK.encode(), b"x" * len(seal.MARK)),
        "nothing": b"",
    }
    assert {name: seal.holds(file) for name, file in changed.items()} == dict.fromkeys(changed, False)


def test_the_seal_is_of_this_site(settings):
    made = pdf.pdf_of(submission_of(answer(1, "Words")))
    key, settings.SECRET_KEY = settings.SECRET_KEY, "another key of another site, long enough"
    assert not seal.holds(made)
    settings.SECRET_KEY_FALLBACKS = [key]
    assert seal.holds(made)
