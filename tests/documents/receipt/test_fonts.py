"""The bundled fonts draw every script that a State may write in, and are what is said of them."""

import json

import pytest
from fontTools.ttLib import TTFont

from responses import languages
from responses.documents.receipt.drawing import FONTS, coverage, pieces

from .made import SCRIPTS

NAMED_BY_THE_ISSUE = {
    "sq", "hy", "az", "be", "bg", "ka", "el", "he", "kk", "mt", "ro", "ru", "sr", "sr-latn", "tg", "tr", "tk", "uk",
    "uz", "ar", "zh",
}  # fmt: skip


def test_the_corpus_has_every_language_that_must_not_miss_a_letter():
    assert set(SCRIPTS) >= NAMED_BY_THE_ISSUE


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_letter_of_a_language_is_drawn(language):
    assert pieces(SCRIPTS[language]) == [SCRIPTS[language]]


def test_the_own_name_of_each_language_that_is_offered_is_drawn():
    missing = {code: own for code, (_english, own) in languages.NAMES.items() if pieces(own) != [own]}
    assert missing == {}


def test_the_list_of_what_each_font_draws_is_that_of_the_fonts():
    listed = json.loads((FONTS / "coverage.json").read_text("utf-8"))
    paths = list(FONTS.glob("*.?tf"))
    assert set(listed) == {path.stem for path in paths}
    for path in paths:
        drawn = {code for first, last in listed[path.stem] for code in range(first, last + 1)}
        with TTFont(path, lazy=True) as font:
            assert drawn == set(font.getBestCmap()), path.stem
            assert "SIL Open Font License" in font["name"].getDebugName(13), path.stem


def test_a_letter_and_its_mark_come_from_one_font():
    """Armenian and the acute accent are each there, in different fonts; together they would have no letterform."""
    both = "\u0562\u0301"
    assert all(any(ord(one) in drawn for drawn in coverage().values()) for one in both)
    assert pieces(f"a {both} e\u0301") == ["a \u0562", 0x301, " e\u0301"]


@pytest.mark.parametrize(
    ("text", "drawn"),
    {
        "": [],
        "plain": ["plain"],
        "a 😀 b": ["a ", 0x1F600, " b"],
        "😀😀": [0x1F600, 0x1F600],
        "\ue000": [0xE000],
        "a\ufeffb": ["a\u2060b"],
        "🇺🇳": [0x1F1FA, 0x1F1F3],
    }.items(),
)
def test_what_no_font_draws_stands_as_its_number(text, drawn):
    assert pieces(text) == drawn
