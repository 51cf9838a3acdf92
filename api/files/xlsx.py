"""XLSX: typed cells under a frozen header, and a second sheet that says what they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from api.files.table import Table
from api.parsing.parameters import CsvOptions
from data.definitions import Field, Text

_PART = 1 << 18
_WIDTHS = {
    "date": 12, "instant": 20, "boolean": 9, "integer": 10, "number": 12, "code": 14, "text": 20,
}  # fmt: skip
_DATA, _NOTES = Text("数据", "Data"), Text("说明", "Notes")
_FIELDS = (
    Text("字段", "Field"),
    Text("中文名", "Title in Chinese"),
    Text("英文名", "Title in English"),
    Text("类型", "Type"),
    Text("单位", "Unit"),
    Text("编码", "Codes"),
    Text("备注", "Note"),
)
_OPTIONS: dict[str, Any] = {
    "constant_memory": True,
    # Text stays text, whatever it looks like.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(table: Table, options: CsvOptions) -> Iterator[bytes]:
    """The workbook in parts. A zip archive is whole only at its end: made on disk first."""
    with TemporaryDirectory(prefix="open-hall-") as folder:
        path = Path(folder) / "table.xlsx"
        _write(path, folder, table, options)
        with path.open("rb") as file:
            while part := file.read(_PART):
                yield part


def _write(path: Path, folder: str, table: Table, options: CsvOptions) -> None:
    with xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": folder}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        lang = "en" if options.header == "en" else "zh"
        _data(book, book.add_worksheet(_DATA[lang]), table, options, bold)
        _notes(book.add_worksheet(_NOTES[lang]), table, bold)


def _data(
    book: xlsxwriter.Workbook, sheet: Worksheet, table: Table, options: CsvOptions, bold: Format
) -> None:
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    for i, column in enumerate(table.columns):
        title = column.id if options.header == "id" else column.title[options.header]
        # A Chinese character is as wide as two letters.
        wide = sum(2 if ord(letter) > 0x2E7F else 1 for letter in title) + 3
        sheet.set_column(i, i, max(_WIDTHS[column.type], wide))
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
    sheet: Worksheet, row: int, at: int, value: Any, column: Field, formats: dict[str, Format]
) -> None:
    match column.type:
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


def _notes(sheet: Worksheet, table: Table, bold: Format) -> None:
    """Where the data comes from, then the dictionary of the columns; in both languages."""
    for i, width in enumerate((24, 24, 28, 10, 20, 60, 60)):
        sheet.set_column(i, i, width)
    at = 0
    for what, value in table.about:
        sheet.write_string(at, 0, _both(what), bold)
        sheet.write_string(at, 1, value)
        at += 1
    at += 1
    for i, title in enumerate(_FIELDS):
        sheet.write_string(at, i, _both(title), bold)
    for column in table.columns:
        at += 1
        codes = "；".join(f"{code.id} = {_both(code.title)}" for code in column.codes)
        unit, note = (_both(text) if text else "" for text in (column.unit, column.note))
        words = (column.id, column.title.zh, column.title.en, column.type, unit, codes, note)
        for i, word in enumerate(words):
            sheet.write_string(at, i, word)


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"
