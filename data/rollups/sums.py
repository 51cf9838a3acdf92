"""Sums of additive parts by period and code: from a rollup where one suffices, else from the rows.

SQL is built once per shape of question and kept as text, so that a question costs its look-ups and
little more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, Select, Table, bindparam, func, literal_column, select
from sqlalchemy.dialects import sqlite

from data.catalog import DATASETS
from data.definitions import Part
from data.questions import Where
from data.rollups import day_blocks
from data.rollups.plan import coded, expression, find, parts
from data.store.sqlite.fetch import fetch
from data.store.tables import DAYS, TABLES

Shape = tuple[tuple[str, int], ...]


@cache
def part_of(dataset: str, indicator: str, name: str) -> Part | None:
    definition = DATASETS[dataset]
    found = next(i for i in definition.indicators if i.id == indicator)
    return parts(found, definition).get(name)


# SQL, the names of its parameters in order, and the values of those that never change.
Statement = tuple[str, tuple[str, ...], dict[str, object]]


@cache
def _statement(
    wanted: tuple[Part, ...], grain: str, by: tuple[str, ...], shape: Shape
) -> Statement:
    """The SQL of a question."""
    first = wanted[0]
    keys = frozenset(by) | {name for name, _ in shape}
    found = find(first.dataset, str(first.dated), keys, first.histogram)
    if found is None:
        statement = _from_rows(wanted, grain, by, shape)
    else:
        rollup, table = found
        columns = {key: table.c[key] for key in rollup.keys}
        # Each row of the rollup is a row of the answer: nothing to add up.
        as_it_is = grain == "day" and set(rollup.keys) == set(by)
        kept = [table.c[part.name] for part in wanted]
        sums = kept if as_it_is else [func.sum(column) for column in kept]
        value = [table.c[first.histogram]] if first.histogram else []
        statement = _grouped(table, table.c.day, columns, value, sums, grain, by, shape, first.lag)
        statement = statement.group_by(None) if as_it_is else statement
    # IN lists of an indicator's own are spelt out now: what is kept is text with a place per value.
    spelt_out = {"render_postcompile": True}
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs=spelt_out)
    return str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params)


@cache
def _over_blocks(wanted: tuple[Part, ...]) -> str | None:
    """The SQL of a total over a long time; None for parts without blocks."""
    first = wanted[0]
    found = find(first.dataset, str(first.dated), frozenset(), first.histogram)
    if found is None or found[0].name not in day_blocks.BLOCK_TABLES:
        return None
    return day_blocks.sum_sql(found[0], [part.name for part in wanted])


@cache
def _nested(wanted: Part, grain: str, by: str, shape: Shape) -> Statement:
    """The same for one part by one dimension, with the codes of a period in one JSON object."""
    sql, names, fixed = _statement((wanted,), grain, (by,), shape)
    found = f"with found(period, code, n) as ({sql})"
    nested = "select period, json_group_object(code, n) from found group by period"
    return f"{found} {nested}", names, fixed


def _from_rows(
    wanted: tuple[Part, ...], grain: str, by: tuple[str, ...], shape: Shape
) -> Select[*tuple[Any, ...]]:
    first = wanted[0]
    dataset, table = DATASETS[first.dataset], TABLES[first.dataset]
    names = {*by, *(name for name, _ in shape)}
    columns = {n: coded(first.dataset, dataset.dimension(n).column(first.dated)) for n in names}
    value = [table.c[first.histogram]] if first.histogram else []
    sums = [func.sum(expression(part)) for part in wanted]
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
    lag = wanted[0].lag
    if grain == "total" and not by and not where:
        block, after = day_blocks.inside(first - lag, last - lag)
        sql = _over_blocks(tuple(wanted)) if block < after else None
        if sql is not None:
            ends = (first - lag, block, block, after, after, last - lag)
            return [row for row in fetch(connection, sql, ends) if row[-1] is not None]
    sql, names, fixed = _statement(tuple(wanted), grain, by, _shape(where))
    found = fetch(connection, sql, _values(names, fixed, first - lag, last - lag, where))
    # A sum over no rows at all is one row without a value.
    return found if by or grain != "total" else [row for row in found if row[-1] is not None]


def counts(
    connection: Connection,
    wanted: Part,
    first: int,
    last: int,
    grain: str,
    by: str,
    where: Where = (),
) -> dict[int, dict[str, int]]:
    """Period → code of `by` → count: as `sums`, for one part that counts rows and one dimension.

    SQLite writes one JSON object per period, and Python reads it: a year by day and department is
    16,000 numbers, and as rows of their own they would take four times as long.
    """
    sql, names, fixed = _nested(wanted, grain, by, _shape(where))
    values = _values(names, fixed, first - wanted.lag, last - wanted.lag, where)
    return {period: orjson.loads(codes) for period, codes in fetch(connection, sql, values)}


def _shape(where: Where) -> Shape:
    return tuple((name, len(codes)) for name, codes in where)


def _values(
    names: tuple[str, ...], fixed: dict[str, object], first: int, last: int, where: Where
) -> list[object]:
    """The parameters' values in the order of the statement's places."""
    values = fixed | {"first": first, "last": last}
    for name, codes in where:
        values |= {f"only_{name}_{i}": code for i, code in enumerate(codes)}
    return [values[name] for name in names]
