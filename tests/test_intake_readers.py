"""Reading files: every bad line is named with its line and reason, and the rest goes on."""

import csv
import io
import json
from datetime import date, datetime

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.intake import csv_files
from data.intake.chunks import LINE
from data.intake.layout import regular
from data.intake.readers import FileRefused, read, total_bytes


@pytest.fixture
def written(tmp_path):
    def write(content, name="cases.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def whole(path, **options):
    """All records as tuples with their line, and all rejects as (line, reason)."""
    chunks = list(read(path, **options))
    frame = pl.concat([chunk.frame for chunk in chunks], how="diagonal")
    rejects = [(r.line, r.reason) for chunk in chunks for r in chunk.rejects]
    return frame.rows(), rejects


GOOD = "a,b,c\n1,2,3\n4,5,6\n"
ROWS = [("1", "2", "3", 2), ("4", "5", "6", 3)]


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.rstrip("\n"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        "\ufeff" + GOOD,
        '"a","b","c"\n"1","2","3"\n"4","5","6"\n',
        " a ,b, c\n1,2,3\n4,5,6\n",
    ],
    ids=["lf", "crlf", "cr", "no-end", "semicolon", "tab", "bom", "quoted", "spaced-header"],
)
def test_the_same_table_however_it_is_written(written, content):
    assert whole(written(content)) == (ROWS, [])


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt", ".CSV"])
def test_text_tables_of_any_suffix(written, suffix):
    assert whole(written(GOOD, f"x{suffix}")) == (ROWS, [])


BETWEEN = "a,b,c\n1,2,3\n{bad}\n4,5,6\n"


@pytest.mark.parametrize(
    ("bad", "rejects", "next_line"),
    [
        ("7,8", [(3, "2 fields where the header has 3")], 4),
        ("7", [(3, "1 field where the header has 3")], 4),
        ("7,8,9,10", [(3, "4 fields where the header has 3")], 4),
        # A short row beside a long one: the delimiters of the block add up.
        (
            "7,8\n7,8,9,10",
            [(3, "2 fields where the header has 3"), (4, "4 fields where the header has 3")],
            5,
        ),
        ("7,8\x00,9", [(3, "a NUL byte in the line")], 4),
        (f"7,{'x' * 10_001},9", [(3, "a field of 10,001 characters; at most 10,000")], 4),
        (
            '7,"8"x,9',
            [(3, "text after a closing quote (a quote inside a field is written twice)")],
            4,
        ),
        ('7,"8,9', [(3, "a quote is opened and never closed")], 4),
        ("7,8\r,9", [(3, "a carriage return inside a field without quotes")], 4),
        ("", [], 4),
    ],
    ids=[
        "short",
        "one",
        "long",
        "short-and-long",
        "nul",
        "over-long",
        "after-quote",
        "unclosed-quote",
        "bare-cr",
        "blank",
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(written, bad, rejects, next_line):
    rows, found = whole(written(BETWEEN.format(bad=bad)))
    assert found == rejects
    assert rows == [("1", "2", "3", 2), ("4", "5", "6", next_line)]


def test_a_field_of_exactly_the_limit_is_taken(written):
    rows, rejects = whole(written(f"a,b\n1,{'x' * 10_000}\n"))
    assert (rows, rejects) == ([("1", "x" * 10_000, 2)], [])


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        ("7,8", "the last line is cut off: 2 fields where the header has 3"),
        ('7,8,"nin', "a quote is opened and never closed"),
        ("7,8,南充".encode()[:-1], "the last line is cut off in the middle of a character"),
    ],
    ids=["fields", "quote", "character"],
)
def test_a_half_written_last_line(written, tail, reason):
    tail = tail.encode() if isinstance(tail, str) else tail
    assert whole(written(GOOD.encode() + tail)) == (ROWS, [(4, reason)])


def test_a_newline_in_quotes_belongs_to_the_field_and_counts_as_a_line(written):
    rows, rejects = whole(written('a,b\n1,"x\ny"\n2,z\n'))
    assert rows == [("1", "x\ny", 2), ("2", "z", 4)]
    assert rejects == []


def test_a_quote_in_the_middle_of_a_field_is_a_letter(written):
    assert whole(written('a,b\n1,5" pipe\n2,z\n')) == ([("1", '5" pipe', 2), ("2", "z", 3)], [])


def test_one_lost_quote_does_not_swallow_what_follows(written):
    lines = [f"{i},x{i}" for i in range(50_000)]
    lines[7] = '7,"lost'
    rows, rejects = whole(written("a,b\n" + "\n".join(lines) + "\n"))
    assert [line for line, _ in rejects] == [9]
    assert len(rows) == 49_999
    assert rows[-1] == ("49999", "x49999", 50_001)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b",,\n1,2,3\n", "no header"),
        (b"a,b,a\n1,2,3\n", "twice a"),
        (b"a\x00b,c\n1,2\n", "NUL bytes in the header"),
        (b"PK\x03\x04....", "xlsx"),
        (b"\xd0\xcf\x11\xe0....", r"\.xls"),
        (b"\x1f\x8b....", "compressed"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        (b'a,"b\n1,2\n', "quote in the header"),
        (b"__line,b\n1,2\n", "__line"),
    ],
    ids=[
        "empty",
        "blank",
        "bom-only",
        "no-names",
        "twice",
        "nul",
        "zip",
        "xls",
        "gzip",
        "utf16",
        "header-quote",
        "reserved",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(written, content, said):
    with pytest.raises(FileRefused, match=said):
        list(read(written(content)))


def test_another_encoding_is_named_with_byte_line_and_remedy(written):
    content = "编号,名称\n1,南充\n".encode("gb18030")
    path = written(b"a,b\n" + b"1,x\n" + content)
    with pytest.raises(FileRefused, match=r"byte 9, line 3.*encoding = \"gb18030\""):
        list(read(path))


def test_gb18030_is_read_when_the_profile_says_so(written):
    path = written("编号,名称\n1,南充\n2,镕𠮷\n".encode("gb18030"))
    rows, rejects = whole(path, encoding="gb18030")
    assert (rows, rejects) == ([("1", "南充", 2), ("2", "镕𠮷", 3)], [])


def test_a_utf8_mark_decides_the_encoding(written):
    path = written("\ufeff编号,名称\n1,南充\n")
    assert whole(path, encoding="gb18030")[0] == [("1", "南充", 2)]


def test_unknown_suffix_and_missing_file_are_refused(written, tmp_path):
    with pytest.raises(FileRefused, match=r"\.pdf"):
        list(read(written(b"x", "x.pdf")))
    with pytest.raises(FileRefused, match="No such file"):
        list(read(tmp_path / "none.csv"))


def test_a_header_alone_gives_one_empty_chunk(written):
    (chunk,) = read(written("a,b\n"))
    assert chunk.frame.columns == ["a", "b", LINE]
    assert chunk.frame.height == 0


def test_chunks_hold_at_most_the_rows_asked_for(written):
    path = written("a,b\n" + "".join(f"{i},x\n" for i in range(25)))
    assert [chunk.frame.height for chunk in read(path, rows=10)] == [10, 10, 5]


# --- fast and slow, in blocks -------------------------------------------------------------------

# No control characters but newlines: NUL is refused by rule, CR alone is no line end in a field.
CELLS = st.text(
    st.one_of(
        st.sampled_from(',;"\n\t 南x'),
        st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"),
    ),
    max_size=8,
)
TABLES = st.integers(2, 5).flatmap(
    lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=12)
)


def as_csv(header, rows, quoting):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=quoting)
    writer.writerows([header, *rows])
    return text.getvalue()


def starts(rows, quoting):
    """The line each record starts at, counted from what the writer wrote."""
    line, found = 2, []
    for row in rows:
        found.append(line)
        line += as_csv(row, [], quoting).count("\n")
    return found


@pytest.mark.parametrize("size", [32, 1 << 20], ids=["tiny-blocks", "one-block"])
@given(table=TABLES, quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_csv_writes_is_read_back(tmp_path_factory, size, table, quoting):
    header = [f"h{i}" for i in range(len(table[0]))]
    path = tmp_path_factory.mktemp("round") / "x.csv"
    path.write_bytes(as_csv(header, table, quoting).encode())
    chunks = list(csv_files.read_csv(path, "utf-8", 5, size=size))
    frame = pl.concat([chunk.frame for chunk in chunks])
    expected = [
        (*(cell or None for cell in row), line)
        for row, line in zip(table, starts(table, quoting), strict=True)
    ]
    assert frame.rows() == expected
    assert [r for chunk in chunks for r in chunk.rejects] == []


LINES = st.lists(st.text(st.sampled_from('ab,"\r南;'), max_size=10), min_size=1, max_size=10).map(
    lambda lines: "\n".join(["h1,h2,h3", *lines]) + "\n"
)


@given(content=LINES)
def test_by_columns_and_by_rows_are_the_same(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("same") / "x.csv"
    path.write_bytes(content.encode())
    fast = whole(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_files, "regular", lambda *_, **__: None)
        assert whole(path) == fast


@pytest.mark.parametrize(
    ("content", "is_regular"),
    [
        (b"1,2\n3,4\n", True),
        (b'1,"2"\n"3,x",4\n', True),
        (b'1,"2\n""3"\n', True),
        (b"1,2\n3\n", False),
        (b'1,2" pipe\n', False),
        (b'1,"2\n', False),
        (b"1,2\n\n", False),
        (b"1,2\r3\n", False),
    ],
)
def test_only_regular_blocks_are_parsed_by_columns(content, is_regular):
    assert (regular(content, ",", 2, whole=True) is not None) is is_regular


def test_a_record_that_two_blocks_share_is_put_together(written):
    path = written('a,b\n1,"x\n\n\ny"\n2,z\n3,"q\nr"\n')
    for size in range(4, 30):
        chunks = list(csv_files.read_csv(path, "utf-8", 100, size=size))
        rows = pl.concat([chunk.frame for chunk in chunks]).rows()
        assert rows == [("1", "x\n\n\ny", 2), ("2", "z", 6), ("3", "q\nr", 7)]


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
        ("[1]", "not a JSON object; each line is one object {…}"),
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


def test_a_json_array_is_refused_with_what_would_be_right(written):
    with pytest.raises(FileRefused, match="one object per line"):
        list(read(written('[{"a": 1}]', "x.jsonl")))


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
        "csv": lambda: written("\ufeff" + GOOD),
        "gb": lambda: written("a,b\n1,南\n".encode("gb18030")),
        "jsonl": lambda: written('{"a": 1}\n', "x.jsonl"),
        "xlsx": lambda: workbook(["a"], [1], [2], [3]),
    }[kind]()
    told = []
    list(read(path, "gb18030" if kind == "gb" else "utf-8", rows=2, progress=told.append))
    assert sum(told) == total_bytes(path)
