"""What is known of one request, as the regulation's clock wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.rules.disclosure import (
    CLOSED_UNANSWERED,
    OPINION_TERM,
    Clock,
    Day,
    Event,
    clock,
    explain,
)
from data.rules.workdays import Calendar


@dataclass(frozen=True)
class Course:
    """Receipt, dated events, end, and what a source states instead of events.

    `ended_on`: the day of the answer, or of the end without one (see `outcome`). `due_on` is a due
    date that the source states: it wins over a computed one. `opinion_days`: how many working days
    a third party or another agency has to reply.
    """

    received_on: date
    events: tuple[Event, ...] = ()
    ended_on: date | None = None
    outcome: str | None = None
    excluded_days: int = 0
    extension_days: int = 0
    due_on: date | None = None
    opinion_days: int = OPINION_TERM

    def clock(self, asked_on: date, calendar: Calendar) -> Clock:
        """Where it stands on a day."""
        return clock(
            self.received_on, self.events, self.ended_on, asked_on, calendar,
            self.excluded_days, self.extension_days, self.outcome, self.due_on, self.opinion_days,
        )  # fmt: skip

    def if_replied(self, asked_on: date, calendar: Calendar) -> Clock:
        """The clock if all who were asked and did not reply did so on that day."""
        return clock(
            self.received_on, self.events, self.ended_on, asked_on, calendar,
            self.excluded_days, self.extension_days, self.outcome, self.due_on, self.opinion_days,
            all_replied_on=asked_on,
        )  # fmt: skip

    def days(self, asked_on: date, calendar: Calendar, whole: bool = True) -> list[Day]:
        """The days of the count (see `data.rules.disclosure.explain`)."""
        return explain(
            self.received_on, self.events, self.ended_on, asked_on, calendar,
            self.excluded_days, self.extension_days, self.outcome, self.due_on, self.opinion_days,
            whole,
        )  # fmt: skip


def of_record(
    row: Mapping[str, Any], events: Iterable[Event], opinion_days: int = OPINION_TERM
) -> Course:
    """The course of a stored request: `row` has its columns, those of its source among them.

    A source without events may still give the day of the corrected request, the days excluded and
    those of an extension; what it gives stands in `source_…` (see `data.derive.requests`). Days
    excluded are those of letters: where letters are on record, their dates say how many.
    """
    all_events = list(events)
    corrected = row["source_corrected_on"]
    if corrected and not any(e.kind == "corrected" for e in all_events):
        all_events.append(Event("corrected", corrected))
    dated = any(e.kind in ("third_party_asked", "agency_asked") for e in all_events)
    return Course(
        received_on=row["received_on"],
        events=tuple(all_events),
        ended_on=_ended_on(row),
        outcome=row["outcome"],
        excluded_days=0 if dated else row["source_excluded_days"] or 0,
        extension_days=row["source_extension_days"] or 0,
        due_on=row["source_due_on"],
        opinion_days=opinion_days,
    )


def _ended_on(row: Mapping[str, Any]) -> date | None:
    """The day of the answer, or of the end without one: a source may have either in one column."""
    answered, closed = row["source_answered_on"], row["source_closed_on"]
    if row["outcome"] in CLOSED_UNANSWERED:
        return closed or answered
    return answered or closed
