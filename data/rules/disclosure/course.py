"""What is known of one request, as the regulation's clock wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data.rules.disclosure import Clock, Day, Event, clock, explain
from data.rules.workdays import Calendar

STOPPED = "stopped"


@dataclass(frozen=True)
class Course:
    """Receipt, dated events, answer, and what a source states instead of events.

    `due_on` is a due date that the source states: it wins over a computed one.
    """

    received_on: date
    events: tuple[Event, ...] = ()
    answered_on: date | None = None
    outcome: str | None = None
    excluded_days: int = 0
    extension_days: int = 0
    due_on: date | None = None

    def clock(self, asked_on: date, calendar: Calendar) -> Clock:
        """Where it stands on a day. An open stop leaves no due date, with `stopped` as the reason.

        The rules count the stop up to the day asked on; such a date moves every day and is
        published nowhere. A stop that began after the term had run out leaves the due date as it
        was, and the request overdue.
        """
        found = self.counted(asked_on, calendar)
        moving = found.state == STOPPED and not found.overdue() and self.due_on is None
        if moving and found.reason != "awaiting-fee":
            return replace(found, due_on=None, reason=STOPPED)
        return found

    def counted(self, asked_on: date, calendar: Calendar) -> Clock:
        """The clock as the rules count it: while stopped, as if the reply came on `asked_on`."""
        return clock(
            self.received_on, self.events, self.answered_on, asked_on, calendar,
            self.excluded_days, self.extension_days, self.outcome, self.due_on,
        )  # fmt: skip

    def days(self, asked_on: date, calendar: Calendar, whole: bool = True) -> list[Day]:
        """The days of the count (see `data.rules.disclosure.explain`)."""
        return explain(
            self.received_on, self.events, self.answered_on, asked_on, calendar,
            self.excluded_days, self.extension_days, self.outcome, self.due_on, whole,
        )  # fmt: skip


def of_record(row: Mapping[str, Any], events: Iterable[Event]) -> Course:
    """The course of a stored request: `row` has its columns, those of its source among them.

    A source without events may still give the day of the corrected request, the days excluded and
    those of an extension; what it gives stands in `source_…` (see `data.derive.derivation`).
    """
    known = list(events)
    corrected = row["source_corrected_on"]
    if corrected and not any(e.kind == "corrected" for e in known):
        known.append(Event("corrected", corrected))
    return Course(
        received_on=row["received_on"],
        events=tuple(known),
        answered_on=row["answered_on"],
        outcome=row["outcome"],
        excluded_days=row["source_excluded_days"] or 0,
        extension_days=row["source_extension_days"] or 0,
        due_on=row["source_due_on"],
    )
