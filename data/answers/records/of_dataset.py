"""The rows of a records or facets question: a dataset's, by what its fields say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, false, func, literal, or_
from sqlalchemy.sql.elements import BindParameter, ColumnElement

from data import hall as clock
from data.answers.records.precision import highest_of, lowest_of, span_of
from data.answers.records.selection import (
    NO_INDEX,
    SHAPES,
    Conditions,
    Selection,
    chosen_fields,
    equal,
    indexed_columns,
    named_values,
    of_days_over,
    places,
    with_records,
    without_index,
)
from data.catalog import DATASETS
from data.definitions import Dataset
from data.questions import Facets, Records
from data.rollups.plan import NONE
from data.store.tables import TABLES, day_number, stored


def of_records(query: Records | Facets) -> Selection:
    """The selection of a records or facets question."""
    dataset = with_records(DATASETS[query.dataset])
    values: dict[str, Any] = {}
    filters, ranges = [], []
    for name, codes in query.where:
        field = dataset.field(name)
        without_none = [value for value in codes if value != NONE]
        filters.append((name, len(without_none), NONE in codes))
        if field.coarse:
            spans = [span_of(field, value) for value in without_none]
            values |= named_values(name, [first for first, _ in spans])
            values |= {f"{name}__{i}__to": stored(last) for i, (_, last) in enumerate(spans)}
        else:
            values |= named_values(name, without_none)
    for name, lowest, highest in query.ranges:
        field = dataset.field(name)
        ranges.append((name, lowest is not None, highest is not None, name in query.or_missing))
        if field.coarse:
            lowest = None if lowest is None else lowest_of(field, lowest)
            highest = None if highest is None else highest_of(field, highest)
        values |= {f"{name}__from": stored(lowest), f"{name}__to": stored(highest)}
    of_shape = dataset.id, tuple(filters), tuple(ranges)
    if dataset.next_day or dataset.listed_from:
        values["today"] = day_number(clock.today())
    fields = chosen_fields(dataset, query.fields) if isinstance(query, Records) else ()
    return Selection(
        dataset, fields, _records_shape(*of_shape), values,
        _records_shape(*of_shape, in_order=True), indexed_columns(dataset, filters),
        not query.where and not query.ranges,
        _records_shape(*of_shape, by_row=True), _days(dataset, ranges, values),
    )  # fmt: skip


def _days(
    dataset: Dataset, ranges: list[tuple[str, bool, bool, bool]], values: dict[str, Any]
) -> tuple[str, Any, Any] | None:
    """The only range, where it is one of days of which an index would give the rows."""
    if len(ranges) != 1:
        return None
    ((name, _, _, or_missing),) = ranges
    if or_missing or dataset.field(name).type != "date":
        return None
    return name, values[f"{name}__from"], values[f"{name}__to"]


@lru_cache(SHAPES)
def _records_shape(
    dataset: str,
    filters: tuple[tuple[str, int, bool], ...],
    ranges: tuple[tuple[str, bool, bool, bool], ...],
    in_order: bool = False,
    by_row: bool = False,
) -> Conditions:
    columns = TABLES[dataset].c
    conditions: list[ColumnElement[bool]] = []
    for name, count, missing in filters:
        if DATASETS[dataset].field(name).coarse:
            any_of = or_(false(), *_between(columns[name], places(name, count)))
        elif DATASETS[dataset].field(name).several:
            any_of = or_(false(), *_among(columns[name], places(name, count)))
        else:
            column = without_index(columns[name]) if in_order else columns[name]
            any_of = equal(column, places(name, count))
        conditions.append(or_(any_of, columns[name].is_(None)) if missing else any_of)
    for name, low, high, or_missing in ranges:
        is_day = DATASETS[dataset].field(name).type == "date"
        column = columns[name] + NO_INDEX if by_row and is_day else columns[name]
        within = [column >= bindparam(f"{name}__from")] if low else []
        within += [column <= bindparam(f"{name}__to")] if high else []
        conditions += [or_(columns[name].is_(None), and_(*within))] if or_missing else within
    return (*conditions, *of_days_over(DATASETS[dataset]))


def _between(
    column: ColumnElement[Any], places: list[BindParameter[Any]]
) -> Iterator[ColumnElement[bool]]:
    """Within the span of what is published as a value; a value that nothing has gives an empty one."""
    for place in places:
        yield column.between(place, bindparam(f"{place.key}__to"))


def _among(
    column: ColumnElement[Any], places: list[BindParameter[Any]]
) -> Iterator[ColumnElement[bool]]:
    """A code among those of a value, a,b: taken out, it leaves another text."""
    comma = literal(",")
    codes = comma + column + comma
    for place in places:
        yield func.replace(codes, comma + place + comma, "") != codes
