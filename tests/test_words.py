"""One rule counts words, on the server and in the browser: this is the server's side of it."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from responses.text import clean, count_words

CORPUS = json.loads((Path(__file__).parent / "words.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["what"])
def test_words_are_counted(case):
    assert count_words(case["text"]) == case["words"]


ANYTHING = st.text(st.one_of(st.characters(), st.sampled_from("a1 \n\x00\x0b\x0c\x1c\u2028\ufffe\ud800")))


@given(ANYTHING)
@example("a\x00b\x1cc\x0bd\ufffee\ud800f")
def test_what_the_door_removes_changes_no_count(text):
    """The browser counts what is typed, the server what is stored."""
    assert count_words(clean(text).text) == count_words(text)


@given(ANYTHING, ANYTHING)
def test_a_line_end_divides_what_is_counted(one, two):
    assert count_words(f"{one}\n{two}") == count_words(one) + count_words(two)


@given(ANYTHING)
@example("two\x1fone\x1cmore\u200b")
def test_an_ideograph_further_on_changes_nothing_else(text):
    """Texts without ideographs are counted in a quicker way: it must find the same."""
    assert count_words(f"{text}\n工") == count_words(text) + 1
