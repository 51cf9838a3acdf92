"""What all workbooks have: how wide a column is, and a second sheet that says what they are."""

from __future__ import annotations

from collections.abc import Iterator

from api.formats.format import FileOptions
from api.formats.table import Table
from data.definitions import Field, Text
from data.definitions.units import UNITS

# What a sheet can hold below its header, in Excel as in LibreOffice.
ROWS_MOST = 1_048_575
DATA, NOTES = Text("数据", "Data"), Text("说明", "Notes")
NOTES_WIDTHS = (24, 24, 28, 10, 20, 60, 60)
_WIDTHS = {
    "date": 12, "month": 10, "instant": 20, "boolean": 9, "integer": 10, "number": 12, "code": 14, "text": 20,
}  # fmt: skip
_FIELDS = (
    Text("字段", "Field"),
    Text("中文名", "Title in Chinese"),
    Text("英文名", "Title in English"),
    Text("类型", "Type"),
    Text("单位", "Unit"),
    Text("编码", "Codes"),
    Text("备注", "Note"),
)


def lang(options: FileOptions) -> str:
    """The language of the sheets' names: that of the header, Chinese if it has ids."""
    return "en" if options.header == "en" else "zh"


def title(column: Field, options: FileOptions) -> str:
    return column.id if options.header == "id" else column.title[options.header]


def width(column: Field, title: str) -> int:
    """In characters, by the type of its values and by its title."""
    # A Chinese character is as wide as two letters.
    wide = sum(2 if ord(letter) > 0x2E7F else 1 for letter in title) + 3
    return max(_WIDTHS[column.published_type], wide)


def shown_as(column: Field) -> str:
    """How a column's values are shown: by their type, a share in per cent."""
    return "share" if column.unit == UNITS["fraction"] else column.published_type


def about(table: Table) -> Iterator[tuple[str, str]]:
    """Where the data comes from, in both languages: (what, value)."""
    for what, value in table.about:
        yield _both(what), value


def dictionary(table: Table) -> Iterator[tuple[str, ...]]:
    """A header, then a row for each column, in both languages."""
    yield tuple(_both(title) for title in _FIELDS)
    for column in table.columns:
        codes = "；".join(f"{code.id} = {_both(code.title)}" for code in column.codes)
        unit, note = (_both(text) if text else "" for text in (column.unit, column.note))
        yield column.id, column.title.zh, column.title.en, column.published_type, unit, codes, note


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"
