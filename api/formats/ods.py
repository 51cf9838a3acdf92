"""ODS (OpenDocument 1.3, LibreOffice): the two sheets of the XLSX, sent while they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from api.formats import workbook
from api.formats.format import FileOptions, Format
from api.formats.ods_parts import MANIFEST, MANIFEST_PATH, content_head, settings, styles
from api.formats.sink import Sink
from api.formats.table import Table
from data.definitions import Text

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_PART = 1 << 16
# From here on the XML may pass what a zip archive without its 64-bit extension can hold, which
# older programs do not read.
_MANY_CELLS = 10_000_000
# XML 1.0 cannot hold these at all; intake lets none of them in.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RETURN = {"\r": "&#13;"}
# A reader takes a run of blanks for one, and a blank at either end for none (ODF 1.3, 6.1.2).
_BLANKS = re.compile(r"  +|^ | $|\t")


def write(table: Table, options: FileOptions) -> Iterator[bytes]:
    """The archive in parts, a block of rows at a time."""
    sink, lang = Sink(), workbook.lang(options)
    data, notes = workbook.DATA[lang], workbook.NOTES[lang]
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        # First and not compressed: programs know the file by it.
        archive.writestr(_entry("mimetype", ZIP_STORED), MEDIA_TYPE)
        archive.writestr(_entry(MANIFEST_PATH), MANIFEST)
        archive.writestr(_entry("styles.xml"), styles())
        archive.writestr(_entry("settings.xml"), settings(data))
        large = (table.rows + 1) * len(table.columns) > _MANY_CELLS
        with archive.open(_entry("content.xml"), "w", force_zip64=large) as content:
            for part in _content(table, options, data, notes):
                content.write(part.encode())
                if sink.waiting() >= _PART:
                    yield sink.take()
    yield sink.take()


def _entry(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    """A file of the archive; its date is fixed, so that the same rows give the same bytes."""
    entry = ZipInfo(name)
    entry.compress_type = compression
    return entry


def _content(table: Table, options: FileOptions, data: str, notes: str) -> Iterator[str]:
    titles = [workbook.title(column, options) for column in table.columns]
    widths = [workbook.width(c, title) for c, title in zip(table.columns, titles, strict=True)]
    yield content_head({*widths, *workbook.NOTES_WIDTHS})
    yield from _sheet(data, widths, _rows(table, titles))
    yield from _sheet(notes, workbook.NOTES_WIDTHS, _notes(table))
    yield "</office:spreadsheet></office:body></office:document-content>"


def _sheet(name: str, widths: tuple[int, ...] | list[int], rows: Iterator[str]) -> Iterator[str]:
    columns = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in widths)
    yield f"<table:table table:name={quoteattr(name)}>{columns}"
    yield from rows
    yield "</table:table>"


def _rows(table: Table, titles: list[str]) -> Iterator[str]:
    """The header, then the rows of each block."""
    header = _row([_text(title, "head") for title in titles])
    yield f"<table:table-header-rows>{header}</table:table-header-rows>"
    writers = [_CELLS.get(workbook.shown_as(column), _text) for column in table.columns]
    for block in table.arrays():
        yield "".join(
            _row(
                [
                    _EMPTY if value is None else cell(value)
                    for cell, value in zip(writers, row, strict=True)
                ]
            )
            for row in block
        )


def _notes(table: Table) -> Iterator[str]:
    """Where the data comes from, then the dictionary of the columns."""
    for what, value in workbook.about(table):
        yield _row([_text(what, "head"), _text(value)])
    yield _row([_EMPTY])
    for n, words in enumerate(workbook.dictionary(table)):
        yield _row([_text(word, None if n else "head") for word in words])


def _row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


# --- cells --------------------------------------------------------------------------------------

_EMPTY = "<table:table-cell/>"


def _text(value: str, style: str | None = None) -> str:
    styled = f' table:style-name="{style}"' if style else ""
    lines = _NOT_XML.sub("\ufffd", value).split("\n")
    cleaned = "".join(
        f"<text:p>{_BLANKS.sub(_blank, escape(line, _RETURN))}</text:p>" for line in lines
    )
    return f'<table:table-cell office:value-type="string"{styled}>{cleaned}</table:table-cell>'


def _blank(blanks: re.Match[str]) -> str:
    run = blanks.group()
    return "<text:tab/>" if run == "\t" else f'<text:s text:c="{len(run)}"/>'


def _number(value: float) -> str:
    # The shortest digits that read back as the same number.
    return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'


def _share(value: float) -> str:
    return (
        f'<table:table-cell office:value-type="percentage" office:value="{value!r}"'
        ' table:style-name="share"/>'
    )


def _boolean(value: bool) -> str:
    truth = "true" if value else "false"
    return (
        f'<table:table-cell office:value-type="boolean" office:boolean-value="{truth}"'
        ' table:style-name="boolean"/>'
    )


def _date(value: str) -> str:
    return (
        f'<table:table-cell office:value-type="date" office:date-value="{value}"'
        ' table:style-name="date"/>'
    )


def _instant(value: str) -> str:
    # A spreadsheet knows no zones: it shows the hall's clock.
    return (
        f'<table:table-cell office:value-type="date" office:date-value="{value[:19]}"'
        ' table:style-name="instant"/>'
    )


_CELLS: dict[str, Callable[[Any], str]] = {
    "integer": _number,
    "number": _number,
    "share": _share,
    "boolean": _boolean,
    "date": _date,
    "instant": _instant,
}

FORMAT = Format(
    suffix="ods",
    media_type=MEDIA_TYPE,
    title=Text("开放文档电子表格", "OpenDocument spreadsheet"),
    write=write,
    rows_most=workbook.ROWS_MOST,
    titled=True,
    beside_figures=True,
    by_cell=True,
)
