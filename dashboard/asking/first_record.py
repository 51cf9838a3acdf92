"""When the records begin, for a time that has no beginning of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from api.answer.answers import Page, Records
from dashboard.asking.ask import Ask
from dashboard.asking.time_span import Span


def first_day(ask: Ask, dataset: str, dated: str, last: date | None = None) -> date | None:
    """The earliest day that a dataset's field `dated` has, up to `last`; None without records."""
    ranges = ((dated, None, last),) if last else ()
    rows = ask(Records(dataset, ranges=ranges, page=Page(1, sort=dated)))["data"]
    day = rows[0][dated] if rows else None
    return date.fromisoformat(day) if day else None


def begun(ask: Ask, span: Span, dataset: str, dated: str) -> Span:
    """The time with its first day: where it has no beginning, the day of the first record."""
    if span.first is not None:
        return span
    first = first_day(ask, dataset, dated, span.last)
    return replace(span, first=first) if first else span
