"""Which days a dataset's events cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Connection, func, select

from data.definitions import Dataset
from data.rollups import together
from data.rollups.plan import find
from data.store.backend import Backend, Prepared, backend_of
from data.store.tables import from_day_number


@dataclass(frozen=True)
class Coverage:
    """The days that a dataset's events cover, from first to last."""

    first: date
    last: date


def coverage(connection: Connection, dataset: Dataset) -> Coverage | None:
    """First and last day with an event, from the rollups' totals; None while there is no data."""
    return together.once(("coverage", dataset.id), lambda: _read(connection, dataset))


def _read(connection: Connection, dataset: Dataset) -> Coverage | None:
    statement = _ends(backend_of(connection), dataset.id, dataset.newest)
    if statement is None:
        return None
    days = [day for day in statement.rows(connection, {})[0] if day is not None]
    return Coverage(from_day_number(min(days)), from_day_number(max(days))) if days else None


@cache
def _ends(backend: Backend, dataset: str, dates: tuple[str, ...]) -> Prepared | None:
    """SELECT of the first and the last day by each date; each is one step into an index."""
    ends = []
    for dated in dates:
        if fitting := find(dataset, dated, frozenset(), None):
            day = fitting[1].c.day
            ends += [select(end(day)).scalar_subquery() for end in (func.min, func.max)]
    return backend.prepared(select(*ends)) if ends else None
