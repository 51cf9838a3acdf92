"""Reading a file whatever its kind: records as text, with the line each one starts at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.intake.read.chunk import LINE, Chunk, FileRefused, Progress, Reject
from data.intake.read.csv_reader import read_csv
from data.intake.read.jsonl_reader import read_json_lines
from data.intake.read.line_blocks import ENCODINGS
from data.intake.read.xlsx_reader import read_workbook

__all__ = ["LINE", "SUFFIXES", "Chunk", "FileRefused", "Reject", "read", "total_bytes"]

_READERS = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".txt": read_csv,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".xlsx": read_workbook,
}
SUFFIXES = tuple(_READERS)


def read(
    path: Path, encoding: str = "utf-8", rows: int = 100_000, progress: Progress | None = None
) -> Iterator[Chunk]:
    """The records of a file in chunks of at most `rows`, at least one chunk.

    `progress` is told the bytes read since it was told last; they add up to `total_bytes(path)`.
    Raises FileRefused, possibly after some chunks, when the file as a whole cannot be used.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise FileRefused(
            f"{path.name}: files of kind {path.suffix or '(no suffix)'} are not read; "
            f"{', '.join(SUFFIXES)} are 不支持的文件类型"
        )
    if encoding.lower() not in ENCODINGS:
        raise FileRefused(f"encoding {encoding!r} is not read; one of {', '.join(ENCODINGS)} is")
    try:
        yield from reader(path, encoding.lower(), rows, progress)
    except OSError as error:
        raise FileRefused(f"{path.name} cannot be read: {error.strerror} 文件无法读取") from error


def total_bytes(path: Path) -> int:
    """The size of the file, for a progress bar."""
    return path.stat().st_size
