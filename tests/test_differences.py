"""What changed between two texts: told word by word, exactly, and in a time that grows as the texts do."""

import html
import random
import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from responses import differences
from responses.differences import ADDED, KEPT, REMOVED
from tests.growth import growth


def shown(old, new):
    """The difference on one line: [-removed-], [+added+]."""
    marks = {KEPT: "{}", REMOVED: "[-{}-]", ADDED: "[+{}+]"}
    return "".join(marks[kind].format(text) for kind, text in differences.between(old, new))


READS = {
    "nothing in either": ("", "", ""),
    "the same": ("Two words.", "Two words.", "Two words."),
    "a text begins": ("", "Two words.", "[+Two words.+]"),
    "a text ends": ("Two words.", "", "[-Two words.-]"),
    "a word": ("five new centres", "five old centres", "five [-new-][+old+] centres"),
    "a word added": ("five centres", "five new centres", "five [+new +]centres"),
    "a word removed": ("five new centres", "five centres", "five [-new -]centres"),
    "part of a word is a word": ("The centre", "The centres", "The [-centre-][+centres+]"),
    "a mark": ("Centres, too", "Centres; too", "Centres[-,-][+;+] too"),
    "a clause before the full stop": ("A law.", "A law, and a plan.", "A law[+, and a plan+]."),
    "a hyphen inside is part of a word": (
        "state-of-the-art",
        "state-of-an-art",
        "[-state-of-the-art-][+state-of-an-art+]",
    ),
    "a number is a word": ("1,200 permits", "1,300 permits", "[-1,200-][+1,300+] permits"),
    "a short word between two changes": (
        "in 2023 and 2024",
        "in 2021 and 2022",
        "in [-2023 and 2024-][+2021 and 2022+]",
    ),
    "words between two additions were never touched": (
        "Three are safe.",
        "All but three are safe. Three are very very safe.",
        "[+All but three are safe. +]Three are [+very very +]safe.",
    ),
    "a sentence between two changes": (
        "The strategy was adopted. It has three pillars. One concerns data.",
        "It has three pillars.",
        "[-The strategy was adopted. -]It has three pillars.[- One concerns data.-]",
    ),
    "changes in two paragraphs stay apart": (
        "in 2023.\n\nFive centres",
        "in 2022.\n\nSix centres",
        "in [-2023-][+2022+].\n\n[-Five-][+Six+] centres",
    ),
    "a sentence begins where sentences do": (
        "The cat sat. The bird sang.",
        "The cat sat. The dog barked. The bird sang.",
        "The cat sat. [+The dog barked. +]The bird sang.",
    ),
    "a sentence removed ends where sentences do": (
        "The cat sat. The dog barked. The bird sang.",
        "The cat sat. The bird sang.",
        "The cat sat. [-The dog barked. -]The bird sang.",
    ),
    "a paragraph added": ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", "One.\n\n[+Two.\n\n+]Three."),
    "a paragraph at the end": ("One.", "One.\n\nTwo.", "One.[+\n\nTwo.+]"),
    "a paragraph divided": ("One. Two.", "One.\n\nTwo.", "One.[- -][+\n\n+]Two."),
    "a list": ("- a\n- b\n- c", "- a\n- c\n- d", "- a\n[-- b\n-]- c[+\n- d+]"),
    "white space alone": ("a b", "a  b", "a [+ +]b"),
    "white space at the end": ("a\n", "a", "a[-\n-]"),
    "Cyrillic": ("Закон о миграции", "Закон о гражданстве", "Закон о [-миграции-][+гражданстве+]"),
    "Arabic": ("قانون الهجرة الجديد", "قانون العمل الجديد", "قانون [-الهجرة-][+العمل+] الجديد"),
    "Chinese": ("政府设立了五个中心。", "政府设立了六个中心。", "政府设立了[-五-][+六+]个中心。"),
    "Japanese": ("新しい法律を制定", "新しい計画を制定", "新しい[-法律-][+計画+]を制定"),
    "a variant of a character": ("葛城", "葛\U000e0100城", "[-葛-][+葛\U000e0100+]城"),
    "combining marks": ("cafe\u0301 noir", "café noir", "[-cafe\u0301-][+café+] noir"),
    "beyond the first plane": ("a 🕊 b", "a 🕊🕊 b", "a [-🕊-][+🕊🕊+] b"),
}


@pytest.mark.parametrize(("old", "new", "difference"), READS.values(), ids=READS)
def test_a_reader_sees(old, new, difference):
    assert shown(old, new) == difference


WORDS = ["the", "State", "law", "of", "移民", "мир", "الهجرة", "(a)", "1,200", "—", "e\u0301", "🕊", "."]
GAPS = [" ", " ", " ", "  ", "\n", "\n\n", "\n\n\n", "\t", "\u00a0", ""]
prose = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)).map("".join)).map("".join)
texts = st.one_of(prose, st.text(), st.text(alphabet="ab. \n"))


@st.composite
def edited(draw):
    """Two texts of which one was made from the other, as people do: a part taken out, another put in."""
    old = draw(prose)
    start = draw(st.integers(0, len(old)))
    end = draw(st.integers(start, len(old)))
    return old, old[:start] + draw(prose) + old[end:]


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.tuples(texts, texts), edited()))
@example(("\udc00 a", "a \udc00"))
@example(("\U000f0000 \U0010ffff a", "\U000f0001 \U0010ffff b"))
@example(("a\x85b\u2028c\ufeffd", "a b c d"))
def test_no_character_is_lost_or_invented(pair):
    old, new = pair
    pieces = differences.between(old, new)
    assert "".join(text for kind, text in pieces if kind != ADDED) == old
    assert "".join(text for kind, text in pieces if kind != REMOVED) == new
    assert all(text for _kind, text in pieces)
    kinds = "".join(kind[0] for kind, _text in pieces)
    assert re.search("kk|rr|aa|ar", kinds) is None


@settings(max_examples=200, deadline=None)
@given(edited())
def test_no_word_is_cut(pair):
    inside = re.compile(r"[a-zA-Z][a-zA-Z]")
    for left_out in (ADDED, REMOVED):
        pieces = [text for kind, text in differences.between(*pair) if kind != left_out]
        edges = [one[-1] + two[0] for one, two in pairwise(pieces)]
        assert [edge for edge in edges if inside.fullmatch(edge)] == []


@given(texts)
def test_a_text_differs_from_itself_by_nothing(text):
    assert differences.between(text, text) == ([(KEPT, text)] if text else [])


# --- long texts ------------------------------------------------------------------------------


def written(words, vocabulary, seed):
    """So many words, drawn from a vocabulary in which, as in every language, a few words are most of what is said."""
    chance = random.Random(seed)
    return [f"w{int(chance.paretovariate(0.3)) % vocabulary}" for _ in range(words)]


def reworked(words, rate, seed):
    """The same words, with a part of them left out, exchanged or joined by others."""
    chance, made = random.Random(seed), []
    for word in words:
        fate = chance.random() / rate
        made += [word] if fate > 1 else [word, "more"] if fate > 0.6 else ["other"] if fate > 0.3 else []
    return made


def paragraphs(words, length=120):
    return "\n\n".join(" ".join(words[at : at + length]) for at in range(0, len(words), length))


def corrected(n):
    words = written(n, 3_000, 1)
    return paragraphs(words), paragraphs(reworked(words, 0.05, 2))


def corrected_in_one_paragraph(n):
    words = written(n, 3_000, 1)
    return " ".join(words), " ".join(reworked(words, 0.05, 2))


def half_rewritten(n):
    words = written(n, 3_000, 1)
    return paragraphs(words), paragraphs(reworked(words, 0.5, 2))


def without_anything_in_common_but_frequent_words(n):
    return paragraphs(written(n, 300, 1)), paragraphs(written(n, 300, 2))


def turned_round(n):
    words = written(n, 3_000, 1)
    return paragraphs(words), paragraphs(words[::-1])


def one_word_over_and_over(n):
    return "word " * n, "word " * (n // 3) + "other " + "word " * (n // 2) + "end"


def a_pattern_out_of_step(n):
    return "a b " * (n // 2), "b a a " * (n // 3)


def one_word_to_a_line(n):
    return "\n".join(written(n, 300, 1)), "\n".join(written(n, 300, 2))


def chinese(n):
    one, two = (
        "".join(chr(0x4E00 + int(word[1:])) for word in written(n * 2, 2_000, seed)) for seed in (1, 2)
    )
    return one, one[: n // 2] + two + one[n // 2 :]


SHAPES = (
    corrected,
    corrected_in_one_paragraph,
    half_rewritten,
    without_anything_in_common_but_frequent_words,
    turned_round,
    one_word_over_and_over,
    a_pattern_out_of_step,
    one_word_to_a_line,
    chinese,
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_ten_times_the_text_takes_no_more_than_fifteen_times_the_work(shape):
    assert growth(differences.between, shape(1_000), shape(10_000)) <= 15


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_long_text_is_told_exactly_too(shape):
    old, new = shape(20_000)
    pieces = differences.between(old, new)
    assert "".join(text for kind, text in pieces if kind != ADDED) == old
    assert "".join(text for kind, text in pieces if kind != REMOVED) == new


FOUND = {corrected: 0.93, corrected_in_one_paragraph: 0.93, half_rewritten: 0.4, one_word_over_and_over: 0.8}


@pytest.mark.parametrize(("shape", "part"), FOUND.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_in_a_long_text_most_of_what_stayed_is_found(shape, part):
    old, new = shape(20_000)
    kept = sum(len(text) for kind, text in differences.between(old, new) if kind == KEPT)
    assert kept >= part * len(old)


def test_the_same_texts_always_differ_in_the_same_way():
    pair = without_anything_in_common_but_frequent_words(5_000)
    assert differences.between(*pair) == differences.between(*pair)


# --- how it is laid out ----------------------------------------------------------------------


def outline(pieces):
    """Stretches in short: the paragraphs that are shown, and how many are folded."""
    marks = {KEPT: "{}", REMOVED: "[-{}-]", ADDED: "[+{}+]"}
    return [
        len(stretch.paragraphs)
        if stretch.folded
        else [
            "".join(marks[run.kind].format(run.text + "¶" * run.ends_paragraph) for run in paragraph)
            for paragraph in stretch.paragraphs
        ]
        for stretch in differences.laid_out(pieces)
    ]


LAID_OUT = {
    "nothing": ("", "", []),
    "a text alone": ("", "One.\n\nTwo.", [["[+One.¶+]", "[+Two.+]"]]),
    "a word": ("One.\n\nTwo.", "One.\n\nTwo more.", [["One.", "Two[+ more+]."]]),
    "a paragraph added": ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", [["One.", "[+Two.¶+]", "Three."]]),
    "a paragraph at the end": ("One.", "One.\n\nTwo.", [["One.[+¶+]", "[+Two.+]"]]),
    "a paragraph divided": ("One. Two.", "One.\n\nTwo.", [["One.[- -][+¶+]", "Two."]]),
    "two paragraphs joined": ("One.\n\nTwo.", "One. Two.", [["One.[-¶-][+ +]Two."]]),
    "lines of one paragraph": ("a\nb", "a\nc", [["a\n[-b-][+c+]"]]),
    "three empty lines": ("One.\n\n\n\nTwo.", "One.\n\n\n\nTwo!", [["One.", "Two[-.-][+!+]"]]),
    "two paragraphs far from a change": ("1\n\n2\n\n3\n\n4", "1\n\n2\n\n3\n\n5", [["1", "2"], ["3", "[-4-][+5+]"]]),
    "three": ("0\n\n1\n\n2\n\n3\n\n4", "0\n\n1\n\n2\n\n3\n\n5", [3, ["3", "[-4-][+5+]"]]),
    "many between two changes": (
        "\n\n".join("a234567b"), "\n\n".join("x234567y"), [["[-a-][+x+]", "2"], 4, ["7", "[-b-][+y+]"]]
    ),
    "nothing changed": ("1\n\n2\n\n3", "1\n\n2\n\n3", [3]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), LAID_OUT.values(), ids=LAID_OUT)
def test_a_page_shows(old, new, expected):
    assert outline(differences.between(old, new)) == expected


@given(edited())
def test_what_is_laid_out_is_what_changed(pair):
    pieces = differences.between(*pair)
    for kind in (KEPT, REMOVED, ADDED):
        said = "".join(re.sub(r"\n\n+", "", text) for piece, text in pieces if piece == kind)
        laid = "".join(
            run.text
            for stretch in differences.laid_out(pieces)
            for paragraph in stretch.paragraphs
            for run in paragraph
            if run.kind == kind
        )
        assert laid == said


# --- how it is heard and seen ----------------------------------------------------------------

HEARD = {
    "a word": ("old law", "new law", "removed: old end, added: new end, law"),
    "a space": ("a b", "a  b", "a added: space end, b"),
    "a line": ("a b", "a\nb", "a removed: space end, added: line break↵ end, b"),
    "a paragraph": ("a b", "a\n\nb", "a removed: space end, added: paragraph break¶ end, b"),
    "markup": ("a", "<b>", "removed: a end, added: <b> end,"),
    "folded": (
        "\n\n".join("12345"),
        "\n\n".join("12346"),
        "3 unchanged paragraphs 1 2 3 4 removed: 5 end, added: 6 end,",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "heard"), HEARD.values(), ids=HEARD)
def test_a_screen_reader_says(old, new, heard):
    pieces = differences.between(old, new)
    page = render_to_string("components/difference.html", {"pieces": pieces, "language": "fr"})
    said = html.unescape(re.sub(r"<[^>]*>", "", re.sub("</(?:p|summary)>", " ", page)))
    assert " ".join(said.split()) == heard
    assert page.count('lang="fr"') == 1


@pytest.mark.parametrize("shape", [corrected, half_rewritten], ids=lambda shape: shape.__name__)
def test_showing_ten_times_the_text_takes_no_more_than_fifteen_times_the_work(shape):
    def show(old, new):
        pieces = differences.between(old, new)
        render_to_string("components/difference.html", {"pieces": pieces, "language": "en"})

    assert growth(show, shape(1_000), shape(10_000)) <= 15
