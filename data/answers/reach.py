"""Up to when the records of a day reach: a source that falls silent is not a hall without work.

Intake goes on saying that it is alive while a source sends nothing. Counted on to the present, such a
day would fall ever further behind a usual one. So it is counted, and compared, up to its newest case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from sqlalchemy import Connection, select

from data.answers.hours_of_day import NO_HOUR, Series
from data.answers.opening import works
from data.hall import hall
from data.rules.workdays import Calendar
from data.store.tables import SETTINGS, day_number

# Records of the last visits come in until then, and a small hall has pauses.
SILENT_AFTER = timedelta(minutes=30)
# A usual day has at least so many cases in the time that is missing; fewer may well not have been.
_LEAST_CASES = 5


@dataclass(frozen=True)
class Reach:
    """A day is counted up to `until`; `silent`: that is earlier than it could be."""

    until: datetime
    silent: bool


def reach(
    calendar: Calendar,
    day: date,
    now: datetime,
    newest: datetime | None,
    series: Series,
    usual: Sequence[date],
) -> Reach:
    """How far the cases of `day` reach: to now, to the day's end, or to `newest`, the newest case.

    The latter where the windows have been open for more than half an hour since, and on a usual day
    cases came in meanwhile. Of a source without times of day and of days off that is not known.
    """
    midnight = datetime.combine(day + timedelta(days=1), time(), now.tzinfo)
    until = min(now, midnight)
    if newest is None or newest.date() > day or not works(calendar, day) or _is_untimed(series):
        return Reach(until, silent=False)
    begin = max(newest, midnight - timedelta(days=1))
    if _open_between(begin, until) <= SILENT_AFTER or not _are_missing(begin, until, series, usual):
        return Reach(until, silent=False)
    return Reach(begin, silent=True)


def newest_event(connection: Connection, dataset: str) -> datetime | None:
    """The newest event of a dataset, as intake keeps it; None where it has none."""
    kept = select(SETTINGS.c.value).where(SETTINGS.c.name == f"newest:{dataset}")
    seconds = connection.scalar(kept)
    return datetime.fromtimestamp(int(seconds), hall().zone) if seconds else None


def _is_untimed(series: Series) -> bool:
    return any(NO_HOUR in by_hour for by_hour in series.values())


def _open_between(begin: datetime, end: datetime) -> timedelta:
    """For how long the windows are open between two instants of one day."""
    spans = [(_at(begin, start), _at(begin, close)) for start, close in hall().hours]
    shared = (min(close, end) - max(start, begin) for start, close in spans)
    return sum((span for span in shared if span > timedelta()), timedelta())


def _at(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, day.tzinfo)


def _are_missing(begin: datetime, end: datetime, series: Series, usual: Sequence[date]) -> bool:
    """Whether a usual day has cases in the whole hours between; where none is usual, they may be."""
    if not usual:
        return True
    last = 24 if end.date() > begin.date() else end.hour
    hours = range(begin.hour + 1, last)
    cases = [
        sum(by_hour.get(hour, {}).get(day_number(day), 0) for by_hour in series.values() for hour in hours)
        for day in usual
    ]  # fmt: skip
    return not hours or median(cases) >= _LEAST_CASES
