"""Excel workbooks (.xlsx): the first visible sheet, cells as plain text (ISO dates, no ".0")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from data.intake.read.chunk import (
    FIELD_LIMIT,
    Chunk,
    FileRefused,
    Progress,
    Reject,
    checked_headers,
    frame_of,
)

# Excel keeps 15 digits of a number and makes up the rest. A longer one is handed on as Excel shows
# it (1.2E+17), which no key may look like; in a column that is not mapped it does no harm.
_EXACT = 10**15


def read_workbook(
    path: Path, encoding: str, rows: int, progress: Progress | None = None
) -> Iterator[Chunk]:
    """Chunks of at most `rows` records. A line is a row of the sheet; rows without a cell are none.

    The encoding has no meaning here. Raises FileRefused for what is no workbook.
    """
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise FileRefused(
                f"{path.name} is no Excel workbook (.xlsx), or has a password 不是有效的 xlsx 文件"
            )
    try:
        sheet = _first_sheet(CalamineWorkbook.from_path(path), path)
        cells = enumerate(sheet.iter_rows(), 1)
        header = next((row for _, row in cells if any(cell != "" for cell in row)), None)
    except CalamineError as error:
        raise FileRefused(f"{path.name} is no readable workbook: {error} 无法读取") from error
    if header is None:
        raise FileRefused(f"{path.name} is empty; a header and records are expected 文件为空")
    while header[-1] == "":
        header.pop()
    names = checked_headers([_text(cell) or "" for cell in header], path)
    told = 0
    first = True
    while True:
        records, lines, rejects, done = _some(cells, len(names), rows)
        if not (first or records or rejects):
            break
        first = False
        yield Chunk(frame_of(names, records, lines), rejects)
        told = _tell(progress, path, told, done / max(sheet.total_height, 1))
    _tell(progress, path, told, 1.0)


def _first_sheet(workbook: CalamineWorkbook, path: Path) -> CalamineSheet:
    for at, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            return workbook.get_sheet_by_index(at)
    raise FileRefused(f"{path.name} has no visible sheet 没有可见的工作表")


def _some(
    cells: Iterator[tuple[int, list[Any]]], width: int, rows: int
) -> tuple[list[list[str | None]], list[int], list[Reject], int]:
    """The next records, their lines, the rejects, and the line reached."""
    records: list[list[str | None]] = []
    lines: list[int] = []
    rejects: list[Reject] = []
    line = 0
    for line, row in cells:
        if all(cell == "" for cell in row):
            continue
        try:
            records.append(_record(row, width))
            lines.append(line)
        except ValueError as error:
            rejects.append(Reject(line, None, str(error)))
        if len(records) + len(rejects) == rows:
            break
    return records, lines, rejects, line


def _record(row: Sequence[Any], width: int) -> list[str | None]:
    if any(cell != "" for cell in row[width:]):
        filled = max(i for i, cell in enumerate(row, 1) if cell != "")
        raise ValueError(f"a value in column {filled} where the header has {width}")
    values = [_text(cell) for cell in row[:width]]
    return values + [None] * (width - len(values))


def _text(cell: Any) -> str | None:
    """A cell as a CSV file would have it. Raises ValueError for what no text file may hold."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        if abs(cell) >= _EXACT:
            return f"{cell:E}"
        return str(int(cell)) if cell == int(cell) else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if "\0" in cell:
        raise ValueError("a NUL character in a cell")
    if len(cell) > FIELD_LIMIT:
        raise ValueError(f"a field of {len(cell):,} characters; at most {FIELD_LIMIT:,}")
    return cell or None


def _tell(progress: Progress | None, path: Path, told: int, share: float) -> int:
    """Tell how far the reading has come, in bytes of the file; gives what has been told in all."""
    reached = int(path.stat().st_size * min(share, 1.0))
    if progress and reached > told:
        progress(reached - told)
    return max(told, reached)
