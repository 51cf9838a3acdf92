"""Which days a dataset's events cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Connection

from data.definitions import Dataset
from data.rollups.plan import find
from data.store.sqlite.fetch import fetch
from data.store.tables import from_day_number


@dataclass(frozen=True)
class Coverage:
    """The days that a dataset's events cover, from first to last."""

    first: date
    last: date


def coverage(connection: Connection, dataset: Dataset) -> Coverage | None:
    """First and last day with an event, from the rollups' totals; None while there is no data."""
    sql = _ends(dataset.id, dataset.newest)
    if sql is None:
        return None
    row = fetch(connection, sql)[0]
    days = [day for day in row if day is not None]
    return Coverage(from_day_number(min(days)), from_day_number(max(days))) if days else None


@cache
def _ends(dataset: str, dates: tuple[str, ...]) -> str | None:
    """SELECT of the first and the last day by each date; each is one step into an index."""
    ends = []
    for dated in dates:
        if found := find(dataset, dated, frozenset(), None):
            ends += [f'(select {end}(day) from "{found[1].name}")' for end in ("min", "max")]
    return f"select {', '.join(ends)}" if ends else None
