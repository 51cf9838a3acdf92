"""Stored rows computed anew when what they were computed from has changed: other rows, or a calendar.

Only rows that come out otherwise are written, with their rollups, in the transaction of the caller:
so that what caused it and what follows from it are one change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl
from sqlalchemy import Connection, false, func, or_, select

from data.calendar import calendar
from data.catalog import DATASETS
from data.definitions import Dataset, Need
from data.derive.frames import Context
from data.hall import today
from data.intake.write.following import follow_all, follow_rows
from data.intake.write.rollup_buffer import Sums
from data.intake.write.rollup_deltas import Deltas
from data.intake.write.stage import encode
from data.rollups.frames import frame_of, needed_of
from data.rollups.hall_settings import settings_for
from data.store.backend import backend_of
from data.store.tables import ROW_ID, TABLES, day_number

# Keys named in one query: SQLite takes some tens of thousands of parameters.
_KEYS_AT_A_TIME = 10_000
# A day has some thousand rows.
_DAYS_AT_A_TIME = 20


def needed_rows(
    connection: Connection, needs: Sequence[Need], frame: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The stored rows that the derivation of a frame looks at, by dataset; lists are read whole."""
    rows: dict[str, pl.DataFrame] = {}
    for need in needs:
        if DATASETS[need.dataset].reference or need.whole:
            rows[need.dataset] = frame_of(connection, need.dataset)
            continue
        table = TABLES[need.dataset]
        column = table.c[need.field]
        keys = frame[need.own_field].drop_nulls().unique(maintain_order=True)
        if need.counted:
            keys = keys.filter(keys < today())
            some = column.in_(keys.to_list()) if len(keys) else false()
            rows[need.dataset] = needed_of(connection, need, some)
            continue
        if connection.execute(select(func.count()).select_from(table)).scalar_one() <= len(keys):
            # All of a small table at once costs less than as many look-ups as there are keys.
            of_need = frame_of(connection, need.dataset)
            rows[need.dataset] = of_need.filter(pl.col(need.field).is_in(keys.implode()))
            continue
        pieces = [
            frame_of(connection, need.dataset, column.in_(some)) for some in _pieces(keys.to_list())
        ]
        rows[need.dataset] = pl.concat(pieces or [frame_of(connection, need.dataset, or_(False))])
    return rows


def _pieces(keys: list[Any], size: int = _KEYS_AT_A_TIME) -> Iterator[list[Any]]:
    for at in range(0, len(keys), size):
        yield keys[at : at + size]


def renewed_by(dataset: str) -> list[tuple[Dataset, Need]]:
    """The datasets whose rows a batch of this one computes anew."""
    return [
        (other, need)
        for other in DATASETS.values()
        for need in other.needs
        if need.renews and need.dataset == dataset
    ]


def renew(connection: Connection, dataset: str, touched: dict[str, set[Any]]) -> int:
    """Compute anew what looks at rows that a batch of `dataset` brought, changed or withdrew.

    `touched`: field → its values in those rows. How many rows came out otherwise.
    """
    changed = 0
    for other, need in renewed_by(dataset):
        if need.whole:
            changed += rows_anew(connection, other, frame_of(connection, other.id))
            continue
        column = TABLES[other.id].c[need.own_field]
        keys = sorted(value for value in touched.get(need.field, ()) if value is not None)
        if need.counted:
            keys = [day for day in keys if day < today()]
        for some in _pieces(keys, _DAYS_AT_A_TIME if need.counted else _KEYS_AT_A_TIME):
            frame = frame_of(connection, other.id, column.in_(some))
            changed += rows_anew(connection, other, frame)
    return changed


def calendar_anew(connection: Connection, changed: Collection[date]) -> dict[str, int]:
    """Compute anew what looks at days that a notice changed: dataset → rows that came out otherwise.

    Whichever is loaded first, notice or rows, the rows are the same.
    """
    spans = _spans(changed)
    renewed = {
        dataset.id: _spans_anew(connection, dataset, spans)
        for dataset in DATASETS.values()
        if dataset.waits is not None
    }
    follow_all(connection)
    return renewed


def day_anew(connection: Connection) -> int:
    """Compute anew what depends on the day; how many rows came out otherwise."""
    return sum(
        rows_anew(
            connection,
            dataset,
            frame_of(connection, dataset.id, dataset.daily(TABLES[dataset.id].c)),
        )
        for dataset in DATASETS.values()
        if dataset.daily is not None
    )


def _spans(days: Collection[date]) -> list[tuple[int, int]]:
    """First and last of the days (day numbers), year by year: a few conditions instead of hundreds."""
    by_year = groupby(sorted(days), key=lambda day: day.year)
    grouped = [[day_number(day) for day in same] for _, same in by_year]
    return [(numbers[0], numbers[-1]) for numbers in grouped]


def _spans_anew(connection: Connection, dataset: Dataset, spans: Sequence[tuple[int, int]]) -> int:
    table, waits = TABLES[dataset.id], dataset.waits
    if not spans or waits is None:
        return 0
    touched = or_(*(waits(table.c, *span) for span in spans))
    if "calendar" in table.c:
        touched &= table.c.calendar.is_(None)
    ids = connection.execute(select(table.c[ROW_ID]).where(touched).order_by(table.c[ROW_ID]))
    changed = 0
    for some in _pieces(list(ids.scalars())):
        between = table.c[ROW_ID].between(some[0], some[-1]) & touched
        changed += rows_anew(connection, dataset, frame_of(connection, dataset.id, between))
    return changed


def rows_anew(connection: Connection, dataset: Dataset, frame: pl.DataFrame) -> int:
    """Derive stored rows anew and store those that differ; then what looks at them."""
    if frame.is_empty() or dataset.derive is None:
        return 0
    blank = frame.with_columns(
        pl.lit(None, frame.schema[name]).alias(name) for name in dataset.restores
    )
    # A list's later entries do not reach back: what rows took from it when they came in, they keep.
    needs = [need for need in dataset.needs if need.renews]
    rows = needed_rows(connection, needs, frame)
    settings = settings_for(connection, dataset)
    with_calendar = Context(calendar(connection), today(), rows, settings=settings)
    derived = with_calendar.derived(dataset.derive, blank)
    before, after = encode(frame, dataset), encode(derived, dataset)
    differs = pl.any_horizontal(pl.col(name).ne_missing(after[name]) for name in before.columns)
    changed = before.select(differs).to_series()
    _rewrite(connection, dataset, before.filter(changed), after.filter(changed))
    if changed.any() and (users := renewed_by(dataset.id)):
        fields = {need.field for _, need in users}
        renew(connection, dataset.id, {f: set(derived.filter(changed)[f]) for f in fields})
    return int(changed.sum())


def _rewrite(
    connection: Connection, dataset: Dataset, before: pl.DataFrame, after: pl.DataFrame
) -> None:
    if after.is_empty():
        return
    names = tuple(name for name in after.columns if name not in dataset.key)
    rows = after.select(*names, *dataset.key).rows()
    table, key = TABLES[dataset.id], tuple(dataset.key)
    backend_of(connection).update_rows(connection, table, names, key, rows)
    sums = Sums()
    deltas = Deltas(dataset, sums)
    deltas.add(before, -1)
    deltas.add(after, 1)
    deltas.finish()
    sums.add(connection, dataset)
    follow_rows(connection, dataset.id, set(after[key[0]]))
