"""The term of a disclosure request: due date, days used, state (政府信息公开条例, 2019).

`due = add(T0*, 20 + extension) + excluded working days`, `used = workdays(T0*, answered) −
excluded`; T0* is the receipt of the request or, later, of its correction (Art. 30) or fee. The
count starts on the next working day. No due date depends on the day asked on: while somebody is
asked, it is the latest one, which a reply brings forward.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from data.rules.disclosure.due import TERM, Given, days_in, due_date, elapsed, extension
from data.rules.disclosure.history import CLOSED_UNANSWERED, read
from data.rules.disclosure.timeline import Event, Timeline
from data.rules.workdays import Calendar, CalendarNotLoaded

CORRECTION_NOTICE = 7
"""Working days within which a correction is asked for (Art. 30)."""
DUE_SOON = 3
"""Working days left from which a request is close to due."""

_CLOSED_BY = {"r21": "correction_asked", "r22": "fee_notified"}
_OVERSTAYED = {"awaiting_correction": "correction_overdue", "awaiting_fee": "fee_unpaid"}
_SILENT = {"stopped_third_party": "third_party_late", "stopped_agency": "agency_late"}


@dataclass(frozen=True)
class Clock:
    """Where a request stands on `asked_on`. Days are working days; None: cannot be computed."""

    start: date
    """T0*: day 0 of the term."""
    due_on: date | None
    used_days: int | None
    """Counted days up to the answer, or up to `asked_on` while there is none; None once it was
    closed without an answer."""
    excluded_days: int | None
    """What the due date takes in of third-party and agency time since T0* (of a stop without a
    reply the most it can be), and the undated days a source gives."""
    extension_days: int
    """Of a valid extension; 0 for one that does not count."""
    state: str
    """open, awaiting_correction, stopped, answered or closed (ended without an answer)."""
    flags: frozenset[str]
    reason: str | None
    """Why `due_on` is None: calendar-<year>, no-calendar, awaiting-correction, awaiting-fee, closed."""
    days_left: int | None
    """Up to the due date while open; below 0 by the days over."""
    answered_on: date | None
    closed_on: date | None
    """The day of the answer, or of the end without one."""
    asked_on: date
    received_on: date
    applicant_limit_on: date | None = None
    """The applicant's last day to correct or pay, while that is awaited or was when it ended."""
    known_until: date | None = None
    """Of a due date in a year without a notice: the last day that is known …"""
    known_days: int | None = None
    """… the days of the term up to then, and those that remain after it."""
    remaining_days: int | None = None

    @property
    def on_time(self) -> bool | None:
        """Answered by the due date; None without an answer or a due date."""
        if self.answered_on is None or self.due_on is None:
            return None
        return self.answered_on <= self.due_on

    @property
    def at_once(self) -> bool | None:
        """Answered on the day of receipt (当场答复), what Art. 33 asks for first."""
        return None if self.answered_on is None else self.answered_on == self.received_on

    @property
    def due_soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= DUE_SOON

    @property
    def to_close(self) -> bool:
        """Neither corrected nor paid by the applicant's last day, and not closed yet (r21, r22)."""
        limit = self.applicant_limit_on
        return self.closed_on is None and limit is not None and self.asked_on > limit

    def overdue(self, asked_on: date | None = None) -> bool:
        """Asked after the due date, and neither answered nor closed."""
        open_term = self.due_on is not None and self.closed_on is None
        return open_term and (asked_on or self.asked_on) > (self.due_on or date.max)


def clock(
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
    all_replied_on: date | None = None,
) -> Clock:
    """The clock of one request as of `asked_on`; events are taken as facts whatever their date.

    `ended_on` is the day of the answer, or of the end without one: `outcome` (r03…r23) tells them
    apart; without it, an end while correction or fee is awaited is `closed`. Further arguments as in
    `Given`. While a correction or a fee is awaited no term runs and there is no due date. A `due_on`
    that the source states wins over the computed one, whatever the state.
    """
    given = Given(excluded_days, extension_days, due_on, opinion_days, all_replied_on)
    line = read(received_on, events, ended_on, asked_on, outcome, calendar, given)
    extended, flags = extension(line, given, calendar)
    state = _state(line, outcome)
    standing = Clock(
        start=line.start,
        due_on=None,
        used_days=None,
        excluded_days=None,
        extension_days=extended,
        state=state,
        flags=line.flags | flags | _shown(line, given, calendar),
        reason=_no_term(line, state, outcome),
        days_left=None,
        answered_on=ended_on if state == "answered" else None,
        closed_on=ended_on,
        asked_on=asked_on,
        received_on=received_on,
        applicant_limit_on=line.waiting.limit_on if line.waiting else None,
    )
    return _counted(standing, line, given, calendar)


def _counted(standing: Clock, line: Timeline, given: Given, calendar: Calendar) -> Clock:
    """The clock with all that the calendar can tell; the year it lacks as the reason."""
    undated = max(given.excluded_days, 0)
    try:
        latest = line.ended_on or date.max
        excluded = days_in(line.stops, line, calendar, latest) + undated
        if calendar.years:
            standing = replace(standing, excluded_days=excluded)
        if standing.state != "closed":
            used = max(elapsed(line, calendar, line.end) - undated, 0)
            standing = replace(standing, used_days=used)
    except CalendarNotLoaded:
        pass  # Unknown used days do not keep the due date from being known.
    if given.due_on is not None:
        return _due(standing, given.due_on, calendar)
    if standing.reason:
        return standing
    limit = TERM + standing.extension_days + undated
    try:
        return _due(standing, due_date(line, limit, calendar), calendar)
    except CalendarNotLoaded as refused:
        return _unknown(standing, line, limit, calendar, refused.year)


def _due(standing: Clock, due: date, calendar: Calendar) -> Clock:
    ended = standing.closed_on
    late = standing.state == "closed" and ended is not None and ended > due
    flags = standing.flags | ({"overdue_when_closed"} if late else set())
    left = _left(standing, due, calendar)
    return replace(standing, due_on=due, reason=None, days_left=left, flags=flags)


def _unknown(standing: Clock, line: Timeline, limit: int, calendar: Calendar, year: int) -> Clock:
    """Without a due date: how much of the term is known, up to the year that is missing."""
    if not calendar.years:
        return replace(standing, reason="no-calendar")
    standing, last = replace(standing, reason=f"calendar-{year}"), date(year - 1, 12, 31)
    try:
        known_days = min(elapsed(line, calendar, last), limit)
    except CalendarNotLoaded:
        return standing
    return replace(
        standing, known_until=last, known_days=known_days, remaining_days=limit - known_days
    )


def _left(standing: Clock, due: date, calendar: Calendar) -> int | None:
    """Working days from the day asked on to the due date; None once ended, or not known."""
    if standing.closed_on is not None:
        return None
    try:
        if standing.asked_on <= due:
            return calendar.count(standing.asked_on, due)
        return -calendar.count(due, standing.asked_on)
    except CalendarNotLoaded:
        return None


def _shown(line: Timeline, given: Given, calendar: Calendar) -> frozenset[str]:
    """What changes no date and is shown: undated days, steps that took longer than their limit."""
    flags = {
        "late_correction_notice"
        for since, notified in line.asked_corrections
        if _longer(since, notified, CORRECTION_NOTICE, calendar)
    }
    flags |= {"undated_exclusion"} if given.excluded_days > 0 else set()
    for stop in line.stops:
        if stop.until and stop.until < (stop.replied_on or line.end):
            flags.add(_SILENT[stop.why])
    for wait in line.waits:
        if wait.limit_on and wait.limit_on < (wait.until or line.end):
            flags.add(_OVERSTAYED[wait.why])
    if line.waiting and line.waiting.limit_on is None and calendar.years:
        flags |= {"no_correction_limit"} if line.waiting.why == "awaiting_correction" else set()
    if line.ended_on is not None and line.ended_on < line.received_on:
        flags.add("ended_before_receipt")
    return frozenset(flags)


def _longer(since: date, until: date, limit: int, calendar: Calendar) -> bool:
    try:
        return calendar.count(since, until) > limit
    except CalendarNotLoaded:
        return False  # Not known to be late.


def _state(line: Timeline, outcome: str | None) -> str:
    if line.ended_on is not None:
        unanswered = outcome in CLOSED_UNANSWERED or (outcome is None and line.unresolved)
        return "closed" if unanswered else "answered"
    if line.waiting:
        return "awaiting_correction" if line.waiting.why == "awaiting_correction" else "stopped"
    running = (s for s in line.stops if s.replied_on is None and s.covers(line.end, line.end))
    asked_today = (s for s in line.stops if s.replied_on is None and s.after == line.end)
    return "stopped" if any(running) or any(asked_today) else "open"


def _no_term(line: Timeline, state: str, outcome: str | None) -> str | None:
    """Why no term runs, or ran when it ended. Without a notice on record r21 and r22 imply one."""
    if state == "closed":
        implied = _CLOSED_BY.get(outcome or "")
        unseen = implied is not None and implied not in line.notices
        return "closed" if line.waiting or unseen else None
    return line.waiting.why.replace("_", "-") if line.waiting else None
