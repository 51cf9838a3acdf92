"""When an alert is given: so many working days before or after a limit.

No national rule says when a case under electronic supervision (电子监察) is warned of or gets a card;
each hall's own dated list does (`alert-rules`).
"""

from __future__ import annotations

from datetime import date, timedelta

from data.rules.workdays import Calendar, CalendarNotLoaded

_DAY = timedelta(days=1)


def given_on(limit: date, days: int, calendar: Calendar) -> date | None:
    """The morning on which what is still open gets its alert; None in a year that is not loaded.

    `days` 0 is the last day of the limit itself, −1 the working day before it, 1 the first working day
    after it.
    """
    try:
        return calendar.add(limit, days) if days >= 0 else _before(limit, -days, calendar)
    except CalendarNotLoaded:
        return None


def _before(day: date, n: int, calendar: Calendar) -> date:
    while n:
        day -= _DAY
        n -= calendar.is_workday(day)
    return day
