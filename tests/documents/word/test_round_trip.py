"""What is written into a Word file comes out of it, character by character."""

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from responses.documents.word.reading import read
from responses.documents.word.writing import questionnaire
from responses.text import clean

from . import rounds
from .corpus.typed import AWKWARD, SCRIPTS
from .rounds import ANSWERS, MADE_AT, QUESTIONS

LINES = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
ASKED = st.sampled_from(
    [QUESTIONS[2].wording, QUESTIONS[2].title, "3. " + QUESTIONS[2].title, "[1]", "\u2022 a"]
)
TEXTS = st.lists(LINES | ASKED | st.sampled_from(["", " ", "\t", "="]), max_size=8).map(
    lambda lines: clean("\n".join(lines)).text
)


def back(questions, **otherwise):
    """The reading of a questionnaire that nobody touched."""
    content = questionnaire(rounds.given(questions, **otherwise))
    return read(io.BytesIO(content), QUESTIONS)


@given(TEXTS, TEXTS, st.sampled_from(("", "en", "ar", "zh", "und", "sr-latn")))
@example(SCRIPTS, AWKWARD, "")
@example("\n", "\n\n \n", "ar")
@settings(max_examples=40, deadline=None)
def test_every_storable_text_comes_back(first, third, language):
    texts = {1: first, 3: third}
    questions = [rounds.replace(question, answer_language=language) for question in rounds.answering(texts)]
    found = back(questions)
    assert {answered.number: answered.text for answered in found.answers} == dict.fromkeys(
        ANSWERS, ""
    ) | texts
    assert (found.outside, found.notices, found.comments) == ((), (), ())


def test_a_text_of_very_many_lines_comes_back():
    text = "\n".join(str(number) if number % 7 else "" for number in range(12_345))
    assert back(rounds.answering({2: text})).answer(2).text == text


LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_questionnaire_in_any_language_comes_back(language):
    found = back(QUESTIONS, language=language)
    assert {answered.number: answered.text for answered in found.answers} == ANSWERS
    assert (found.identity.language, found.outside) == (language, ())


def test_an_extract_names_only_its_questions():
    found = back((QUESTIONS[1], QUESTIONS[3]), is_extract=True)
    assert found.identity.versions == {2: 3, 4: 3}
    assert [answered.number for answered in found.answers] == [2, 4]
    assert (found.notices, found.outside) == ((), ())


def test_a_file_says_what_it_is():
    found = back(QUESTIONS)
    identity = found.identity
    assert (identity.session_slug, identity.state_code, identity.made_at) == ("ece-2026-s3", "XRU", MADE_AT)
    assert identity.versions == {1: 3, 2: 3, 3: 0, 4: 3, 5: 0}


def test_the_form_for_everyone_names_no_state():
    assert back(QUESTIONS, state_code="", state_name="").identity.state_code == ""


def test_a_round_of_many_questions_says_what_it_is():
    many = [rounds.replace(QUESTIONS[0], number=number, version=12_345) for number in range(1, 61)]
    content = questionnaire(rounds.given(many))
    found = read(io.BytesIO(content), many)
    assert found.identity.versions == dict.fromkeys(range(1, 61), 12_345)
    assert {answered.text for answered in found.answers} == {QUESTIONS[0].text}


def test_what_was_submitted_has_no_page_on_filling_in():
    submitted = back(QUESTIONS, is_submitted=True, heading_notice="As submitted, GCM-ECE-2026-S3-XRU-01")
    assert {answered.number: answered.text for answered in submitted.answers} == ANSWERS
    assert submitted.outside == ()
