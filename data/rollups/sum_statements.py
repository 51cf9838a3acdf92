"""Statements that add up additive parts by period and code: from a rollup where one suffices, else from the rows.

A statement is made once per shape of question and kept, so that a question costs its look-ups and
little more.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    bindparam,
    func,
    literal_column,
    select,
)

from data.catalog import DATASETS
from data.definitions import Part
from data.questions import Where
from data.rollups import day_blocks
from data.rollups.plan import coded, expression, find, value_name
from data.store.backend import Backend, Prepared
from data.store.tables import DAYS, TABLES

Shape = tuple[tuple[str, int], ...]
"""By which dimensions a question is limited, each to how many codes."""


def shape_of(where: Where) -> Shape:
    return tuple((name, len(codes)) for name, codes in where)


def parameters(first: int, last: int, where: Where) -> dict[str, object]:
    """The parameters of a statement by name."""
    values: dict[str, object] = {"first": first, "last": last}
    for name, codes in where:
        values |= {f"only_{name}_{i}": code for i, code in enumerate(codes)}
    return values


@cache
def by_period(
    backend: Backend, parts: tuple[Part, ...], grain: str, by: tuple[str, ...], shape: Shape
) -> Prepared:
    """Rows of period, codes, [value] and the sum of each part."""
    return backend.prepared(_statement(parts, grain, by, shape))


@cache
def over_blocks(backend: Backend, parts: tuple[Part, ...]) -> Prepared | None:
    """The statement of a total over a long time; None for parts without blocks."""
    first = parts[0]
    fitting = find(first.dataset, str(first.dated), frozenset(), first.histogram)
    if fitting is None or fitting[0].name not in day_blocks.BLOCK_TABLES:
        return None
    return backend.prepared(day_blocks.total(fitting[0], [part.name for part in parts]))


@cache
def of_codes(backend: Backend, part: Part, grain: str, by: str, shape: Shape) -> Prepared:
    """The same for one part by one dimension, with the codes of a period in one row."""
    return backend.code_counts(_statement((part,), grain, (by,), shape))


def _statement(
    parts: tuple[Part, ...], grain: str, by: tuple[str, ...], shape: Shape
) -> Select[*tuple[Any, ...]]:
    """The statement of a question, with the rows of `data.rollups.sums.sums`."""
    first = parts[0]
    keys = frozenset(by) | {name for name, _ in shape}
    fitting = find(first.dataset, str(first.dated), keys, first.histogram)
    if fitting is None:
        return _from_rows(parts, grain, by, shape)
    rollup, table = fitting
    columns = {key: table.c[key] for key in rollup.keys}
    # Each row of the rollup is a row of the answer: nothing to add up.
    as_it_is = grain == "day" and set(rollup.keys) == set(by)
    stored = [table.c[part.name] for part in parts]
    sums = stored if as_it_is else [_sum_of(column, i) for i, column in enumerate(stored)]
    value = [table.c[name] for name in rollup.value_names]
    statement = _grouped(table, table.c.day, columns, value, sums, grain, by, shape, first.lag)
    return statement.group_by(None) if as_it_is else statement


def _sum_of(column: Column[Any], place: int) -> ColumnElement[Any]:
    """The sum of a rollup's column, as text: a rollup has many, and each as an expression would cost more
    to compile than many questions to answer.
    """
    return literal_column(f'sum({column.table.name}."{column.name}")', column.type).label(
        f"sum_{place}"
    )


def _from_rows(
    parts: tuple[Part, ...], grain: str, by: tuple[str, ...], shape: Shape
) -> Select[*tuple[Any, ...]]:
    first = parts[0]
    dataset, table = DATASETS[first.dataset], TABLES[first.dataset]
    names = {*by, *(name for name, _ in shape)}
    columns = {n: coded(first.dataset, dataset.dimension(n).column(first.dated)) for n in names}
    value = (
        [table.c[first.histogram].label(value_name(first.dataset, first.histogram))]
        if first.histogram
        else []
    )
    sums = [func.sum(expression(part)) for part in parts]
    day = table.c[str(first.dated)]
    statement = _grouped(table, day, columns, value, sums, grain, by, shape, first.lag)
    conditions = [day.is_not(None), *(column.is_not(None) for column in value)]
    return statement.where(*conditions)


def _grouped(
    table: Table,
    day: Any,
    columns: dict[str, Any],
    value: list[Any],
    sums: list[Any],
    grain: str,
    by: tuple[str, ...],
    shape: Shape,
    lag: int,
) -> Select[*tuple[Any, ...]]:
    """SELECT period, codes, [value], sums … GROUP BY all but the sums, between two days."""
    source: Any = table
    if grain == "total":
        period = literal_column("0").label("period")
    elif grain == "day":
        period = day + lag if lag else day
    else:
        source = table.join(DAYS, DAYS.c.day == (day + lag if lag else day))
        period = DAYS.c[grain]
    keys = [period, *(columns[name] for name in by), *value]
    statement = select(*keys, *sums).select_from(source)
    first, last = bindparam("first"), bindparam("last")
    # The lag goes to the parameters' side, where it does not keep the index from being used.
    statement = statement.where(day >= first, day <= last)
    for name, count in shape:
        statement = statement.where(
            columns[name].in_([bindparam(f"only_{name}_{i}") for i in range(count)])
        )
    grouping = keys[1:] if grain == "total" else keys
    return statement.group_by(*grouping) if grouping else statement
