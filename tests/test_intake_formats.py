"""JSON Lines and Excel workbooks, read into the same records as text tables."""

import json
from datetime import date, datetime

import pytest
import xlsxwriter

from data.intake.read.any_file import FileRefused, read, total_bytes
from data.intake.read.chunk import LINE
from data.intake.read.file_layout import ALL_SHEETS, FileLayout
from tests.intake_data import whole


@pytest.fixture
def written(tmp_path):
    def write(content, name="cases.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# --- JSON Lines ---------------------------------------------------------------------------------


def test_json_lines_keep_the_sources_digits(written):
    path = written(
        '{"a": 1.50, "b": true, "c": null}\n\n{"a": "南充", "d": 12345678901234567890}\n', "x.jsonl"
    )
    (chunk,) = read(path)
    assert chunk.frame.rows(named=True) == [
        {"a": "1.50", "b": "true", "c": None, "d": None, LINE: 1},
        {"a": "南充", "b": None, "c": None, "d": "12345678901234567890", LINE: 3},
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{bad}", "not JSON: Expecting property name enclosed in double quotes at character 2"),
        ('{"a": 1', "not JSON: Expecting ',' delimiter at character 8"),
        ("[1]", "not a JSON object; each record is one object {…}"),
        ('{"a": 1, "a": 2}', "the key 'a' occurs twice"),
        ('{"a": NaN}', "NaN is not a number in JSON; leave the key out or use null"),
        ('{"a": "\\u0000"}', "a NUL character in a value"),
        ('{"a": "\\ud800"}', "half a character (a lone surrogate) in a value"),
        ("[" * 100_000, "not JSON: nested too deeply"),
        (json.dumps({"a": "x" * 10_001}), "a field of 10,001 characters; at most 10,000"),
    ],
)
def test_a_bad_json_line_is_named(written, bad, reason):
    path = written(f'{{"a": 1}}\n{bad}\n{{"a": 2}}\n', "x.ndjson")
    assert whole(path) == ([("1", 1), ("2", 3)], [(2, reason)])


@pytest.mark.parametrize("name", ["x.json", "x.jsonl"])
def test_a_json_array_is_read_like_lines(written, name):
    path = written('[\n {"a": 1.50},\n {"a": [1,\n 2]},\n 3, {"a": "南"}]\n', name)
    assert whole(path) == (
        [("1.50", 2), ("[1, 2]".replace("1", '"1"').replace("2", '"2"'), 3), ("南", 5)],
        [(5, "not a JSON object; each record is one object {…}")],
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [('[{"a": 1}, {"a": ', "after line 1"), ('[{"a": 1}', "not closed"), ('[{"a" 1}]', "not JSON")],
)
def test_an_array_with_a_fault_is_refused_whole(written, text, said):
    with pytest.raises(FileRefused, match=said):
        list(read(written(text, "x.json")))


def test_dotted_names_reach_into_objects_and_an_object_is_no_value(written):
    path = written(
        '{"no": 1, "item": {"code": "x", "tel": "1"}}\n{"no": 2, "item": {}}\n'
        '{"no": 3, "item": null, "item.code": "y"}\n',
        "x.jsonl",
    )
    dotted = FileLayout(headers=frozenset({"no", "item.code"}))
    frame = next(read(path, dotted)).frame
    assert frame["item.code"].to_list() == ["x", None, "y"]
    (chunk,) = read(path, FileLayout(headers=frozenset({"no", "item"})))
    assert [(r.line, r.reason.split(";")[0]) for r in chunk.rejects] == [
        (1, "item is an object, no value"),
        (2, "item is an object, no value"),
    ]
    assert "item.code, item.tel" in chunk.rejects[0].reason


# --- Excel --------------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path):
    def write(*rows):
        path = tmp_path / "x.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            styles = {
                date: book.add_format({"num_format": "yyyy-mm-dd"}),
                datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            }
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(r, c, value, styles[type(value)])  # type: ignore[arg-type]
                    elif value is not None:
                        sheet.write(r, c, value)
        return path

    return write


def test_cells_become_plain_text(workbook):
    path = workbook(
        [],
        ["办件编号", "n", "d", "t", "b"],
        ["A1", 5, date(2024, 5, 27), datetime(2024, 5, 27, 2, 8, 51), True],
        [],
        ["A2", 5.25, None, None, False],
    )
    assert whole(path) == (
        [
            ("A1", "5", "2024-05-27", "2024-05-27T02:08:51", "true", 3),
            ("A2", "5.25", None, None, "false", 5),
        ],
        [],
    )


def test_a_cell_beyond_the_header_and_an_over_long_one(workbook):
    path = workbook(["a", "b"], [1, 2, 3], [4, "x" * 10_001], [5, 6])
    assert whole(path) == (
        [("5", "6", 4)],
        [
            (2, "a value in column 3 where the header has 2"),
            (3, "a field of 10,001 characters; at most 10,000"),
        ],
    )


def test_a_number_that_excel_has_shortened_looks_like_one(workbook):
    rows, _ = whole(workbook(["a"], [123456789012345678], [123456789012345]))
    assert rows == [("1.234568E+17", 2), ("123456789012345", 3)]


def test_no_workbook_and_an_empty_one_are_refused(written, workbook):
    with pytest.raises(FileRefused, match="no Excel workbook"):
        list(read(written(b"a,b\n1,2\n", "y.xlsx")))
    with pytest.raises(FileRefused, match="no readable workbook"):
        list(read(written(b"PK\x03\x04 cut off", "z.xlsx")))
    with pytest.raises(FileRefused, match="empty"):
        list(read(workbook()))


@pytest.mark.parametrize("kind", ["csv", "gb", "jsonl", "xlsx"])
def test_progress_adds_up_to_the_size(written, workbook, kind):
    path = {
        "csv": lambda: written("\ufeffa,b\n1,2\n"),
        "gb": lambda: written("a,b\n1,南\n".encode("gb18030")),
        "jsonl": lambda: written('{"a": 1}\n', "x.jsonl"),
        "xlsx": lambda: workbook(["a"], [1], [2], [3]),
    }[kind]()
    told = []
    list(read(path, rows=2, progress=told.append))
    assert sum(told) == total_bytes(path)


# --- sheets and titles ----------------------------------------------------------------------------

HEADER = ["no", "item", "on"]
SHEETS = {"说明": [["read me"]], "1月": [HEADER, ["A", "x", "d"]], "2月": [HEADER, ["B", "y", "d"]]}
NAMED = frozenset(HEADER)


@pytest.fixture
def sheets(tmp_path):
    def write(**rows_by_name):
        path = tmp_path / "sheets.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, rows in rows_by_name.items():
                sheet = book.add_worksheet(name)
                for r, row in enumerate(rows):
                    sheet.write_row(r, 0, row)
        return path

    return write


def test_two_sheets_with_the_header_are_refused_and_named(sheets):
    with pytest.raises(
        FileRefused, match=r"2 sheets have the header \(1月, 2月\).*sheets = \"all\""
    ):
        list(read(sheets(**SHEETS), FileLayout(headers=NAMED)))


@pytest.mark.parametrize(
    ("chosen", "taken"),
    [(("2月",), ["B"]), (("1月", "2月"), ["A", "B"]), ((ALL_SHEETS,), ["A", "B"])],
)
def test_the_sheets_that_a_profile_names_are_read(sheets, chosen, taken):
    chunks = list(read(sheets(**SHEETS), FileLayout(headers=NAMED, sheets=chosen)))
    assert [no for chunk in chunks for no in chunk.frame["no"]] == taken
    assert len({line for chunk in chunks for line in chunk.frame[LINE]}) == len(taken)


def test_the_one_sheet_with_the_header_is_read_and_the_others_are_named(sheets):
    rows = {"说明": SHEETS["说明"], "表": [["某市办件台账"], [], *SHEETS["1月"]]}
    (chunk,) = read(sheets(**rows), FileLayout(headers=NAMED))
    assert chunk.frame.rows() == [("A", "x", "d", 4)]
    assert chunk.notes == ["sheets not read: 说明 未读取的工作表"]


def test_a_sheet_that_there_is_not_is_named(sheets):
    with pytest.raises(FileRefused, match="no sheet 3月; it has 说明, 1月, 2月"):
        list(read(sheets(**SHEETS), FileLayout(sheets=("3月",))))
