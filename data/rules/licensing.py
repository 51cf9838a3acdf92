"""The term of one approval case with its stops and its extension (行政许可法 Art. 42, 44, 45).

A stop takes its working days out of the term only from the day on which the applicant was told of it
in writing (Art. 45), and an extension holds only with the consent of the head and notice to the
applicant (Art. 42). Neither revives a term that has run out: what begins later counts for nothing.
Stops that lie over each other are counted once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.rules.limits import EXTENSION, JOINT_EXTENSION
from data.rules.workdays import Calendar


@dataclass(frozen=True)
class Stop:
    """A stop from a day until another (none: it goes on), and when the applicant was told of it."""

    from_on: date
    until_on: date | None = None
    notified_on: date | None = None


@dataclass(frozen=True)
class Extension:
    """Working days granted; without both dates the source states no more than their number."""

    days: int | None = None
    approved_on: date | None = None
    notified_on: date | None = None
    joint: bool = False

    @property
    def most(self) -> int:
        return JOINT_EXTENSION if self.joint else EXTENSION

    @property
    def dated(self) -> bool:
        return self.approved_on is not None or self.notified_on is not None

    @property
    def granted(self) -> int:
        """The days that it is of, at most what the law allows; dates alone mean all of them."""
        return min(self.most if self.days is None and self.dated else self.days or 0, self.most)


@dataclass(frozen=True)
class Term:
    """When a term ends, and what was taken out of it or added to it, in working days.

    `due_on` is None without a limit and while a stop goes on (`stopped`).
    """

    due_on: date | None
    excluded_days: int
    extension_days: int
    stopped: bool


def term(
    start: date,
    limit: int | None,
    stops: Iterable[Stop],
    extension: Extension,
    ended: date | None,
    calendar: Calendar,
) -> Term:
    """The term of `limit` working days from the day after `start`, for a case that `ended` or not.

    Without a limit nothing runs out: all stops of which the applicant was told are taken out.
    Raises `CalendarNotLoaded`.
    """
    excluded = extended = 0
    free_until = start
    granted = extension.granted
    if granted and not extension.dated:
        extended, granted = granted, 0

    def due() -> date | None:
        return calendar.add(start, limit + extended + excluded) if limit else None

    for begins, stop in _in_order(stops, extension, start):
        last = due()
        if last is not None and begins > last:
            break  # the term has run out: nothing later brings it back
        if stop is None:
            extended = granted
            continue
        until = min((day for day in (stop.until_on, ended) if day is not None), default=None)
        if until is None:
            return Term(None, excluded, extended, stopped=True)
        begins = max(begins, free_until)
        if until > begins:
            excluded += calendar.count(begins, until)
            free_until = until
    return Term(due(), excluded, extended, stopped=False)


def _in_order(
    stops: Iterable[Stop], extension: Extension, start: date
) -> list[tuple[date, Stop | None]]:
    """What changes a term, by the day from which it does; None is the extension."""
    events: list[tuple[date, Stop | None]] = []
    for stop in stops:
        if stop.notified_on is not None:
            begins = max(stop.from_on, stop.notified_on, start)
            if stop.until_on is None or stop.until_on > begins:
                events.append((begins, stop))
    if extension.approved_on is not None and extension.notified_on is not None:
        events.append((max(extension.approved_on, extension.notified_on), None))
    return sorted(events, key=lambda event: (event[0], event[1] is not None))


def extension_basis(extension: Extension, counted: int) -> str | None:
    """On what an extension stands: `dated`, `undated`, `not_valid`; None where there is none."""
    if not extension.granted:
        return None
    if not extension.dated:
        return "undated"
    return "dated" if counted else "not_valid"
