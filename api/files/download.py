"""Files: the rows of values, records and proofs in every format."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Response, request

from api.answer import answers
from api.documents import (
    definitions,
    envelope,
    known_codes,
    public_address,
    values,
)
from api.formats import FORMATS, FileOptions, Format, Kind, Table, blocks_of, suffixes_for
from api.http import edge
from api.http.edge import CACHEABLE
from api.problems import Problem, bad_parameter
from data.answers.records import count, of_proof, of_records
from data.answers.row_counts import behind
from data.answers.streams import blocks
from data.catalog import DATASETS, INDICATORS
from data.definitions import UNITS, Field, Text
from data.hall import hall, today
from data.periods import of_name
from data.questions import Proof, Records, TooLarge, Values
from data.store.places import Places

# A file of so many rows is made whole before it is sent: whoever reads it slowly holds no thread, it
# is compressed, and an error on the way is an error and not half a file.
WHOLE_ROWS = 5_000
# In a process. What is made whole takes no longer than it takes; what is streamed takes as long as
# its reader does. A workbook's rows are written by Python itself, which does one thing at a time.
_WHOLE = Places(at_once=4, waiting=12, seconds=10.0)
_STREAMED = Places(at_once=4, waiting=4, seconds=3.0)
_WORKBOOKS = Places(at_once=1, waiting=2, seconds=3.0)

_UNSAFE, _NAME_MOST = re.compile(r"[^A-Za-z0-9._+-]"), 120

VALUE_FIELDS = (
    Field("value", "number", Text("数值", "Value")),
    Field("numerator", "number", Text("分子", "Numerator")),
    Field("denominator", "number", Text("分母", "Denominator")),
    Field("reason", "text", Text("缺值原因", "Reason for no value")),
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
_ABOUT = {
    "publisher": Text("发布机构", "Publisher"),
    "title": Text("数据", "Data"),
    "description": Text("说明", "Description"),
    "licence": Text("许可", "Licence"),
    "data_version": Text("数据版本", "Data version"),
    "as_of": Text("数据截至", "As of"),
    "address": Text("地址", "Address"),
    "demo": Text("演示数据", "Demonstration data"),
}


def values_file(
    query: Values, lang: str, suffix: str, options: FileOptions, limit: int | None
) -> Response:
    """An indicator's values; `limit` cuts them."""
    etag = etag_of(query, suffix, options, lang, limit)
    columns, rows = _values(query, lang)
    kept = [{**row, **_days(query, row), **_conditions(query)} for row in rows[:limit]]
    indicator = INDICATORS[query.indicator]
    table = Table(
        indicator.title,
        columns,
        len(kept),
        len(rows),
        lambda form: blocks_of(columns, kept, form),
        _about(indicator.title, indicator.formula),
    )
    return _sent("values", _name(query.indicator, query), table, suffix, options, etag)


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


def _values(query: Values, lang: str) -> tuple[tuple[Field, ...], list[dict[str, Any]]]:
    """The columns and rows of an indicator's values: of its document, unless that is too large."""
    try:
        data = answers.answer(query, lang)["data"]
    except TooLarge:
        with _WHOLE.taken():
            rows = values.of_file(answers.engine(), query, lang)
        periods = [name for name in rows[0] if name not in _named(query)]
        return _columns(query, periods), rows
    if query.shape == "grid":
        return _columns(query, values.period_names(data)), values.flat(data)
    return _columns(query, []), data


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
    return _sent(kind, name, table, suffix, options, etag)


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
    return (*PERIOD_FIELDS, *days, *by, *where, shown, *VALUE_FIELDS[1:])


def records_file(query: Proof | Records, suffix: str, options: FileOptions) -> Response:
    """Records, or those behind a value; streamed as they are read."""
    etag = etag_of(query, suffix, options)
    engine = answers.engine()
    known_codes.checked(engine, answers.data_version(), query)
    with engine.connect() as connection:
        if isinstance(query, Proof):
            kind: Kind = "rows"
            selection, name = (
                of_proof(connection, query, today()),
                _name(f"{query.indicator}-rows", query),
            )
            title, text = INDICATORS[query.indicator].title, INDICATORS[query.indicator].formula
            total = behind(connection, query, selection, today())
        else:
            kind = "records"
            selection, name = of_records(query), _name(query.dataset, query)
            title, text = DATASETS[query.dataset].title, DATASETS[query.dataset].description
            total = count(connection, selection)
    table = Table(
        title,
        selection.fields,
        total if query.page.limit is None else min(total, query.page.limit),
        total,
        lambda form: blocks(engine, selection, query.page, total, form),
        _about(title, text),
    )
    return _sent(kind, name, table, suffix, options, etag)


def _about(title: Text, description: Text) -> tuple[tuple[Text, str], ...]:
    """Where a file comes from, for formats that can say so."""

    def both(text: Text) -> str:
        return f"{text.zh} / {text.en}"

    found = envelope.meta(answers.state())
    said: dict[str, Any] = {
        "publisher": both(hall().publisher),
        "title": both(title),
        "description": both(description),
        "licence": f"{found['licence']}: {both(hall().licence_title)}, {hall().licence_url}",
        "data_version": str(found["data_version"]),
        "as_of": found["as_of"] or "",
        "address": (public_address.address() if public_address.is_set() else "")
        + request.full_path.rstrip("?"),
    }
    if found["demo"]:
        said["demo"] = "模拟数据，不是真实办件 / simulated, not real cases"
    return tuple((_ABOUT[name], value) for name, value in said.items())


def etag_of(*parts: object) -> str:
    return answers.etag("file", *map(repr, parts), today().isoformat())


def _sent(
    kind: Kind, name: str, table: Table, suffix: str, options: FileOptions, etag: str
) -> Response:
    """The file as a download. `X-Total-Count`: how many rows match, even if `limit` cuts."""
    form = FORMATS[suffix]
    if not form.holds(table.rows):
        raise _too_many(kind, form, table.rows)
    if known := edge.unchanged(etag):
        return known
    response = _response(form, table, options)
    response.headers["Content-Disposition"] = _disposition(name, table.title, suffix)
    response.headers["X-Total-Count"] = str(table.total)
    response.headers["Cache-Control"] = CACHEABLE
    response.set_etag(etag)
    return response


def _response(form: Format, table: Table, options: FileOptions) -> Response:
    """The file, made in one of the few places that there are. Raises `Busy` if all are taken."""
    if table.rows <= WHOLE_ROWS:
        with _WHOLE.taken():
            return Response(b"".join(form.write(table, options)), content_type=form.content_type)
    give_back = (_WORKBOOKS if form.by_cell else _STREAMED).take()
    response = Response(form.write(table, options), content_type=form.content_type)
    response.call_on_close(give_back)
    return response


def _too_many(kind: Kind, form: Format, rows: int) -> Problem:
    """A list of a kind has more rows than a format can hold; others can."""
    others = suffixes_for(kind, rows)
    most = form.rows_most
    text = Text(
        f"共 {rows} 行，超过 {form.label} 的上限 {most} 行；请改用 .{others[0]}",
        f"{rows} rows are more than {form.label} can hold ({most}); take .{others[0]}",
    )
    return bad_parameter("format", text, others)


def _disposition(name: str, title: Text, suffix: str) -> str:
    """A file name: what it is, the hall's date, the data version; by RFC 5987 in Chinese, too."""
    shown = name.partition("_")[2]
    tail = f"{today().isoformat()}-v{answers.data_version()}.{suffix}"
    return f"attachment; filename=\"{name}-{tail}\"; filename*=UTF-8''{quote('-'.join(filter(None, (title.zh, shown, tail))))}"
