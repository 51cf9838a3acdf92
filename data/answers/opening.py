"""Whether the windows are open, when they open next, and which working day was the last."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from data.hall import hall
from data.rules.workdays import Calendar, CalendarNotLoaded

# The longest days off of a notice are nine in a row.
_LOOK_BACK_DAYS = 30


def opening(calendar: Calendar, now: datetime) -> dict[str, Any]:
    """`open`, `workday`, `next_opening` and `last_workday` of the live answer.

    Each is None in a year whose holidays are not known. `next_opening` is after `now`: while the
    windows are open it is the next time, after noon or on the next working day.
    """
    following, last = _next_opening(calendar, now), _last_workday(calendar, now.date())
    return {
        "open": is_open(calendar, now),
        "workday": works(calendar, now.date()),
        "next_opening": following.isoformat(timespec="seconds") if following else None,
        "last_workday": last.isoformat() if last else None,
    }


def is_open(calendar: Calendar, now: datetime) -> bool | None:
    """Whether the windows are open; None in a year whose holidays are not known."""
    at_work = works(calendar, now.date())
    if at_work is None:
        return None
    return at_work and any(start <= now.time() < end for start, end in hall().hours)


def works(calendar: Calendar, day: date) -> bool | None:
    """Whether a day is a working day; None in a year whose holidays are not known."""
    try:
        return calendar.is_workday(day)
    except CalendarNotLoaded:
        return None


def _next_opening(calendar: Calendar, now: datetime) -> datetime | None:
    today, starts = now.date(), [start for start, _ in hall().hours]
    later = [start for start in starts if start > now.time()]
    try:
        if calendar.is_workday(today) and later:
            return datetime.combine(today, later[0], now.tzinfo)
        return datetime.combine(calendar.add(today, 1), starts[0], now.tzinfo)
    except CalendarNotLoaded:
        return None


def _last_workday(calendar: Calendar, today: date) -> date | None:
    """The working day before today."""
    before = (today - timedelta(days=back) for back in range(1, _LOOK_BACK_DAYS))
    for day in before:
        at_work = works(calendar, day)
        if at_work is None:
            return None
        if at_work:
            return day
    return None
