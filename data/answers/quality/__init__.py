"""Checks of the records' quality over the months that are over, worked out from what is there.

Nothing of it is stored: a failure stays as long as the records that show it. Counts come from the sums;
late entry alone looks at rows. See `api.documents.proof.checks` for when it is worked out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import Connection

from data.answers.quality import completeness, entry, received
from data.answers.quality.asked import Asked, Finding, Rule
from data.periods import ONE_DAY, months_before, period_start
from data.questions import Unanswerable
from data.rollups.together import read_together

__all__ = ["Finding", "Rule", "findings"]

MONTHS = 12


def findings(connection: Connection, today: date) -> list[Finding]:
    """All checks of the last twelve months that are over."""
    last = today.replace(day=1) - ONE_DAY
    first = period_start(months_before(last, MONTHS), "month")
    asked = Asked(connection, first, last, today)
    with read_together():
        return [finding for check in CHECKS for finding in check(asked)]


def _answered(check: Callable[[Asked], Iterator[Finding]]) -> Callable[[Asked], list[Finding]]:
    """A check, or nothing where what it asks cannot be asked of this hall's data."""

    def answer(asked: Asked) -> list[Finding]:
        try:
            return list(check(asked))
        except Unanswerable:
            return []

    return answer


CHECKS = tuple(
    _answered(check)
    for check in (
        completeness.parts,
        completeness.silent,
        completeness.missing,
        entry.late,
        entry.bulk,
        received.defaults,
        received.ledger,
    )
)
