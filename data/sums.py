"""Sums of additive parts by period and code: from a rollup where one suffices, else from the rows.

SQL is built once per shape of question and kept as text, so that a question costs its look-ups and
little more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, func, literal_column, select
from sqlalchemy.dialects import sqlite

from data.catalog import DATASETS
from data.fetch import fetch
from data.query import Where
from data.rollups import Part, coded, find, parts
from data.store import DAYS, TABLES

Shape = tuple[tuple[str, int], ...]


@cache
def part_of(dataset: str, indicator: str, name: str) -> Part | None:
    definition = DATASETS[dataset]
    found = next(i for i in definition.indicators if i.id == indicator)
    return parts(found, definition).get(name)


@cache
def _statement(
    wanted: tuple[Part, ...], grain: str, by: tuple[str, ...], shape: Shape
) -> tuple[str, tuple[str, ...], dict[str, object]]:
    """The SQL of a question, the names of its parameters in order, and those that never change."""
    first = wanted[0]
    keys = frozenset(by) | {name for name, _ in shape}
    found = find(first.dataset, str(first.dated), keys, first.histogram)
    if found is None:
        statement = _from_rows(wanted, grain, by, shape)
    else:
        rollup, table = found
        columns = {key: table.c[key] for key in rollup.keys}
        sums = [func.sum(table.c[part.name]) for part in wanted]
        value = [table.c[first.histogram]] if first.histogram else []
        statement = _grouped(table, table.c.day, columns, value, sums, grain, by, shape, first.lag)
    # IN lists of an indicator's own are spelt out now: what is kept is text with a place per value.
    spelt_out = {"render_postcompile": True}
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs=spelt_out)
    return str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params)


def _from_rows(
    wanted: tuple[Part, ...], grain: str, by: tuple[str, ...], shape: Shape
) -> Select[*tuple[Any, ...]]:
    first = wanted[0]
    dataset, table = DATASETS[first.dataset], TABLES[first.dataset]
    names = {*by, *(name for name, _ in shape)}
    columns = {n: coded(first.dataset, dataset.dimension(n).column(first.dated)) for n in names}
    value = [table.c[first.histogram]] if first.histogram else []
    sums = [func.sum(part.expression()) for part in wanted]
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
        period = literal_column("0")
    elif grain == "day":
        period = day + lag if lag else day
    else:
        source = table.join(DAYS, DAYS.c.day == (day + lag if lag else day))
        period = DAYS.c[grain]
    keys = [period, *(columns[name] for name in by), *value]
    statement = select(*keys, *sums).select_from(source)
    first, last = bindparam("first", 0), bindparam("last", 0)
    # The lag goes to the parameters' side, where it does not keep the index from being used.
    statement = statement.where(day >= first, day <= last)
    for name, count in shape:
        statement = statement.where(
            columns[name].in_([bindparam(f"only_{name}_{i}", "") for i in range(count)])
        )
    grouping = keys[1:] if grain == "total" else keys
    return statement.group_by(*grouping) if grouping else statement


def sums(
    connection: Connection,
    wanted: Sequence[Part],
    first: int,
    last: int,
    grain: str,
    by: tuple[str, ...] = (),
    where: Where = (),
) -> list[tuple]:
    """Rows `(period, code of each dimension of by …, [value], sum of each part …)`.

    `first` and `last` are day numbers, inclusive, of days after the parts' lag; `period` is the day
    number of the period's first day (0 for the total). Parts must share dataset, date and histogram.
    """
    shape = tuple((name, len(codes)) for name, codes in where)
    sql, names, fixed = _statement(tuple(wanted), grain, by, shape)
    lag = wanted[0].lag
    values = fixed | {"first": first - lag, "last": last - lag}
    for name, codes in where:
        values |= {f"only_{name}_{i}": code for i, code in enumerate(codes)}
    found = fetch(connection, sql, [values[name] for name in names])
    # A sum over no rows at all is one row without a value.
    return found if by or grain != "total" else [row for row in found if row[-1] is not None]
