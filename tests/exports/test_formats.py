"""Every text comes back from every format to the character, whoever reads it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responses.exports.formats import Column, Kind, Sheet, escape_cell, unescape_cell
from responses.exports.formats.cells import UNITS_PER_CELL, split
from tests.exports.readers import READERS, csv_rows, export, export_texts, workbook

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
SWISS = "\U0001f1e8\U0001f1ed"
SIGNS = {"tab": "\t", "CR": "\r", "LF": "\n"} | {sign: sign for sign in "=+-@＝＋－＠"}
TRAPS = {
    "40,000 characters": "migration " * 4_000,
    "20,000 emoji": "😀" * 20_000,
    "one below the limit": "a" * (UNITS_PER_CELL - 1),
    "the limit": "a" * UNITS_PER_CELL,
    "one above the limit": "a" * (UNITS_PER_CELL + 1),
    "an emoji up to the limit": "a" * (UNITS_PER_CELL - 2) + "😀",
    "an emoji across the limit": "a" * (UNITS_PER_CELL - 1) + "😀" + "b",
    "an accent across the limit": "a" * (UNITS_PER_CELL - 1) + "e\u0301" + "b",
    "a family across the limit": "a" * (UNITS_PER_CELL - 4) + FAMILY + "b",
    "an escape across the limit": "a" * (UNITS_PER_CELL - 3) + "_x000D_",
    "a sign where the text continues": "a" * UNITS_PER_CELL + "=1+1",
    "a double equals sign": "==1",
    "a formula": '=HYPERLINK("https://example.org","here")',
    "a list": "- first measure\n- second measure\n\n- third measure",
    "apostrophes": "''=1",
    "an apostrophe alone": "'",
    "an apostrophe before a word": "'tis",
    "Arabic": "يُسهم الاتفاق العالمي من أجل الهجرة الآمنة والمنظمة والنظامية",
    "Chinese": "安全、有序和正常移民全球契约",
    "decomposed": unicodedata.normalize("NFD", "Äußerungen über Integración, Côte d'Ivoire, Türkiye, 한국"),
    "composed": unicodedata.normalize("NFC", "Äußerungen über Integración, Côte d'Ivoire, Türkiye, 한국"),
    "quotes": 'He said "yes", and ""maybe"", "',
    "quotes and commas": '","\r\n","',
    "line breaks": "\nfirst\n\n\nsecond\n",
    "CR and CR LF": "one\rtwo\r\nthree",
    "tabs": "a\tb\t\tc",
    "white space": "  \u00a0 around \u3000 ",
    "markup": "<b>&amp; ]]> <!-- --> &#13; <![CDATA[",
    "escapes of Excel": "_x000D_ and _x005F_x000D_ and _x0041_x0042_ and _x000g_ and _X000d_",
    "unusual line ends": "a\u0085b\u2028c\u2029d",
    "what looks like a number": "0012",
    "what looks like true": "TRUE",
} | {f"a leading {name}": f"{sign}1+1" for name, sign in SIGNS.items()}

storable = st.characters(exclude_categories=["Cs"]).filter(
    lambda letter: letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff")
)
texts = st.text(storable) | st.text(st.sampled_from("='\"+-@\t\r\n＝_x00D,&<>;é😀"))
clusters = st.sampled_from(
    ["a", "é", "e\u0301", "😀", FAMILY, SWISS, "\n", "\u0645\u064f", "\u1112\u1161\u11ab", "安"]
)


def units(text):
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("trap", TRAPS)
def test_each_reader_gets_each_text_to_the_character(trap, reader):
    name, read = READERS[reader]
    file, _ = export_texts(name, [TRAPS[trap]])
    assert read(file) == [TRAPS[trap]]


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_gets_all_texts_in_one_file(reader):
    name, read = READERS[reader]
    file, counts = export_texts(name, TRAPS.values())
    assert read(file) == list(TRAPS.values())
    assert (counts.rows, counts.answers) == (len(TRAPS), len(TRAPS))
    assert counts.characters == sum(map(len, TRAPS.values()))


@pytest.mark.parametrize("reader", READERS)
@given(given_texts=st.lists(texts, max_size=5))
@settings(deadline=None, max_examples=60)
def test_any_text_comes_back(reader, given_texts):
    name, read = READERS[reader]
    file, _ = export_texts(name, given_texts)
    assert read(file) == given_texts


@given(
    beginning=st.lists(clusters, max_size=4).map("".join),
    cluster=clusters,
    end=st.text(storable, max_size=20),
)
@settings(deadline=None, max_examples=100)
def test_a_long_text_is_cut_between_characters_as_people_see_them(beginning, cluster, end):
    text = beginning + cluster * (UNITS_PER_CELL // units(cluster) + 50) + end
    pieces = split(text)
    assert "".join(pieces) == text
    assert all(0 < units(piece) <= UNITS_PER_CELL for piece in pieces)
    assert pieces[1].startswith(cluster)


def test_what_hangs_together_without_end_is_cut_all_the_same():
    text = "a" + "\u0301" * 40_000
    assert [units(piece) for piece in split(text)] == [UNITS_PER_CELL, 40_001 - UNITS_PER_CELL]


def test_a_long_text_continues_beside_its_column():
    columns = [
        Column("state", "Member State"),
        Column("answer", "Answer 1", Kind.LONG_TEXT),
        Column("x", "Next"),
    ]
    file, counts = export("xlsx", Sheet("Answers", columns, [["A", "short", "n"], ["B", "b" * 70_000, "m"]]))
    assert list(workbook(file).worksheets[1].values) == [
        ("Member State", "Answer 1", "Answer 1 (2)", "Answer 1 (3)", "Next"),
        ("A", "short", None, None, "n"),
        ("B", "b" * UNITS_PER_CELL, "b" * UNITS_PER_CELL, "b" * (70_000 - 2 * UNITS_PER_CELL), "m"),
    ]
    assert counts.continued == 1


def test_a_text_of_another_kind_than_an_answer_continues_too():
    file, counts = export("xlsx", Sheet("Notes", [Column("note", "Note")], [["n" * 40_000]]))
    assert [len(cell) for cell in list(workbook(file).worksheets[1].values)[1]] == [UNITS_PER_CELL, 7_233]
    assert (counts.answers, counts.characters) == (0, 0)


@given(texts)
def test_unescaping_undoes_escaping(text):
    assert unescape_cell(escape_cell(text)) == text


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_no_cell_or_header_of_a_csv_file_starts_a_formula(sign):
    columns = [
        Column("answer", f"{sign}header", Kind.LONG_TEXT),
        Column("name", "Name"),
        Column("n", "N", "number"),
    ]
    file, counts = export(
        "csv", Sheet("Answers", columns, [[f"{sign}1+1", f"'{sign}1", -5], ["a=1", "'tis", 7]])
    )
    assert csv_rows(file) == [
        [f"'{sign}header", "Name", "N"],
        [f"'{sign}1+1", f"''{sign}1", "-5"],
        ["a=1", "'tis", "7"],
    ]
    assert counts.escaped == 3


def test_a_csv_file_is_what_excel_expects():
    file, _ = export_texts("csv", ["one\ntwo", 'a "word"'])
    assert file.getvalue() == b'\xef\xbb\xbf"Number","Answer"\r\n"0","one\ntwo"\r\n"1","a ""word"""\r\n'


def test_a_text_longer_than_python_reads_from_csv_is_counted_all_the_same():
    _, counts = export_texts("csv", ['"' * 200_000])
    assert counts.characters == 200_000
