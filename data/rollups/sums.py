"""Sums of additive parts by period and code, asked of the store or added up of what was asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection

from data.catalog import DATASETS
from data.definitions import Part
from data.questions import Where
from data.rollups import day_blocks, together
from data.rollups import sum_statements as statements
from data.rollups.plan import Rollup, find, parts
from data.rollups.sum_statements import parameters, shape_of
from data.rollups.together import Basis, in_fractions, known_days
from data.store.backend import backend_of


@cache
def part_of(dataset: str, indicator: str, name: str) -> Part | None:
    definition = DATASETS[dataset]
    owner = next(i for i in definition.indicators if i.id == indicator)
    return parts(owner, definition).get(name)


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
        total = statements.over_blocks(backend, tuple(parts)) if block < after else None
        if total is not None:
            ends = {"first": first - lag, "block": block, "after": after, "last": last - lag}
            rows = _spelt_once(total.rows(connection, ends), tuple(parts))
            return [row for row in rows if row[-1] is not None]
    if not where and together.is_active():
        rows = _of_all_parts(connection, tuple(parts), first, last, grain, by)
    else:
        statement = statements.by_period(backend, tuple(parts), grain, by, shape_of(where))
        rows = statement.rows(connection, parameters(first - lag, last - lag, where))
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
        values = parameters(first - one.lag, last - one.lag, ())
        return statements.by_period(backend, parts, grain, by, ()).rows(connection, values)
    rollup, every, places = source

    def read(grain: str, first: int, last: int) -> list[tuple]:
        prepared = statements.by_period(backend, every, grain, by, ())
        return prepared.rows(connection, parameters(first - one.lag, last - one.lag, ()))

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
    statement = statements.of_codes(backend_of(connection), part, grain, by, shape_of(where))
    values = parameters(first - part.lag, last - part.lag, where)
    return dict(statement.rows(connection, values))
