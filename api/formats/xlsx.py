"""XLSX: typed cells under a frozen header, and a second sheet that says what they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from api.formats import workbook
from api.formats.format import FileOptions, Format
from api.formats.table import Table
from data.definitions import Field, Text

# Imported where it is used: only who asks for a workbook waits for its library.
if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.worksheet import Worksheet

_PART = 1 << 18
_OPTIONS: dict[str, Any] = {
    "constant_memory": True,
    # Text stays text, whatever it looks like.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(table: Table, options: FileOptions) -> Iterator[bytes]:
    """The workbook in parts. A zip archive is whole only at its end: made on disk first."""
    with TemporaryDirectory(prefix="open-hall-") as folder:
        path = Path(folder) / "table.xlsx"
        _save(path, folder, table, options)
        with path.open("rb") as file:
            while part := file.read(_PART):
                yield part


def _save(path: Path, folder: str, table: Table, options: FileOptions) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": folder}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        lang = workbook.lang(options)
        _data(book, book.add_worksheet(workbook.DATA[lang]), table, options, bold)
        _notes(book.add_worksheet(workbook.NOTES[lang]), table, bold)


def _data(
    book: Workbook, sheet: Worksheet, table: Table, options: FileOptions, bold: CellFormat
) -> None:
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    for i, column in enumerate(table.columns):
        title = workbook.title(column, options)
        sheet.set_column(i, i, workbook.width(column, title))
        sheet.write_string(0, i, title, bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, table.rows, len(table.columns) - 1)
    at = 0
    for rows in table.arrays():
        for row in rows:
            at += 1
            for i, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                if value is not None:
                    _cell(sheet, at, i, value, column, formats)


def _cell(
    sheet: Worksheet, row: int, at: int, value: Any, column: Field, formats: dict[str, CellFormat]
) -> None:
    match column.published_type:
        case "date":
            sheet.write_datetime(row, at, datetime.fromisoformat(value), formats["date"])
        case "instant":
            # A spreadsheet knows no zones: it shows the hall's clock.
            here = datetime.fromisoformat(value).replace(tzinfo=None)
            sheet.write_datetime(row, at, here, formats["instant"])
        case "boolean":
            sheet.write_boolean(row, at, value)
        case "integer" | "number":
            sheet.write_number(row, at, value)
        case _:
            sheet.write_string(row, at, value)


def _notes(sheet: Worksheet, table: Table, bold: CellFormat) -> None:
    """Where the data comes from, then the dictionary of the columns; in both languages."""
    for i, width in enumerate(workbook.NOTES_WIDTHS):
        sheet.set_column(i, i, width)
    at = 0
    for what, value in workbook.about(table):
        sheet.write_string(at, 0, what, bold)
        sheet.write_string(at, 1, value)
        at += 1
    for n, words in enumerate(workbook.dictionary(table)):
        for i, word in enumerate(words):
            sheet.write_string(at + 1 + n, i, word, *([] if n else [bold]))


FORMAT = Format(
    suffix="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    title=Text("Excel 工作簿", "Excel workbook"),
    write=write,
    rows_most=workbook.ROWS_MOST,
    titled=True,
    beside_figures=True,
)
