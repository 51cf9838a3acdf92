"""CSV by columns and by rows, in blocks of any size: the same records with the same lines."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.read import csv_reader
from data.intake.read.csv_shape import regular
from data.intake.read.file_layout import FileLayout
from tests.intake_data import whole

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
    chunks = list(csv_reader.read_csv(path, FileLayout(), 5, size=size))
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
        patch.setattr(csv_reader, "regular", lambda *_, **__: None)
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


def test_a_record_that_two_blocks_share_is_put_together(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('a,b\n1,"x\n\n\ny"\n2,z\n3,"q\nr"\n')
    for size in range(4, 30):
        chunks = list(csv_reader.read_csv(path, FileLayout(), 100, size=size))
        rows = pl.concat([chunk.frame for chunk in chunks]).rows()
        assert rows == [("1", "x\n\n\ny", 2), ("2", "z", 6), ("3", "q\nr", 7)]
