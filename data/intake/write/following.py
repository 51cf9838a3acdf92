"""Rows that follow from those of another dataset (`Dataset.follows`): made anew with every change of these.

What ours should be is computed from the stored rows of the others; what the store has of them is
compared, and only what differs is written, with its rollups, in the transaction of the caller. So rows
come out the same whatever the order in which the batches of a day came; what was published before stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import polars as pl
from sqlalchemy import Connection, delete, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data.calendar import calendar
from data.catalog import DATASETS, PUBLISHED
from data.definitions import Dataset, Follow
from data.derive.frames import Context
from data.hall import hall, today
from data.intake.read.chunk import FileRefused
from data.intake.write.given import STORED, since, stays
from data.intake.write.rollup_buffer import Sums
from data.intake.write.rollup_deltas import Deltas
from data.intake.write.stage import encode
from data.rollups.frames import frame_of, schema_of
from data.store.tables import ROW_ID, TABLES

# Keys named in one query.
_KEYS = 10_000
# Up to so many keys of a batch are looked up one by one; of more, those that have rows are listed.
_FEW = 2_000


def followers(dataset: str) -> list[tuple[Dataset, Follow]]:
    """Which rows follow from those of a dataset."""
    return [(ours, follow) for ours, follow in _all() if follow.dataset == dataset]


def _all() -> list[tuple[Dataset, Follow]]:
    """What follows from datasets that this hall reports; of others nothing shows."""
    return [(d, f) for d in DATASETS.values() for f in d.follows if f.dataset in PUBLISHED]


def refuse_computed(dataset: Dataset) -> None:
    """Raise FileRefused for a dataset that is computed and never read."""
    if dataset.follows:
        of = "、".join(DATASETS[follow.dataset].title.zh for follow in dataset.follows)
        names = ", ".join(follow.dataset for follow in dataset.follows)
        raise FileRefused(
            f"{dataset.id} is computed from {names} and taken from no file; take in those "
            f"{dataset.title.zh}由系统根据{of}计算，不接收文件"
        )


class Following:
    """What a batch of a dataset may move in those that follow it: noted chunk by chunk."""

    def __init__(self, connection: Connection, dataset: Dataset) -> None:
        self._dataset = dataset
        self._followers = followers(dataset.id)
        self._is_list = any(dataset.id in f.by for d in DATASETS.values() for f in d.follows)
        self._context = {follow: _context(connection, follow) for _, follow in self._followers}
        self._keys: list[pl.Series] = []
        self._having: dict[Follow, set[str]] = {follow: set() for _, follow in self._followers}

    @property
    def moved(self) -> list[str]:
        """The datasets that follow, where there is anything by which rows are made."""
        return [
            dataset.id
            for dataset, follow in self._followers
            if not all(frame.is_empty() for frame in self._context[follow].rows.values())
        ]

    def note(self, frame: pl.DataFrame) -> None:
        """The keys in derived rows of the batch, and those of them that would have rows of ours."""
        for _, follow in self._followers:
            rows = follow.rows(frame.select(follow.reads), self._context[follow])
            self._having[follow].update(rows["subject"])
        if self._followers:
            self._keys.append(frame[self._dataset.key[0]])

    def write(self, connection: Connection) -> int:
        """Inside the transaction, once the batch is stored: how many rows changed."""
        if self._is_list:
            return sum(
                _anew(connection, dataset, follow, None)
                for dataset, follow in _all()
                if self._dataset.id in follow.by
            )
        changed = 0
        for dataset, follow in self._followers:
            keys = pl.concat(self._keys) if self._keys else pl.Series([], dtype=pl.String)
            had = _with_rows(connection, dataset, follow, keys)
            changed += _anew(
                connection, dataset, follow, self._having[follow] | had, self._context[follow]
            )
        return changed


def follow_rows(connection: Connection, dataset: str, keys: Collection[str]) -> int:
    """Make anew what follows from rows of a dataset that were computed anew."""
    return sum(_anew(connection, ours, follow, keys) for ours, follow in followers(dataset))


def follow_all(connection: Connection) -> int:
    """Make all rows anew that follow from others: a calendar moves them, or a release."""
    return sum(_anew(connection, dataset, follow, None) for dataset, follow in _all())


def _context(connection: Connection, follow: Follow) -> Context:
    rows = {name: frame_of(connection, name) for name in follow.by}
    return Context(calendar(connection), today(), rows)


def _with_rows(
    connection: Connection, dataset: Dataset, follow: Follow, keys: pl.Series
) -> set[str]:
    """Those of the keys that have rows of ours."""
    columns = TABLES[dataset.id].c
    subjects = select(columns.subject).where(columns.source == follow.source).distinct()
    if len(keys) > _FEW:
        stored = pl.Series(list(connection.scalars(subjects)), dtype=pl.String)
        return set(stored.filter(stored.is_in(keys.implode())))
    return set(connection.scalars(subjects.where(columns.subject.in_(keys.to_list()))))


def _anew(
    connection: Connection,
    dataset: Dataset,
    follow: Follow,
    keys: Collection[str] | None,
    context: Context | None = None,
) -> int:
    """Make the rows of some keys anew, or all of this source; how many came out otherwise."""
    if keys is not None and not keys:
        return 0
    context = context or _context(connection, follow)
    theirs, columns = TABLES[follow.dataset], TABLES[dataset.id].c
    dated = or_(*(theirs.c[name].is_not(None) for name in follow.dated))
    of_source = columns.source == follow.source
    if keys is None:
        made = [follow.rows(part, context) for part in _read(connection, follow, dated)]
        stored = _stored(connection, dataset, of_source)
        return _write(connection, dataset, follow, stored, made, context)
    changed = 0
    for some in _pieces(sorted(keys)):
        asked = dated & theirs.c[follow.key].in_(some)
        made = [follow.rows(part, context) for part in _read(connection, follow, asked)]
        stored = _stored(connection, dataset, of_source & columns.subject.in_(some))
        changed += _write(connection, dataset, follow, stored, made, context)
    return changed


def _read(
    connection: Connection, follow: Follow, where: ColumnElement[bool]
) -> Iterator[pl.DataFrame]:
    """Rows that ours follow from, some ten thousand at a time, with the fields that are read."""
    schema = schema_of(DATASETS[follow.dataset])
    types = {name: schema[name] for name in follow.reads}
    instants = [name for name, kind in types.items() if isinstance(kind, pl.Datetime)]
    columns = [TABLES[follow.dataset].c[name] for name in follow.reads]
    for rows in connection.execute(select(*columns).where(where)).partitions(_KEYS):
        frame = pl.DataFrame([tuple(row) for row in rows], schema=types, orient="row")
        yield frame.with_columns(pl.col(instants).dt.convert_time_zone(hall().zone.key))


def _stored(connection: Connection, dataset: Dataset, where: ColumnElement[bool]) -> pl.DataFrame:
    """What the store has of ours, with the number of each row."""
    columns, types = TABLES[dataset.id].c, {ROW_ID: pl.Int64} | schema_of(dataset)
    rows = connection.execute(select(*(columns[name] for name in types)).where(where)).fetchall()
    return pl.DataFrame([tuple(row) for row in rows], schema=types, orient="row")


def _pieces(keys: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(keys), _KEYS):
        yield keys[at : at + _KEYS]


def _write(
    connection: Connection,
    dataset: Dataset,
    follow: Follow,
    stored: pl.DataFrame,
    made: Iterable[pl.DataFrame],
    context: Context,
) -> int:
    """Take out the rows that should not be, put in those that are missing; how many."""
    names = [field.id for field in dataset.fields]
    have = encode(stored, dataset).with_columns(stored[ROW_ID])
    rows = [frame.with_columns(pl.lit(None, pl.Date).alias(STORED)) for frame in made]
    should = pl.concat([have.select(names).clear(), *(encode(frame, dataset) for frame in rows)])
    should = pl.concat([should, stays(connection, dataset, follow, stored, should, context)])
    # Since when a row is in the books makes no other row of it.
    same = [name for name in names if name != STORED]
    gone = have.join(should, on=same, how="anti", nulls_equal=True)
    come = should.join(have, on=same, how="anti", nulls_equal=True)
    come = since(come, have, dataset, context)
    if gone.is_empty() and come.is_empty():
        return 0
    table = TABLES[dataset.id]
    for some in _pieces(gone[ROW_ID].to_list()):
        connection.execute(delete(table).where(table.c[ROW_ID].in_(some)))
    if not come.is_empty():
        order = [dataset.listed_from] if dataset.listed_from else []
        connection.execute(table.insert(), come.sort(*order, *dataset.key).to_dicts())
    sums = Sums()
    deltas = Deltas(dataset, sums)
    deltas.add(gone.select(names), -1)
    deltas.add(come, 1)
    deltas.finish()
    sums.add(connection, dataset)
    return len(gone) + len(come)
