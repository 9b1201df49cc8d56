"""The receipt as a Word file says what the PDF says, every word as it was received."""

import io

import docx
import pytest

from responses.documents.receipt.word import ASKED, WORDS, word_of

from .made import SCRIPTS, answer, submission_of

AWKWARD = "Two  spaces, a\ttab, soft\u00adhyphen.\n second line\n\n\n\nAfter three empty lines: <w:t>&amp;</w:t> 😀\n"


def read(submission):
    return docx.Document(io.BytesIO(word_of(submission)))


def words_in(document):
    return "\n".join(one.text for one in document.paragraphs if one.style.name == WORDS)


@pytest.mark.parametrize("language", SCRIPTS)
def test_the_words_are_those_of_the_record(language):
    assert words_in(read(submission_of(answer(1, SCRIPTS[language], language)))) == SCRIPTS[language]


@pytest.mark.parametrize(
    "text", [AWKWARD, "\n".join("line" for _one in range(6_000))], ids=["awkward", "long"]
)
def test_nothing_of_a_text_is_lost(text):
    assert words_in(read(submission_of(answer(1, text)))) == text


def test_it_says_everything_that_the_record_says():
    submission = submission_of(
        answer(1, "First answer.", "fr", translations=[{"language": "en", "text": "In other words."}]),
        answer(2, "", no_information=True),
        clarifications=[{"question": 1, "request": "More on figures?", "reply": "Here they are."}],
        annexes=[{"title": "National report", "name": "report.pdf", "sha256": "ab" * 32, "question": 2}],
    )
    document = read(submission)
    said = [one.text for one in document.paragraphs]
    for expected in (
        "Receipt for the response of Ruritania", "ECE 2024 · Session 3: Session of the objectives",
        "Reference\tGCM-ECE-2024-S3-XRU-01",
        "Received\t24 November 2026, 04:01:09 Geneva time\n24 November 2026, 03:01:09 UTC",
        "Authorized by\tRudolf Elphberg, Deputy Minister, Ministry",
        "Transmitted by\tFlavia Strelsau, Permanent Mission in Geneva", "Publication\tPublish in full", "1. Title 1",
        "Wording of question 1?", "First answer.", "In other words.", "No information is provided on this question.",
        "Clarification on question 1", "More on figures?", "Here they are.", "Annexes", "1. National report",
        "File\treport.pdf", "Comes with\tquestion 2",
    ):  # fmt: skip
        assert expected in said
    assert submission.sha256 in "".join(said).replace(" ", "").replace("\n", "")
    assert "random" not in "".join(said)
    headings = [
        one.style.name for one in document.paragraphs if one.style.name.startswith(("Title", "Heading"))
    ]
    assert headings == ["Title", *["Heading 1"] * 4, "Heading 2"]
    assert document.core_properties.title == "Receipt for the response of Ruritania, GCM-ECE-2024-S3-XRU-01"


def test_right_to_left_and_the_language_are_told_to_word():
    document = read(submission_of(answer(1, "مرحبا", "ar"), answer(2, "Привет", "ru")))
    arabic, russian = (one._element.xml for one in document.paragraphs if one.style.name == WORDS)
    assert ("<w:bidi" in arabic, "ar-SA" in arabic) == (True, True)
    assert ("<w:bidi" in russian, "ru-RU" in russian) == (False, True)
    assert any(one.style.name == ASKED for one in document.paragraphs)
