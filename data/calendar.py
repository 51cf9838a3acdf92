"""The working-day calendar: the package's years plus the notices that a hall has loaded itself."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, select

from data.rules import workdays
from data.rules.workdays import Calendar
from data.store.backend import Backend, Prepared, backend_of
from data.store.tables import CALENDAR_YEARS, NOTICE_DAYS, from_day_number


def calendar(connection: Connection) -> Calendar:
    """The calendar as of now, from the store's notices and the package `chinesecalendar`."""
    days, years = (part.rows(connection, {}) for part in _statements(backend_of(connection)))
    return _made(tuple(days), tuple(year for (year,) in years))


@cache
def _statements(backend: Backend) -> tuple[Prepared, Prepared]:
    """The notices' days, kinds and years, and the years that are whole."""
    days, years = NOTICE_DAYS.c, CALENDAR_YEARS.c
    return (
        backend.prepared(select(days.day, days.kind, days.year).order_by(days.day, days.year)),
        backend.prepared(select(years.year).order_by(years.year)),
    )


@lru_cache(4)
def _made(days: tuple[tuple[Any, ...], ...], years: tuple[int, ...]) -> Calendar:
    """Merging the notices takes milliseconds and gives the same each time."""
    rows = ((from_day_number(day), kind, year) for day, kind, year in days)
    return workdays.china(rows, years)
