"""Two people's changes to one text are put together, or people choose; no word that either wrote is left out."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from responses.merging import Clash, merge
from tests.growth import growth

CLEAN = {
    # what happens: (before, theirs, mine, together, the paragraphs that were theirs)
    "nobody changed anything": ("A\n\nB", "A\n\nB", "A\n\nB", "A\n\nB", ()),
    "only they changed": ("A\n\nB", "A\n\nB2", "A\n\nB", "A\n\nB2", (2,)),
    "only I changed": ("A\n\nB", "A\n\nB", "A2\n\nB", "A2\n\nB", ()),
    "different paragraphs": ("A\n\nB\n\nC", "A\n\nB\n\nC2", "A2\n\nB\n\nC", "A2\n\nB\n\nC2", (3,)),
    "neighbouring paragraphs": ("A\n\nB", "A\n\nB2", "A2\n\nB", "A2\n\nB2", (2,)),
    "they add at the end, I change the last": ("A\n\nB", "A\n\nB\n\nC", "A\n\nB2", "A\n\nB2\n\nC", (3,)),
    "they add at the start, I change the first": ("A\n\nB", "N\n\nA\n\nB", "A2\n\nB", "N\n\nA2\n\nB", (1,)),
    "they take one out, I change another": ("A\n\nB\n\nC", "A\n\nC", "A\n\nB\n\nC2", "A\n\nC2", (1,)),
    "they take the first out": ("A\n\nB\n\nC", "B\n\nC", "A\n\nB\n\nC2", "B\n\nC2", (0,)),
    "both made the same change": ("A\n\nB", "A\n\nB2", "A\n\nB2", "A\n\nB2", ()),
    "both took the same out": ("A\n\nB\n\nC", "A\n\nC", "A\n\nC", "A\n\nC", ()),
    "both began with the same": ("", "A", "A", "A", ()),
    "lines of a list": ("- one\n- two\n- three", "- one\n- two!\n- three", "- one\n- two\n- three!",
                        "- one\n- two!\n- three!", (2,)),
    "white space around stays": ("\n\n A \n\nB\n", "\n\n A \n\nB2\n", "\n\n A2 \n\nB\n", "\n\n A2 \n\nB2\n", (2,)),
}  # fmt: skip

CLASHES = {
    # what happens: (before, theirs, mine, [the places], with theirs, with mine)
    "the same paragraph": (
        "A\n\nB\n\nC",
        "A\n\nB2\n\nC",
        "A\n\nB3\n\nC2",
        [2],
        "A\n\nB2\n\nC2",
        "A\n\nB3\n\nC2",
    ),
    "both write the first text": ("", "Theirs", "Mine", [1], "Theirs", "Mine"),
    "both add at the end": ("A", "A\n\nT", "A\n\nM", [2], "A\n\nT", "A\n\nM"),
    "they take out what I changed": ("A\n\nB", "A", "A\n\nB2", [2], "A", "A\n\nB2"),
    "two places": ("A\n\nB\n\nC", "A1\n\nB\n\nC1", "A2\n\nB\n\nC2", [1, 3], "A1\n\nB\n\nC1", "A2\n\nB\n\nC2"),
}


@pytest.mark.parametrize("case", CLEAN.values(), ids=CLEAN)
def test_changes_to_different_paragraphs_are_put_together(case):
    before, theirs, mine, together, numbers = case
    done = merge(before, theirs, mine)
    assert (done.is_clean, done.text(), done.theirs) == (True, together, numbers)


@pytest.mark.parametrize("case", CLASHES.values(), ids=CLASHES)
def test_changes_to_the_same_paragraph_are_left_to_people(case):
    before, theirs, mine, places, with_theirs, with_mine = case
    done = merge(before, theirs, mine)
    assert [clash.paragraph for clash in done.clashes] == places
    assert done.text(["theirs"] * len(places)) == with_theirs
    assert done.text(["mine"] * len(places)) == done.text() == with_mine


def test_each_place_is_chosen_by_itself():
    done = merge("A\n\nB\n\nC", "A1\n\nB\n\nC1", "A2\n\nB\n\nC2")
    assert done.text(["theirs", "mine"]) == "A1\n\nB\n\nC2"
    assert done.pieces[0] == Clash("\n\nA", "\n\nA1", "\n\nA2", 1)


PARAGRAPHS = st.sampled_from(["A", "B", "C", "D", "E", "", " ", "Ж", "移民"])
TEXTS = st.builds("".join, st.lists(st.one_of(PARAGRAPHS, st.sampled_from(["\n", "\n\n"])), max_size=14))


@st.composite
def changed(draw):
    """A text, and what two people made of it by a few changes each."""
    before = draw(st.lists(PARAGRAPHS, max_size=8))

    def version(mark):
        lines = list(before)
        for number in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(lines)))
            low = at if draw(st.booleans()) else min(len(lines), at + draw(st.integers(0, 2)))
            lines[at:low] = [f"{mark}{number}"] * draw(st.integers(0, 2))
        return "\n\n".join(lines)

    return "\n\n".join(before), version("x"), version("y")


ANY = st.one_of(changed(), st.tuples(TEXTS, TEXTS, TEXTS))


def written_anew(before, text):
    """The paragraphs of a text that were not there before."""
    return {line for line in text.split("\n") if line.strip()} - set(before.split("\n"))


@given(ANY)
@settings(max_examples=400, deadline=None)
@example(("A", "", "A\n"))
@example(("\n", "", "\n\n"))
def test_nothing_that_either_wrote_anew_disappears(texts):
    before, theirs, mine = texts
    done = merge(before, theirs, mine)
    new = written_anew(before, theirs) | written_anew(before, mine)
    shown = "".join(piece if isinstance(piece, str) else piece.theirs + piece.mine for piece in done.pieces)
    assert new <= set(shown.split("\n"))
    assert done.is_clean is (not done.clashes)


@given(ANY)
@settings(max_examples=400, deadline=None)
def test_a_clean_merge_does_not_depend_on_who_is_who(texts):
    before, theirs, mine = texts
    one, other = merge(before, theirs, mine), merge(before, mine, theirs)
    assert [(c.theirs, c.mine) for c in one.clashes] == [(c.mine, c.theirs) for c in other.clashes]
    if one.is_clean:
        assert one.text() == other.text()
    else:
        assert one.text(["theirs"] * len(one.clashes)) == other.text(["mine"] * len(one.clashes))


@given(st.tuples(TEXTS, TEXTS))
@settings(max_examples=300, deadline=None)
def test_a_change_of_one_alone_is_taken_to_the_letter(texts):
    before, text = texts
    assert merge(before, text, before).text() == text
    assert merge(before, before, text).text() == text
    assert merge(before, text, text).text() == text


def changed_here_and_there(size):
    """A text of about so many characters, and two with a change in every tenth paragraph."""
    base = [f"Paragraph {n} says what the ministry of {n} does about it. " * 3 for n in range(size // 150)]
    theirs = [f"{p}T" if n % 10 == 3 else p for n, p in enumerate(base)]
    mine = [f"{p}M" if n % 10 == 7 else p for n, p in enumerate(base)]
    return ["\n\n".join(lines) for lines in (base, theirs, mine)]


def without_landmarks(size):
    """Three texts of many equal lines in different orders."""
    return ["a\nb\n" * (size // 4), "b\na\n" * (size // 4), "a\na\nb\n" * (size // 6)]


# Ten times the text: at most fifteen times as long. Where nothing is a landmark the processor's caches have their say
# too; what counts there is that it is far from the hundred times of a square.
@pytest.mark.parametrize(("texts", "most"), [(changed_here_and_there, 15), (without_landmarks, 40)])
def test_time_grows_with_the_text_and_not_with_its_square(texts, most):
    assert growth(merge, texts(10_000), texts(100_000)) <= most
