"""What the overview asks about the requests of the last months and years, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.answer import answers
from dashboard.asking.ask import Ask
from data.rules.disclosure import CLOSED_UNANSWERED

Row = Mapping[str, Any]
MONTHS = 13
"""The running month and the twelve before it, so that it stands beside the same month last year."""
TOP = {
    "r03": "r03", "r04": "r04",
    **{f"r{n:02d}": "refused" for n in range(5, 13)},
    **{f"r{n:02d}": "impossible" for n in range(13, 16)},
    **{f"r{n:02d}": "unprocessed" for n in range(16, 21)},
    **{f"r{n:02d}": "otherwise" for n in range(21, 24)},
}  # fmt: skip
"""Official row of an outcome → the item of the annual report it belongs to."""


@dataclass(frozen=True)
class Numbers:
    """Answers of the API as they are: each figure's links are those of the answer it shows."""

    today: date
    on_time: Row
    on_time_by_year: Row
    received: Row
    closed: Row
    buckets: Row
    outcomes: Row
    granted: Row
    median: Row
    at_once: Row

    @property
    def this_year(self) -> Row:
        """On-time cohort of the running year: `{value, numerator, denominator}`."""
        return of_period(self.on_time_by_year, str(self.today.year))


def gather(ask: Ask, today: date) -> Numbers:
    """Nine questions; the answers of all but the newest are cached by the API's own service."""
    first = _months_before(today, MONTHS - 1)
    new_year = date(today.year, 1, 1)
    values = answers.Values

    def monthly(indicator: str) -> Row:
        return ask(values(indicator, from_=first, to=today))

    def yearly(indicator: str, by: tuple[str, ...] = ()) -> Row:
        return ask(values(indicator, from_=new_year, to=today, grain="year", by=by))

    return Numbers(
        today=today,
        on_time=monthly("disclosure-on-time"),
        on_time_by_year=ask(values("disclosure-on-time", grain="year")),
        received=monthly("disclosure-received"),
        closed=monthly("disclosure-closed"),
        buckets=yearly("disclosure-answered", ("used_bucket", "timeliness")),
        outcomes=yearly("disclosure-closed", ("outcome",)),
        granted=yearly("disclosure-granted-rate"),
        median=yearly("disclosure-days-median"),
        at_once=yearly("disclosure-answered-at-once"),
    )


def _months_before(day: date, n: int) -> date:
    months = day.year * 12 + day.month - 1 - n
    return date(months // 12, months % 12 + 1, 1)


def of_period(answer: Row, period: str) -> Row:
    """The row of a period, or one without a value."""
    return next((row for row in answer["data"] if row["period"] == period), {"value": None})


def only(answer: Row) -> Row:
    """The row of an answer that has one, or one without a value."""
    return answer["data"][0] if answer["data"] else {"value": None}


def total(answer: Row) -> int:
    return round(sum(row["value"] or 0 for row in answer["data"]))


def by_item(outcomes: Row) -> dict[str, int]:
    """Requests by item of the annual report (`TOP`), in the report's order."""
    counted = dict.fromkeys(TOP.values(), 0)
    for row in outcomes["data"]:
        if row["outcome"] in TOP:
            counted[TOP[row["outcome"]]] += round(row["value"] or 0)
    return counted


def by_bucket(buckets: Row) -> dict[str, dict[str, int]]:
    """Title of a bucket → requests answered in it: `on_time`, `late`, `none` (no due date known)."""
    counted: dict[str, dict[str, int]] = {}
    for row in buckets["data"]:
        if row["used_bucket"] != "none" or row["value"]:
            at = counted.setdefault(row["used_bucket_label"] or row["used_bucket"], {})
            at[row["timeliness"]] = at.get(row["timeliness"], 0) + round(row["value"] or 0)
    return counted


def within_term(buckets: Row) -> int:
    """Requests answered within 20 working days."""
    rows = (r for r in buckets["data"] if r["used_bucket"] in ("le5", "le10", "le15", "le20"))
    return round(sum(r["value"] or 0 for r in rows))


def closed_unanswered(outcomes: Row) -> int:
    """Requests that ended without an answer: rows 三（六） of the annual report."""
    rows = (row for row in outcomes["data"] if row["outcome"] in CLOSED_UNANSWERED)
    return round(sum(row["value"] or 0 for row in rows))


def numbers_of(rows: Sequence[Row], key: str) -> list[int | None]:
    return [None if row[key] is None else round(row[key]) for row in rows]
