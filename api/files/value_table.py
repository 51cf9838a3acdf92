"""An indicator's values as the rows of a file: with their days, conditions, interval and sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from api.documents import definitions
from api.files import labels
from api.files.labels import Names
from data.answers.certainty import FEW
from data.answers.names import of_dimension
from data.answers.values import NO_DATA, NOT_COVERED, TOO_SHORT
from data.catalog import INDICATORS, owner
from data.definitions import UNITS, Field, Indicator, Text, codes
from data.periods import of_name
from data.questions import Values

_REASONS = codes(
    **{
        NOT_COVERED: ("没有这一期的数据", "the data does not cover this period"),
        NO_DATA: ("没有可计的记录", "no record to count"),
        TOO_SHORT: ("历史数据不足", "not enough history"),
    }
)
VALUE_FIELDS = (
    Field("value", "number", Text("数值", "Value")),
    Field("numerator", "number", Text("分子", "Numerator")),
    Field("denominator", "number", Text("分母", "Denominator")),
    Field("reason", "code", Text("缺值原因", "Reason for no value"), codes=_REASONS),
)
PERIOD_FIELDS = (
    Field("period", "text", Text("时期", "Period")),
    Field("partial", "boolean", Text("未满期", "Partial")),
)
# The days that a value is of, so that a saved file says so by itself.
DAYS_FIELDS = (
    Field("from", "date", Text("起始日期", "First day")),
    Field("to", "date", Text("截止日期", "Last day")),
)
BOUNDS = (
    Field("low", "number", Text("95%区间下限", "Lower bound, 95 %")),
    Field("high", "number", Text("95%区间上限", "Upper bound, 95 %")),
)
SAMPLE_FIELD = Field(
    "sample",
    "code",
    Text("样本", "Sample"),
    codes=codes(**{FEW: ("样本不足", "too few")}),
    note=Text(
        "few：记录不足本厅设定的最小样本数，页面不印出该值",
        "few: fewer records than this hall sets as the least; pages do not print such a value",
    ),
)


def sureness_fields(indicator: Indicator) -> tuple[Field, ...]:
    """The columns after the value: its bounds where it has an interval, of what is no count its sample."""
    unit = UNITS.get(indicator.unit)
    bounds = tuple(replace(f, unit=unit) for f in BOUNDS) if indicator.interval else ()
    return bounds if indicator.is_count else (*bounds, SAMPLE_FIELD)


def columns(query: Values, periods: list[str]) -> tuple[Field, ...]:
    """One column for each member of a row; a grid has one for each period."""
    by: list[Field] = []
    for dimension in query.by:
        coded = _coded(query, dimension)
        by += [coded, labels.column(coded)]
    where = [_coded(query, name) for name in _conditions(query)]
    indicator = INDICATORS[query.indicator]
    unit = UNITS.get(indicator.unit)
    if query.shape == "grid":
        cells = (Field(name, "number", Text(name, name), unit=unit) for name in periods)
        return (*by, *where, *cells)
    value_field = replace(VALUE_FIELDS[0], unit=unit) if unit else VALUE_FIELDS[0]
    days = () if indicator.of_list else DAYS_FIELDS
    more = sureness_fields(indicator)
    return (*PERIOD_FIELDS, *days, *by, *where, value_field, *VALUE_FIELDS[1:], *more)


def named(query: Values) -> set[str]:
    """The columns that name what a row is of."""
    return {name for by in query.by for name in (by, f"{by}_label")}


def rows(query: Values, answer: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of an answer with what a saved file has to say of itself: which days, which conditions."""
    conditions = _conditions(query)
    return [{**row, **_days(query, row), **conditions} for row in answer]


def names(connection: Connection, query: Values) -> dict[str, Names]:
    """The names of the conditions, the reasons and the sample; those of `by` are there already."""
    dataset = owner(INDICATORS[query.indicator])
    titles: dict[str, Names] = {
        name: of_dimension(connection, dataset, name) for name in _conditions(query)
    }
    return titles | labels.names_of(connection, (VALUE_FIELDS[-1], SAMPLE_FIELD))


def _coded(query: Values, dimension: str) -> Field:
    return Field(dimension, "text", definitions.dimension_title(query.indicator, dimension))


def _days(query: Values, row: Mapping[str, Any]) -> dict[str, str | None]:
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
