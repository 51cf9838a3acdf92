"""What a batch adds to each rollup: the sums of its new rows less those of the rows they replace.

Sums are counted chunk by chunk from Arrow columns in DuckDB, all dimensions of a date in one pass
(GROUPING SETS), with each row weighted +1 or −1, and added up at the end. A few rows are not worth
that: see `data.intake.few`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import duckdb
import polars as pl
from sqlalchemy import Connection, text

from data import blocks
from data.definitions import Dataset
from data.intake import few
from data.intake.sources import WEIGHT, Sink, source_sql
from data.intake.stage import VOID
from data.rollups import ROLLUP_TABLES, Family, Rollup, families
from data.store import sql_name

_MEMORY = "128MB"
_SET = "__set"


class Deltas:
    """The sums of a batch so far; the rows themselves as long as they are few."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._few: list[pl.DataFrame] = []
        self._many: _Many | None = None

    def add(self, rows: pl.DataFrame, weight: int) -> None:
        """Count encoded rows (see `data.intake.stage.encode`) in, or out with weight −1.

        A row marked as withdrawn counts nothing.
        """
        weighted = pl.lit(weight, pl.Int8)
        if VOID in rows.columns:
            weighted = weighted * (1 - pl.col(VOID))
        self._few.append(rows.with_columns(weighted.alias(WEIGHT)))
        if self._many or sum(map(len, self._few)) > few.FEW:
            self._many = self._many or _Many(self.dataset)
            for frame in self._few:
                self._many.add(frame)
            self._few.clear()

    def write(self, into: Sink) -> None:
        """Add up and write one table per rollup that changes, in the order of its keys."""
        if self._many:
            self._many.write(into)
        else:
            few.write(self.dataset, self._few, into)

    def close(self) -> None:
        if self._many:
            self._many.close()


class _Many:
    """Sums in a DuckDB of their own."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset, self._families = dataset, families(dataset.id)
        self._duck = duckdb.connect(config={"memory_limit": _MEMORY, "threads": 2})
        self._begun: set[int] = set()

    def add(self, rows: pl.DataFrame) -> None:
        self._duck.register(sql_name(self.dataset.id), rows.to_arrow())
        for number, family in enumerate(self._families):
            verb = (
                f"insert into sums_{number}"
                if number in self._begun
                else f"create table sums_{number} as"
            )
            self._duck.execute(f"{verb} {_count_sql(family)}")
            self._begun.add(number)

    def write(self, into: Sink) -> None:
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
    first = family.first
    keys = [f'"{key}"' for key in family.keys]
    value = [f'"{first.histogram}"'] if first.histogram else []
    sums = [f'sum("{part.name}" * "{WEIGHT}")::double as "{part.name}"' for part in first.parts]
    mark = f"grouping_id({', '.join(keys)})" if keys else "0"
    grouped = [['"day"', *value, *(f'"{key}"' for key in rollup.keys)] for rollup in family.members]
    sets = ", ".join(f"({', '.join(names)})" for names in grouped)
    chosen = ", ".join(['"day"', *value, *keys, f"{mark}::bigint as {_SET}", *sums])
    return f"select {chosen} from ({source_sql(family)}) group by grouping sets ({sets})"


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
