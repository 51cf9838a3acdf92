"""What happened to a disclosure request, in order: when its term began and when it stood still.

Knows no calendar. Spans are in the convention of all terms here: the day of the event is day 0, so
a span covers the days after its first event up to and including its last day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

KINDS = (
    "correction_asked",
    "corrected",
    "third_party_asked",
    "third_party_served",
    "third_party_replied",
    "agency_asked",
    "agency_served",
    "agency_replied",
    "fee_notified",
    "fee_paid",
    "extension_approved",
    "extension_notified",
)
"""In the order in which events of one day are read: what was asked comes before its reply."""

WAITS = {
    "correction_asked": ("corrected", "awaiting_correction"),
    "fee_notified": ("fee_paid", "awaiting_fee"),
}
"""Notice → what ends the wait for it, and the reason of the days in between."""


@dataclass(frozen=True)
class Event:
    """One entry of `disclosure-events`. Raises ValueError for a kind that is not in `KINDS`.

    `limit_on`: of a correction notice the last day for the applicant to correct (Art. 30).
    """

    kind: str
    on: date
    limit_on: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of disclosure event: {self.kind!r}")


@dataclass(frozen=True)
class Span:
    """Days d with after < d ≤ until; `until` None: it goes on for as long as anybody knows.

    Of a stop `until` is the reply, or the last day that may be excluded if that is earlier;
    `replied_on` is the reply itself. Of a wait `limit_on` is the applicant's last day.
    """

    why: str
    after: date
    until: date | None
    replied_on: date | None = None
    limit_on: date | None = None

    def covers(self, day: date, end: date) -> bool:
        return self.after < day <= (end if self.until is None else self.until)

    def silent(self, day: date, end: date) -> bool:
        """Whether on that day the time to reply had passed and no reply was there."""
        return self.until is not None and self.until < day <= (self.replied_on or end)


@dataclass(frozen=True)
class Timeline:
    """The request's own dates. `start` is T0*: receipt, correction received or fee paid."""

    received_on: date
    start: date
    restarted_by: str | None
    """What `start` is the day of: corrected or fee_paid; None for the receipt."""
    end: date
    """The day up to which days were used: the request's end, or the day asked on."""
    ended_on: date | None
    stops: tuple[Span, ...]
    """Those that began while a term ran; one that began after it moves nothing."""
    waits: tuple[Span, ...]
    waiting: Span | None
    """The wait that is still open: no term runs."""
    unresolved: bool
    """Whether a notice that had an effect was never followed by a correction or payment."""
    notices: frozenset[str]
    """The kinds of notice on record."""
    asked_corrections: tuple[tuple[date, date], ...]
    """(receipt of the request or of its last correction, correction notice)"""
    extension_approved: date | None
    extension_notified: date | None
    flags: frozenset[str]


def first_of(kind: str, events: Iterable[Event]) -> date | None:
    """The earliest day of a kind of event."""
    return min((e.on for e in events if e.kind == kind), default=None)


def merged(spans: Iterable[Span], start: date, end: date) -> list[tuple[date, date]]:
    """Spans as disjoint (after, until] pairs not before `start`; an open one ends at `end`."""
    pairs: list[tuple[date, date]] = []
    for span in sorted(spans, key=lambda s: (s.after, s.until or date.max)):
        after, until = max(span.after, start), end if span.until is None else span.until
        if until <= after:
            continue
        if pairs and after <= pairs[-1][1]:
            pairs[-1] = (pairs[-1][0], max(pairs[-1][1], until))
        else:
            pairs.append((after, until))
    return pairs
