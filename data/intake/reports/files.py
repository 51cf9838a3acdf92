"""Which files are whole annual reports, and their cells as a chunk of lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.definitions import Dataset
from data.intake.profile.load import Mapping, Profile
from data.intake.read.chunk import Chunk
from data.intake.reports.grid import Grid, is_report, read_grids
from data.intake.reports.json_report import read_json
from data.intake.reports.printed import COLUMNS, Print, chunk_of

SUFFIXES = (".json",)
"""Of files that are whole reports and nothing else."""
_LARGEST = 4_000_000  # bytes; a report has some hundred cells
_MAPPING = Mapping(
    columns={name: name for name in COLUMNS if name != "organ"}, labels={"department": "organ"}
)


def whole_report(
    dataset: Dataset, path: Path, profile: Profile
) -> tuple[Iterator[Chunk], Profile] | None:
    """The lines of a file that is a whole report, and the profile that reads them; else None.

    Raises FileRefused for a report that is not whole, or that cannot be told whose it is.
    """
    if not dataset.printed:
        return None
    prints = _prints(path, profile.encoding)
    if prints is None:
        return None
    return iter([chunk_of(prints)]), replace(profile, datasets={dataset.id: _MAPPING})


def _prints(path: Path, encoding: str) -> list[Print] | None:
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return read_json(path)
    if suffix == ".xlsx":
        grids = _sheets(path)
    elif suffix in (".csv", ".tsv"):
        grids = _lines(path, encoding)
    else:
        return None
    return read_grids(grids, path.name) if is_report(grids) else None


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


def _lines(path: Path, encoding: str) -> list[Grid]:
    if path.stat().st_size > _LARGEST:
        return []
    try:
        text = path.read_bytes().decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except (UnicodeDecodeError, LookupError):
        return []
    delimiter: Any = "\t" if path.suffix.lower() == ".tsv" else ","
    try:
        return [list(csv.reader(text.splitlines(), delimiter=delimiter))]
    except csv.Error:
        return []
