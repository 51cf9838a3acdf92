"""One value as a parameter writes it → a value of the field's type; malformed ones are refused."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from api.problems import bad_parameter
from data.definitions import Field, Text
from data.hall import hall
from data.rollups.plan import NONE

FIRST_YEAR, LAST_YEAR = 1990, 2100
# Up to here a number of JSON is exact in every reader.
_LARGEST = 10**15 - 1
# Python's own parsers would also take week dates, underscores, blanks and other scripts' digits.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)


def day(name: str, text: str) -> date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        found = date.fromisoformat(text)
    except ValueError:
        said = Text(f"“{text}”不是日期，应如 2026-11-24", f"{text!r} is not a date like 2026-11-24")
        raise bad_parameter(name, said) from None
    _in_range(name, text, found.year)
    return found


def instant(name: str, text: str) -> datetime:
    """An instant; without an offset it is on the hall's clock."""
    # A plus sign that was not escaped arrives as a blank.
    written = text.replace(" ", "+")
    try:
        if not _INSTANT.fullmatch(written):
            raise ValueError
        found = datetime.fromisoformat(written.upper())
    except ValueError:
        example = "2026-11-24T10:00:00+08:00"
        said = Text(
            f"“{text}”不是时刻，应如 {example}", f"{text!r} is not an instant like {example}"
        )
        raise bad_parameter(name, said) from None
    _in_range(name, text, found.year)
    return found if found.tzinfo else found.replace(tzinfo=hall().zone)


def _in_range(name: str, text: str, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        first, last = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"
        said = Text(
            f"{text} 超出范围：{first} 至 {last}", f"{text} is out of range: {first} to {last}"
        )
        raise bad_parameter(name, said)


def number(name: str, text: str, whole: bool = False) -> float:
    if not _NUMBER.fullmatch(text):
        said = Text(f"“{text}”不是数字，应如 12 或 0.5", f"{text!r} is not a number like 12 or 0.5")
        raise bad_parameter(name, said)
    value = float(text)
    if abs(value) > _LARGEST:
        most = f"{_LARGEST:,}"
        said = Text(
            f"{text} 超出范围：-{most} 至 {most}", f"{text} is out of range: -{most} to {most}"
        )
        raise bad_parameter(name, said)
    if whole and value != int(value):
        said = Text(f"“{text}”不是整数", f"{text!r} is not a whole number")
        raise bad_parameter(name, said)
    return int(value) if value == int(value) else value


def boolean(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        said = Text(f"“{text}”既不是 true 也不是 false", f"{text!r} is neither true nor false")
        raise bad_parameter(name, said, ("true", "false"))
    return text == "true"


def positive(name: str, text: str, most: int) -> int:
    """A whole number from 1 to `most`."""
    if not (text.isascii() and text.isdigit() and len(text) < 10) or not 1 <= int(text) <= most:
        said = Text(
            f"“{text}”不是 1 到 {most} 之间的整数",
            f"{text!r} is not a whole number from 1 to {most}",
        )
        raise bad_parameter(name, said)
    return int(text)


def value(field: Field, name: str, text: str) -> Any:
    """A text as a value of the field's type."""
    match field.type:
        case "date":
            return day(name, text)
        case "boolean":
            return boolean(name, text)
        case "integer" | "number":
            return number(name, text, whole=field.type == "integer")
        case "instant":
            return instant(name, text)
        case "code":
            allowed = tuple(code.id for code in field.codes)
            if text not in allowed:
                said = Text(f"“{text}”不是该字段的编码", f"{text!r} is not a code of this field")
                raise bad_parameter(name, said, allowed)
    return text


def value_or_none(field: Field, name: str, text: str) -> Any:
    """Likewise, where `none` asks for the rows without a value."""
    return text if text == NONE and not field.required else value(field, name, text)
