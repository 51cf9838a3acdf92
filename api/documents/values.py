"""An indicator's values as JSON: a row for each period and code, or a grid of periods by codes.

The rows are written as text, since a year by day and department has 16,000 of them: what all rows
of a period or of a code have in common is written once.
"""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

import orjson
from sqlalchemy import Engine

from api import store_state
from api.documents.json_types import OneOf
from api.documents.published import frozen
from api.store_state import State
from data.answers.certainty import FEW, Certainty, certainty
from data.answers.names import of_dimension, of_field
from data.answers.reporting import not_reported as reporters_missing
from data.answers.values import (
    CELLS_OF_FILE,
    NO_DATA,
    NOT_COVERED,
    NOT_REPORTED,
    TOO_SHORT,
    WITHHELD,
    Table,
    checked,
    table,
)
from data.catalog import INDICATORS, owner
from data.definitions import Text
from data.definitions.measure import Cell, Codes, Number
from data.hall import today
from data.questions import Values
from data.store.engines import answering, freeze


class Value(TypedDict):
    """A row. Members of the dimensions asked for with `by` come on top: code and label of each."""

    period: Annotated[str | None, Text("时期；名录指标没有", "none of a reference list's")]
    partial: Annotated[bool, Text("时期是否未满", "whether the period is cut or running")]
    value: float | None
    numerator: float | None
    denominator: float | None
    low: NotRequired[Annotated[float, Text("95%区间下限", "lower bound, 95 %")]]
    high: NotRequired[Annotated[float, Text("95%区间上限", "upper bound, 95 %")]]
    sample: NotRequired[
        Annotated[
            str,
            OneOf((FEW,)),
            Text("样本不足，页面不印出该值", "too few: pages do not print the value"),
        ]
    ]
    reason: NotRequired[
        Annotated[
            str,
            OneOf((NOT_COVERED, NO_DATA, NOT_REPORTED, TOO_SHORT, WITHHELD)),
            Text("缺值原因", "why there is no value"),
        ]
    ]


class GridRow(TypedDict):
    """Likewise; all lists run along the periods of the grid."""

    values: list[float | None]
    numerators: NotRequired[list[float | None]]
    denominators: NotRequired[list[float | None]]
    lows: NotRequired[list[float | None]]
    highs: NotRequired[list[float | None]]
    samples: NotRequired[list[str | None]]
    reasons: NotRequired[list[str | None]]


class Grid(TypedDict):
    periods: list[str | None]
    partial: list[bool]
    rows: list[GridRow]


# What a row of a grid has along the periods.
_ALONG = ("values", "numerators", "denominators", "reasons")
# What says how sure each is, by the names that a row has for it.
_CERTAINTY = {"low": "lows", "high": "highs", "sample": "samples"}
# The rows of a period where all are plain counts, as one template.
_HEAD, _PLAIN = "\0", '"value":%s,"numerator":null,"denominator":null}'
# Code → its name in both languages, for each dimension asked for.
Labels = list[dict[str, Text]]


def data_of(
    engine: Engine, query: Values, lang: str
) -> tuple[orjson.Fragment | dict[str, Any], int]:
    """The `data` of an answer, and how many rows it has."""
    checked(query)
    dataset = owner(INDICATORS[query.indicator])
    with answering(engine) as connection:
        values = frozen.table(query) if query.as_published else table(connection, query, today())
        labels = [of_dimension(connection, dataset, by) for by in query.by]
    if query.shape == "grid":
        return grid(query, values, labels, lang), len(values.codes)
    texts = rows(query, values, labels, lang)
    return orjson.Fragment(b"[" + b",".join(texts) + b"]"), len(texts) * len(values.codes)


def left_out(engine: Engine, query: Values) -> dict[str, Any]:
    """What `meta` says of rows that the indicator cannot place or judge: `{indicator, count}`."""
    other = INDICATORS[query.indicator].left_out
    if other is None:
        return {}
    offered = INDICATORS[other].dimensions
    where = tuple((name, codes) for name, codes in query.where if name in offered)
    with answering(engine) as connection:
        values = table(connection, Values(other, grain="total", where=where), today())
    count = sum(cell[0] or 0 for cells in values.cells for cell in cells)
    return {"left_out": {"indicator": other, "count": round(count)}} if count else {}


def of_file(engine: Engine, query: Values, lang: str) -> tuple[list[dict[str, Any]], State]:
    """The rows of a file that is too large for a document, and the state of the store they are of.

    Their values may be missing.
    """
    indicator = INDICATORS[query.indicator]
    dataset = owner(indicator)
    with answering(engine) as connection:
        freeze(connection)
        seen = store_state.read(connection)
        values = table(connection, query, today(), CELLS_OF_FILE)
        labels = [of_dimension(connection, dataset, by) for by in query.by]
    if query.shape == "grid":
        return flat(grid(query, values, labels, lang)), seen
    names = ("value", "numerator", "denominator", "reason")
    named = {codes: _named(query, codes, labels, lang) for codes in values.codes}
    rows_of_file = [
        {"period": one.period.name if one.period else None, "partial": one.partial}
        | named[one.codes]
        | dict(zip(names, one[3:], strict=True))
        | certainty(indicator, one.numerator, one.denominator)
        for one in values
    ]
    return rows_of_file, seen


def not_reported(engine: Engine, query: Values, lang: str) -> dict[str, Any]:
    """What `meta` says of those who had to report and did not: `[{reporter, label, missing}]`."""
    expects = owner(INDICATORS[query.indicator]).expects
    if expects is None:
        return {}
    with answering(engine) as connection:
        missing = reporters_missing(connection, query, today())
        titles = of_field(connection, owner(INDICATORS[query.indicator]), expects.reporter)
    named = [
        {"reporter": code, "label": titles[code][lang] if code in titles else code, "missing": n}
        for code, n in missing
    ]
    return {"not_reported": named} if named else {}


def rows(query: Values, values: Table, labels: Labels, lang: str) -> list[bytes]:
    """JSON `{period, partial, {dimension}, {dimension}_label, value, numerator, denominator}, …`.

    One text for each period that has rows.
    """
    if not values.codes:
        return []
    indicator = INDICATORS[query.indicator]
    names = [_json(_named(query, codes, labels, lang))[1:-1] for codes in values.codes]
    named = [f"{name}," if name else "" for name in names]
    plain = ",".join(f"{_HEAD}{name.replace('%', '%%')}{_PLAIN}" for name in named)
    texts = []
    for (period, partial), cells in zip(values.periods, values.cells, strict=True):
        of_period = {"period": period.name if period else None, "partial": partial}
        head = _json(of_period)[:-1] + ","
        if all(cell[2] is None and cell[3] is None for cell in cells):
            text = plain.replace(_HEAD, head) % tuple([cell[0] for cell in cells])
        else:
            cell_texts = (_cell(cell, certainty(indicator, cell[1], cell[2])) for cell in cells)
            written = zip(named, cell_texts, strict=True)
            text = ",".join([f"{head}{name}{cell}" for name, cell in written])
        texts.append(text.encode())
    return texts


def _named(query: Values, codes: Codes, labels: Labels, lang: str) -> dict[str, str]:
    named: dict[str, str] = {}
    for dimension, code, titles in zip(query.by, codes, labels, strict=True):
        named[dimension] = code
        named[f"{dimension}_label"] = titles[code][lang] if code in titles else code
    return named


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _cell(cell: Cell, stated: Certainty) -> str:
    value, numerator, denominator, reason = cell
    numbers = (
        f'"value":{_number(value)},"numerator":{_number(numerator)},'
        f'"denominator":{_number(denominator)}'
    )
    if "low" in stated and "high" in stated:
        numbers += f',"low":{stated["low"]!r},"high":{stated["high"]!r}'
    if "sample" in stated:
        numbers += f',"sample":"{stated["sample"]}"'
    return f"{numbers}}}" if reason is None else f'{numbers},"reason":"{reason}"}}'


def _number(value: Number | None) -> str:
    return "null" if value is None else repr(value)


def grid(query: Values, values: Table, labels: Labels, lang: str) -> dict[str, Any]:
    """`{periods, partial, rows: [{{dimension}, {dimension}_label, values, …}]}`.

    All lists of a row run along `periods`. `numerators`, `denominators`, `reasons`, `lows`, `highs` and
    `samples` are there where at least one of them is not null.
    """
    rows_of_codes = []
    for codes, cells in zip(values.codes, zip(*values.cells, strict=True), strict=False):
        row: dict[str, Any] = _named(query, codes, labels, lang)
        of_cells = zip(*cells, strict=True)
        row |= {
            name: along
            for name, along in zip(_ALONG, of_cells, strict=True)
            if name == "values" or any(one is not None for one in along)
        }
        stated = [certainty(INDICATORS[query.indicator], cell[1], cell[2]) for cell in cells]
        row |= {
            along: [one.get(name) for one in stated]
            for name, along in _CERTAINTY.items()
            if any(name in one for one in stated)
        }
        rows_of_codes.append(row)
    return {
        "periods": [period.name if period else None for period, _ in values.periods],
        "partial": [partial for _, partial in values.periods],
        "rows": rows_of_codes,
    }


def period_names(data: dict[str, Any]) -> list[str]:
    """What the columns of a grid are called in files."""
    return [period or "total" for period in data["periods"]]


def flat(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a grid for files: the codes and, by period, the values alone."""
    periods = period_names(data)
    return [
        {name: value for name, value in row.items() if name not in (*_ALONG, *_CERTAINTY.values())}
        | dict(zip(periods, row["values"], strict=True))
        for row in data["rows"]
    ]
