"""Sums on their way into the rollups: in memory while they are few, else in a scratch file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import (
    Connection,
    Delete,
    FromClause,
    Select,
    delete,
    exists,
    literal_column,
    select,
    tuple_,
)

from data.definitions import Dataset
from data.intake.write.changed_months import note
from data.rollups import day_blocks
from data.rollups.plan import ROLLUP_TABLES, Rollup, of_dataset
from data.store.backend import Backend, Prepared, Stage, backend_of

# Up to so many sums SQLite takes tuples faster than a file is made and attached.
_FEW = 5_000
# What the scratch file is called on the connection.
_SCHEMA = "sums"


class Sums:
    """What a batch adds to each rollup, from where it is counted to where it is added.

    `scratch` begins a scratch file; without it all of them stay in memory.
    """

    def __init__(self, scratch: Callable[[], Stage] | None = None) -> None:
        self._scratch = scratch
        # Of the rows that were counted in or out: (date field, month), see `changed_months`.
        self.changed: set[tuple[str, str]] = set()
        self._few: list[tuple[str, pl.DataFrame]] = []
        self._rows: list[tuple[str, list[tuple[Any, ...]]]] = []
        self._many: Stage | None = None
        self._attached = False

    def append(self, rollup: str, sums: pl.DataFrame) -> None:
        """Sums of the rollup by that name: columns as its table has them."""
        self._few.append((rollup, sums))
        if self._scratch and sum(len(frame) for _, frame in self._few) > _FEW:
            self._many = self._many or self._scratch()
            for name, frame in self._few:
                self._many.append(name, frame)
            self._few.clear()

    def append_few(self, rollup: str, sums: list[tuple[Any, ...]]) -> None:
        """The same as rows: they stay in memory."""
        self._rows.append((rollup, sums))

    def add(self, connection: Connection, dataset: Dataset) -> None:
        """Add all of them to the rollups, inside a transaction; `release` comes after it."""
        note(connection, dataset.id, self.changed)
        rollups = {rollup.name: rollup for rollup in of_dataset(dataset.id)}
        for name, rows in (*self._rows, *((name, frame.rows()) for name, frame in self._few)):
            _add_few(connection, rollups[name], rows)
        if self._many:
            self.close()
            backend = backend_of(connection)
            backend.attach(connection, self._many, _SCHEMA)
            self._attached = True
            for name in self._many.tables():
                _add(connection, rollups[name], backend.staged(ROLLUP_TABLES[name], _SCHEMA))

    def release(self, connection: Connection) -> None:
        """After the transaction: let go of the scratch file."""
        if self._attached:
            backend_of(connection).detach(connection, _SCHEMA)
            self._attached = False

    def close(self) -> None:
        """Nothing more comes."""
        if self._many:
            self._many.close()


def _add_few(connection: Connection, rollup: Rollup, rows: list[tuple[Any, ...]]) -> None:
    table, backend = ROLLUP_TABLES[rollup.name], backend_of(connection)
    count = table.columns.keys().index("n")
    if rollup.name not in day_blocks.BLOCK_TABLES and min(row[count] for row in rows) >= 0:
        backend.add_rows(connection, table, rows)
        return
    with backend.scratch_rows(connection, table, rows) as staged:
        _add(connection, rollup, staged)


def _add(connection: Connection, rollup: Rollup, staged: FromClause) -> None:
    """Add a table of sums to a rollup and drop the rows that came to 0."""
    backend_of(connection).add_sums(connection, ROLLUP_TABLES[rollup.name], _whole(staged))
    day_blocks.add(connection, rollup, staged)
    ((any_lost,),) = _any_lost(backend_of(connection), staged).rows(connection, {})
    if any_lost:
        connection.execute(_empty(rollup, staged))


# Making a statement costs more than a small batch does: each is made once.
@cache
def _whole(staged: FromClause) -> Select:
    return select(*staged.c)


@cache
def _any_lost(backend: Backend, staged: FromClause) -> Prepared:
    return backend.prepared(select(exists().where(staged.c.n < literal_column("0"))))


@cache
def _empty(rollup: Rollup, staged: FromClause) -> Delete:
    """DELETE of the rows with a staged key whose sums are all 0."""
    table, names = ROLLUP_TABLES[rollup.name], rollup.key_names
    zero = [table.c[part.name] == literal_column("0") for part in rollup.parts]
    keys = select(*(staged.c[name] for name in names))
    return delete(table).where(*zero, tuple_(*(table.c[name] for name in names)).in_(keys))
