"""Why a clock has no due date, in words."""

from data.rules.disclosure.term import Clock
from data.rules.disclosure.words import KNOWN, REASONS, Words, reason_words


def clock_reason(clock: Clock) -> Words | None:
    """Why there is no due date, in words; with how much of the term is known; None if there is one."""
    if clock.reason is None or clock.due_on is not None:
        return None
    reason = reason_words(clock.reason)
    if clock.to_close:
        zh, en = REASONS[f"{clock.reason}-over"]
        limit = clock.applicant_limit_on
        return zh.format(limit=limit), en.format(limit=limit)
    if clock.known_days is None:
        return reason
    details = {
        "until": clock.known_until,
        "known": clock.known_days,
        "remaining": clock.remaining_days,
    }
    zh, en = (text + more.format(**details) for text, more in zip(reason, KNOWN, strict=True))
    return zh, en
