"""The count of a request's term, day by day: which days count, which do not, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from data.rules.disclosure.term import TERM, clock, read
from data.rules.disclosure.timeline import Event, Timeline
from data.rules.disclosure.words import ARTICLES
from data.rules.workdays import Calendar, CalendarNotLoaded

_FREE = ("weekend", "holiday")
_COUNTED = ("counted", "make_up", "extended", "over")


@dataclass(frozen=True)
class Day:
    """One calendar day; `n` is its number in the count, None where it does not count."""

    date: date
    counts: bool
    n: int | None
    why: str
    """Id in `WHY`."""
    article: str


def explain(
    received_on: date,
    events: Iterable[Event],
    answered_on: date | None,
    asked_on: date,
    calendar: Calendar,
    excluded_days: int = 0,
    extension_days: int = 0,
    outcome: str | None = None,
) -> list[Day]:
    """Every day from receipt to the due date, or to the answer (or `asked_on`) if that is later.

    Arguments as for `clock`. The days counted up to the answer (or `asked_on`) are its
    `used_days`; days after `asked_on` say what will count if nothing else happens. Excluded days
    without a date are taken from the first days of the count, as their place is not known.
    Raises CalendarNotLoaded for a year that is not loaded.
    """
    events = list(events)
    line = read(received_on, events, answered_on, asked_on, outcome)
    found = clock(
        received_on, events, answered_on, asked_on, calendar, excluded_days, extension_days, outcome
    )
    if found.reason and found.reason.startswith("calendar-"):
        raise CalendarNotLoaded(int(found.reason.removeprefix("calendar-")))
    days: list[Day] = []
    n, undated, day = 0, max(excluded_days, 0), received_on
    limit = TERM + found.extension_days
    last = max(found.due_on or received_on, line.end, received_on)
    while day <= last:
        why = _not_counted(day, line, answered_on, calendar)
        if why is None and undated:
            why, undated = "excluded_undated", undated - 1
        if why is None:
            n += 1
            why = _counted(day, n, limit, calendar)
        counts = why in _COUNTED
        days.append(Day(day, counts, n if counts else None, why, ARTICLES[why]))
        day += timedelta(days=1)
    return days


def _not_counted(
    day: date, line: Timeline, answered_on: date | None, calendar: Calendar
) -> str | None:
    """Why a day does not count; None for one that does."""
    if answered_on is not None and day > answered_on:
        return "after_answer"
    if day == line.start:
        return "start_day"
    if day == line.received_on:
        return "received"
    kind = calendar.kind(day)
    if kind in _FREE:
        return kind
    for span in (*line.waits, *line.stops):
        if span.covers(day, line.end):
            return span.why
    return "restarted" if day < line.start else None


def _counted(day: date, n: int, limit: int, calendar: Calendar) -> str:
    if n > limit:
        return "over"
    if calendar.kind(day) == "make_up":
        return "make_up"
    return "extended" if n > TERM else "counted"
