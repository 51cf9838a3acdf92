"""Excel workbooks (.xlsx): the sheet with the header, cells as plain text (ISO dates, no ".0")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
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
    file_name,
    frame_of,
)
from data.intake.read.file_layout import ALL_SHEETS, HEADER_ROWS, FileLayout, header_at

# Excel keeps 15 digits of a number and makes up the rest. A longer one is handed on as Excel shows
# it (1.2E+17), which no key may look like; in a column that is not mapped it does no harm.
_EXACT = 10**15


def read_workbook(
    path: Path, layout: FileLayout, rows: int, progress: Progress | None = None
) -> Iterator[Chunk]:
    """Chunks of at most `rows` records. A line is a row of the sheet; rows without a cell are none.

    Of several sheets the one that has the header is read, or those that the profile names; two that
    have it are refused rather than one of them lost. The encoding has no meaning here. Raises
    FileRefused for what is no workbook.
    """
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise FileRefused(
                f"{file_name(path)} is no Excel workbook (.xlsx), or has a password 不是有效的 xlsx 文件"
            )
    try:
        workbook = CalamineWorkbook.from_path(path)
        tables, notes = _chosen(workbook, path, layout)
    except CalamineError as error:
        raise FileRefused(f"{file_name(path)} is no readable workbook: {error} 无法读取") from error
    reported, line = 0, 0
    for at, table in enumerate(tables):
        if at:
            notes = [f"lines of sheet {table.sheet.name} are counted on from {line + 1}"]
        cells = table.cells(line)
        first = True
        while True:
            records, lines, rejects, done = _some(cells, len(table.names), rows)
            if not (first or records or rejects):
                break
            yield Chunk(frame_of(table.names, records, lines), rejects, notes if first else [])
            first = False
            share = (at + (done - line) / max(table.sheet.total_height, 1)) / len(tables)
            reported = _tell(progress, path, reported, share)
        line += table.sheet.total_height
    _tell(progress, path, reported, 1.0)


@dataclass(frozen=True)
class _Table:
    """A sheet, the row of its header (from 0) and the names in it."""

    sheet: CalamineSheet
    row: int
    names: list[str]
    recognised: int

    def cells(self, before: int) -> Iterator[tuple[int, list[Any]]]:
        """The rows below the header with their lines, counted on from the sheets `before`."""
        rows = enumerate(self.sheet.iter_rows(), before + 1)
        return islice(rows, self.row + 1, None)


def _chosen(
    workbook: CalamineWorkbook, path: Path, layout: FileLayout
) -> tuple[list[_Table], list[str]]:
    """The tables to be read, and what there is to say of the other sheets."""
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not visible:
        raise FileRefused(f"{file_name(path)} has no visible sheet 没有可见的工作表")
    every = layout.sheets == (ALL_SHEETS,)
    named = visible if every or not layout.sheets else list(layout.sheets)
    if missing := [name for name in named if name not in workbook.sheet_names]:
        raise FileRefused(
            f"{file_name(path)} has no sheet {', '.join(missing)}; it has {', '.join(visible)} "
            "没有该工作表"
        )
    tables = [t for name in named if (t := _table(workbook.get_sheet_by_name(name), path, layout))]
    if not tables:
        raise FileRefused(f"{file_name(path)} is empty; a header and records are expected 文件为空")
    if layout.sheets and not every:
        return tables, []
    best = max(table.recognised for table in tables)
    # A sheet that lacks a column or two is still one that somebody would miss.
    having = [table for table in tables if 2 * table.recognised > best] if best else tables[:1]
    if len(having) > 1 and not every:
        names = ", ".join(table.sheet.name for table in having)
        raise FileRefused(
            f"{file_name(path)}: {len(having)} sheets have the header ({names}); say which in the "
            f'profile, sheets = ["{having[0].sheet.name}"] or sheets = "all" '
            "多个工作表都有表头，请在配置中指明"
        )
    others = [name for name in visible if name not in {table.sheet.name for table in having}]
    return having, [f"sheets not read: {', '.join(others)} 未读取的工作表"] if others else []


def _table(sheet: CalamineSheet, path: Path, layout: FileLayout) -> _Table | None:
    """A sheet with its header; None for an empty one."""
    first, last = 0, HEADER_ROWS
    if layout.header_row:
        first, last = layout.header_row - 1, layout.header_row
    top = [[_header_cell(cell) for cell in row] for row in islice(sheet.iter_rows(), first, last)]
    at = header_at(top, layout)
    if at < 0:
        return None
    header = list(top[at])
    while header[-1] == "":
        header.pop()
    return _Table(
        sheet, first + at, checked_headers(header, path, layout), layout.recognised(header)
    )


def _header_cell(cell: Any) -> str:
    try:
        return _text(cell) or ""
    except ValueError:  # text below a title may be longer than any name
        return ""


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


def _tell(progress: Progress | None, path: Path, reported: int, share: float) -> int:
    """Tell how far the reading has come, in bytes of the file; gives what has been told in all."""
    reached = int(path.stat().st_size * min(share, 1.0))
    if progress and reached > reported:
        progress(reached - reported)
    return max(reported, reached)
