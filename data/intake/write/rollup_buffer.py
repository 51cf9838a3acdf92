"""Sums on their way into the rollups: in memory while they are few, else in a scratch file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection

from data.definitions import Dataset
from data.intake.write.stage import Stage
from data.rollups import day_blocks
from data.rollups.plan import ROLLUP_TABLES, Rollup, of_dataset

# Up to so many sums SQLite takes tuples faster than a file is made and attached.
_FEW = 5_000


class Sums:
    """What a batch adds to each rollup, from where it is counted to where it is added.

    Without a scratch file all of them stay in memory.
    """

    def __init__(self, scratch: Path | None = None) -> None:
        self._scratch = scratch
        self._few: list[tuple[str, pl.DataFrame]] = []
        self._rows: list[tuple[str, list[tuple[Any, ...]]]] = []
        self._many: Stage | None = None
        self._attached = False

    def append(self, rollup: str, sums: pl.DataFrame) -> None:
        """Sums of the rollup by that name: columns as its table has them."""
        self._few.append((rollup, sums))
        if self._scratch and sum(len(frame) for _, frame in self._few) > _FEW:
            self._many = self._many or Stage(self._scratch)
            for name, frame in self._few:
                self._many.append(name, frame)
            self._few.clear()

    def append_few(self, rollup: str, sums: list[tuple[Any, ...]]) -> None:
        """The same as rows: they stay in memory."""
        self._rows.append((rollup, sums))

    def add(self, connection: Connection, dataset: Dataset) -> None:
        """Add all of them to the rollups, inside a transaction; `release` comes after it."""
        rollups = {rollup.name: rollup for rollup in of_dataset(dataset.id)}
        for name, rows in (*self._rows, *((name, frame.rows()) for name, frame in self._few)):
            _add_few(connection, rollups[name], rows)
        if self._many:
            self.close()
            connection.exec_driver_sql("attach ? as sums", (str(self._scratch),))
            self._attached = True
            for name in self._many.tables():
                _add(connection, rollups[name], f'sums."{name}"')

    def release(self, connection: Connection) -> None:
        """After the transaction: let go of the scratch file."""
        if self._attached:
            connection.exec_driver_sql("detach sums")
            self._attached = False

    def close(self) -> None:
        """Nothing more comes."""
        if self._many:
            self._many.close()


def _add_few(connection: Connection, rollup: Rollup, rows: list[tuple[Any, ...]]) -> None:
    columns = [f'"{name}"' for name in (*rollup.key_names, *(p.name for p in rollup.parts))]
    values, count = ", ".join("?" for _ in columns), columns.index('"n"')
    if rollup.name not in day_blocks.BLOCK_TABLES and min(row[count] for row in rows) >= 0:
        connection.exec_driver_sql(_adding(rollup, f"values ({values})"), rows)
        return
    connection.exec_driver_sql(f"create temp table added ({', '.join(columns)})")
    connection.exec_driver_sql(f"insert into temp.added values ({values})", rows)
    _add(connection, rollup, "temp.added")
    connection.exec_driver_sql("drop table temp.added")


@cache
def _adding(rollup: Rollup, source: str) -> str:
    """INSERT of sums into a rollup, in the order of its columns, added to those that are there."""
    sums = [f'"{part.name}"' for part in rollup.parts]
    keys = ", ".join(f'"{name}"' for name in rollup.key_names)
    return (
        f'insert into main."{ROLLUP_TABLES[rollup.name].name}" ({keys}, {", ".join(sums)}) {source} '
        f"on conflict ({keys}) do update set {', '.join(f'{s} = {s} + excluded.{s}' for s in sums)}"
    )


def _add(connection: Connection, rollup: Rollup, staged: str) -> None:
    """Add a table of sums to a rollup and drop the rows that came to 0."""
    sums = [f'"{part.name}"' for part in rollup.parts]
    keys = ", ".join(f'"{name}"' for name in rollup.key_names)
    source = f"select {keys}, {', '.join(sums)} from {staged} where true"
    connection.exec_driver_sql(_adding(rollup, source))
    day_blocks.add(connection, rollup, staged)
    lost = f"select exists(select 1 from {staged} where n < 0)"
    if connection.exec_driver_sql(lost).scalar():
        empty = " and ".join(f"{s} = 0" for s in sums)
        connection.exec_driver_sql(
            f'delete from main."{ROLLUP_TABLES[rollup.name].name}" '
            f"where {empty} and ({keys}) in (select {keys} from {staged})"
        )
