"""What every reader hands on: pieces of a file as text, and the lines that could not be read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from data.intake.read.file_layout import FileLayout, same_header

LINE = "__line"
MOST_COLUMNS = 16_384  # those of an Excel sheet; a header with more is no header
FIELD_LIMIT = 10_000  # characters; no column of a hall's export is that long, a lost quote is

Progress = Callable[[int], None]


class FileRefused(Exception):  # noqa: N818  (it is refused, not in error: the hall decides)
    """Nothing of the file is taken. The message says what was wrong and what would be right.

    Readers may raise it at any chunk, so a caller takes back what earlier chunks brought.
    """


@dataclass(frozen=True)
class Reject:
    """One record that is not taken: the line where it starts (from 1), and why, in one line."""

    line: int
    field: str | None
    reason: str


@dataclass(frozen=True)
class Chunk:
    """Consecutive records of a file.

    `frame` has one String column per header of the source (an empty field is null) and the Int64
    column `__line`, the 1-based line at which the record starts. `notes` say what an operator
    should know of the file though it is taken. With `ours` the headers are the ids of our fields
    (see `profile.declared.ours`), whatever the profile calls them.
    """

    frame: pl.DataFrame
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ours: bool = False


def file_name(path: Path) -> str:
    """A file's name as text: bytes that are no UTF-8 are read as GB18030, as Chinese Windows has it."""
    octets = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return octets.decode(encoding)
        except UnicodeDecodeError:
            continue
    return octets.decode("utf-8", "backslashreplace")


def checked_headers(raw: Sequence[str], path: Path, layout: FileLayout) -> list[str]:
    """Trimmed header names; a column without one is called by its place.

    A name that occurs again gets its place added, unless the profile looks for it. Raises
    FileRefused for that, for a header without names or of more than `MOST_COLUMNS`, and for a name kept
    for us.
    """
    if len(raw) > MOST_COLUMNS:
        raise FileRefused(
            f"{file_name(path)}: the header has {len(raw):,} columns; at most {MOST_COLUMNS:,} 表头列数过多"
        )
    names = [name.strip() or f"(column {i})" for i, name in enumerate(raw, 1)]
    if not any(name.strip() for name in raw):
        raise FileRefused(
            f"{file_name(path)}: no header; the first line must name the columns 缺少表头：第一行应为列名"
        )
    times = Counter(names)
    expected = {same_header(name) for name in layout.headers}
    twice = sorted(name for name in times if times[name] > 1 and same_header(name) in expected)
    if twice:
        raise FileRefused(
            f"{file_name(path)}: header names twice {', '.join(twice)}; each column that is read needs a "
            "name of its own 表头有重复列名"
        )
    before: set[str] = set()
    for at, name in enumerate(names):
        if name in before:
            names[at] = f"{name} (column {at + 1})"
        before.add(names[at])
    if LINE in names:
        raise FileRefused(f"{file_name(path)}: the header name {LINE} is taken; rename that column")
    return names


def frame_of(
    names: Sequence[str], records: Sequence[Sequence[str | None]], lines: Iterable[int]
) -> pl.DataFrame:
    """The frame of a chunk from records in the order of `names`."""
    columns = zip(*records, strict=True) if records else ([] for _ in names)
    data = [
        pl.Series(name, [value or None for value in column], dtype=pl.String)
        for name, column in zip(names, columns, strict=True)
    ]
    return pl.DataFrame([*data, pl.Series(LINE, list(lines), dtype=pl.Int64)])


def sliced(
    frame: pl.DataFrame, rejects: list[Reject], rows: int, notes: Sequence[str] = ()
) -> Iterator[Chunk]:
    """Pieces of at most `rows` records; rejects and notes go with the first."""
    yield Chunk(frame[:rows], rejects, list(notes))
    for start in range(rows, frame.height, rows):
        yield Chunk(frame[start : start + rows])


def without_empty(chunk: Chunk) -> Chunk:
    """A chunk without the records that hold nothing: the empty tail that spreadsheets leave."""
    frame = chunk.frame
    names = [name for name in frame.columns if name != LINE]
    # Where the first column is filled, and it nearly always is, nothing else need be looked at.
    if not names or not _blank(frame[names[0]]).any():
        return chunk
    empty = pl.DataFrame([_blank(frame[name]) for name in names])
    filled = ~empty.select(pl.all_horizontal(pl.all())).to_series()
    return replace(chunk, frame=frame.filter(filled))


def _blank(cells: pl.Series) -> pl.Series:
    return cells.str.strip_chars().fill_null("") == ""
