"""Stored rows computed anew when what they were computed from has changed: other rows, or a calendar.

Only rows that come out otherwise are written, with their rollups, in the transaction of the caller:
so that what caused it and what follows from it are one change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, func, or_, select

from data.calendar import calendar
from data.catalog import DATASETS
from data.definitions import Dataset, Need
from data.derive.frames import Context
from data.hall import today
from data.intake.write.rollup_buffer import Sums
from data.intake.write.rollup_deltas import Deltas
from data.intake.write.stage import encode
from data.store.backend import backend_of
from data.store.tables import TABLES, day_number

# Keys named in one query: SQLite takes some tens of thousands of parameters.
_KEYS_AT_A_TIME = 10_000

FRAME_TYPES = {
    "date": pl.Date, "boolean": pl.Boolean, "integer": pl.Int64, "number": pl.Float64,
    "instant": pl.Datetime("us", "UTC"),
}  # fmt: skip


def schema_of(dataset: Dataset) -> dict[str, Any]:
    """The types of a frame with all fields of a dataset."""
    return {f.id: FRAME_TYPES.get(f.type, pl.String) for f in dataset.fields}


def frame_of(
    connection: Connection, dataset: str, where: ColumnElement[bool] | None = None
) -> pl.DataFrame:
    """Stored rows of a dataset as a typed frame (all fields, published or not)."""
    definition, table = DATASETS[dataset], TABLES[dataset]
    query = select(*(table.c[f.id] for f in definition.fields))
    rows = connection.execute(query if where is None else query.where(where)).fetchall()
    return pl.DataFrame([tuple(r) for r in rows], schema=schema_of(definition), orient="row")


def needed_rows(
    connection: Connection, needs: Sequence[Need], frame: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The stored rows that the derivation of a frame looks at, by dataset; lists are read whole."""
    rows: dict[str, pl.DataFrame] = {}
    for need in needs:
        if DATASETS[need.dataset].reference:
            rows[need.dataset] = frame_of(connection, need.dataset)
            continue
        table = TABLES[need.dataset]
        column = table.c[need.field]
        keys = frame[need.own_field].drop_nulls().unique(maintain_order=True)
        if connection.execute(select(func.count()).select_from(table)).scalar_one() <= len(keys):
            # All of a small table at once costs less than as many look-ups as there are keys.
            known = frame_of(connection, need.dataset)
            rows[need.dataset] = known.filter(pl.col(need.field).is_in(keys.implode()))
            continue
        pieces = [
            frame_of(connection, need.dataset, column.in_(some)) for some in _pieces(keys.to_list())
        ]
        rows[need.dataset] = pl.concat(pieces or [frame_of(connection, need.dataset, or_(False))])
    return rows


def _pieces(keys: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(keys), _KEYS_AT_A_TIME):
        yield keys[at : at + _KEYS_AT_A_TIME]


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
        column = TABLES[other.id].c[need.own_field]
        for some in _pieces(sorted(touched.get(need.field, ()))):
            frame = frame_of(connection, other.id, column.in_(some))
            changed += _anew(connection, other, frame)
    return changed


def waiting_anew(connection: Connection, years: frozenset[int]) -> dict[str, int]:
    """Compute what waited for the notices of `years`: dataset → rows that came out otherwise."""
    first, last = _bounds(years)
    changed: dict[str, int] = {}
    for dataset in DATASETS.values():
        if dataset.waits is None:
            continue
        waiting = dataset.waits(TABLES[dataset.id].c, first, last)
        changed[dataset.id] = _anew(connection, dataset, frame_of(connection, dataset.id, waiting))
    return changed


def _bounds(years: frozenset[int]) -> tuple[int, int]:
    """The first and the last day (day numbers) of the years; of none, a time without days."""
    if not years:
        return 1, 0
    return day_number(date(min(years), 1, 1)), day_number(date(max(years), 12, 31))


def _anew(connection: Connection, dataset: Dataset, frame: pl.DataFrame) -> int:
    """Derive stored rows anew and store those that differ; then what looks at them."""
    if frame.is_empty() or dataset.derive is None:
        return 0
    blank = frame.with_columns(
        pl.lit(None, frame.schema[name]).alias(name) for name in dataset.restores
    )
    # A list's later entries do not reach back: what rows took from it when they came in, they keep.
    needs = [need for need in dataset.needs if need.renews]
    rows = needed_rows(connection, needs, frame)
    derived = dataset.derive(blank, Context(calendar(connection), today(), rows))
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
