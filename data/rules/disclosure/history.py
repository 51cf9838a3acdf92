"""The events of a request read into its timeline: which notices and stops have an effect.

A correction or fee notice restarts the term when it is followed: the first of its kind, and only if
it was sent while a term ran (条例 Art. 30; 国办函〔2020〕109号). Otherwise the term stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from data.rules.disclosure.due import Given, due_date, limit_of, within_term
from data.rules.disclosure.stops import stops
from data.rules.disclosure.timeline import KINDS, WAITS, Event, Span, Timeline, first_of
from data.rules.workdays import Calendar, CalendarNotLoaded

FEE_TERM = 20
"""Working days to pay a fee notice (国办函〔2020〕109号)."""
CLOSED_UNANSWERED = ("r21", "r22", "r23")
"""Rows 三(六) of the annual report: not corrected, not paid, withdrawn; there is no answer."""

_NOTICE_OF = {ends: notice for notice, (ends, _) in WAITS.items()}
_NAMES = {"correction_asked": "correction", "fee_notified": "fee"}


def read(
    received_on: date,
    events: Iterable[Event],
    ended_on: date | None,
    asked_on: date,
    outcome: str | None,
    calendar: Calendar,
    given: Given,
) -> Timeline:
    """The timeline of one request.

    Events before receipt or after the end move nothing and are flagged `event_out_of_span`. A notice
    that an answer (by its outcome) did not wait for is moot: the term never stood still for it.
    """
    ordered = sorted(set(events), key=lambda e: (e.on, KINDS.index(e.kind), e.limit_on or date.max))
    last = ended_on or date.max
    within = [e for e in ordered if received_on <= e.on <= last]
    answered = ended_on is not None and outcome is not None and outcome not in CLOSED_UNANSWERED
    reading = _Reading(received_on, within, ended_on, calendar, given, answered)
    for event in within:
        reading.take(event)
    line = reading.timeline(asked_on)
    if len(within) < len(ordered):
        line = replace(line, flags=line.flags | {"event_out_of_span"})
    if line.waiting:  # no term runs that a stop could come too late for
        return line
    within_limit = within_term(line, limit_of(line, given, calendar), calendar)
    late = {"stop_after_term"} if len(within_limit) < len(line.stops) else set()
    return replace(line, stops=within_limit, flags=line.flags | late)


@dataclass
class _Reading:
    """A timeline on the way: T0*, the waits that ended, and the notices that are still open."""

    received_on: date
    events: Sequence[Event]
    ended_on: date | None
    calendar: Calendar
    given: Given
    answered: bool
    start: date = date.min
    by: str | None = None
    waits: list[Span] = field(default_factory=list)
    waiting: dict[str, Event] = field(default_factory=dict)
    notices: dict[str, int] = field(default_factory=dict)
    followed: dict[str, int] = field(default_factory=dict)
    corrections: list[tuple[date, date]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.start = self.received_on

    def take(self, event: Event) -> None:
        if event.kind in WAITS:
            self._notice(event)
        elif event.kind in _NOTICE_OF:
            self._follows(event, _NOTICE_OF[event.kind])

    def _notice(self, event: Event) -> None:
        kind = event.kind
        if kind == "correction_asked":
            self.corrections.append((self.start, event.on))
        self.notices[kind] = self.notices.get(kind, 0) + 1
        if self.notices[kind] > 1 or self.followed.get(kind):
            self.flags.add(f"repeated_{_NAMES[kind]}_notice")
        elif self._ran_out(event.on):
            self.flags.add(f"{_NAMES[kind]}_notice_after_term")
        else:
            self.waiting[kind] = event

    def _follows(self, event: Event, notice: str) -> None:
        """The corrected request or the fee: it restarts the term if its notice had an effect.

        A source that has no notice says nothing of when it was sent: the term restarts if it had
        not run out when the correction came in.
        """
        self.followed[notice] = self.followed.get(notice, 0) + 1
        request = self.waiting.pop(notice, None)
        if request:
            _, why = WAITS[notice]
            self.waits.append(Span(why, request.on, event.on, limit_on=self._limit(request)))
            self.start, self.by = event.on, event.kind
        elif self.followed[notice] > max(self.notices.get(notice, 0), 1) or (
            notice not in self.notices and self._ran_out(event.on)
        ):
            self.flags.add(f"{_NAMES[notice]}_without_notice")
        elif notice not in self.notices:
            self.start, self.by = event.on, event.kind

    def _ran_out(self, on: date) -> bool:
        """Whether a term ran out before that day, by what had happened until then."""
        if any(self._stands_still(notice) for notice in self.waiting.values()):
            return False
        if self.given.due_on is not None:
            return on > self.given.due_on
        so_far = self.timeline(on, [e for e in self.events if e.on <= on])
        try:
            return on > due_date(so_far, limit_of(so_far, self.given, self.calendar), self.calendar)
        except CalendarNotLoaded:
            return False  # Not known to have run out; the due date is refused all the same.

    def _stands_still(self, notice: Event) -> bool:
        """Whether the term waits for what a notice asks for: one that the answer did not wait for is moot."""
        follows = WAITS[notice.kind][0]
        return not self.answered or any(
            e.kind == follows and e.on >= notice.on for e in self.events
        )

    def _limit(self, notice: Event) -> date | None:
        """The applicant's last day: as the notice sets it, or by the rule on fees."""
        if notice.kind == "correction_asked":
            return notice.limit_on
        try:
            return self.calendar.add(notice.on, FEE_TERM)
        except CalendarNotLoaded:
            return None

    def _stops_end(self) -> date | None:
        """The day on which every stop is over: of the request's end, or of replies assumed."""
        return self.ended_on or self.given.all_replied_on

    def timeline(self, asked_on: date, events: Sequence[Event] | None = None) -> Timeline:
        events = self.events if events is None else events
        consulted, flags = stops(events, self.given.opinion_days, self._stops_end(), self.calendar)
        still = [
            Span(WAITS[kind][1], notice.on, None, limit_on=self._limit(notice))
            for kind, notice in self.waiting.items()
        ]
        waiting = None if self.answered else min(still, key=lambda s: s.after, default=None)
        return Timeline(
            received_on=self.received_on,
            start=self.start,
            restarted_by=self.by,
            end=self.ended_on or asked_on,
            ended_on=self.ended_on,
            stops=consulted,
            waits=(*self.waits, waiting) if waiting else tuple(self.waits),
            waiting=waiting,
            unresolved=bool(self.waiting),
            notices=frozenset(self.notices),
            asked_corrections=tuple(self.corrections),
            extension_approved=first_of("extension_approved", events),
            extension_notified=first_of("extension_notified", events),
            flags=flags | frozenset(self.flags),
        )
