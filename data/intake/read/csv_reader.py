"""CSV: by columns where a block is regular, by `csv.reader` where it is not."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data.intake.read.chunk import (
    FIELD_LIMIT,
    LINE,
    Chunk,
    FileRefused,
    Progress,
    Reject,
    checked_headers,
    file_name,
    frame_of,
    sliced,
)
from data.intake.read.csv_shape import regular
from data.intake.read.file_layout import HEADER_ROWS, FileLayout
from data.intake.read.line_blocks import SIZE, Block, blocks

DELIMITERS = (",", ";", "\t", "|")
# What Excel understands in a first line: which delimiter the file has.
_DECLARED = "sep="

NO_LINE_END = (
    "the last line has no line end: if the file was cut off there, its last value may be wrong "
    "最后一行没有换行符，可能不完整"
)
# What csv.reader says, and what that means for whoever has to mend the file.
_FAULTS = (
    ("unexpected end", "a quote is opened and never closed"),
    ("field limit", "a field of more than 131,072 characters (is a quote never closed?)"),
    ("expected after", "text after a closing quote (a quote inside a field is written twice)"),
    ("new-line", "a carriage return inside a field without quotes"),
)


def read_csv(
    path: Path, layout: FileLayout, rows: int, progress: Progress | None = None, size: int = SIZE
) -> Iterator[Chunk]:
    """Chunks of at most `rows` records; at least one, so that the header can be checked."""
    table: _Table | None = None
    for block in blocks(path, layout.encoding, progress, size):
        if table is None:
            table, block = _opened(path, block, layout)
        yield from sliced(*table.parse(block), rows, [NO_LINE_END] if block.cut else [])
    if table is None:
        raise FileRefused(f"{file_name(path)} is empty; a header and records are expected 文件为空")


class _LineFeed:
    """Lines for csv.reader that can be put back, to read on after the line that was wrong."""

    def __init__(self, content: bytes) -> None:
        self.lines = content.decode().split("\n")[:-1]  # not splitlines: U+2028 ends no line
        self.at = 0

    def __iter__(self) -> _LineFeed:
        return self

    def __next__(self) -> str:
        if self.at == len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1] + "\n"


@dataclass(frozen=True)
class _Header:
    """A row that may be the header: its names (none: a quote is left open), its line, the line after."""

    names: list[str]
    delimiter: str
    line: int
    after: int
    width: int


def _opened(path: Path, block: Block, layout: FileLayout) -> tuple[_Table, Block]:
    """The table as its header describes it, and the rest of the first block."""
    feed = _LineFeed(block.content)
    start = (layout.header_row or 1) - 1
    delimiters = DELIMITERS
    if declared := _declared(feed):
        start, delimiters = max(start, 1), (declared,)
    while start < len(feed.lines) and not layout.header_row and not feed.lines[start].strip():
        start += 1
    if start >= len(feed.lines):
        where = f"row {layout.header_row}" if layout.header_row else "a header"
        raise FileRefused(f"{file_name(path)} is empty; {where} and records are expected 文件为空")
    header = _header(feed, start, delimiters, layout)
    if not header.names:
        raise FileRefused(
            f"{file_name(path)}: a quote in the header is never closed 表头引号未闭合"
        )
    skipped = sum(len(line.encode()) + 1 for line in feed.lines[: header.after])
    rest = Block(block.content[skipped:], block.last, block.cut)
    names = checked_headers(header.names, path, layout)
    return _Table(names, header.delimiter, header.after + 1), rest


def _declared(feed: _LineFeed) -> str | None:
    first = feed.lines[0].strip().strip('"') if feed.lines else ""
    named = first.lower().startswith(_DECLARED) and len(first) == len(_DECLARED) + 1
    return first[-1] if named else None


def _header(feed: _LineFeed, start: int, delimiters: Sequence[str], layout: FileLayout) -> _Header:
    """The row with the most names that are looked for, else the first; by the best delimiter.

    The best delimiter is the one that gives the most columns.
    """
    rows = 1 if layout.header_row or not layout.headers else HEADER_ROWS
    candidates = [row for d in delimiters for row in _first_rows(feed, start, d, rows)]
    most = max(layout.recognised(row.names) for row in candidates)
    if most == 0:
        return max((row for row in candidates if row.line == start), key=lambda row: row.width)
    return max(candidates, key=lambda row: (layout.recognised(row.names), row.width, -row.line))


def _first_rows(feed: _LineFeed, start: int, delimiter: str, rows: int) -> Iterator[_Header]:
    feed.at = start
    for _ in range(rows):
        if (begun := feed.at) == len(feed.lines):
            return
        try:
            names = next(csv.reader(feed, delimiter=delimiter, strict=True))
            yield _Header(names, delimiter, begun, feed.at, len(names))
        except csv.Error:
            feed.at = begun + 1
            width = feed.lines[begun].count(delimiter) + 1
            yield _Header([], delimiter, begun, feed.at, width)


class _Table:
    """Parses block after block; keeps the beginning of a record that the next block completes."""

    def __init__(self, names: Sequence[str], delimiter: str, line: int) -> None:
        self.names = list(names)
        self.delimiter = delimiter
        self.line = line
        self.carried = b""

    def parse(self, block: Block) -> tuple[pl.DataFrame, list[Reject]]:
        content = self.carried + block.content
        self.carried = b""
        fast = self._columns(content, block)
        if fast is not None:
            frame, lines = fast
            self.line += lines
            return frame, []
        return self._rows(Block(content, block.last, block.cut))

    def _columns(self, content: bytes, block: Block) -> tuple[pl.DataFrame, int] | None:
        """The fast way, with the number of lines read; None where the block is not regular."""
        # The replacement character in a line that was cut off stands for half a character.
        if block.cut and b"\xef\xbf\xbd" in content[content.rfind(b"\n", 0, -1) + 1 :]:
            return None
        layout = regular(content, self.delimiter, len(self.names), whole=block.last)
        if layout is None:
            return None
        try:
            frame = pl.read_csv(
                content[: layout.size],
                has_header=False,
                separator=self.delimiter,
                quote_char='"' if layout.quoted else None,
                schema=dict.fromkeys(self.names, pl.String()),
            )
        except pl.exceptions.PolarsError:
            return None
        if frame.height != len(layout.lines):
            return None
        if layout.quoted:  # an empty field in quotes is as empty as one without
            frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
        self.carried = content[layout.size :]
        return frame.with_columns(pl.Series(LINE, layout.lines + self.line)), layout.newlines

    def _rows(self, block: Block) -> tuple[pl.DataFrame, list[Reject]]:
        """The slow way: record by record.

        After a quote that is never closed, reading goes on at the next line: one lost quote must
        not swallow the records after it.
        """
        feed = _LineFeed(block.content)
        records: list[list[str]] = []
        lines: list[int] = []
        rejects: list[Reject] = []
        reader = csv.reader(feed, delimiter=self.delimiter, strict=True)
        while feed.at < len(feed.lines):
            start = feed.at
            try:
                record = next(reader)
            except csv.Error as error:
                if not block.last and "unexpected end" in str(error):
                    self.carried = "".join(f"{line}\n" for line in feed.lines[start:]).encode()
                    feed.at = start
                    break
                feed.at = start + 1
                reader = csv.reader(feed, delimiter=self.delimiter, strict=True)
                rejects.append(Reject(self.line + start, None, _meaning(error)))
                continue
            fault = self._fault(record, feed, start, block)
            if fault:
                rejects.append(Reject(self.line + start, None, fault))
            elif record:  # a blank line is no record
                records.append(record)
                lines.append(self.line + start)
        self.line += feed.at
        return frame_of(self.names, records, lines), rejects

    def _fault(self, record: list[str], feed: _LineFeed, start: int, block: Block) -> str | None:
        width = len(self.names)
        cut = block.cut and feed.at == len(feed.lines)
        if len(record) != width and record:
            mismatch = f"{_fields(len(record))} where the header has {width}"
            return f"the last line is cut off: {mismatch}" if cut else mismatch
        if cut and "\ufffd" in feed.lines[-1]:
            return "the last line is cut off in the middle of a character"
        if any("\0" in line for line in feed.lines[start : feed.at]):
            return "a NUL byte in the line"
        longest = max(map(len, record), default=0)
        if longest > FIELD_LIMIT:
            return f"a field of {longest:,} characters; at most {FIELD_LIMIT:,}"
        return None


def _fields(n: int) -> str:
    return "1 field" if n == 1 else f"{n} fields"


def _meaning(error: csv.Error) -> str:
    message = str(error)
    return next((meaning for part, meaning in _FAULTS if part in message), message)
