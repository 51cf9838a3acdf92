"""The hours of a day beside those of a usual day, up to when they are counted, and what is usual by then.

A source that falls silent is not a hall without work. Intake goes on saying that it is alive while
nothing is sent; counted on to the present, such a day would fall ever further behind a usual one. So it
is counted, and compared, up to its newest case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, select

from data.answers.opening import works
from data.hall import hall
from data.rollups.plan import NONE
from data.rollups.sums import counts, part_of
from data.rules.workdays import Calendar
from data.store.tables import SETTINGS, day_number, setting_of

# Of cases whose source gives a date without a time.
NO_HOUR = -1
# Series → hour → day number → cases.
Series = dict[str, dict[int, dict[int, int]]]
# Records of the last visits come in until then, and a small hall has pauses.
SILENT_AFTER = timedelta(minutes=30)
# A usual day has at least so many cases in the time that is missing; fewer may well not have been.
_LEAST_CASES = 5
_HOUR, _DAY = 3_600, 86_400


def hours_of(series: Series, day: date, usual: list[date], until: datetime) -> list[dict[str, Any]]:
    """The day hour by hour beside a usual day; hours that are not counted yet have no number."""
    number, days = day_number(day), [day_number(d) for d in usual]
    running = _running(day, until)
    result = []
    for hour in range(24):
        future = hour > running
        row: dict[str, Any] = {"hour": hour}
        for name in ("completed", "accepted"):
            row[name] = None if future else series[name].get(hour, {}).get(number, 0)
        past = [series["completed"].get(hour, {}).get(d, 0) for d in days]
        row["usual"] = median(past) if past else None
        row["partial"] = hour == running
        result.append(row)
    return result


def by_hour(
    connection: Connection, name: str, day: int, usual: list[int]
) -> dict[int, dict[int, int]]:
    """Hour (`NO_HOUR`: not known) → day number → cases, for the day and the usual days."""
    part = part_of("cases", f"cases-{name}", "value")
    assert part
    by_hour_and_day: dict[int, dict[int, int]] = {}
    for at in (day, *usual):
        for hour, n in counts(connection, part, at, at, "day", "hour").get(at, {}).items():
            hour_number = NO_HOUR if hour == NONE else int(hour)
            by_hour_and_day.setdefault(hour_number, {})[at] = n
    return by_hour_and_day


def _running(day: date, until: datetime) -> int:
    """The hour of the day that `until` lies in; 24 where the day is over."""
    return until.hour if until.date() == day else 24


def _second(day: date, instant: datetime) -> int:
    """How many seconds of the day are over at an instant."""
    clock = instant.time()
    return _DAY if instant.date() > day else (clock.hour * 60 + clock.minute) * 60 + clock.second


def _shares(begin: int, end: int) -> dict[int, float]:
    """Which part of each hour lies between two seconds of a day; in an hour cases come evenly."""
    spans = ((hour, min(end, (hour + 1) * _HOUR) - max(begin, hour * _HOUR)) for hour in range(24))
    return {hour: span / _HOUR for hour, span in spans if span > 0}


def usual_by_now(series: Series, usual: list[date], day: date, until: datetime) -> dict[str, Any]:
    """What a usual day has by that time (by its end, for a day that is over): the median of the days."""
    shares = _shares(0, _second(day, until))
    if _running(day, until) == 24:
        shares[NO_HOUR] = 1.0
    days = [day_number(day) for day in usual]
    expected: dict[str, Any] = {}
    for name in ("completed", "accepted"):
        by_now = [
            sum(share * series[name].get(hour, {}).get(number, 0) for hour, share in shares.items())
            for number in days
        ]
        expected[f"{name}_by_now"] = round(median(by_now)) if by_now else None
    weekday = usual[0].weekday() if usual else None
    return expected | {"days": [d.isoformat() for d in usual], "weekday": weekday}


# --- up to when ------------------------------------------------------------------------------------


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
    silent = _open_between(begin, until) > SILENT_AFTER and _are_missing(
        day, begin, until, series, usual
    )
    return Reach(begin if silent else until, silent)


def newest_event(connection: Connection, dataset: str) -> datetime | None:
    """The newest event of a dataset, as intake keeps it; None where it has none."""
    kept = select(SETTINGS.c.value).where(SETTINGS.c.name == setting_of("newest", dataset))
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


def _are_missing(
    day: date, begin: datetime, end: datetime, series: Series, usual: Sequence[date]
) -> bool:
    """Whether a usual day has cases between two instants; where none is usual, they may be."""
    shares = _shares(_second(day, begin), _second(day, end))
    cases = [
        sum(
            share * by_hour.get(hour, {}).get(day_number(before), 0)
            for by_hour in series.values()
            for hour, share in shares.items()
        )
        for before in usual
    ]
    return not cases or median(cases) >= _LEAST_CASES
