"""Files: CSV, written as it is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from api.parameters import CsvOptions
from data.definitions import Text
from data.hall import hall

BOM = "\ufeff"
# A cell that begins so would be run as a formula by a spreadsheet (OWASP: CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str:
    """A value as CSV text: ISO dates, true/false, empty for missing, formulas made harmless."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(hall().zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def csv_parts(
    columns: list[tuple[str, Text]], parts: Iterable[Iterable[tuple[Any, ...]]], options: CsvOptions
) -> Iterator[bytes]:
    """RFC 4180 with CRLF, in UTF-8: header first, then each part of rows as it comes."""
    titles = [id if options.header == "id" else text[options.header] for id, text in columns]
    yield ((BOM if options.bom else "") + _lines([titles])).encode()
    for rows in parts:
        yield _lines([[cell(value) for value in row] for row in rows]).encode()


def _lines(rows: Iterable[Iterable[str]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()
