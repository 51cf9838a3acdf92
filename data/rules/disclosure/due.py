"""Counting a term: its due date, the days used and excluded, and a valid extension."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.rules.disclosure.stops import OPINION_TERM
from data.rules.disclosure.timeline import Span, Timeline, merged
from data.rules.workdays import Calendar, CalendarNotLoaded

TERM = 20
"""Working days to answer (Art. 33)."""
EXTENSION = 20
"""Working days more, at most (Art. 33)."""


@dataclass(frozen=True)
class Given:
    """What is given beside events, in working days.

    `excluded_days` are undated ones of a source without events, `extension_days` those granted (by
    themselves a valid extension), `due_on` a due date that the source states. `opinion_days`: how
    many a third party or another agency has to reply. `all_replied_on`: as if every letter without
    a reply had one on that day.
    """

    excluded_days: int = 0
    extension_days: int = 0
    due_on: date | None = None
    opinion_days: int = OPINION_TERM
    all_replied_on: date | None = None


def due_date(line: Timeline, limit: int, calendar: Calendar) -> date:
    """`limit` working days after T0*, and as many more as the stops take.

    Stops that overlap count once. A stop that began after the term had run out moves nothing.
    """
    due, stopped = calendar.add(line.start, limit), 0
    for after, until in merged(line.stops, line.start, line.end):
        if after > due:
            break
        stopped += calendar.count(after, until)
        due = calendar.add(line.start, limit + stopped)
    return due


def within_term(line: Timeline, limit: int, calendar: Calendar) -> tuple[Span, ...]:
    """The stops that began while the term ran, as far as the calendar can tell."""
    within: list[Span] = []
    try:
        due, stopped = calendar.add(line.start, limit), 0
        for stop in line.stops:
            if stop.after > due:
                continue
            within.append(stop)
            pairs = merged(within, line.start, line.end)
            stopped = sum(calendar.count(after, until) for after, until in pairs)
            due = calendar.add(line.start, limit + stopped)
    except CalendarNotLoaded:
        return line.stops
    return tuple(within)


def days_in(spans: Iterable[Span], line: Timeline, calendar: Calendar, last: date) -> int:
    """Working days of spans since T0* up to a day, overlaps once."""
    pairs = merged(spans, line.start, line.end)
    return sum(calendar.count(after, min(until, last)) for after, until in pairs)


def elapsed(line: Timeline, calendar: Calendar, last: date) -> int:
    """Working days since T0* up to a day that neither a stop nor a wait takes off."""
    total = calendar.count(line.start, last)
    return total - days_in((*line.stops, *line.waits), line, calendar, last)


def extension(line: Timeline, given: Given, calendar: Calendar) -> tuple[int, frozenset[str]]:
    """Valid extension days and flags. Consent and notice both, by the end of the first term.

    Art. 33: consent of the responsible head *and* notice to the applicant, at most 20 working days
    more. An extension decided or told after the term had run out is too late to extend it.
    """
    approved, notified, days = (
        line.extension_approved,
        line.extension_notified,
        given.extension_days,
    )
    if approved is None and notified is None:
        return _capped(days, {"undated_extension"} if days > 0 else set())
    if approved is None or notified is None:
        return 0, frozenset({"invalid_extension"})
    try:
        first = (
            None if line.waiting else due_date(line, TERM + max(given.excluded_days, 0), calendar)
        )
    except CalendarNotLoaded:
        first = None  # The due date is refused all the same; do not call it late on a guess.
    if first is not None and max(approved, notified) > first:
        return 0, frozenset({"late_extension"})
    return _capped(days or EXTENSION, set())


def _capped(days: int, flags: set[str]) -> tuple[int, frozenset[str]]:
    if days > EXTENSION:
        flags.add("extension_capped")
    return min(max(days, 0), EXTENSION), frozenset(flags)


def limit_of(line: Timeline, given: Given, calendar: Calendar) -> int:
    """Working days of the term in all: 20, a valid extension, and undated exclusions."""
    return TERM + extension(line, given, calendar)[0] + max(given.excluded_days, 0)
