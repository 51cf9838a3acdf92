"""What every reader hands on: pieces of a file as text, and the lines that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

LINE = "__line"
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
    column `__line`, the 1-based line at which the record starts.
    """

    frame: pl.DataFrame
    rejects: list[Reject] = field(default_factory=list)


def checked_headers(raw: Sequence[str], path: Path) -> list[str]:
    """Trimmed header names; a column without one is called by its place.

    Raises FileRefused for a header without names, with a name twice, or with a name kept for us.
    """
    names = [name.strip() or f"(column {i})" for i, name in enumerate(raw, 1)]
    if not any(name.strip() for name in raw):
        raise FileRefused(
            f"{path.name}: no header; the first line must name the columns 缺少表头：第一行应为列名"
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FileRefused(
            f"{path.name}: header names twice {', '.join(twice)}; each column needs a name of its "
            "own 表头有重复列名"
        )
    if LINE in names:
        raise FileRefused(f"{path.name}: the header name {LINE} is taken; rename that column")
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


def sliced(frame: pl.DataFrame, rejects: list[Reject], rows: int) -> Iterator[Chunk]:
    """Pieces of at most `rows` records; the rejects go with the first."""
    yield Chunk(frame[:rows], rejects)
    for start in range(rows, frame.height, rows):
        yield Chunk(frame[start : start + rows])
