"""CSV: RFC 4180 with CRLF, in UTF-8; ISO dates, true/false, empty for missing, no formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import orjson

from api.formats.format import KINDS, FileOptions, Format
from api.formats.table import Table
from data.answers.records.streams import Block
from data.definitions import Text
from data.hall import hall

BOM = "\ufeff"
# A cell that begins so would be run as a formula by a spreadsheet (OWASP: CSV injection), also with
# the full-width signs of Chinese and Japanese input.
_ASCII = ("=", "+", "-", "@", "\t", "\r")
_FORMULA = (*_ASCII, "＝", "＋", "－", "＠")
# What is not seen: a spreadsheet drops it before it looks for a formula, and a sign that turns the
# direction of writing shows another text than there is. Tabs and line ends are text.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
# The same in UTF-8: those that begin with a byte that is rare, and the others.
_RARE = (b"\x7f", b"\xc2", b"\xd8", b"\xe1")
_UNSEEN_E2 = re.compile(rb"\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]")
_BOM_UTF8 = BOM.encode()


def _in_json(signs: tuple[str, ...]) -> tuple[tuple[bytes, bytes], ...]:
    """Each sign, and as it begins a text. What JSON escapes is found by its backslash."""
    return tuple((s.encode(), f'"{s}'.encode()) for s in signs if s.isprintable())


_ASCII_IN_JSON, _FORMULA_IN_JSON = _in_json(_ASCII), _in_json(_FORMULA)


def cell(value: Any) -> str:
    """A value as CSV text."""
    if value is None:
        return ""
    if isinstance(value, str):
        visible = _UNSEEN.sub("", value)
        return f"'{visible}" if visible.startswith(_FORMULA) else visible
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(hall().zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        # As JSON has it: a block that needs no quotes is its JSON text.
        return orjson.dumps(value).decode()
    return str(value)


def csv_parts(
    columns: list[tuple[str, Text]],
    parts: Iterable[Iterable[tuple[Any, ...]]],
    options: FileOptions,
) -> Iterator[bytes]:
    """The header, then each part of rows as it comes."""
    yield _header(columns, options)
    for rows in parts:
        yield _lines([[cell(value) for value in row] for row in rows]).encode()


def write(table: Table, options: FileOptions) -> Iterator[bytes]:
    """The header, then the table's rows block by block."""
    yield _header([(column.id, column.title) for column in table.columns], options)
    for block in table.blocks("cells"):
        yield lines_of(block, len(table.columns))


def _header(columns: list[tuple[str, Text]], options: FileOptions) -> bytes:
    titles = [id if options.header == "id" else text[options.header] for id, text in columns]
    return ((BOM if options.bom else "") + _lines([titles])).encode()


def _lines(rows: Iterable[Iterable[str]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def lines_of(block: Block, width: int) -> bytes:
    """CSV lines of rows of `width` values that come as JSON arrays, missing ones as empty text."""
    content = block.text.encode()
    if width > 1 and _is_plain(content, block.rows, width):
        return _plain(content)
    rows = orjson.loads(b"[" + content.replace(b"\n", b",") + b"]")
    return _lines([[cell(value) for value in row] for row in rows]).encode()


def _is_plain(content: bytes, rows: int, width: int) -> bool:
    """Whether no text in the arrays has anything that CSV would quote or a spreadsheet would run.

    Then brackets and commas are only those between values, and what JSON would escape does not
    occur: line breaks, quotes, tabs.
    """
    signs = _ASCII_IN_JSON if content.isascii() else _FORMULA_IN_JSON
    return (
        b"\\" not in content
        and content.count(b"[") == content.count(b"]") == rows
        and content.count(b",") == rows * (width - 1)
        # Where one of these occurs, the texts are looked at one by one.
        and not any(byte in content for byte in _RARE)
        and not (b"\xe2" in content and _UNSEEN_E2.search(content))
        and _BOM_UTF8 not in content
        # To find one byte is much faster than to find two.
        and not any(sign in content and begun in content for sign, begun in signs)
    )


def _plain(content: bytes) -> bytes:
    """JSON arrays as CSV: all that JSON has more is taken away."""
    return content.translate(None, b'"[]').replace(b"\n", b"\r\n") + b"\r\n"


FORMAT = Format(
    suffix="csv",
    media_type="text/csv",
    title=Text("CSV", "CSV"),
    write=write,
    kinds=KINDS,
    titled=True,
    beside_figures=True,
)
