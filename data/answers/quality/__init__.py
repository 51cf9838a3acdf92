"""Checks of the records' quality over the months that are over, worked out from what is there.

Nothing of it is stored: a failure stays as long as the records that show it. Counts come from the sums;
late entry alone looks at rows. `state_of` tells when it has to be worked out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from data.answers.quality import completeness, entry, received
from data.answers.quality.asked import Asked, Finding, Rule
from data.catalog import LISTS
from data.periods import ONE_DAY, months_before, period_start
from data.questions import Unanswerable
from data.rollups.together import read_together
from data.store.tables import CALENDAR_YEARS, CHANGED_MONTHS

__all__ = ["RULES", "Finding", "Rule", "findings", "of_intake", "state_of"]

MONTHS = 12


def findings(connection: Connection, today: date) -> list[Finding]:
    """The checks of the last twelve months that are over."""
    with read_together():
        return _made(CHECKS, connection, today)


def of_intake(connection: Connection, today: date) -> list[Finding]:
    """The checks of what came in, by the month in which it came: the running one too."""
    return _made(INTAKE, connection, today)


def state_of(connection: Connection, today: date, whole: Sequence[str] = ()) -> str:
    """What `findings` follow from, in short: it is another text once they may be others.

    They look at months that are over, at lists (as at all rows of the datasets `whole`) and at the calendar. Most of what a hall takes in from
    minute to minute is of the month that is running; a row that leaves a month is noted in it.
    """
    c, month = CHANGED_MONTHS.c, f"{today:%Y-%m}"
    dated = select(func.max(c.version)).where(c.month != "", c.month < month)
    lists = select(func.max(c.version)).where(c.dataset.in_([*LISTS, *whole]))
    years = sorted(connection.scalars(select(CALENDAR_YEARS.c.year)))
    return repr((today, connection.scalar(dated), connection.scalar(lists), years))


def _made(checks: Sequence[_Check], connection: Connection, today: date) -> list[Finding]:
    last = today.replace(day=1) - ONE_DAY
    first = period_start(months_before(last, MONTHS), "month")
    asked = Asked(connection, first, last, today)
    return [finding for check in checks for finding in check(asked)]


_Check = Callable[[Asked], list[Finding]]


def _answered(check: Callable[[Asked], Iterator[Finding]]) -> _Check:
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
    )
)
INTAKE = (_answered(received.ledger),)
RULES = {
    rule.id: rule
    for rule in (
        completeness.PARTS,
        completeness.SILENT,
        completeness.MISSING,
        entry.ENTRY,
        entry.BULK,
        entry.DIGITS,
        received.DEFAULTS,
        received.REFUSED,
        received.TWICE,
    )
}
