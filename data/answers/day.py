"""The wall's numbers of one day, against a usual day: all from rollups, in a few look-ups each.

A usual day is the median of the last working days of the same weekday (how many: `hall.toml`); a make-up
workday is compared with the weekday that it replaces. Inside the running hour the usual count is taken
to grow evenly, so that it can be recomputed from the published hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from data.answers.hours_of_day import by_hour, hours_of, newest_event, reach, usual_by_now
from data.answers.newest_day import newest_day
from data.answers.opening import opening
from data.answers.values import NO_DATA, Value, values
from data.catalog import DATASETS, OWNERS, PUBLISHED
from data.definitions import Dataset
from data.definitions.measure import Number
from data.hall import hall
from data.questions import Values, Where
from data.rollups.coverage import coverage
from data.rules.workdays import Calendar, CalendarNotLoaded
from data.store.backend import Backend, Prepared, backend_of
from data.store.tables import TABLES, day_number

# A usual day is looked for at most this far back.
_LOOK_BACK_DAYS = 200


@dataclass(frozen=True)
class _Day:
    """A day's numbers, each asked as anybody would ask the indicator."""

    connection: Connection
    day: date
    today: date

    def value(self, indicator: str, where: Where = (), since: date | None = None) -> Value | None:
        """Of the day, or of the days since another; None where there is no data at all, or not yet."""
        if self.day == self.today and _is_awaited(self.connection, OWNERS[indicator], self.today):
            return None
        query = Values(indicator, since or self.day, self.day, "total", where=where)
        return next(iter(values(self.connection, query, self.today)), None)

    def number(self, indicator: str, where: Where = ()) -> Number | None:
        answer = self.value(indicator, where)
        return answer.value if answer else None

    def level(self, indicator: str) -> Number | None:
        """A stock at the day's end, or by now; what came in long before still counts."""
        query = Values(indicator, None, self.day, "total")
        answer = next(iter(values(self.connection, query, self.today)), None)
        return answer.value if answer else None

    def share(self, indicator: str, since: date | None = None) -> dict[str, Number | None]:
        answer = self.value(indicator, since=since)
        names = ("value", "numerator", "denominator")
        return {name: getattr(answer, name) if answer else None for name in names}


def overview(
    connection: Connection, calendar: Calendar, now: datetime, day: date | None = None
) -> dict[str, Any]:
    """The document of `/live`: numbers of `day` (default: today, else the hall's newest day).

    Counts are `None` of a kind of data that was never taken in, with the reason in `datasets`, and of
    today before the first step of what moves in steps; rates are `None` without a denominator.
    """
    today = now.date()
    day = day or newest_day(connection, today)
    base = {
        "now": now.isoformat(timespec="seconds"),
        **opening(calendar, now),
        "datasets": _datasets(connection),
    }
    if day is None:
        requests = _disclosure(connection, calendar, today, today)
        return base | _EMPTY | {"disclosure": requests}
    at = _Day(connection, day, today)
    usual = _covered(connection, usual_days(calendar, day))
    days = [day_number(d) for d in usual]
    series = {n: by_hour(connection, n, day_number(day), days) for n in ("completed", "accepted")}
    to = reach(calendar, day, now, newest_event(connection, "cases"), series, usual)
    return base | {
        "day": day.isoformat(),
        "is_today": day == today,
        "counted_until": to.until.isoformat(timespec="seconds"),
        "silent": to.silent,
        "accepted": at.number("cases-accepted"),
        "accepted_online": at.number("cases-accepted", (("channel", ("online",)),)),
        "completed": at.number("cases-completed"),
        "in_progress": at.level("cases-in-progress"),
        "overdue": at.level("cases-overdue"),
        "on_time": at.share("on-time-rate"),
        **_ratings(at),
        "usual": usual_by_now(series, usual, day, to.until),
        "hours": hours_of(series, day, usual, to.until) if _has(connection, "cases") else [],
        "disclosure": _disclosure(connection, calendar, day, today),
    }


def _is_awaited(connection: Connection, dataset: Dataset, today: date) -> bool:
    """Whether the first numbers of the running day are still to come, with the day's first step."""
    if not dataset.steps:
        return False
    covered = coverage(connection, dataset)
    return covered is not None and covered.last < today


_SHOWN = ("cases", "evaluations", "disclosure-requests")


def _has(connection: Connection, dataset: str) -> bool:
    return dataset in PUBLISHED and coverage(connection, DATASETS[dataset]) is not None


def _datasets(connection: Connection) -> list[dict[str, Any]]:
    """Of each kind of data on the wall, why it has no numbers: none was ever taken in."""
    reported = (id for id in _SHOWN if id in PUBLISHED)
    return [{"dataset": id, "reason": None if _has(connection, id) else NO_DATA} for id in reported]


def _covered(connection: Connection, days: list[date]) -> list[date]:
    """Those of the days that the data covers; none if they are too few to say what is usual."""
    covered = coverage(connection, DATASETS["cases"])
    days_covered = [day for day in days if covered and day >= covered.first]
    return days_covered if 2 * len(days_covered) >= hall().usual_days else []


_EMPTY: dict[str, Any] = {
    "day": None,
    "is_today": False,
    "counted_until": None,
    "silent": False,
    "accepted": None,
    "accepted_online": None,
    "completed": None,
    "in_progress": None,
    "overdue": None,
    "on_time": {"value": None, "numerator": None, "denominator": None},
    "good": {"value": None, "numerator": None, "denominator": None},
    "ratings": None,
    "scores": [],
    "bad": {"n": None, "rectified": None, "not_upheld": None, "pending": None},
    "usual": {"completed_by_now": None, "accepted_by_now": None, "days": [], "weekday": None},
    "hours": [],
    "disclosure": {
        "open": None,
        "overdue": None,
        "due_soon": None,
        "on_time_year": {"value": None, "numerator": None, "denominator": None},
    },
}


def usual_days(calendar: Calendar, day: date) -> list[date]:
    """The last working days before `day` of the weekday that it is compared with, newest first."""
    try:
        weekday = calendar.replaced_weekday(day)
    except CalendarNotLoaded:
        weekday = day.weekday()
    if weekday is None:
        return []
    usual: list[date] = []
    before = day
    for _ in range(_LOOK_BACK_DAYS):
        before -= timedelta(days=1)
        if before.weekday() == weekday and _worked(calendar, before):
            usual.append(before)
            if len(usual) == hall().usual_days:
                break
    return usual


def _worked(calendar: Calendar, day: date) -> bool:
    try:
        return calendar.is_workday(day)
    except CalendarNotLoaded:
        return False


def _ratings(at: _Day) -> dict[str, Any]:
    if "evaluations" not in PUBLISHED:
        return {name: _EMPTY[name] for name in ("good", "ratings", "scores", "bad")}
    ratings = at.number("ratings")
    return {
        "good": at.share("good-rating-rate"),
        "ratings": ratings,
        "scores": [] if ratings is None else _scores(at),
        "bad": _bad(at),
    }


def _scores(at: _Day) -> list[dict[str, Number | None]]:
    query = Values("ratings", at.day, at.day, "total", by=("score",))
    by_level = {answer.codes[0]: answer.value for answer in values(at.connection, query, at.today)}
    return [{"score": score, "n": by_level.get(str(score))} for score in (5, 4, 3, 2, 1)]


def _bad(at: _Day) -> dict[str, Number | None]:
    """What became of the day's bad ratings by now."""
    verified, upheld = at.number("bad-ratings-verified"), at.number("bad-ratings-upheld")
    return {
        "n": at.number("bad-ratings"),
        "rectified": at.number("bad-ratings-rectified"),
        "not_upheld": None if verified is None or upheld is None else verified - upheld,
        "pending": at.number("bad-ratings-pending"),
    }


def _disclosure(
    connection: Connection, calendar: Calendar, day: date, today: date
) -> dict[str, Any]:
    if not _has(connection, "disclosure-requests"):
        return _EMPTY["disclosure"]
    at = _Day(connection, day, today)
    return {
        "open": at.level("disclosure-open"),
        "overdue": at.level("disclosure-overdue"),
        "due_soon": _due_soon(connection, calendar, day),
        "on_time_year": at.share("disclosure-on-time", since=date(day.year, 1, 1)),
    }


def _due_soon(connection: Connection, calendar: Calendar, day: date) -> int | None:
    """Open requests due today or within the hall's number of working days."""
    try:
        last = calendar.add(day, hall().due_soon_days)
    except CalendarNotLoaded:
        return None
    between = {"first": day_number(day), "last": day_number(last)}
    return _open_and_due(backend_of(connection)).rows(connection, between)[0][0]


@cache
def _open_and_due(backend: Backend) -> Prepared:
    """Counts requests that are open on the day `first` and due by the day `last`."""
    requests, first = TABLES["disclosure-requests"].c, bindparam("first")
    return backend.prepared(
        select(func.count()).where(
            requests.due_on.between(first, bindparam("last")),
            requests.received_on <= first,
            or_(requests.closed_on.is_(None), requests.closed_on > first),
        )
    )
