"""The hall's working-day calendar: that of its kind, and the notices that it has loaded itself."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, select

from data.hall import hall
from data.rules.weekdays import KINDS
from data.rules.workdays import Calendar
from data.store.backend import Backend, Prepared, backend_of
from data.store.tables import CALENDAR_YEARS, NOTICE_DAYS, from_day_number


def calendar(connection: Connection) -> Calendar:
    """The calendar as of now: the store's notices over the package `chinesecalendar`, or over weekdays."""
    days, years = (part.rows(connection, {}) for part in _statements(backend_of(connection)))
    return _made(hall().calendar, tuple(days), tuple(year for (year,) in years))


@cache
def _statements(backend: Backend) -> tuple[Prepared, Prepared]:
    """The notices' days, kinds and years, and the years that are whole."""
    days, years = NOTICE_DAYS.c, CALENDAR_YEARS.c
    return (
        backend.prepared(select(days.day, days.kind, days.year).order_by(days.day, days.year)),
        backend.prepared(select(years.year).order_by(years.year)),
    )


@lru_cache(4)
def _made(kind: str, days: tuple[tuple[Any, ...], ...], years: tuple[int, ...]) -> Calendar:
    """Merging the notices takes milliseconds and gives the same each time."""
    rows = ((from_day_number(day), kind, year) for day, kind, year in days)
    return KINDS[kind](rows, years)
