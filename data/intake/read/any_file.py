"""Reading a file whatever its kind: records as text, with the line each one starts at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.intake.read.chunk import (
    LINE,
    Chunk,
    FileRefused,
    Progress,
    Reject,
    file_name,
    without_empty,
)
from data.intake.read.csv_reader import read_csv
from data.intake.read.encodings import ENCODINGS
from data.intake.read.file_layout import FileLayout
from data.intake.read.json_reader import read_json
from data.intake.read.xlsx_reader import read_workbook

__all__ = ["LINE", "SUFFIXES", "Chunk", "FileRefused", "Reject", "read", "total_bytes"]

_READERS = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".txt": read_csv,
    ".json": read_json,
    ".jsonl": read_json,
    ".ndjson": read_json,
    ".geojson": read_json,
    ".xlsx": read_workbook,
}
SUFFIXES = tuple(_READERS)
# Kinds that people have, and how to make of them one that is read.
_CURES = {
    ".xls": "an old Excel file; save it as .xlsx or CSV 请另存为 .xlsx",
    ".et": "a WPS table; save it as .xlsx or CSV 请另存为 .xlsx",
    ".ods": "an OpenDocument table; save it as .xlsx or CSV 请另存为 .xlsx",
    ".xlsm": "a workbook with macros; save it as .xlsx 请另存为 .xlsx",
    ".xlsb": "a binary workbook; save it as .xlsx 请另存为 .xlsx",
    ".zip": "an archive; unpack it first 请先解压",
    ".gz": "compressed; unpack it first 请先解压",
    ".rar": "an archive; unpack it first 请先解压",
    ".7z": "an archive; unpack it first 请先解压",
}
ROWS = 100_000


def read(
    path: Path,
    layout: FileLayout | None = None,
    rows: int = ROWS,
    progress: Progress | None = None,
) -> Iterator[Chunk]:
    """The records of a file in chunks of at most `rows`, at least one chunk; empty ones left out.

    `progress` is told the bytes read since it was told last; they add up to `total_bytes(path)`.
    Raises FileRefused, possibly after some chunks, when the file as a whole cannot be used.
    """
    layout = layout or FileLayout()
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise FileRefused(not_read(path))
    if layout.encoding not in ENCODINGS:
        raise FileRefused(
            f"encoding {layout.encoding!r} is not read; one of {', '.join(ENCODINGS)} is"
        )
    try:
        if layout.printed and (report := _report(path, layout)):
            if progress:
                progress(total_bytes(path))
            yield report
            return
        for chunk in reader(path, layout, rows, progress):
            yield without_empty(chunk)
    except OSError as error:
        raise FileRefused(
            f"{file_name(path)} cannot be read: {error.strerror} 文件无法读取"
        ) from error


def _report(path: Path, layout: FileLayout) -> Chunk | None:
    # Only here: it needs the catalogue, and a reader of other files starts sooner without.
    from data.intake.reports.files import whole_report

    return whole_report(path, layout)


def not_read(path: Path) -> str:
    """Why files of this kind are not taken, and what to do."""
    suffix = path.suffix.lower()
    if suffix in _CURES:
        return f"{file_name(path)} is {_CURES[suffix]}"
    return (
        f"{file_name(path)}: files of kind {suffix or '(no suffix)'} are not read; "
        f"{', '.join(SUFFIXES)} are 不支持的文件类型"
    )


def total_bytes(path: Path) -> int:
    """The size of the file, for a progress bar."""
    return path.stat().st_size
