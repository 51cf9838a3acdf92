"""What a batch adds to each rollup: the sums of its new rows less those of the rows they replace.

Sums are counted chunk by chunk from Arrow columns in DuckDB, all dimensions of a date in one pass
(GROUPING SETS), with each row weighted +1 or −1, and added up at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Protocol

import duckdb
import polars as pl
import pyarrow as pa
from sqlalchemy import Connection, text

from data import blocks
from data.definitions import Dataset
from data.intake.stage import VOID
from data.rollups import ROLLUP_TABLES, Family, Rollup, coded, families, sql_text
from data.store import TABLES, sql_name

_MEMORY = "128MB"
_WEIGHT, _SET = "__weight", "__set"


class Sink(Protocol):
    """Where sums are put: a table by the name of each rollup."""

    def append(self, table: str, columns: pa.Table) -> None: ...


class Deltas:
    """The sums of a batch so far, in a DuckDB of its own."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset, self._families = dataset, families(dataset.id)
        self._duck = duckdb.connect(config={"memory_limit": _MEMORY, "threads": 2})
        self._begun: set[int] = set()

    def add(self, rows: pl.DataFrame, weight: int) -> None:
        """Count encoded rows (see `data.intake.stage.encode`) in, or out with weight −1.

        A row marked as withdrawn counts nothing.
        """
        weighted = pl.lit(weight, pl.Int8)
        if VOID in rows.columns:
            weighted = weighted * (1 - pl.col(VOID))
        self._duck.register(
            sql_name(self.dataset.id), rows.with_columns(weighted.alias(_WEIGHT)).to_arrow()
        )
        for number, family in enumerate(self._families):
            verb = (
                f"insert into sums_{number}"
                if number in self._begun
                else f"create table sums_{number} as"
            )
            self._duck.execute(f"{verb} {_count_sql(family)}")
            self._begun.add(number)

    def write(self, into: Sink) -> None:
        """Add up and write one table per rollup that changes, in the order of its keys."""
        for number, family in enumerate(self._families):
            if number not in self._begun:
                continue
            for rollup in family.members:
                found = self._duck.sql(
                    _add_up_sql(f"sums_{number}", family, rollup)
                ).to_arrow_table()
                if found.num_rows:
                    into.append(rollup.name, found)

    def close(self) -> None:
        self._duck.close()


@cache
def _count_sql(family: Family) -> str:
    """Sums of one chunk for all members of a family: doubles, which SQLite turns back into integers."""
    first, columns = family.first, TABLES[family.first.dataset].c
    dimensions = {
        key: sql_text(coded(first.dataset, column))
        for rollup in family.members
        for key, column in zip(rollup.keys, rollup.dimension_columns(), strict=True)
    }
    keys = [f'"{key}"' for key in dimensions]
    value = [f'"{first.histogram}"'] if first.histogram else []
    source = ", ".join(
        [f'{sql_text(columns[first.dated])} as "day"', f'"{_WEIGHT}"', *value]
        + [f'{sql} as "{key}"' for key, sql in dimensions.items()]
        + [f'{sql_text(part.expression())} as "{part.name}"' for part in first.parts]
    )
    kept = " and ".join(f"{name} is not null" for name in ['"day"', *value])
    sums = [f'sum("{part.name}" * "{_WEIGHT}")::double as "{part.name}"' for part in first.parts]
    mark = f"grouping_id({', '.join(keys)})" if keys else "0"
    grouped = [['"day"', *value, *(f'"{key}"' for key in rollup.keys)] for rollup in family.members]
    sets = ", ".join(f"({', '.join(names)})" for names in grouped)
    chosen = ", ".join(['"day"', *value, *keys, f"{mark}::bigint as {_SET}", *sums])
    return (
        f"select {chosen} "
        f'from (select {source} from "{sql_name(first.dataset)}") where {kept} '
        f"group by grouping sets ({sets})"
    )


def _add_up_sql(table: str, family: Family, rollup: Rollup) -> str:
    keys = ", ".join(f'"{name}"' for name in rollup.key_names)
    sums = [f'"{part.name}"' for part in rollup.parts]
    added = ", ".join(f"sum({name}) as {name}" for name in sums)
    changed = " or ".join(f"{name} <> 0" for name in sums)
    return (
        f"select * from (select {keys}, {added} from {table} where {_SET} = {family.mark(rollup)} "
        f"group by {keys}) where {changed} order by {keys}"
    )


def add_to_rollups(
    connection: Connection, rollups: Iterable[Rollup], schema: str, tables: frozenset[str]
) -> None:
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
        blocks.add(connection, rollup, staged)
        lost = connection.execute(
            text(f"select exists(select 1 from {staged} where n < 0)")
        ).scalar()
        if lost:
            empty = " and ".join(f"{s} = 0" for s in sums)
            connection.exec_driver_sql(
                f"delete from {name} where {empty} and ({keys}) in (select {keys} from {staged})"
            )
