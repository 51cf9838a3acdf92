"""Records written as JSON by the server: no value crosses the line as one of its own, none becomes an object.

The texts are those of `data.store.portable.row_text`, byte for byte: dates in ISO 8601, instants in the hall's
zone, numbers so that they read back as the same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column

from data.definitions import Field, Precision
from data.hall import hall
from data.store import utc_offsets
from data.store.protocol import Form
from data.store.shared_sql import json_texts

_DAY_CHARACTERS, _MONTH_CHARACTERS = len("2026-09-01"), len("2026-09")


def with_text(statement: Select, fields: Sequence[Field], form: Form) -> Select:
    """The statement with each row's JSON as one more column."""
    return json_texts.with_text(statement, sql_of(fields, form))


def joined(statement: Select, fields: Sequence[Field], form: Form) -> Select:
    """One row: the JSON of the statement's rows on lines, in their order, and how many they are."""
    return json_texts.joined(statement, sql_of(fields, form), _on_lines)


def _on_lines(line: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.string_agg(line, literal_column("chr(10)"))


def sql_of(fields: Sequence[Field], form: Form) -> str:
    """SQL that writes a row's values of `fields` as JSON."""
    missing = "'\"\"'" if form == "cells" else "'null'"
    values = [f"coalesce({_value(field, form)}, {missing})" for field in fields]
    if form == "object":
        named = [f"'\"{f.id}\":' || {v}" for f, v in zip(fields, values, strict=True)]
        return f"'{{' || concat_ws(',', {', '.join(named)}) || '}}'"
    return f"'[' || concat_ws(',', {', '.join(values)}) || ']'"


def _value(field: Field, form: Form) -> str:
    """SQL for a value as JSON; null where there is none."""
    name = f'"{field.id}"'
    match field.type:
        case "integer":
            return f"{name}::text"
        case "number":
            return _number(name)
        case "boolean":
            return _quoted(f"{name}::text") if form == "cells" else f"{name}::text"
        case "date":
            characters = _MONTH_CHARACTERS if field.precision == "month" else _DAY_CHARACTERS
            return _quoted(f"left((date '1970-01-01' + {name}::int)::text, {characters})")
        case "instant":
            return _quoted(_instant(name, field.precision))
    return f"to_json({name})::text"


def _quoted(text: str) -> str:
    return f"'\"' || {text} || '\"'"


def _number(name: str) -> str:
    """In the fewest digits that read back as it; an exponent only where JSON here has one, and as it has it."""
    return (
        f"case when {name} = trunc({name}) and {name} >= -2.0^63 and {name} < 2.0^63"
        f" then {name}::bigint::text"
        f" when abs({name}) >= 1e-4 and abs({name}) < 1e15 then {name}::text"
        f" when abs({name}) >= 1e-5 and abs({name}) < 1e16 then {name}::text::numeric::text"
        f" else regexp_replace({name}::text, 'e([+-])0+', 'e\\1') end"
    )


def _instant(name: str, precision: Precision | None) -> str:
    """An instant on the hall's clock, the beginning of its day, or its month."""
    spans = [(since, ahead, ahead) for since, ahead in utc_offsets.offsets(hall().zone)]
    if precision == "day":
        spans = utc_offsets.at_days_begin(hall().zone)
    written = [_on_clock(name, precision, *ahead) for _, *ahead in spans]
    if len(spans) == 1:
        return written[0]
    since = [f"{name} >= {start}" for start, *_ in spans[:-1]]
    cases = " ".join(f"when {a} then {b}" for a, b in zip(since, written[:-1], strict=True))
    return f"case when {name} is null then null {cases} else {written[-1]} end"


def _on_clock(name: str, precision: Precision | None, clock: int, offset: int) -> str:
    """By a clock so many seconds ahead of UTC; with an offset that is written."""
    time = f"(timestamp '1970-01-01' + ({name} + {clock}) * interval '1 second')::text"
    match precision:
        case "month":
            return f"left({time}, {_MONTH_CHARACTERS})"
        case "day":
            return f"left({time}, {_DAY_CHARACTERS}) || 'T00:00:00{utc_offsets.written(offset)}'"
    return f"replace({time}, ' ', 'T') || '{utc_offsets.written(offset)}'"
