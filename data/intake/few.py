"""The sums of a few rows, counted by SQLite in memory: a live batch is over before DuckDB has begun."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache

import polars as pl
import pyarrow as pa

from data.definitions import Dataset
from data.intake.sources import WEIGHT, Sink, source_sql
from data.rollups import Rollup, families
from data.store import sql_name

# From so many rows on, columns are faster than this.
FEW = 2_000


def write(dataset: Dataset, weighted: Iterable[pl.DataFrame], into: Sink) -> None:
    """Write one table per rollup that changes; the rows have the column `WEIGHT`, see `deltas`."""
    with closing(sqlite3.connect(":memory:")) as memory:
        names = [*(field.id for field in dataset.fields), WEIGHT]
        columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
        table = f'"{sql_name(dataset.id)}"'
        memory.execute(f"create table {table} ({columns})")
        for rows in weighted:
            memory.executemany(f"insert into {table} values ({places})", rows.select(names).rows())
        for number, family in enumerate(families(dataset.id)):
            memory.execute(f"create table source_{number} as {source_sql(family)}")
            for rollup in family.members:
                found = memory.execute(_sums_sql(number, rollup)).fetchall()
                if found:
                    into.append(rollup.name, _columns(rollup, found))


@cache
def _sums_sql(number: int, rollup: Rollup) -> str:
    """Sums as reals, which the store turns back into whole numbers."""
    keys = ", ".join(f'"{name}"' for name in rollup.key_names)
    sums = [f'total("{part.name}" * "{WEIGHT}")' for part in rollup.parts]
    changed = " or ".join(f"{sum_} <> 0" for sum_ in sums)
    return (
        f"select {keys}, {', '.join(sums)} from source_{number} "
        f"group by {keys} having {changed} order by {keys}"
    )


def _columns(rollup: Rollup, rows: list[tuple[object, ...]]) -> pa.Table:
    names = [*rollup.key_names, *(part.name for part in rollup.parts)]
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
