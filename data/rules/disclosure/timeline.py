"""What happened to a disclosure request, in order: when its term began and when it stood still.

Knows no calendar. Spans are in the convention of all terms here: the day of the event is day 0, so
a span covers the days after its first event up to and including that of its last.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

KINDS = (
    "correction_asked",
    "corrected",
    "third_party_asked",
    "third_party_replied",
    "agency_asked",
    "agency_replied",
    "fee_notified",
    "fee_paid",
    "extension_approved",
    "extension_notified",
)
"""In the order in which events of one day are read: what was asked comes before its reply."""

STOPS = {"third_party": "stopped_third_party", "agency": "stopped_agency"}
WAITS = {
    "correction_asked": ("corrected", "awaiting_correction"),
    "fee_notified": ("fee_paid", "awaiting_fee"),
}


@dataclass(frozen=True)
class Event:
    """One entry of `disclosure-events`. Raises ValueError for a kind that is not in `KINDS`."""

    kind: str
    on: date

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of disclosure event: {self.kind!r}")


@dataclass(frozen=True)
class Span:
    """Days d with after < d ≤ until; `until` None while the reply is still to come."""

    why: str
    after: date
    until: date | None

    def covers(self, day: date, end: date) -> bool:
        return self.after < day <= (end if self.until is None else self.until)


@dataclass(frozen=True)
class Timeline:
    """The request's own dates. `start` is T0*: receipt, last correction received or fee paid."""

    received_on: date
    start: date
    restarted_by: str | None
    """What `start` is the day of: corrected or fee_paid; None for the receipt."""
    end: date
    """The day up to which days were used: the answer's, or the day asked on."""
    stops: tuple[Span, ...]
    waits: tuple[Span, ...]
    waiting: Span | None
    """The wait that is still open: no term runs."""
    asked_corrections: tuple[tuple[date, date], ...]
    """(receipt of the request or of its last correction, correction notice)"""
    extension_approved: date | None
    extension_notified: date | None
    flags: frozenset[str]


def timeline(
    received_on: date,
    events: Iterable[Event],
    answered_on: date | None,
    asked_on: date,
    answered_without_waiting: bool = False,
) -> Timeline:
    """Read the events of one request.

    Events before receipt or after the answer move nothing and are flagged `event_out_of_span`.
    With `answered_without_waiting` a correction or fee notice that the answer did not wait for is
    moot: the term never stood still for it.
    """
    given = sorted(set(events), key=lambda e: (e.on, KINDS.index(e.kind)))
    last = answered_on or date.max
    read = [e for e in given if received_on <= e.on <= last]
    flags = {"event_out_of_span"} if len(read) < len(given) else set()
    start, by, waits, waiting, corrections = _restarts(received_on, read)
    if answered_without_waiting:
        waiting = None
    if len(corrections) > 1:
        flags.add("repeated_correction_notice")
    stops, unasked = zip(*(_stops(party, read) for party in STOPS), strict=True)
    if any(unasked):
        flags.add("reply_without_request")
    return Timeline(
        received_on=received_on,
        start=start,
        restarted_by=by,
        end=answered_on or asked_on,
        stops=tuple(sorted(chain(*stops), key=lambda s: s.after)),
        waits=(*waits, waiting) if waiting else tuple(waits),
        waiting=waiting,
        asked_corrections=tuple(corrections),
        extension_approved=_first("extension_approved", read),
        extension_notified=_first("extension_notified", read),
        flags=frozenset(flags),
    )


def _restarts(
    received_on: date, events: list[Event]
) -> tuple[date, str | None, list[Span], Span | None, list[tuple[date, date]]]:
    """T0* and what set it, the waits that ended, the one still open, and the correction notices."""
    start, by, waits, corrections = received_on, None, [], []
    opened: dict[str, date] = {}
    for event in events:
        for asks, (ends, why) in WAITS.items():
            if event.kind == asks:
                opened.setdefault(asks, event.on)
                if asks == "correction_asked":
                    corrections.append((start, event.on))
            elif event.kind == ends:
                # A source that has only the corrected request restarts the term all the same.
                start, by = event.on, event.kind
                if asks in opened:
                    waits.append(Span(why, opened.pop(asks), event.on))
    still = [Span(WAITS[asks][1], since, None) for asks, since in opened.items()]
    return start, by, waits, min(still, key=lambda s: s.after, default=None), corrections


def _stops(party: str, events: list[Event]) -> tuple[list[Span], bool]:
    """Stops for one kind of party, and whether a reply came that nobody had asked for.

    Two parties asked make one stop that lasts until both replied: as many replies as requests.
    """
    stops: list[Span] = []
    pending, since, unasked = 0, date.min, False
    for event in events:
        if event.kind == f"{party}_asked":
            since = since if pending else event.on
            pending += 1
        elif event.kind == f"{party}_replied":
            if pending == 1:
                stops.append(Span(STOPS[party], since, event.on))
            unasked |= pending == 0
            pending = max(pending - 1, 0)
    if pending:
        stops.append(Span(STOPS[party], since, None))
    return stops, unasked


def _first(kind: str, events: list[Event]) -> date | None:
    return min((e.on for e in events if e.kind == kind), default=None)


def merged(spans: Iterable[Span], start: date, end: date) -> list[tuple[date, date]]:
    """Spans as disjoint (after, until] pairs not before `start`; an open one ends at `end`."""
    pairs: list[tuple[date, date]] = []
    for span in sorted(spans, key=lambda s: s.after):
        after, until = max(span.after, start), end if span.until is None else span.until
        if until <= after:
            continue
        if pairs and after <= pairs[-1][1]:
            pairs[-1] = (pairs[-1][0], max(pairs[-1][1], until))
        else:
            pairs.append((after, until))
    return pairs
