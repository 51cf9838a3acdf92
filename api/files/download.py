"""Files: the rows of values, records and proofs in every format."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
from flask import Response, request

from api import store_state
from api.answer import answers
from api.documents import (
    definitions,
    envelope,
    known_codes,
    public_address,
    values,
)
from api.formats import FORMATS, FileOptions, Format, Kind, Table, blocks_of, suffixes_for
from api.http.edge import CACHEABLE
from api.problems import Problem, bad_parameter
from api.store_state import State
from data.answers.reading import Overtaken, Reading
from data.answers.records import count, of_proof, of_records
from data.answers.row_counts import behind
from data.answers.streams import begin, blocks
from data.catalog import DATASETS, INDICATORS
from data.definitions import Field, Text
from data.hall import hall, today
from data.questions import Proof, Records, Values

log = logging.getLogger(__name__)

# What can end a file before its last row.
BREAKS = (Overtaken, *answers.UNREADABLE)
_NOT_WHOLE = Text(
    "下载中断，本文件不完整，请重新下载", "broken off: this file is not whole, take it again"
)
# Its last line then, in formats that can be read without an end.
BROKEN_OFF = {
    "csv": f"{_NOT_WHOLE.zh} / {_NOT_WHOLE.en}\r\n".encode(),
    "jsonl": orjson.dumps({"broken_off": f"{_NOT_WHOLE.zh} / {_NOT_WHOLE.en}"}) + b"\n",
}
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
    data = answers.answer(query, lang)["data"]
    rows = values.flat(data) if query.shape == "grid" else data
    kept = rows[:limit]
    columns = _columns(query, data)
    indicator = INDICATORS[query.indicator]
    table = Table(
        indicator.title,
        columns,
        len(kept),
        len(rows),
        lambda form: blocks_of(columns, kept, form),
        _about(indicator.title, indicator.formula),
    )
    return _sent("values", query.indicator, table, suffix, options, etag)


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


def _columns(query: Values, data: Any) -> tuple[Field, ...]:
    """One column for each member of a row; a grid has one for each period."""
    by: list[Field] = []
    for dimension in query.by:
        title = definitions.dimension_title(query.indicator, dimension)
        name = Text(f"{title.zh}名称", f"{title.en} (name)")
        by += [Field(dimension, "text", title), Field(f"{dimension}_label", "text", name)]
    if query.shape == "grid":
        periods = values.period_names(data)
        return (*by, *(Field(name, "number", Text(name, name)) for name in periods))
    bounds = BOUNDS if INDICATORS[query.indicator].interval else ()
    return (*PERIOD_FIELDS, *by, *VALUE_FIELDS, *bounds)


def records_file(query: Proof | Records, suffix: str, options: FileOptions) -> Response:
    """Records, or those behind a value; streamed as they are read, from one state of the store."""
    engine = answers.engine()
    known_codes.checked(engine, answers.state().mark, query)
    reading = begin(engine)
    try:
        response = _read(reading, query, suffix, options)
    except BaseException:
        reading.close()
        raise
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
            selection, name = of_proof(connection, query, today()), f"{query.indicator}-rows"
            title, text = INDICATORS[query.indicator].title, INDICATORS[query.indicator].formula
            total = behind(connection, query, selection, today())
        else:
            kind = "records"
            selection, name = of_records(query), query.dataset
            title, text = DATASETS[query.dataset].title, DATASETS[query.dataset].description
            total = count(connection, selection)
    table = Table(
        title,
        selection.fields,
        total if query.page.limit is None else min(total, query.page.limit),
        total,
        lambda form: blocks(reading, selection, query.page, total, form),
        _about(title, text, seen),
    )
    return _sent(
        kind, name, table, suffix, options, etag_of(query, suffix, options, seen=seen), seen
    )


def whole_or_said(parts: Iterator[bytes], suffix: str) -> Iterator[bytes]:
    """The parts of a file; one that breaks off says so, since the server ends it as if it were whole.

    What is packed (XLSX, ODS, Parquet) has its directory at its end: without it nothing opens it.
    """
    try:
        yield from parts
    except BREAKS as error:
        log.error("a file was broken off: %s", error)
        yield BROKEN_OFF.get(suffix, b"")


def _about(
    title: Text, description: Text, seen: State | None = None
) -> tuple[tuple[Text, str], ...]:
    """Where a file comes from, for formats that can say so."""

    def both(text: Text) -> str:
        return f"{text.zh} / {text.en}"

    found = envelope.meta(seen or answers.state())
    said: dict[str, Any] = {
        "publisher": both(hall().publisher),
        "title": both(title),
        "description": both(description),
        "licence": f"{found['licence']}: {both(hall().licence_title)}, {hall().licence_url}",
        "data_version": str(found["data_version"]),
        "as_of": found["as_of"] or "",
        "address": (hall().address if public_address.is_set() else "")
        + request.full_path.rstrip("?"),
    }
    if found["demo"]:
        said["demo"] = "模拟数据，不是真实办件 / simulated, not real cases"
    return tuple((_ABOUT[name], value) for name, value in said.items())


def etag_of(*parts: object, seen: State | None = None) -> str:
    """The tag of a file made of the store as `seen`, or as it is now."""
    return answers.etag("file", *map(repr, parts), today().isoformat(), seen=seen)


def _sent(
    kind: Kind,
    name: str,
    table: Table,
    suffix: str,
    options: FileOptions,
    etag: str,
    seen: State | None = None,
) -> Response:
    """The file as a download. `X-Total-Count`: how many rows match, even if `limit` cuts."""
    form = FORMATS[suffix]
    if not form.holds(table.rows):
        raise _too_many(kind, form, table.rows)
    parts = whole_or_said(form.write(table, options), suffix)
    response = Response(parts, content_type=form.content_type)
    version = (seen or answers.state()).data_version
    response.headers["Content-Disposition"] = _disposition(name, table.title, suffix, version)
    response.headers["X-Total-Count"] = str(table.total)
    response.headers["Cache-Control"] = CACHEABLE
    response.set_etag(etag)
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


def _disposition(name: str, title: Text, suffix: str, version: int) -> str:
    """A file name: what it is, the hall's date, the data version; by RFC 5987 in Chinese, too."""
    tail = f"{today().isoformat()}-v{version}.{suffix}"
    return f"attachment; filename=\"{name}-{tail}\"; filename*=UTF-8''{quote(f'{title.zh}-{tail}')}"
