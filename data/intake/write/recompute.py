"""Stored rows computed anew when what they were computed from has changed: events, or a calendar.

Only rows that come out otherwise are written, with their rollups, in the transaction of the caller:
so that what caused it and what follows from it are one change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, select

from data.calendar import calendar
from data.catalog import DATASETS
from data.definitions import Dataset
from data.derive.derivation import Context
from data.disclosure.events import events_by_request
from data.hall import today
from data.intake.write.rollup_buffer import Sums
from data.intake.write.rollup_deltas import Deltas
from data.intake.write.stage import encode
from data.rules.disclosure import Event
from data.store.tables import TABLES, day_number

REQUESTS = "disclosure-requests"
# What a request's clock gives; its source's own statements are kept beside (`source_…`).
_CLOCK = ("due_on", "used_days", "excluded_days", "extension_days", "corrected_on")
# Keys named in one query: SQLite takes some tens of thousands of parameters.
_KEYS_AT_A_TIME = 10_000

FRAME_TYPES = {
    "date": pl.Date, "boolean": pl.Boolean, "integer": pl.Int64, "number": pl.Float64,
    "instant": pl.Datetime("us", "UTC"),
}  # fmt: skip


def frame_of(
    connection: Connection, dataset: str, where: ColumnElement[bool] | None = None
) -> pl.DataFrame:
    """Stored rows of a dataset as a typed frame (all fields, published or not)."""
    definition, table = DATASETS[dataset], TABLES[dataset]
    query = select(*(table.c[f.id] for f in definition.fields))
    rows = connection.execute(query if where is None else query.where(where)).fetchall()
    schema = {f.id: FRAME_TYPES.get(f.type, pl.String) for f in definition.fields}
    return pl.DataFrame([tuple(r) for r in rows], schema=schema, orient="row")


def requests_anew(connection: Connection, requests: list[str]) -> int:
    """Apply the clock to requests whose events have changed. How many came out otherwise."""
    column, changed = TABLES[REQUESTS].c.request_no, 0
    for some in _pieces(requests):
        frame = frame_of(connection, REQUESTS, column.in_(some))
        events = events_by_request(connection, some)
        changed += _anew(connection, DATASETS[REQUESTS], frame, events)
    return changed


def _pieces(keys: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(keys), _KEYS_AT_A_TIME):
        yield keys[at : at + _KEYS_AT_A_TIME]


# What may come out otherwise with the notice of a year: what has no date or no days for want of it,
# and every open request. Bounds: day numbers of the loaded years.
_WAITING: dict[str, Callable[[Any, int, int], ColumnElement[bool]]] = {
    "cases": lambda c, first, last: (
        c.due_reason.like("calendar-%")
        | (c.used_days.is_(None) & c.completed_on.between(first, last))
    ),
    "evaluations": lambda c, first, last: (c.score <= 2) & c.rectify_due_on.is_(None),
    REQUESTS: lambda c, first, last: (
        c.answered_on.is_(None)
        | c.due_reason.like("calendar-%")
        | (c.used_days.is_(None) & c.answered_on.between(first, last))
    ),
}


def waiting_anew(connection: Connection, years: frozenset[int]) -> dict[str, int]:
    """Compute what waited for the notices of `years`: dataset → rows that came out otherwise."""
    first, last = _bounds(years)
    found: dict[str, int] = {}
    for id, waiting in _WAITING.items():
        frame = frame_of(connection, id, waiting(TABLES[id].c, first, last))
        events = events_by_request(connection) if id == REQUESTS else {}
        found[id] = _anew(connection, DATASETS[id], frame, events)
    return found


def _bounds(years: frozenset[int]) -> tuple[int, int]:
    if not years:
        return 1, 0
    return day_number(date(min(years), 1, 1)), day_number(date(max(years), 12, 31))


def _anew(
    connection: Connection, dataset: Dataset, frame: pl.DataFrame, events: dict[str, list[Event]]
) -> int:
    """Derive stored rows anew and store those that differ."""
    if frame.is_empty() or dataset.derive is None:
        return 0
    blank = frame
    if dataset.id == REQUESTS:
        blank = frame.with_columns(pl.lit(None, frame.schema[c]).alias(c) for c in _CLOCK)
    derived = dataset.derive(blank, Context(calendar(connection), today(), events=events))
    before, after = encode(frame, dataset), encode(derived, dataset)
    differs = pl.any_horizontal(pl.col(name).ne_missing(after[name]) for name in before.columns)
    rows = before.select(differs).to_series()
    _rewrite(connection, dataset, before.filter(rows), after.filter(rows))
    return int(rows.sum())


def _rewrite(
    connection: Connection, dataset: Dataset, before: pl.DataFrame, after: pl.DataFrame
) -> None:
    if after.is_empty():
        return
    names = [name for name in after.columns if name not in dataset.key]
    setting = ", ".join(f'"{name}" = ?' for name in names)
    matching = " and ".join(f'"{name}" = ?' for name in dataset.key)
    connection.exec_driver_sql(
        f'update main."{TABLES[dataset.id].name}" set {setting} where {matching}',
        after.select(*names, *dataset.key).rows(),
    )
    sums = Sums()
    deltas = Deltas(dataset, sums)
    deltas.add(before, -1)
    deltas.add(after, 1)
    deltas.finish()
    sums.add(connection, dataset)
