"""The hours of a day beside those of a usual day, and what a usual day has by now."""

from __future__ import annotations

from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import Connection

from data.rollups.plan import NONE
from data.rollups.sums import counts, part_of
from data.store.tables import day_number

# Of cases whose source gives a date without a time.
NO_HOUR = -1
# Series → hour → day number → cases.
Series = dict[str, dict[int, dict[int, int]]]


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


def usual_by_now(series: Series, usual: list[date], day: date, until: datetime) -> dict[str, Any]:
    """What a usual day has by that time (by its end, for a day that is over): the median of the days."""
    running = _running(day, until)
    shares = [(hour, 1.0) for hour in range(running)]
    part = (until.minute * 60 + until.second) / 3600
    shares += [(running, part)] if running < 24 else [(NO_HOUR, 1.0)]
    days = [day_number(day) for day in usual]
    expected: dict[str, Any] = {}
    for name in ("completed", "accepted"):
        by_now = [
            sum(share * series[name].get(hour, {}).get(number, 0) for hour, share in shares)
            for number in days
        ]
        expected[f"{name}_by_now"] = round(median(by_now)) if by_now else None
    weekday = usual[0].weekday() if usual else None
    return expected | {"days": [d.isoformat() for d in usual], "weekday": weekday}
