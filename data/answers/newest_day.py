"""Which day the wall shows while there is nothing of today: the newest on which the hall was at work.

A record that came in late or bears a mistyped date makes no working day of its date. So a day counts
as the newest only if it has at least a tenth of what a day of the time before it had (the median of
the sixty last days with anything, itself included). Today is shown from its first event on: it is
running. Days after today are never shown.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median

from sqlalchemy import Connection

from data.catalog import DATASETS
from data.rollups.coverage import coverage
from data.rollups.sums import part_of, sums
from data.store.tables import day_number, from_day_number

# What makes a day of the hall: cases that came in or were completed, and ratings given.
_EVENTS = (
    ("cases", "cases-accepted"),
    ("cases", "cases-completed"),
    ("evaluations", "ratings"),
)
_DAYS_MOST = 60
_LEAST_SHARE = 0.1
# Sixty days with anything lie within these, and where they do not, those that do suffice.
_LOOK_BACK_DAYS = 400


def newest_day(connection: Connection, today: date) -> date | None:
    """The newest working day with a case or a rating, not after `today`; None without any."""
    last = _last(connection, today)
    if last is None or last == today:
        return last
    events = _events(connection, last)
    while events:
        newest = max(events)
        before = sorted(events)[-_DAYS_MOST:]
        if events[newest] >= _LEAST_SHARE * median(events[day] for day in before):
            return from_day_number(newest)
        del events[newest]
    return last


def _last(connection: Connection, today: date) -> date | None:
    """The last day with any event up to `today`; what lies after it is a mistyped date."""
    coverages = [coverage(connection, DATASETS[id]) for id in ("cases", "evaluations")]
    ends = [days.last for days in coverages if days]
    if not ends or max(ends) <= today:
        return max(ends, default=None)
    if events := _events(connection, today):
        return from_day_number(max(events))
    firsts = [days.first for days in coverages if days and days.first <= today]
    ends = [days.last for days in coverages if days and days.last <= today]
    return max([*ends, *firsts], default=None)


def _events(connection: Connection, last: date) -> Counter[int]:
    """Day number → events, of the days up to `last` that have any."""
    span = day_number(last - timedelta(days=_LOOK_BACK_DAYS)), day_number(last)
    events: Counter[int] = Counter()
    for dataset, indicator in _EVENTS:
        part = part_of(dataset, indicator, "value")
        assert part
        for day, count in sums(connection, [part], *span, "day"):
            if count:
                events[day] += count
    return events
