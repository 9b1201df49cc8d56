"""Every awkward file comes back with all that was in its answers, from Word and by way of LibreOffice."""

import io
from pathlib import Path

import pytest

from responses.documents.word.reading import read
from responses.documents.word.shapes import FoundBy

from .corpus import CASES
from .drafts import BY, Draft, downloaded, p
from .rounds import MADE_AT, QUESTIONS

FILES = Path(__file__).parent / "files"
PROGRAMS = ("libreoffice", "opendocument")


def file_of(case, program):
    """Where a case is kept as a program saved it."""
    return FILES / program / f"{case.name.replace(' ', '-').replace(',', '')}.docx"


def content_of(case, program):
    """The file of a case as a program saved it."""
    return case.content() if program == "word" else file_of(case, program).read_bytes()


@pytest.mark.parametrize("program", ["word", *PROGRAMS])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_nothing_of_an_answer_is_lost(case, program):
    expected = case.expected_from(program)
    found = read(io.BytesIO(content_of(case, program)), QUESTIONS)
    assert {answered.number: answered.text for answered in found.answers} == expected.all_answers()
    assert found.outside == expected.outside
    assert {(notice.kind, notice.number) for notice in found.notices} == expected.notices
    assert [(c.number, c.author, c.text, c.about) for c in found.comments] == list(expected.comments)
    by = {answered.number: answered.found_by for answered in found.answers}
    assert by == dict.fromkeys(by, FoundBy.BOOKMARK) | expected.found_by
    if not expected.has_identity:
        assert found.identity is None
        return
    assert (found.identity.state_code, found.identity.made_at) == (
        case.otherwise.get("state_code", "XRU"),
        MADE_AT,
    )
    assert found.identity.versions == {question.number: question.version for question in QUESTIONS}


def test_of_a_long_passage_that_was_left_out_the_beginning_is_told():
    draft = Draft(downloaded())
    draft.fill(3, p(f"<w:del {BY}><w:r><w:delText>{'word ' * 100}</w:delText></w:r></w:del>"))
    notice = next(one for one in read(io.BytesIO(draft.save()), QUESTIONS).notices if one.number == 3)
    assert (len(notice.detail), notice.detail[-5:]) == (201, "ord …")


def test_the_corpus_is_large_enough():
    assert len(CASES) >= 40
