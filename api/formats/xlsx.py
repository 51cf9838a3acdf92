"""XLSX: typed cells under a frozen header, and a second sheet that says what they are.

The library makes the workbook without its rows: styles, widths, header, the second sheet. The rows
are put in while the archive is sent, so that the file begins at once, takes no room on a disk, and
ends when its reader leaves.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.formats import workbook
from api.formats.format import FileOptions, Format
from api.formats.sink import Sink
from api.formats.table import Table
from data.definitions import Text
from data.hall import today

# Imported where it is used: only who asks for a workbook waits for its library.
if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.worksheet import Worksheet

_PART = 1 << 16
# Rows between two looks at whether a part can be sent: 20 ms of work.
_ROWS = 250
_SHEET = "xl/worksheets/sheet1.xml"
_MODEL = re.compile(r"<sheetData>(<row .*?</row>)(.*?)</sheetData>", re.DOTALL)
_STYLE = re.compile(r'<c r="([A-Z]+)2"( s="[0-9]+")')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_OPTIONS: dict[str, Any] = {
    "in_memory": True,
    # Text stays text, whatever it looks like.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NUMBER_FORMATS = {
    "date": "yyyy-mm-dd",
    "instant": "yyyy-mm-dd hh:mm:ss",
    # Not two decimals: 99.996 % is not to be shown as all.
    "share": "0.00####%",
}
# A spreadsheet counts days from here, and counts a 29 February 1900 that never was.
_DAY_ZERO, _FIRST_OF_MARCH_1900 = date(1899, 12, 30).toordinal(), 61
# From here on the XML may pass what a zip archive without its 64-bit extension can hold.
_MANY_CELLS = 30_000_000
# XML 1.0 cannot hold these at all; intake lets none of them in.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a spreadsheet would take for one character that is written by its number.
_LIKE_ESCAPED = re.compile("_(x[0-9A-Fa-f]{4}_)")
_BLANK_ENDS = re.compile(r"^\s|\s$|\n")
_RETURN = {"\r": "&#13;"}


def write(table: Table, options: FileOptions) -> Iterator[bytes]:
    """The archive in parts; now and then one without a byte, at which a leaving reader is noticed."""
    sink = Sink()
    with (
        ZipFile(_without_rows(table, options)) as model,
        ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        for entry in model.infolist():
            if entry.filename != _SHEET:
                archive.writestr(_entry(entry.filename), model.read(entry))
        head, styles, tail = _parted(model.read(_SHEET).decode(), table)
        large = (table.rows + 1) * len(table.columns) > _MANY_CELLS
        with archive.open(_entry(_SHEET), "w", force_zip64=large) as sheet:
            sheet.write(head.encode())
            for rows in _rows(table, styles):
                sheet.write(rows.encode())
                yield sink.take() if sink.waiting() >= _PART else b""
            sheet.write(tail.encode())
    yield sink.take()


def _entry(name: str) -> ZipInfo:
    """A file of the archive; its date is fixed, so that the same rows give the same bytes."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


# --- the workbook without its rows --------------------------------------------------------------


def _without_rows(table: Table, options: FileOptions) -> io.BytesIO:
    """A workbook whose second row is a model of the cells' styles."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        # The hall's day, as in the file's name and tag: the same file has the same bytes.
        book.set_properties({"created": datetime.combine(today(), time())})
        bold = book.add_format({"bold": True, "bottom": 1})
        lang = workbook.lang(options)
        _data(book, book.add_worksheet(workbook.DATA[lang]), table, options, bold)
        _notes(book.add_worksheet(workbook.NOTES[lang]), table, bold)
    target.seek(0)
    return target


def _data(
    book: Workbook, sheet: Worksheet, table: Table, options: FileOptions, bold: CellFormat
) -> None:
    formats = {
        name: book.add_format({"num_format": pattern}) for name, pattern in _NUMBER_FORMATS.items()
    }
    for i, column in enumerate(table.columns):
        title = workbook.title(column, options)
        sheet.set_column(i, i, workbook.width(column, title))
        sheet.write_string(0, i, title, bold)
        if shown_as := formats.get(workbook.shown_as(column)):
            sheet.write_blank(1, i, None, shown_as)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, table.rows, len(table.columns) - 1)


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


def _parted(sheet: str, table: Table) -> tuple[str, list[str], str]:
    """What comes before the rows, the style of each column's cells, what comes after them."""
    from xlsxwriter.utility import xl_col_to_name, xl_range

    model = _MODEL.search(sheet)
    assert model, "a worksheet has a header"
    style_of = dict(_STYLE.findall(model[2]))
    width = len(table.columns)
    styles = [style_of.get(xl_col_to_name(i), "") for i in range(width)]
    whole = f'<dimension ref="{xl_range(0, 0, table.rows, width - 1)}"/>'
    head = _DIMENSION.sub(whole, sheet[: model.start()], count=1)
    return f"{head}<sheetData>{model[1]}", styles, "</sheetData>" + sheet[model.end() :]


# --- rows ---------------------------------------------------------------------------------------


def _rows(table: Table, styles: list[str]) -> Iterator[str]:
    """The rows below the header, some at a time."""
    from xlsxwriter.utility import xl_col_to_name

    # Of each column: what writes a value that is there, and what comes before and after the number
    # of the row in its cell.
    cells = [
        (_CELLS.get(column.published_type, _text), f'<c r="{xl_col_to_name(i)}', f'"{style}')
        for i, (column, style) in enumerate(zip(table.columns, styles, strict=True))
    ]
    at = 1
    for block in table.arrays():
        for first in range(0, len(block), _ROWS):
            lines = []
            for row in block[first : first + _ROWS]:
                at += 1
                line = "".join(
                    f"{begun}{at}{styled}{cell(value)}"
                    for value, (cell, begun, styled) in zip(row, cells, strict=True)
                    if value is not None
                )
                lines.append(f'<row r="{at}">{line}</row>')
            yield "".join(lines)


def _text(value: str) -> str:
    cleaned = _LIKE_ESCAPED.sub(r"_x005F_\1", _NOT_XML.sub("\ufffd", value))
    preserved = ' xml:space="preserve"' if _BLANK_ENDS.search(cleaned) else ""
    return f' t="inlineStr"><is><t{preserved}>{escape(cleaned, _RETURN)}</t></is></c>'


def _number(value: float) -> str:
    # The shortest digits that read back as the same number.
    return f"><v>{value!r}</v></c>"


def _boolean(value: bool) -> str:
    return f' t="b"><v>{value:d}</v></c>'


def _date(value: str) -> str:
    return f"><v>{_serial(date.fromisoformat(value))}</v></c>"


def _instant(value: str) -> str:
    # A spreadsheet knows no zones: it shows the hall's clock.
    here = datetime.fromisoformat(value[:19])
    seconds = here.hour * 3_600 + here.minute * 60 + here.second
    return f"><v>{_serial(here.date()) + seconds / 86_400!r}</v></c>"


def _serial(day: date) -> int:
    number = day.toordinal() - _DAY_ZERO
    return number if number >= _FIRST_OF_MARCH_1900 else number - 1


_CELLS: dict[str, Callable[[Any], str]] = {
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "instant": _instant,
}

FORMAT = Format(
    suffix="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    title=Text("Excel 工作簿", "Excel workbook"),
    write=write,
    rows_most=workbook.ROWS_MOST,
    titled=True,
    beside_figures=True,
    by_cell=True,
)
