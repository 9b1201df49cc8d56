"""The workbook opens well: dates are dates, headers stay in sight, restricted rows are marked, facts come first."""

import json
import zipfile
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.exports.formats import FORMATS, Column, Facts, Kind, Row, Sheet, Words
from tests.exports.readers import ANSWER, CREATED, FACTS, csv_rows, export, workbook

COLUMNS = [
    Column("state", "Member State", width=30),
    Column("received", "Received", Kind.DATE_TIME),
    Column("invited", "Invited", Kind.DATE),
    Column("late", "Received after the deadline", Kind.BOOLEAN),
    Column("words", "Words", Kind.NUMBER),
    ANSWER,
]
RECEIVED = datetime(2024, 3, 11, 22, 59, 59, tzinfo=UTC)
RURITANIA = ["Ruritania", RECEIVED, date(2024, 1, 31), True, 12, "- measures"]
SYLDAVIA = ["Syldavia", None, None, False, None, None]
ZURICH = Facts(
    "Responses",
    CREATED,
    [("Not for distribution", None), ("Made at", CREATED), ("Session", 3), ("Filter", "=all")],
    zone=ZoneInfo("Europe/Zurich"),
)


@pytest.fixture
def sheet():
    """A sheet with a restricted row and one that is not."""
    rows = iter([Row(RURITANIA, restricted=True), Row(SYLDAVIA)])
    return Sheet("Responses & “all”", COLUMNS, rows, frozen_columns=1, notice="Not for distribution R&D")


@pytest.fixture
def book(sheet):
    return workbook(export("xlsx", sheet, ZURICH)[0])


def test_values_are_values_and_times_are_in_the_zone_that_the_header_names(book):
    assert list(book.worksheets[1].values) == [
        (
            "Member State",
            "Received (Europe/Zurich)",
            "Invited",
            "Received after the deadline",
            "Words",
            "Answer",
        ),
        ("Ruritania", datetime(2024, 3, 11, 23, 59, 59), datetime(2024, 1, 31), True, 12, "- measures"),  # noqa: DTZ001
        ("Syldavia", None, None, False, None, None),
    ]


def test_dates_are_shown_as_dates_with_the_month_in_words(book):
    formats = [cell.number_format for cell in book.worksheets[1][2]]
    assert formats == ["General", "d mmmm yyyy hh:mm", "d mmmm yyyy", "General", "General", "General"]


@given(st.datetimes(min_value=datetime(1900, 3, 2), timezones=st.just(UTC)))  # noqa: DTZ001
def test_any_time_comes_back_to_the_second(moment):
    file, _ = export("xlsx", Sheet("Times", [Column("at", "At", Kind.DATE_TIME)], [[moment]]))
    assert workbook(file).worksheets[1]["A2"].value == moment.replace(tzinfo=None, microsecond=0)


def test_headers_stay_in_sight_are_bold_and_can_be_filtered(book):
    sheet = book.worksheets[1]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.print_title_rows == "$1:$1"
    assert [cell.font.b for cell in sheet[1]] == [True] * 6
    assert sheet.oddHeader.center.text == "Not for distribution R&&D"  # as Excel writes one ampersand


def test_texts_are_wrapped_from_the_top_in_columns_of_their_width(book):
    sheet = book.worksheets[1]
    assert sheet["F2"].alignment.wrap_text
    assert {cell.alignment.vertical for cell in sheet[2]} == {"top"}
    assert [int(sheet.column_dimensions[name].width) for name in "ABCDEF"] == [30, 26, 19, 12, 12, 80]


def test_restricted_rows_have_a_ground_in_every_cell_and_others_have_none(book):
    grounds = [[cell.fill.fgColor.rgb for cell in row] for row in book.worksheets[1].iter_rows(min_row=2)]
    assert grounds == [["FFFFF2CC"] * 6, ["00000000"] * 6]


def test_a_restricted_row_is_marked_in_its_empty_and_continued_cells_too():
    rows = [Row([1, "a" * 40_000], restricted=True), Row([2, ""], restricted=True), Row([3, "b"])]
    file, _ = export("xlsx", Sheet("Answers", [Column("n", "N", Kind.NUMBER), ANSWER], rows))
    grounds = [
        [cell.fill.fgColor.rgb for cell in row] for row in workbook(file).worksheets[1].iter_rows(min_row=2)
    ]
    assert grounds == [["FFFFF2CC"] * 3, ["FFFFF2CC"] * 3, ["00000000"] * 3]


def test_a_text_stays_text_when_somebody_edits_its_cell():
    texts = ["=1", "- a", "+1", "@a", "'tis", "plain"]
    file, _ = export("xlsx", Sheet("Answers", [ANSWER], [[text] for text in texts]))
    cells = [row[0] for row in workbook(file).worksheets[1].iter_rows(min_row=2)]
    assert [cell.quotePrefix for cell in cells] == [True, True, True, True, True, False]
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_row_grows_with_its_text_up_to_twenty_lines():
    texts = ["short", "one\ntwo", "安" * 50, "line\n" * 21, "word " * 400]
    file, _ = export("xlsx", Sheet("Answers", [ANSWER], [[text] for text in texts]))
    rows = workbook(file).worksheets[1].row_dimensions
    assert [rows[number].height for number in range(2, 7)] == [None, 30, 30, 300, 300]


def test_the_headers_leave_room_for_the_rows():
    file, _ = export("xlsx", Sheet("Answers", [Column("a", "What progress was made? " * 50)], []))
    assert workbook(file).worksheets[1].row_dimensions[1].height == 120


def test_the_first_sheet_tells_the_facts_and_what_was_counted(book):
    about = book.worksheets[0]
    assert about.title == "About this file"
    assert book.active is about
    assert list(about.values) == [
        ("Responses", None),
        (None, None),
        ("Not for distribution", None),
        ("Made at (Europe/Zurich)", datetime(2026, 11, 24, 11, 5, 9)),  # noqa: DTZ001
        ("Session", 3),
        ("Filter", "=all"),
        ("Rows that went in", 2),
        ("Rows counted in the finished sheet", 2),
        ("Answers that went in", 1),
        ("Answers counted in the finished sheet", 1),
        ("Characters of the answers that went in", 10),
        ("Characters of the answers counted in the finished sheet", 10),
        ("What went in and what was counted are the same, to the character", "Yes"),
        ("Texts that continue in the next column, marked (2), (3) and so on", 0),
    ]


def test_the_words_of_the_first_sheet_can_be_in_another_language(sheet):
    facts = Facts("Réponses", CREATED, words=Words(about="À propos", rows_in="Lignes"))
    about = workbook(export("xlsx", sheet, facts)[0]).worksheets[0]
    assert (about.title, about["A3"].value) == ("À propos", "Lignes")


def test_a_fact_longer_than_a_cell_goes_on_beside_it(sheet):
    about = workbook(export("xlsx", sheet, Facts("R", CREATED, [("Chosen", "x" * 40_000)]))[0]).worksheets[0]
    assert (len(about["B3"].value), len(about["C3"].value)) == (32_767, 7_233)


def test_the_workbook_says_what_it_is_and_when_it_was_made(book):
    assert book.properties.title == "Responses"
    assert book.properties.created == datetime(2026, 11, 24, 10, 5, 9)  # noqa: DTZ001


def test_several_sheets_stand_in_one_workbook_each_counted(tmp_path):
    sheets = [
        Sheet(f"It's {name}", [ANSWER], [[name], ["x" * size]]) for name, size in (("A", 9), ("B", 40_000))
    ]
    with (tmp_path / "two.xlsx").open("w+b") as file:
        counts = FORMATS["xlsx"].write(file, sheets, FACTS)
        book = workbook(file)
    assert book.sheetnames == ["About this file", "It's A", "It's B"]
    assert [counted.came_out.characters for counted in counts.sheets] == [10, 40_001]
    assert book.worksheets[0]["A4"].value == "It's A: Rows that went in"


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_without_rows_is_a_file_with_headers(name):
    file, counts = export(name, Sheet("Answers", [ANSWER], []))
    assert (counts.rows, counts.answers, counts.characters) == (0, 0, 0)
    assert file.tell() == 0
    assert len(file.getvalue()) > 0


def test_every_part_of_the_workbook_is_intact(sheet):
    with zipfile.ZipFile(export("xlsx", sheet)[0]) as package:
        assert package.testzip() is None
        assert len(package.namelist()) == 8
        # By these, mail gateways and file managers tell a workbook from any other archive.
        assert package.namelist()[:3] == ["[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"]


def test_csv_has_times_in_utc_and_numbers_as_they_are(sheet):
    assert csv_rows(export("csv", sheet, ZURICH)[0])[1:] == [
        ["Ruritania", "2024-03-11T22:59:59Z", "2024-01-31", "true", "12", "'- measures"],
        ["Syldavia", "", "", "false", "", ""],
    ]


def test_json_has_facts_rows_and_counts(sheet):
    told = json.loads(export("json", sheet, ZURICH)[0].getvalue())
    about = {"Not for distribution": None, "Made at": "2026-11-24T10:05:09Z", "Session": 3, "Filter": "=all"}
    times = {"received": "2024-03-11T22:59:59Z", "invited": "2024-01-31"}
    assert told["about"] == about
    assert told["rows"] == [
        {"state": "Ruritania", **times, "late": True, "words": 12, "answer": "- measures"},
        {
            "state": "Syldavia",
            "received": None,
            "invited": None,
            "late": False,
            "words": None,
            "answer": None,
        },
    ]
    assert told["counts"]["agree"] is True
    assert told["counts"]["came_out"] == told["counts"]["went_in"]
    assert told["counts"]["came_out"]["characters"] == 10
