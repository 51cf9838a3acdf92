"""Up to when the rows of a batch tell what happened: how recent a dataset is said to be."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import polars as pl

from data.definitions import Dataset
from data.hall import hall, now, today


def newest_event(dataset: Dataset, frame: pl.DataFrame) -> datetime | None:
    """The latest instant (or midnight of the latest date) among the dataset's `newest` columns.

    Of one whose numbers move in steps, the latest day that is over: an instant would tell of one row.
    A rule that will be in force, or a visit that is booked, is no event yet: what is to come does not count.
    """
    newest: datetime | None = None
    at = now()
    names = dataset.newest
    if dataset.steps and dataset.next_day:
        names, frame = (dataset.next_day,), frame.filter(pl.col(dataset.next_day) < today())
    for name in names:
        column = frame[name]
        kind = column.dtype
        # Instants of an export are in the zone of its hall.
        zone = (
            ZoneInfo(kind.time_zone) if isinstance(kind, pl.Datetime) and kind.time_zone else None
        )
        limit = at.astimezone(zone) if isinstance(kind, pl.Datetime) else at.date()
        value = column.filter(column <= limit).max()
        if isinstance(value, datetime):
            newest = later(newest, value)
        elif isinstance(value, date):
            newest = later(newest, datetime.combine(value, time(), hall().zone))
    return newest


def later(first: datetime | None, second: datetime | None) -> datetime | None:
    """The later of two instants; one that is not known yields to the other."""
    return max((t for t in (first, second) if t), default=None)
