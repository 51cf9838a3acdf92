"""The working-day calendar: the package's years plus the notices that a hall has loaded itself."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection

from data.rules import workdays
from data.rules.workdays import Calendar
from data.store.sqlite.fetch import fetch
from data.store.tables import CALENDAR_YEARS, NOTICE_DAYS, from_day_number


def calendar(connection: Connection) -> Calendar:
    """The calendar as of now, from the store's notices and the package `chinesecalendar`."""
    days = fetch(connection, f"select day, kind, year from {NOTICE_DAYS.name} order by day, year")
    years = fetch(connection, f"select year from {CALENDAR_YEARS.name} order by year")
    return _made(tuple(days), tuple(year for (year,) in years))


@lru_cache(4)
def _made(days: tuple[tuple[int, str, int], ...], years: tuple[int, ...]) -> Calendar:
    """Merging the notices takes milliseconds and gives the same each time."""
    rows = ((from_day_number(day), kind, year) for day, kind, year in days)
    return workdays.china(rows, years)
