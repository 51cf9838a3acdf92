"""Which files are whole annual reports, and their cells as a chunk of lines.

Reports come from anywhere, so this runs where other files are read: in the reader process.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.intake.read.chunk import Chunk, FileRefused, file_name
from data.intake.read.file_layout import FileLayout
from data.intake.read.line_blocks import blocks
from data.intake.reports.grid import Grid, is_report, read_grids
from data.intake.reports.json_report import are_lines, decoded, has_report, read_reports
from data.intake.reports.printed import Print, chunk_of

_LARGEST = 4_000_000  # bytes; a report has some hundred cells


def whole_report(path: Path, layout: FileLayout) -> Chunk | None:
    """The lines of a file that is a whole report, under our own names; None for any other file.

    Raises FileRefused for a report that is not whole, or that cannot be told whose it is.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":
        prints = _from_json(path, layout)
    elif suffix == ".xlsx":
        prints = _from_grids(_sheets(path), path)
    elif suffix in (".csv", ".tsv") and path.stat().st_size <= _LARGEST:
        prints = _from_grids(_lines(path, layout), path)
    else:
        return None
    return None if prints is None else chunk_of(prints)


def _from_json(path: Path, layout: FileLayout) -> list[Print] | None:
    text = _text(path, layout)
    try:
        content = decoded(text)
    except (ValueError, RecursionError) as error:
        if are_lines(text):
            return None
        raise FileRefused(f"{file_name(path)} is no JSON: {error} 不是有效的 JSON") from error
    if has_report(content) or (isinstance(content, dict) and "\n" in text.strip()):
        return read_reports(content, file_name(path))
    return None


def _from_grids(grids: list[Grid], path: Path) -> list[Print] | None:
    return read_grids(grids, file_name(path)) if is_report(grids) else None


def _sheets(path: Path) -> list[Grid]:
    """The visible sheets; none of what is no workbook, which the reader of lines says."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        return [
            workbook.get_sheet_by_index(at).to_python(skip_empty_area=False)
            for at, sheet in enumerate(workbook.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
    except CalamineError:
        return []


def _lines(path: Path, layout: FileLayout) -> list[Grid]:
    delimiter: Any = "\t" if path.suffix.lower() == ".tsv" else ","
    try:
        return [list(csv.reader(_text(path, layout).splitlines(), delimiter=delimiter))]
    except csv.Error:
        return []


def _text(path: Path, layout: FileLayout) -> str:
    return b"".join(block.content for block in blocks(path, layout.encoding)).decode()
