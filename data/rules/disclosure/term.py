"""The term of a disclosure request: due date, days used, state (政府信息公开条例, 2019).

`due = add(T0*, 20 + extension) + excluded working days`, `used = workdays(T0*, answered) −
excluded`; T0* is the receipt of the request or, later, of its correction (Art. 30) or fee. The
count starts on the next working day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from data.rules.disclosure.timeline import Event, Span, Timeline, merged, timeline
from data.rules.workdays import Calendar, CalendarNotLoaded

TERM = 20
"""Working days to answer (Art. 33)."""
EXTENSION = 20
"""Working days more, at most (Art. 33)."""
CORRECTION_NOTICE = 7
"""Working days within which a correction is asked for (Art. 30)."""
FEE_TERM = 20
"""Working days to pay a fee notice (国办函〔2020〕109号)."""
OPINION_TERM = 15
"""Working days for a third party or another agency to reply (Art. 32, 34)."""
DUE_SOON = 3
"""Working days left from which a request is close to due."""

ENDED_UNANSWERED = ("r21", "r22")
"""Rows 三(六)1 and 2 of the annual report: not corrected, not paid, handled no further."""


@dataclass(frozen=True)
class Clock:
    """Where a request stands on `asked_on`. Days are working days; None: cannot be computed."""

    start: date
    """T0*: day 0 of the term."""
    due_on: date | None
    used_days: int | None
    """Counted days up to the answer, or up to `asked_on` while there is none."""
    excluded_days: int | None
    """Third-party and agency time since T0*, and the undated days a source gives."""
    extension_days: int
    """Of a valid extension; 0 for one that does not count."""
    state: str
    """open, awaiting_correction, stopped, answered or closed (ended without an answer)."""
    flags: frozenset[str]
    reason: str | None
    """Why `due_on` is None: calendar-<year>, awaiting-correction, awaiting-fee or closed."""
    days_left: int | None
    """Up to the due date while open; below 0 by the days over."""
    answered_on: date | None
    asked_on: date

    @property
    def on_time(self) -> bool | None:
        """Answered by the due date; None without an answer or a due date."""
        if self.answered_on is None or self.due_on is None:
            return None
        return self.answered_on <= self.due_on

    @property
    def due_soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= DUE_SOON

    def overdue(self, asked_on: date | None = None) -> bool:
        """Asked after the due date and not answered. An open stop holds the date as computed."""
        open_term = self.due_on is not None and self.answered_on is None
        return open_term and (asked_on or self.asked_on) > (self.due_on or date.max)


def clock(
    received_on: date,
    events: Iterable[Event],
    answered_on: date | None,
    asked_on: date,
    calendar: Calendar,
    excluded_days: int = 0,
    extension_days: int = 0,
    outcome: str | None = None,
    due_on: date | None = None,
) -> Clock:
    """The clock of one request as of `asked_on`; events are taken as facts whatever their date.

    `excluded_days` are undated ones of a source without events, `extension_days` those granted
    (by themselves a valid extension). A third party or agency that was asked and has not replied
    stops the term: the due date then moves with `asked_on`. While a correction or a fee is awaited
    no term runs and there is no due date. `outcome` (r03…r23) tells an answer from an end without
    one; without it, an end while correction or fee is awaited is `closed`. A `due_on` that the
    source states wins over the computed one, whatever the state.
    """
    line = read(received_on, events, answered_on, asked_on, outcome)
    undated = max(excluded_days, 0)
    extension, flags = _extension(line, undated, extension_days, calendar)
    flags |= {"undated_exclusion"} if undated else set()
    if answered_on is not None and answered_on <= line.start:
        flags |= {"answered_before_start"}
    state = _state(line, answered_on, outcome)
    found = Clock(
        start=line.start,
        due_on=None,
        used_days=None,
        excluded_days=None,
        extension_days=extension,
        state=state,
        flags=line.flags | flags | _lateness(line, calendar),
        reason=_no_term(line, state),
        days_left=None,
        answered_on=answered_on,
        asked_on=asked_on,
    )
    return _counted(found, line, undated, due_on, calendar)


def read(
    received_on: date,
    events: Iterable[Event],
    answered_on: date | None,
    asked_on: date,
    outcome: str | None,
) -> Timeline:
    """The request's timeline, with what its outcome says about a wait still open."""
    answered = outcome is not None and outcome not in ENDED_UNANSWERED
    return timeline(received_on, events, answered_on, asked_on, answered and bool(answered_on))


def _counted(
    found: Clock, line: Timeline, undated: int, stated: date | None, calendar: Calendar
) -> Clock:
    """The clock with all that the calendar can tell; the year it lacks as the reason."""
    try:
        excluded = _taken(line.stops, line, calendar) + undated
        used = max(_elapsed(line, calendar) - undated, 0)
        found = replace(found, excluded_days=excluded, used_days=used)
    except CalendarNotLoaded:
        pass  # Unknown used days do not keep the due date from being known.
    if stated is not None:
        return replace(found, due_on=stated, reason=None, days_left=_left(found, stated, calendar))
    if found.reason:
        return found
    try:
        due = due_date(line, TERM + found.extension_days + undated, calendar)
    except CalendarNotLoaded as refused:
        return replace(found, reason=f"calendar-{refused.year}")
    return replace(found, due_on=due, days_left=_left(found, due, calendar))


def _left(found: Clock, due: date, calendar: Calendar) -> int | None:
    """Working days from the day asked on to the due date; None once answered, or not known."""
    if found.answered_on is not None:
        return None
    try:
        if found.asked_on <= due:
            return calendar.count(found.asked_on, due)
        return -calendar.count(due, found.asked_on)
    except CalendarNotLoaded:
        return None


def due_date(line: Timeline, limit: int, calendar: Calendar) -> date:
    """`limit` working days after T0*, and as many more as the stops took.

    Stops that overlap count once. A stop that began after the term had run out moves nothing.
    """
    due, stopped = calendar.add(line.start, limit), 0
    for after, until in merged(line.stops, line.start, line.end):
        if after > due:
            break
        stopped += calendar.count(after, until)
        due = calendar.add(line.start, limit + stopped)
    return due


def _taken(spans: Iterable[Span], line: Timeline, calendar: Calendar) -> int:
    """Working days of spans within the term so far, overlaps once."""
    pairs = merged(spans, line.start, line.end)
    return sum(calendar.count(after, min(until, line.end)) for after, until in pairs)


def _elapsed(line: Timeline, calendar: Calendar) -> int:
    """Working days since T0* that neither a stop nor a wait takes off."""
    total = calendar.count(line.start, line.end)
    return total - _taken((*line.stops, *line.waits), line, calendar)


def _extension(
    line: Timeline, undated: int, days: int, calendar: Calendar
) -> tuple[int, frozenset[str]]:
    """Valid extension days and flags. Consent and notice both, by the end of the first term.

    Art. 33: consent of the responsible head *and* notice to the applicant, at most 20 working days
    more. An extension decided or told after the term had run out is too late to extend it.
    """
    approved, notified = line.extension_approved, line.extension_notified
    if approved is None and notified is None:
        flags = {"undated_extension"} if days > 0 else set()
        return _capped(days, flags)
    if approved is None or notified is None:
        return 0, frozenset({"invalid_extension"})
    try:
        first = None if line.waiting else due_date(line, TERM + undated, calendar)
    except CalendarNotLoaded:
        first = None  # The due date is refused all the same; do not call it late on a guess.
    if first is not None and max(approved, notified) > first:
        return 0, frozenset({"late_extension"})
    return _capped(days or EXTENSION, set())


def _capped(days: int, flags: set[str]) -> tuple[int, frozenset[str]]:
    if days > EXTENSION:
        flags.add("extension_capped")
    return min(max(days, 0), EXTENSION), frozenset(flags)


def _lateness(line: Timeline, calendar: Calendar) -> frozenset[str]:
    """Steps that took longer than their own limit; they change no date, they are shown."""
    limits = {
        "awaiting_fee": ("fee_unpaid", FEE_TERM),
        "stopped_third_party": ("third_party_late", OPINION_TERM),
        "stopped_agency": ("agency_late", OPINION_TERM),
    }
    steps = [
        ("late_correction_notice", CORRECTION_NOTICE, since, asked)
        for since, asked in line.asked_corrections
    ]
    steps += [
        (*limits[span.why], span.after, span.until or line.end)
        for span in (*line.waits, *line.stops)
        if span.why in limits
    ]
    return frozenset(
        flag for flag, limit, since, until in steps if _longer(since, until, limit, calendar)
    )


def _longer(since: date, until: date, limit: int, calendar: Calendar) -> bool:
    try:
        return calendar.count(since, until) > limit
    except CalendarNotLoaded:
        return False  # Not known to be late.


def _state(line: Timeline, answered_on: date | None, outcome: str | None) -> str:
    if answered_on is not None:
        return "closed" if line.waiting or outcome in ENDED_UNANSWERED else "answered"
    if line.waiting:
        return "awaiting_correction" if line.waiting.why == "awaiting_correction" else "stopped"
    return "stopped" if any(stop.until is None for stop in line.stops) else "open"


def _no_term(line: Timeline, state: str) -> str | None:
    if state == "closed":
        return "closed"
    return line.waiting.why.replace("_", "-") if line.waiting else None
