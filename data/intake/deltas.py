"""What a batch adds to each rollup: the sums of its new rows less those of the rows they replace."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import polars as pl
from sqlalchemy import Connection, text

from data.definitions import Dataset
from data.intake.stage import ROW, VOID, Stage, scan
from data.rollups import ROLLUP_TABLES, Rollup, of_dataset, recount_sql
from data.store import sql_name

_MEMORY = "200MB"


# SQLite has no column types to pass on: an empty column would come as integers.
_TYPES = {"integer": "bigint", "number": "double", "date": "integer", "boolean": "tinyint"}


def _needed(dataset: Dataset, typed: bool) -> str:
    names = [(f'"{f.id}"', _TYPES.get(f.type, "varchar")) for f in dataset.fields if f.type != "instant"]
    return ", ".join(f"cast({name} as {kind}) as {name}" if typed else name for name, kind in names)


def compute(
    dataset: Dataset, batch: Path, losers: pl.Series, old: Iterable[pl.DataFrame], into: Stage
) -> None:
    """Write the deltas of all rollups of `dataset` into the stage `into`, one table each.

    `batch` is the closed stage with the new rows (all but `losers` count), `old` yields frames of the
    stored rows that are replaced or withdrawn.
    """
    columns, typed = _needed(dataset, typed=False), _needed(dataset, typed=True)
    table = sql_name(dataset.id)
    with duckdb.connect(config={"memory_limit": _MEMORY, "threads": 2}) as duck:
        duck.register("losers", pl.DataFrame({"row": losers.cast(pl.Int64)}).to_arrow())
        with scan(batch, f'select {columns}, "{ROW}", "{VOID}" from batch') as incoming:
            duck.register("incoming", incoming)
            duck.execute(
                f'create table "{table}" as select {typed}, 1 as weight from incoming '
                f'where "{VOID}" = 0 and "{ROW}" not in (select "row" from losers)'
            )
        for frame in old:
            duck.register("replaced", frame.to_arrow())
            duck.execute(f'insert into "{table}" select {typed}, -1 from replaced')
            duck.unregister("replaced")
        for rollup in of_dataset(dataset.id):
            found = duck.sql(_delta_sql(rollup)).to_arrow_table()
            if found.num_rows:
                into.append(rollup.name, found)


def _delta_sql(rollup: Rollup) -> str:
    """The weighted recount, as doubles (SQLite turns whole ones into integers), without zero rows."""
    sums = [f'"{part.name}"' for part in rollup.parts]
    keys = [f'"{name}"' for name in rollup.key_names]
    chosen = ", ".join([*keys, *(f"cast({s} as double) as {s}" for s in sums)])
    changed = " or ".join(f"{s} <> 0" for s in sums)
    return (
        f"select {chosen} from ({recount_sql(rollup, weighted=True)}) where {changed} "
        f"order by {', '.join(keys)}"
    )


def add(connection: Connection, rollups: Iterable[Rollup], schema: str, tables: frozenset[str]) -> None:
    """Add the staged deltas (attached as `schema`) to the rollup tables and drop rows that came to 0."""
    for rollup in rollups:
        if rollup.name not in tables:
            continue
        sums = [f'"{part.name}"' for part in rollup.parts]
        keys = ", ".join(f'"{name}"' for name in rollup.key_names)
        name = f'main."{ROLLUP_TABLES[rollup.name].name}"'
        columns = f"{keys}, {', '.join(sums)}"
        adding = ", ".join(f"{s} = {s} + excluded.{s}" for s in sums)
        staged = f'{schema}."{rollup.name}"'
        connection.exec_driver_sql(
            f"insert into {name} ({columns}) select {columns} from {staged} where true "
            f"on conflict ({keys}) do update set {adding}"
        )
        lost = connection.execute(text(f"select exists(select 1 from {staged} where n < 0)")).scalar()
        if lost:
            empty = " and ".join(f"{s} = 0" for s in sums)
            connection.exec_driver_sql(
                f"delete from {name} where {empty} and ({keys}) in (select {keys} from {staged})"
            )


