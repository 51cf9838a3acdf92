"""The types of values of parameters: how one is written (JSON Schema), and read from its text.

Malformed ones are refused, as problems that name the parameter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from api.problems import Problem, bad_parameter, not_allowed
from data.definitions import Field, Text, shortened
from data.hall import hall
from data.periods import ONE_DAY, next_start, period_start
from data.rollups.plan import NONE

FIRST_YEAR, LAST_YEAR = 1990, 2100
# Up to here a number of JSON is exact in every reader.
_LARGEST = 10**15 - 1
# Python's own parsers would also take week dates, underscores, blanks and other scripts' digits.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)


def day(name: str, text: str) -> date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        parsed = date.fromisoformat(text)
    except ValueError:
        wrong = Text(
            f"“{shortened(text)}”不是日期，应如2026-11-24",
            f"{shortened(text)!r} is not a date like 2026-11-24",
        )
        raise bad_parameter(name, wrong) from None
    _in_range(name, text, parsed.year)
    return parsed


def month(name: str, text: str) -> str:
    """A month, `2026-09`."""
    if _MONTH.fullmatch(text):
        _in_range(name, text, int(text[:4]))
        return text
    if _DAY.fullmatch(text):
        first = day(name, text)
        raise _no_day(name, text, (f"{first:%Y-%m}",))
    wrong = Text(f"“{text}”不是月份，应如2026-11", f"{text!r} is not a month like 2026-11")
    raise bad_parameter(name, wrong)


def first_month(name: str, text: str) -> str:
    """A month, or the day on which it begins."""
    if not _DAY.fullmatch(text):
        return month(name, text)
    begins = day(name, text)
    if begins.day > 1:
        raise _no_day(name, text, (f"{begins:%Y-%m}", f"{next_start(begins, 'month'):%Y-%m}"))
    return f"{begins:%Y-%m}"


def last_month(name: str, text: str) -> str:
    """A month, or the day on which it ends."""
    if not _DAY.fullmatch(text):
        return month(name, text)
    ends = day(name, text)
    if (ends + ONE_DAY).day > 1:
        before = period_start(ends, "month") - ONE_DAY
        raise _no_day(name, text, (f"{before:%Y-%m}", f"{ends:%Y-%m}"))
    return f"{ends:%Y-%m}"


def _no_day(name: str, text: str, months: tuple[str, ...]) -> Problem:
    """400: a day was given of what is published to the month."""
    wrong = Text(
        f"“{text}”：只公布到月，请写月份，如 {months[-1]}",
        f"{text!r}: published to the month only; give a month such as {months[-1]}",
    )
    return bad_parameter(name, wrong, months)


def instant(name: str, text: str) -> datetime:
    """An instant; without an offset it is on the hall's clock."""
    # A plus sign that was not escaped arrives as a blank.
    written = text.replace(" ", "+")
    try:
        if not _INSTANT.fullmatch(written):
            raise ValueError
        parsed = datetime.fromisoformat(written.upper())
    except ValueError:
        example = "2026-11-24T10:00:00+08:00"
        wrong = Text(
            f"“{shortened(text)}”不是时刻，应如 {example}",
            f"{shortened(text)!r} is not an instant like {example}",
        )
        raise bad_parameter(name, wrong) from None
    _in_range(name, text, parsed.year)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=hall().zone)


def _in_range(name: str, text: str, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        first, last = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"
        wrong = Text(
            f"{shortened(text)} 超出范围：{first} 至 {last}",
            f"{shortened(text)} is out of range: {first} to {last}",
        )
        raise bad_parameter(name, wrong)


def number(name: str, text: str, whole: bool = False) -> float:
    if not _NUMBER.fullmatch(text):
        wrong = Text(
            f"“{shortened(text)}”不是数字，应如12或0.5",
            f"{shortened(text)!r} is not a number like 12 or 0.5",
        )
        raise bad_parameter(name, wrong)
    value = float(text)
    if abs(value) > _LARGEST:
        most = f"{_LARGEST:,}"
        wrong = Text(
            f"{shortened(text)} 超出范围：-{most}至{most}",
            f"{shortened(text)} is out of range: -{most} to {most}",
        )
        raise bad_parameter(name, wrong)
    if whole and value != int(value):
        wrong = Text(f"“{shortened(text)}”不是整数", f"{shortened(text)!r} is not a whole number")
        raise bad_parameter(name, wrong)
    return int(value) if value == int(value) else value


def boolean(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        wrong = Text(
            f"“{shortened(text)}”既不是 true 也不是 false",
            f"{shortened(text)!r} is neither true nor false",
        )
        raise bad_parameter(name, wrong, ("true", "false"))
    return text == "true"


@dataclass(frozen=True)
class ValueType:
    """`schema`: JSON Schema of a value; `parse`: parameter's name and text → value, or a 400."""

    schema: dict[str, Any] = field(compare=False)
    parse: Callable[[str, str], Any] = field(default=lambda name, text: text, compare=False)

    @property
    def is_list(self) -> bool:
        """Whether several are given, as a,b."""
        return self.schema.get("type") == "array"

    @property
    def words(self) -> tuple[str, ...]:
        """The words that would do; none where they are not a closed list."""
        return tuple(self.schema.get("items", self.schema).get("enum", ()))

    def joined(self, other: ValueType) -> ValueType:
        """What allows the words of both."""
        if not self.words:
            return self
        inner = self.schema.get("items", self.schema)
        inner = inner | {"enum": list(dict.fromkeys([*self.words, *other.words]))}
        schema = self.schema | {"items": inner} if self.is_list else inner
        return ValueType(schema, self.parse)


def one_of(allowed: Iterable[str], refusal: Callable[[str], Text] = not_allowed) -> ValueType:
    """One of a few words."""
    words = tuple(allowed)

    def parse(name: str, text: str) -> str:
        if text not in words:
            raise bad_parameter(name, refusal(text), words)
        return text

    return ValueType({"type": "string", "enum": list(words)}, parse)


def positive(most: int) -> ValueType:
    """A whole number from 1 to `most`."""

    def parse(name: str, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10) or not 1 <= int(text) <= most:
            wrong = Text(
                f"“{shortened(text)}”不是1到{most}之间的整数",
                f"{shortened(text)!r} is not a whole number from 1 to {most}",
            )
            raise bad_parameter(name, wrong)
        return int(text)

    return ValueType({"type": "integer", "minimum": 1, "maximum": most}, parse)


def several(item: ValueType, parse: Callable[[str, str], Any], **bounds: Any) -> ValueType:
    """Several of a type, given as a,b; `parse` reads them all. `bounds`: words of JSON Schema."""
    return ValueType({"type": "array", "items": item.schema, "minItems": 1, **bounds}, parse)


def some(item: ValueType, empty: Text) -> ValueType:
    """One or more, in any order; `empty` is said of one without a letter."""

    def parse(name: str, text: str) -> tuple[str, ...]:
        codes = tuple(sorted(set(text.split(","))))
        if not all(codes):
            raise bad_parameter(name, empty)
        return tuple(item.parse(name, code) for code in codes)

    return several(item, parse)


TEXT = ValueType({"type": "string"})
SOME_TEXT = ValueType({"type": "string", "minLength": 1})
DAY = ValueType({"type": "string", "format": "date"}, day)
_MONTHS: dict[str, Any] = {"type": "string", "pattern": f"^{_MONTH.pattern}$"}
MONTH = ValueType(_MONTHS, month)
FIRST_MONTH, LAST_MONTH = ValueType(_MONTHS, first_month), ValueType(_MONTHS, last_month)
TYPES = {
    "text": TEXT,
    "code": TEXT,
    "integer": ValueType({"type": "integer"}, lambda name, text: number(name, text, whole=True)),
    "number": ValueType({"type": "number"}, number),
    "date": DAY,
    "instant": ValueType({"type": "string", "format": "date-time"}, instant),
    "boolean": ValueType({"type": "boolean"}, boolean),
}


def _no_code(text: str) -> Text:
    return Text(
        f"“{shortened(text)}”不是该字段的编码", f"{shortened(text)!r} is not a code of this field"
    )


def of_field(field: Field) -> ValueType:
    """A value of the field as it is published."""
    if field.precision == "month":
        return MONTH
    return one_of((c.id for c in field.codes), _no_code) if field.codes else TYPES[field.type]


def _parted(text: str) -> list[str]:
    """Values between commas; a comma of a value itself is written `\\,`."""
    return [part.replace("\\,", ",") for part in re.split(r"(?<!\\),", text)]


def ends_of_field(field: Field) -> tuple[ValueType, ValueType]:
    """The lowest and the highest value of a range."""
    if field.precision == "month":
        return FIRST_MONTH, LAST_MONTH
    return of_field(field), of_field(field)


def any_of_field(field: Field) -> ValueType:
    """Any of several values of the field; `none` asks for the rows without one."""
    one = of_field(field)
    schema = one.schema
    if not field.required and field.type != "text":
        schema = {"anyOf": [schema, {"const": NONE}]}

    def parse_one(name: str, text: str) -> Any:
        return text if text == NONE and not field.required else one.parse(name, text)

    def parse(name: str, text: str) -> tuple[Any, ...]:
        values = [parse_one(name, part) for part in dict.fromkeys(_parted(text))]
        return tuple(sorted(values, key=str))

    return several(ValueType(schema), parse)
