"""Time in which a third party or another agency is asked (政府信息公开条例, Art. 32–34)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.rules.disclosure.timeline import Event, Span
from data.rules.workdays import Calendar, CalendarNotLoaded

PARTIES = {"third_party": "stopped_third_party", "agency": "stopped_agency"}
OPINION_TERM = 15
"""Working days for a third party or another agency to reply, from receipt of the letter."""


@dataclass
class _Letter:
    asked_on: date
    served_on: date | None = None
    replied_on: date | None = None


def stops(
    events: Sequence[Event], longest: int, over_on: date | None, calendar: Calendar
) -> tuple[tuple[Span, ...], frozenset[str]]:
    """Stops of all parties in order, and flags; `events` in order.

    A stop runs from the letter to its reply, at most up to `longest` working days after the letter
    was received, on the day it was sent where no other is known: then the agency decides by itself
    (Art. 32), or the other agency is taken to agree (Art. 34). A letter that came in only after such a
    time from its sending gives no time anew: a term that has run out would run again by a late
    delivery. It is over on `over_on` at the latest, the request's end. Where a year's notice is
    missing the last day is not known, and the stop stays open.
    """
    spans: list[Span] = []
    flags: set[str] = set()
    for party, why in PARTIES.items():
        letters, unasked = _letters(party, events)
        for letter in letters:
            latest, late = _latest(letter, longest, calendar)
            last = min((d for d in (latest, letter.replied_on, over_on) if d), default=None)
            spans.append(Span(why, letter.asked_on, last, letter.replied_on))
            flags |= {"late_delivery"} if late else set()
        flags |= {"reply_without_request"} if unasked else set()
    return tuple(sorted(spans, key=lambda s: (s.after, s.why))), frozenset(flags)


def _letters(party: str, events: Iterable[Event]) -> tuple[list[_Letter], bool]:
    """The letters to one kind of party, and whether something came that no letter had asked for.

    Who replied is not on record: receipts and replies belong to letters in the order of sending.
    """
    letters: list[_Letter] = []
    unasked = False
    for event in events:
        if event.kind == f"{party}_asked":
            letters.append(_Letter(event.on))
        elif event.kind == f"{party}_served":
            letter = next((x for x in letters if x.served_on is None), None)
            if letter:
                letter.served_on = event.on
            unasked |= letter is None
        elif event.kind == f"{party}_replied":
            letter = next((x for x in letters if x.replied_on is None), None)
            if letter:
                letter.replied_on = event.on
            unasked |= letter is None
    return letters, unasked


def _latest(letter: _Letter, longest: int, calendar: Calendar) -> tuple[date | None, bool]:
    """The last day of the time to reply, and whether the letter came in too late to set it."""
    try:
        from_sending = calendar.add(letter.asked_on, longest)
        if letter.served_on is None or letter.served_on > from_sending:
            return from_sending, letter.served_on is not None
        return calendar.add(letter.served_on, longest), False
    except CalendarNotLoaded:
        return None, False
