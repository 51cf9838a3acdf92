"""The count of a request's term, day by day: which days count, which do not, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from data.rules.disclosure.due import TERM, Given
from data.rules.disclosure.history import read
from data.rules.disclosure.term import clock
from data.rules.disclosure.timeline import Event, Timeline
from data.rules.disclosure.words import ARTICLES, RESTARTS, Words
from data.rules.workdays import Calendar, CalendarNotLoaded

_FREE = ("weekend", "holiday")
_SILENT = {"stopped_third_party": "third_party_silent", "stopped_agency": "agency_silent"}


@dataclass(frozen=True)
class Day:
    """One calendar day; `n` is its number in the count, None where it does not count."""

    date: date
    counts: bool
    n: int | None
    why: str
    """Id in `WHY`."""
    article: Words
    """The rule it follows from, as (Chinese, English)."""


def explain(
    received_on: date,
    events: Iterable[Event],
    ended_on: date | None,
    asked_on: date,
    calendar: Calendar,
    excluded_days: int = 0,
    extension_days: int = 0,
    outcome: str | None = None,
    due_on: date | None = None,
    opinion_days: int = Given.opinion_days,
    whole: bool = True,
) -> list[Day]:
    """Every day from receipt to the due date, or to the end (or `asked_on`) if that is later.

    Arguments as for `clock`. The days counted up to the answer (or `asked_on`) are its
    `used_days`; days after `asked_on` say what will count if nothing else happens. Excluded days
    without a date are taken from the first days of the count, as their place is not known.
    Raises CalendarNotLoaded for a year that is not loaded; with `whole=False` the list then ends
    where the loaded years do.
    """
    events = list(events)
    given = Given(excluded_days, extension_days, due_on, opinion_days)
    line = read(received_on, events, ended_on, asked_on, outcome, calendar, given)
    standing = clock(
        received_on, events, ended_on, asked_on, calendar,
        excluded_days, extension_days, outcome, due_on, opinion_days,
    )  # fmt: skip
    if whole:
        _refuse_unloaded(standing.reason, received_on)
    limit = TERM + standing.extension_days
    count = _Count(line, standing.state == "closed", calendar, limit, due_on, excluded_days)
    last = max(standing.due_on or received_on, line.end, received_on)
    return _listed(count, received_on, last, whole)


def _listed(count: _Count, day: date, last: date, whole: bool) -> list[Day]:
    days: list[Day] = []
    while day <= last:
        try:
            days.append(count.next(day))
        except CalendarNotLoaded:
            if whole:
                raise
            break
        day += timedelta(days=1)
    return days


def _refuse_unloaded(reason: str | None, received_on: date) -> None:
    if reason == "no-calendar":
        raise CalendarNotLoaded(received_on.year)
    if reason and reason.startswith("calendar-"):
        raise CalendarNotLoaded(int(reason.removeprefix("calendar-")))


@dataclass
class _Count:
    """The count as it goes from day to day."""

    line: Timeline
    closed: bool
    calendar: Calendar
    limit: int
    stated: date | None
    undated: int
    n: int = 0

    def next(self, day: date) -> Day:
        why = self._not_counted(day)
        if why is None and self.undated > 0:
            why, self.undated = "excluded_undated", self.undated - 1
        if why is not None:
            return Day(day, False, None, why, self._article(why))
        self.n += 1
        why = self._counted(day)
        return Day(day, True, self.n, why, ARTICLES[why])

    def _article(self, why: str) -> Words:
        if why in ("start_day", "restarted") and self.line.restarted_by:
            return RESTARTS[self.line.restarted_by]
        return ARTICLES[why]

    def _counted(self, day: date) -> str:
        if (self.n > self.limit) if self.stated is None else (day > self.stated):
            return "over"
        silent = next((s for s in self.line.stops if s.silent(day, self.line.end)), None)
        if silent:
            return _SILENT[silent.why]
        if self.calendar.kind(day) == "make_up":
            return "make_up"
        return "extended" if self.n > TERM else "counted"

    def _not_counted(self, day: date) -> str | None:
        """Why a day does not count; None for one that does."""
        line = self.line
        if line.ended_on is not None and day > line.ended_on:
            return "after_closing" if self.closed else "after_answer"
        if day == line.start:
            return "start_day"
        if day == line.received_on:
            return "received"
        kind = self.calendar.kind(day)
        if kind in _FREE:
            return kind
        for span in (*line.waits, *line.stops):
            if span.covers(day, line.end):
                return span.why
        return "restarted" if day < line.start else None
