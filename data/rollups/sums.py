"""Sums of additive parts by period and code: from a rollup where one suffices, else from the rows.

A statement is made once per shape of question and kept, so that a question costs its look-ups and
little more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
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
from data.rollups import day_blocks, together
from data.rollups.plan import Rollup, coded, expression, find, parts, value_name
from data.rollups.together import Basis, in_fractions, known_days
from data.store.backend import Backend, Prepared, backend_of
from data.store.tables import DAYS, TABLES

Shape = tuple[tuple[str, int], ...]


@cache
def part_of(dataset: str, indicator: str, name: str) -> Part | None:
    definition = DATASETS[dataset]
    owner = next(i for i in definition.indicators if i.id == indicator)
    return parts(owner, definition).get(name)


def _statement(
    parts: tuple[Part, ...], grain: str, by: tuple[str, ...], shape: Shape
) -> Select[*tuple[Any, ...]]:
    """The statement of a question: rows of `sums`."""
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


@cache
def _sums(
    backend: Backend, parts: tuple[Part, ...], grain: str, by: tuple[str, ...], shape: Shape
) -> Prepared:
    return backend.prepared(_statement(parts, grain, by, shape))


@cache
def _over_blocks(backend: Backend, parts: tuple[Part, ...]) -> Prepared | None:
    """The statement of a total over a long time; None for parts without blocks."""
    first = parts[0]
    fitting = find(first.dataset, str(first.dated), frozenset(), first.histogram)
    if fitting is None or fitting[0].name not in day_blocks.BLOCK_TABLES:
        return None
    return backend.prepared(day_blocks.total(fitting[0], [part.name for part in parts]))


@cache
def _counts(backend: Backend, part: Part, grain: str, by: str, shape: Shape) -> Prepared:
    """The same for one part by one dimension, with the codes of a period in one row."""
    return backend.code_counts(_statement((part,), grain, (by,), shape))


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


def sums(
    connection: Connection,
    parts: Sequence[Part],
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
    lag, backend = parts[0].lag, backend_of(connection)
    if grain == "total" and not by and not where and not together.is_active():
        block, after = day_blocks.inside(first - lag, last - lag)
        total = _over_blocks(backend, tuple(parts)) if block < after else None
        if total is not None:
            ends = {"first": first - lag, "block": block, "after": after, "last": last - lag}
            rows = _spelt_once(total.rows(connection, ends), tuple(parts))
            return [row for row in rows if row[-1] is not None]
    if not where and together.is_active():
        rows = _of_all_parts(connection, tuple(parts), first, last, grain, by)
    else:
        statement = _sums(backend, tuple(parts), grain, by, _shape(where))
        rows = statement.rows(connection, _values(first - lag, last - lag, where))
    rows = _spelt_once(rows, tuple(parts))
    # A sum over no rows at all is one row without a value.
    return rows if by or grain != "total" else [row for row in rows if row[-1] is not None]


def _of_all_parts(
    connection: Connection,
    parts: tuple[Part, ...],
    first: int,
    last: int,
    grain: str,
    by: tuple[str, ...],
) -> list[tuple]:
    """The same, of a rollup that is read once for all its parts (see `together`)."""
    one, backend = parts[0], backend_of(connection)
    source = _source(parts, by)
    if source is None:
        values = _values(first - one.lag, last - one.lag, ())
        return _sums(backend, parts, grain, by, ()).rows(connection, values)
    rollup, every, places = source

    def read(grain: str, first: int, last: int) -> list[tuple]:
        prepared = _sums(backend, every, grain, by, ())
        return prepared.rows(connection, _values(first - one.lag, last - one.lag, ()))

    width = len(by) + len(rollup.value_names)
    if not (grain in ("day", "week") and by) and not in_fractions(parts):
        key = "basis", rollup.name, by, one.lag
        known = known_days(connection, one)
        if known is None:
            return []
        unit = "month" if by else "day"
        summed = Basis(unit, key, lambda *days: read(unit, *days), width, *known)
        if summed.lies_in_known_months:
            return together.columns(summed.added_up(first, last, grain), 1 + width, places)
    key = rollup.name, grain, by, first, last, one.lag
    rows = together.once(key, lambda: read(grain, first, last))
    return together.columns(rows, 1 + width, places)


@cache
def _source(
    parts: tuple[Part, ...], by: tuple[str, ...]
) -> tuple[Rollup, tuple[Part, ...], tuple[int, ...]] | None:
    """The rollup that has these parts by these dimensions, all of its parts, and the places of these.

    Parts with a lag of their own fall into other periods; the columns are the same.
    """
    one = parts[0]
    fitting = find(one.dataset, str(one.dated), frozenset(by), one.histogram)
    if fitting is None:
        return None
    rollup, _ = fitting
    names = [part.name for part in rollup.parts]
    every = tuple(replace(part, lag=one.lag) for part in rollup.parts)
    return rollup, every, tuple(names.index(part.name) for part in parts)


def _spelt_once(rows: list[tuple], parts: tuple[Part, ...]) -> list[tuple]:
    """Whole sums of amounts in fractions as integers: 4 days are 4, whether or not half days add up."""
    if not in_fractions(parts):
        return rows
    keys = -len(parts)
    return [(*row[:keys], *map(_whole, row[keys:])) for row in rows]


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def counts(
    connection: Connection,
    part: Part,
    first: int,
    last: int,
    grain: str,
    by: str,
    where: Where = (),
) -> dict[int, dict[str, int]]:
    """Period → code of `by` → count: as `sums`, for one part that counts rows and one dimension."""
    if not where and together.is_active():
        found: dict[int, dict[str, int]] = {}
        for period, code, count in sums(connection, [part], first, last, grain, (by,)):
            found.setdefault(period, {})[code] = count
        return found
    statement = _counts(backend_of(connection), part, grain, by, _shape(where))
    values = _values(first - part.lag, last - part.lag, where)
    return dict(statement.rows(connection, values))


def _shape(where: Where) -> Shape:
    return tuple((name, len(codes)) for name, codes in where)


def _values(first: int, last: int, where: Where) -> dict[str, object]:
    """The parameters' values by name."""
    values: dict[str, object] = {"first": first, "last": last}
    for name, codes in where:
        values |= {f"only_{name}_{i}": code for i, code in enumerate(codes)}
    return values
