"""Reading text tables: every bad line is named with its line and reason, and the rest goes on."""

import os
from pathlib import Path

import pytest

from data.intake.read.any_file import FileRefused, read
from data.intake.read.chunk import LINE, file_name
from data.intake.read.file_layout import FileLayout
from tests.intake_data import whole


@pytest.fixture
def written(tmp_path):
    def write(content, name="cases.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


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
        (b"a\x00b,c\n1,2\n", "NUL bytes in the header"),
        (b"PK\x03\x04....", "xlsx"),
        (b"\xd0\xcf\x11\xe0....", r"\.xls"),
        (b"\x1f\x8b....", "compressed"),
        ("a,b\n1,2\n".encode("utf-16")[:-1], "UTF-16"),
        (b'a,"b\n1,2\n', "quote in the header"),
        (b"__line,b\n1,2\n", "__line"),
        (b"a" + b",x" * 20_000 + b"\n", "20,001 columns; at most 16,384"),
    ],
    ids=[
        "empty",
        "blank",
        "bom-only",
        "no-names",
        "nul",
        "zip",
        "xls",
        "gzip",
        "utf16",
        "header-quote",
        "reserved",
        "columns",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(written, content, said):
    with pytest.raises(FileRefused, match=said):
        list(read(written(content)))


def test_another_encoding_is_named_with_byte_line_and_remedy(written):
    content = "编号,名称\n1,南充\n".encode("gb18030")
    path = written(b"a,b\n" + b"1,x\n" + content)
    with pytest.raises(FileRefused, match=r"byte 9, line 3.*encoding = \"gb18030\""):
        list(read(path, FileLayout("utf-8")))


def test_gb18030_is_read_when_the_profile_says_so(written):
    path = written("编号,名称\n1,南充\n2,镕𠮷\n".encode("gb18030"))
    rows, rejects = whole(path, layout=FileLayout("gb18030"))
    assert (rows, rejects) == ([("1", "南充", 2), ("2", "镕𠮷", 3)], [])


def test_a_utf8_mark_decides_the_encoding(written):
    path = written("\ufeff编号,名称\n1,南充\n")
    assert whole(path, layout=FileLayout("gb18030"))[0] == [("1", "南充", 2)]


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


# --- titles, marks and repeated names -------------------------------------------------------------

WANTED = FileLayout(headers=frozenset({"a", "b", "c"}))


@pytest.mark.parametrize(
    "before",
    ["某市办件台账\n\n", "某市,办件,台账\n2025年,,\n", "sep=,\n", "title; with; more\n", '"open\n'],
)
def test_the_header_is_found_below_what_stands_before_it(written, before):
    rows, rejects = whole(written("\ufeff" + before + GOOD), layout=WANTED)
    shift = before.count("\n")
    assert rows == [(*row[:3], row[3] + shift) for row in ROWS]
    assert rejects == []


def test_a_declared_delimiter_holds_whatever_the_file_looks_like(written):
    path = written("sep=|\na,x|b|c\n1|2,5|3\n")
    assert whole(path, layout=WANTED) == ([("1", "2,5", "3", 3)], [])


def test_the_row_of_the_header_can_be_said(written):
    rows, _ = whole(written("x,y,z\n" + GOOD), layout=FileLayout(header_row=2))
    assert rows == [(*row[:3], row[3] + 1) for row in ROWS]


def test_a_name_that_nobody_looks_for_may_repeat(written):
    path = written("a,备注,备注\n1,x,y\n")
    (chunk,) = read(path, WANTED)
    assert chunk.frame.columns == ["a", "备注", "备注 (column 3)", LINE]
    with pytest.raises(FileRefused, match="twice a"):
        list(read(written("a,b,A\n1,2,3\n".replace("A", "a")), WANTED))


@pytest.mark.parametrize("empty", [",,", " ,  ,", '"","",""'])
def test_rows_of_empty_cells_are_no_records(written, empty):
    assert whole(written(f"a,b,c\n1,2,3\n{empty}\n4,,\n,,\n")) == (
        [("1", "2", "3", 2), ("4", None, None, 4)],
        [],
    )


def test_a_last_line_without_end_is_remarked_on(written):
    (chunk,) = read(written(GOOD.rstrip()))
    assert "no line end" in chunk.notes[0]
    (chunk,) = read(written(GOOD))
    assert chunk.notes == []


# --- encodings ------------------------------------------------------------------------------------

TEXTS = [
    "编号,名称\n1,南充市政务服务中心\n",
    "编号,名称\n1,营业执照、食品许可（新办）\n",
    "a,b\n1,2\n",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_encoding_is_told_where_nobody_says_it(written, text, encoding):
    rows, rejects = whole(written(text.encode(encoding)))
    assert rows == [(*text.split("\n")[1].split(","), 2)]
    assert rejects == []


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "big5", "latin-1", "cp1252"])
@pytest.mark.parametrize("name", ["营业执照", "é à ü", "Łódź"])
def test_utf8_under_another_name_is_refused_not_published(written, encoding, name):
    with pytest.raises(FileRefused, match="this is UTF-8"):
        list(read(written(f"a,b\n1,{name}\n"), FileLayout(encoding)))


@pytest.mark.parametrize(
    ("encoding", "name"), [("big5", "營業執照、食品許可"), ("latin-1", "Café Zürich")]
)
def test_what_is_neither_is_refused_not_guessed(written, encoding, name):
    path = written(f"a,b\n1,{name}\n".encode(encoding))
    with pytest.raises(FileRefused, match="encoding"):
        list(read(path))
    assert whole(path, layout=FileLayout(encoding))[0] == [("1", name, 2)]


def test_the_encoding_is_told_by_the_first_letters_far_down(written):
    lines = "".join(f"{i},x\n" for i in range(900_000)) + "1,南充\n"
    path = written(("a,b\n" + lines).encode("gb18030"))
    assert [c.frame["b"][-1] for c in read(path)][-1] == "南充"


def test_a_file_name_of_chinese_windows_is_readable():
    path = Path(os.fsdecode("办件.csv".encode("gbk")))
    assert file_name(path) == "办件.csv"
    assert file_name(Path("办件.csv")) == "办件.csv"


@pytest.mark.parametrize(("name", "cure"), [("x.xls", "save it as .xlsx"), ("x.zip", "unpack it")])
def test_a_kind_that_is_not_read_is_named_with_its_cure(written, name, cure):
    with pytest.raises(FileRefused, match=cure):
        list(read(written(b"x", name)))
