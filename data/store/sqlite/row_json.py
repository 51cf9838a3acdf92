"""Records written as JSON by the store itself: one pass over the rows, no value becomes an object.

SQLite's `json_array` writes a row of twenty fields in about 3 µs; to fetch its values and write them
in Python takes about twice that, before dates are dates. Dates come in ISO 8601,
instants in the hall's zone, numbers so that they read back as the same number.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, func, literal_column

from data.definitions import Field, Precision
from data.hall import hall
from data.store import utc_offsets
from data.store.protocol import Form
from data.store.shared_sql import json_texts
from data.store.utc_offsets import at_days_begin, offsets

# What `_number_text` is called in SQL.
_NUMBER_TEXT = "number_text"


def with_text(statement: Select, fields: Sequence[Field], form: Form) -> Select:
    """The statement with each row's JSON as one more column."""
    return json_texts.with_text(statement, sql_of(fields, form))


def joined(statement: Select, fields: Sequence[Field], form: Form) -> Select:
    """One row: the JSON of the statement's rows on lines, in their order, and how many they are."""
    return json_texts.joined(statement, sql_of(fields, form), _on_lines)


def _on_lines(line: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.group_concat(line, literal_column("char(10)"))


def sql_of(fields: Sequence[Field], form: Form) -> str:
    """SQL that writes a row's values of `fields` as JSON."""
    match form:
        case "object":
            values = [f"'{f.id}', {_value(f)}" for f in fields]
            return f"json_object({', '.join(values)})"
        case "cells":
            # Without quotes in the end: a truth value as text costs less than one as JSON.
            written = [_truth(f) if f.type == "boolean" else _value(f) for f in fields]
            values = [
                text if f.required else f"coalesce({text}, '')"
                for text, f in zip(written, fields, strict=True)
            ]
        case "array":
            values = [_value(f) for f in fields]
    return f"json_array({', '.join(values)})"


def _value(field: Field) -> str:
    name = f'"{field.id}"'
    match field.type:
        case "date" if field.precision == "month":
            return f"strftime('%Y-%m', {name} * 86400, 'unixepoch')"
        case "date":
            return f"date({name} * 86400, 'unixepoch')"
        case "instant":
            return _instant(name, field.precision)
        case "boolean":
            return f"case {name} when 1 then json('true') when 0 then json('false') end"
        case "number":
            return _number(name)
    return name


def _truth(field: Field) -> str:
    return f"case \"{field.id}\" when 1 then 'true' when 0 then 'false' end"


def _number(name: str) -> str:
    """SQLite writes 15 digits; what needs more to read back as itself, or an exponent, is left to us."""
    return (
        f"case when {name} is null then null"
        f" when {name} = cast({name} as integer) then cast({name} as integer)"
        f" when {name} * 2 = cast({name} * 2 as integer) and abs({name}) < 1e12 then {name}"
        f" when abs({name}) >= 1e-4 and abs({name}) < 1e15"
        f" and cast(cast({name} as text) as real) = {name} then {name}"
        f" else json({_NUMBER_TEXT}({name})) end"
    )


def add_functions(connection: sqlite3.Connection) -> None:
    """What the SQL here calls, on a new connection."""
    connection.create_function(_NUMBER_TEXT, 1, _number_text, deterministic=True)


def _number_text(value: float) -> str:
    """A number in the fewest digits that read back as itself, as all JSON here has it."""
    return orjson.dumps(value).decode()


def _instant(name: str, precision: Precision | None) -> str:
    """An instant on the hall's clock, the beginning of its day, or its month."""
    spans = [(since, ahead, ahead) for since, ahead in offsets(hall().zone)]
    match precision:
        case "month":
            written = [f"strftime('%Y-%m', {name} + {clock}, 'unixepoch')" for _, clock, _ in spans]
        case "day":
            spans = at_days_begin(hall().zone)
            written = [_with_offset(name, "00:00:00", *of_day[1:]) for of_day in spans]
        case _:
            written = [_with_offset(name, "%H:%M:%S", *of_second[1:]) for of_second in spans]
    if len(spans) == 1:
        return written[0]
    since = [f"{name} >= {start}" for start, *_ in spans[:-1]]
    cases = " ".join(f"when {a} then {b}" for a, b in zip(since, written[:-1], strict=True))
    return f"case when {name} is null then null {cases} else {written[-1]} end"


def _with_offset(name: str, time: str, clock: int, written: int) -> str:
    """With the offset in force then. `clock`: seconds ahead of UTC by which the day is told; `written`: the offset as written."""
    offset = utc_offsets.written(written)
    return f"strftime('%Y-%m-%dT{time}{offset}', {name} + {clock}, 'unixepoch')"
