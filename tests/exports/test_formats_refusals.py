"""What cannot be written, or does not come out as it went in, is not delivered."""

import io
from datetime import UTC, date, datetime

import pytest

from responses.exports.formats import (
    FORMATS,
    Column,
    Count,
    ExportDiffers,
    ExportFailed,
    Facts,
    InvalidSheet,
    Kind,
    Sheet,
    SheetCounts,
    SheetTooLarge,
    UnwritableValue,
)
from responses.exports.formats.sheet_xml import LAST_COLUMN, LAST_ROW, SheetXML
from tests.exports.readers import ANSWER, CREATED, FACTS, export

NOT_OF_THEIR_KIND = [
    (Kind.TEXT, 1),
    (Kind.LONG_TEXT, b"bytes"),
    (Kind.NUMBER, "1"),
    (Kind.NUMBER, True),
    (Kind.NUMBER, float("nan")),
    (Kind.NUMBER, float("inf")),
    (Kind.DATE_TIME, datetime(2024, 3, 11)),  # noqa: DTZ001
    (Kind.DATE_TIME, date(2024, 3, 11)),
    (Kind.DATE, datetime(2024, 3, 11, tzinfo=UTC)),
    (Kind.BOOLEAN, 1),
]
BEYOND_EXCEL = [
    (Kind.NUMBER, 10**15),
    (Kind.DATE, date(1900, 2, 28)),
    (Kind.DATE_TIME, datetime(1888, 1, 1, tzinfo=UTC)),
]


class Careless(io.BytesIO):
    """A disk on which one letter becomes another."""

    def write(self, data):
        return super().write(bytes(data).replace(b"Ruritania", b"Ruritanja"))


class Torn(io.BytesIO):
    """A disk that loses what is written after the first time."""

    def write(self, data):
        return super().write(data) if not self.tell() else len(data)


class Scratched(io.BytesIO):
    """A disk that hands back a byte other than the one it was given, in the middle of the rows."""

    SCRATCH = 3_000

    def read(self, size=-1):
        at = self.tell()
        data = bytearray(super().read(size))
        if at <= self.SCRATCH < at + len(data):
            data[self.SCRATCH - at] ^= 0x55
        return bytes(data)


@pytest.mark.parametrize("code", [0x00, 0x0B, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF], ids=hex)
def test_a_character_that_xml_cannot_hold_stops_the_workbook_and_is_named(code):
    sheet = Sheet(
        "Answers", [Column("state", "Member State"), ANSWER], [["A", "fine"], ["é", f"ab{chr(code)}c"]]
    )
    file = io.BytesIO()
    with pytest.raises(UnwritableValue) as refused:
        FORMATS["xlsx"].write(file, [sheet], FACTS)
    assert str(refused.value) == (
        f"Sheet “Answers”, row 2, column “Answer”: U+{code:04X} (character 3) cannot stand in a workbook."
    )
    assert file.getvalue() == b""


@pytest.mark.parametrize("name", FORMATS)
def test_half_a_character_stops_each_format(name):
    with pytest.raises(UnwritableValue, match="row 1"):
        export(name, Sheet("Answers", [ANSWER], [["a\ud800"]]))


def test_such_a_character_among_the_facts_or_headers_stops_the_workbook_too():
    with pytest.raises(UnwritableValue):
        export("xlsx", Sheet("Answers", [ANSWER], []), Facts("a\x00", CREATED))
    with pytest.raises(UnwritableValue, match="row 0, column"):
        export("xlsx", Sheet("Answers", [Column("a", "a\x01")], []))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("kind", "value"), NOT_OF_THEIR_KIND)
def test_a_value_of_another_kind_than_its_column_is_not_guessed_at(name, kind, value):
    sheet = Sheet("Answers", [Column("n", "N"), Column("value", "Value", kind)], [["a", None], ["b", value]])
    with pytest.raises(UnwritableValue, match="Sheet “Answers”, row 2, column “Value”"):
        export(name, sheet)


@pytest.mark.parametrize(("kind", "value"), BEYOND_EXCEL)
def test_what_excel_would_change_stops_the_workbook_but_not_the_others(kind, value):
    def sheet():
        return Sheet("Answers", [Column("value", "Value", kind)], [[value]])

    with pytest.raises(UnwritableValue):
        export("xlsx", sheet())
    assert [export(name, sheet())[1].rows for name in ("csv", "json")] == [1, 1]


@pytest.mark.parametrize("name", FORMATS)
def test_a_row_with_too_few_or_too_many_values_stops_each_format(name):
    for values in (["a"], ["a", "b", "c"]):
        with pytest.raises(UnwritableValue, match=f"{len(values)} values for 2 columns"):
            export(name, Sheet("Answers", [Column("a", "A"), Column("b", "B")], [values]))


def test_excel_has_so_many_rows_and_no_more():
    sheet = SheetXML(Sheet("Answers", [ANSWER], []), [1], UTC)
    assert b'r="A1048576"' in sheet.row(LAST_ROW, ["last"])
    with pytest.raises(SheetTooLarge, match="more than Excel's 1,048,576 rows"):
        sheet.row(LAST_ROW + 1, ["one more"])


def test_excel_has_so_many_columns_and_no_more():
    columns = [Column(f"c{number}", "C") for number in range(LAST_COLUMN + 1)]
    with pytest.raises(SheetTooLarge, match="16,385 columns"):
        export("xlsx", Sheet("Answers", columns, []))


@pytest.mark.parametrize("disk", [Careless, Torn])
@pytest.mark.parametrize("name", ["csv", "json"])
def test_a_file_that_does_not_hold_what_went_in_is_not_delivered(name, disk):
    file = disk()
    rows = [["Ruritania", "text " * 100_000] for _ in range(3)]
    with pytest.raises(ExportDiffers):
        FORMATS[name].write(file, [Sheet("Answers", [Column("state", "State"), ANSWER], rows)], FACTS)
    assert file.getvalue() == b""


@pytest.mark.parametrize("longest", ["short", "x" * 40_000], ids=["written once", "written twice"])
@pytest.mark.parametrize("disk", [Torn, Scratched])
def test_a_workbook_that_cannot_be_read_back_is_not_delivered(disk, longest):
    file = disk()
    rows = [[f"Ruritania {number}"] for number in range(300)]
    rows[-1] = [longest]
    with pytest.raises(ExportFailed):
        FORMATS["xlsx"].write(file, [Sheet("Answers", [ANSWER], rows)], FACTS)
    assert file.getvalue() == b""


def test_counts_that_differ_by_one_character_cannot_be_made():
    went_in, came_out = Count(1, 1, 10, "a" * 64), Count(1, 1, 9, "b" * 64)
    with pytest.raises(ExportDiffers) as refused:
        SheetCounts("Answers", went_in, came_out)
    assert (refused.value.went_in, refused.value.came_out) == (went_in, came_out)
    assert "10 characters" in str(refused.value)
    assert "9 characters" in str(refused.value)


@pytest.mark.parametrize("name", FORMATS)
def test_rows_that_fail_on_their_way_leave_an_empty_file_and_their_own_error(name):
    def rows():
        yield ["Ruritania"]
        raise ConnectionError("The database went away.")

    file = io.BytesIO()
    with pytest.raises(ConnectionError, match="went away"):
        FORMATS[name].write(file, [Sheet("Answers", [ANSWER], rows())], FACTS)
    assert file.getvalue() == b""


TITLES = ["", "x" * 32, "😀" * 16, "a/b", "a\\b", "a:b", "a*b", "a?b", "[a]", "'a", "a'", "History", "a\x01"]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_excel_would_repair_is_refused(title):
    with pytest.raises(InvalidSheet):
        Sheet(title, [ANSWER], [])


def test_a_sheet_needs_columns_with_keys_of_their_own_and_a_notice_that_fits():
    for columns, notice in (([], ""), ([ANSWER, ANSWER], ""), ([ANSWER], "x" * 251)):
        with pytest.raises(InvalidSheet):
            Sheet("Answers", columns, [], notice=notice)


def test_csv_and_json_hold_one_sheet_and_a_workbook_no_two_of_one_title():
    sheets = [Sheet("Answers", [ANSWER], []), Sheet("ANSWERS", [ANSWER], [])]
    for name in FORMATS:
        with pytest.raises(InvalidSheet):
            FORMATS[name].write(io.BytesIO(), sheets, FACTS)


def test_facts_have_labels_of_their_own_and_a_time_with_a_zone():
    for created, pairs in ((CREATED, [("a", 1), ("a", 2)]), (CREATED.replace(tzinfo=None), [])):
        with pytest.raises(InvalidSheet):
            Facts("Responses", created, pairs)
