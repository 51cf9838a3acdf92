"""Files: the rows of values, records and proofs in every format."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Response

from api import store_state
from api.answer import answers
from api.documents import definitions, known_codes, values
from api.files.sending import WHOLE, about, sent
from api.formats import FileOptions, Kind, Table, blocks_of
from api.store_state import State
from data.answers.reading import Reading
from data.answers.records.behind_values import of_proof
from data.answers.records.of_dataset import of_records
from data.answers.records.pages import count
from data.answers.records.row_counts import behind
from data.answers.records.streams import begin, blocks
from data.catalog import DATASETS, INDICATORS, owner
from data.definitions import UNITS, Field, Text
from data.hall import today
from data.periods import of_name
from data.questions import Proof, Records, TooLarge, Values

_UNSAFE, _NAME_MOST = re.compile(r"[^A-Za-z0-9._+-]"), 120

VALUE_FIELDS = (
    Field("value", "number", Text("数值", "Value")),
    Field("numerator", "number", Text("分子", "Numerator")),
    Field("denominator", "number", Text("分母", "Denominator")),
    Field("reason", "text", Text("缺值原因", "Reason for no value")),
)
BOUNDS = (
    Field("low", "number", Text("95%区间下限", "Lower bound, 95 %")),
    Field("high", "number", Text("95%区间上限", "Upper bound, 95 %")),
)
PERIOD_FIELDS = (
    Field("period", "text", Text("时期", "Period")),
    Field("partial", "boolean", Text("未满", "Partial")),
)
# The days that a value is of, so that a saved file says so by itself.
DAYS_FIELDS = (
    Field("from", "date", Text("起始日期", "First day")),
    Field("to", "date", Text("截止日期", "Last day")),
)


def values_file(
    query: Values, lang: str, suffix: str, options: FileOptions, limit: int | None
) -> Response:
    """An indicator's values; `limit` cuts them."""
    columns, rows, seen = _values(query, lang)
    etag = etag_of(query, suffix, options, lang, limit, seen=seen)
    kept = [{**row, **_days(query, row), **_conditions(query)} for row in rows[:limit]]
    indicator = INDICATORS[query.indicator]
    table = Table(
        indicator.title,
        columns,
        len(kept),
        len(rows),
        lambda form: blocks_of(columns, kept, form),
        about(indicator.title, indicator.formula, seen, owner(indicator).id),
    )
    return sent("values", _name(query.indicator, query), table, suffix, options, etag, seen)


def _days(query: Values, row: dict[str, Any]) -> dict[str, str | None]:
    """The days of a row's period within those asked for; of a list as it is now there are none."""
    period = row.get("period")
    if period is None:
        return {}
    first, last = (None, None) if period == "total" else of_name(period)
    first = max(filter(None, (first, query.from_)), default=None)
    last = min(filter(None, (last, query.to)), default=None)
    return {"from": first and first.isoformat(), "to": last and last.isoformat()}


def _conditions(query: Values) -> dict[str, str]:
    """What the values were limited to, where they are not broken down by it."""
    return {name: ",".join(codes) for name, codes in query.where if name not in query.by}


def _name(subject: str, query: Values | Proof | Records) -> str:
    """A file's name without its ending: what is in it, so that another question has another one."""
    parts: list[str] = []
    if isinstance(query, Values):
        parts += [query.grain, *query.by, *([query.shape] if query.shape != "rows" else [])]
    if isinstance(query, Records):
        for name, low, high in query.ranges:
            parts.append(f"{name}-{_plain(low)}..{_plain(high)}")
    elif query.from_ or query.to:
        parts.append(f"{_plain(query.from_)}..{_plain(query.to)}")
    if isinstance(query, Proof):
        parts.append(query.part)
    parts += [f"{name}-{'+'.join(map(str, codes))}" for name, codes in query.where]
    written = _UNSAFE.sub("_", "_".join([subject, *parts]))
    if len(written) <= _NAME_MOST:
        return written
    return f"{written[:_NAME_MOST]}-{hashlib.sha256(written.encode()).hexdigest()[:8]}"


def _plain(end: object) -> str:
    return "" if end is None else str(end)[:10]


def _values(query: Values, lang: str) -> tuple[tuple[Field, ...], list[dict[str, Any]], State]:
    """The columns and rows of an indicator's values, and the state of the store they are of.

    Those of its document, unless that is too large.
    """
    # Before the answer: a tag may be of an older state than what it names, never of a newer one.
    seen = answers.state()
    try:
        data = answers.answer(query, lang)["data"]
    except TooLarge:
        with WHOLE.taken():
            rows, seen = values.of_file(answers.engine(), query, lang)
        periods = [name for name in rows[0] if name not in _named(query)]
        return _columns(query, periods), rows, seen
    if query.shape == "grid":
        return _columns(query, values.period_names(data)), values.flat(data), seen
    return _columns(query, []), data, seen


def list_file(
    kind: Kind,
    name: str,
    title: Text,
    columns: tuple[Field, ...],
    rows: list[dict[str, Any]],
    suffix: str,
    options: FileOptions,
    etag: str,
) -> Response:
    """Rows that are at hand, of which a file shows `columns`."""
    table = Table(title, columns, len(rows), len(rows), lambda form: blocks_of(columns, rows, form))
    return sent(kind, name, table, suffix, options, etag)


def _named(query: Values) -> set[str]:
    return {name for by in query.by for name in (by, f"{by}_label")}


def _columns(query: Values, periods: list[str]) -> tuple[Field, ...]:
    """One column for each member of a row; a grid has one for each period."""
    by: list[Field] = []
    for dimension in query.by:
        title = definitions.dimension_title(query.indicator, dimension)
        name = Text(f"{title.zh}名称", f"{title.en} (name)")
        by += [Field(dimension, "text", title), Field(f"{dimension}_label", "text", name)]
    where = [
        Field(name, "text", definitions.dimension_title(query.indicator, name))
        for name in _conditions(query)
    ]
    if query.shape == "grid":
        return (*by, *where, *(Field(name, "number", Text(name, name)) for name in periods))
    indicator = INDICATORS[query.indicator]
    unit = UNITS.get(indicator.unit)
    shown = replace(VALUE_FIELDS[0], unit=unit) if unit else VALUE_FIELDS[0]
    days = () if indicator.of_list else DAYS_FIELDS
    bounds = BOUNDS if indicator.interval else ()
    return (*PERIOD_FIELDS, *days, *by, *where, shown, *VALUE_FIELDS[1:], *bounds)


def records_file(query: Proof | Records, suffix: str, options: FileOptions) -> Response:
    """Records, or those behind a value, all from one state of the store."""
    engine = answers.engine()
    known_codes.checked(engine, answers.state().mark, query)
    reading = begin(engine)
    try:
        response = _read(reading, query, suffix, options)
    except BaseException:
        reading.close()
        raise
    if response.is_sequence:  # made whole, or the client has it: nothing more is read
        reading.close()
        return response
    # Let go of with the last row; where not even the first is asked for, with the response.
    response.response = _then_closed(response.iter_encoded(), reading)
    response.call_on_close(reading.close)
    return response


def _then_closed(parts: Iterator[bytes], reading: Reading) -> Iterator[bytes]:
    try:
        yield from parts
    finally:
        reading.close()


def _read(reading: Reading, query: Proof | Records, suffix: str, options: FileOptions) -> Response:
    with reading.connection() as connection:
        seen = store_state.read(connection)
        if isinstance(query, Proof):
            kind: Kind = "rows"
            selection, name = (
                of_proof(connection, query, today()),
                _name(f"{query.indicator}-rows", query),
            )
            title, text = INDICATORS[query.indicator].title, INDICATORS[query.indicator].formula
            total = behind(connection, query, selection, today())
            dataset = owner(INDICATORS[query.indicator]).id
        else:
            kind, dataset = "records", query.dataset
            selection, name = of_records(query), _name(query.dataset, query)
            title, text = DATASETS[query.dataset].title, DATASETS[query.dataset].description
            total = count(connection, selection)
    table = Table(
        title,
        selection.fields,
        total if query.page.limit is None else min(total, query.page.limit),
        total,
        lambda form: blocks(reading, selection, query.page, total, form),
        about(title, text, seen, dataset),
    )
    return sent(
        kind, name, table, suffix, options, etag_of(query, suffix, options, seen=seen), seen
    )


def etag_of(*parts: object, seen: State | None = None) -> str:
    """The tag of a file made of the store as `seen`, or as it is now."""
    return answers.etag("file", *map(repr, parts), today().isoformat(), seen=seen)
