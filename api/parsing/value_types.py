"""The types of values of parameters: how one is written (JSON Schema), and which parser reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from api.parsing.literals import (
    MONTH_PATTERN,
    boolean,
    day,
    first_month,
    instant,
    last_month,
    month,
    number,
)
from api.problems import bad_parameter, not_allowed
from data.definitions import Field, Text, shortened
from data.rollups.plan import NONE


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
_MONTHS: dict[str, Any] = {"type": "string", "pattern": f"^{MONTH_PATTERN.pattern}$"}
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
