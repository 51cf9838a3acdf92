"""The measure of /volumes against the year before: asked only for what can be compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from dashboard import words
from dashboard.asking import time_span, year_before
from dashboard.asking.ask import Ask
from dashboard.asking.first_record import first_day
from dashboard.asking.time_span import Span
from dashboard.asking.year_before import Counterpart
from dashboard.pages.volumes.choice import Choice
from dashboard.words import YearBefore
from data.definitions import Text

Cell = dict[str, Any]
Document = dict[str, Any]
NOT_ALL_THERE = Text("去年同期数据不全，不作比较", "the year before is not all there: not compared")


def compared(
    ask: Ask,
    choice: Choice,
    now: datetime,
    total: Callable[[Span], Cell | None],
    by_hour: Callable[[Span], Document],
) -> YearBefore | Text:
    """The two values, or why they are not compared.

    `total` asks for the value of a time, `by_hour` for the hours of a day.
    """
    pair = year_before.counterpart(choice.span, choice.measure.kind, now, choice.hourly)
    if isinstance(pair, Text):
        return pair
    begun = first_day(ask, "cases", "accepted_on")
    if begun is None or begun > (pair.then.first or pair.then.last):
        return NOT_ALL_THERE
    if pair.hours is None:
        cells = total(pair.now), total(pair.then)
    else:
        cells = tuple(_until(by_hour(span), pair.hours) for span in (pair.now, pair.then))
    if any(cell is None or cell["value"] is None for cell in cells):
        return NOT_ALL_THERE
    kind, dates = choice.measure.kind, _dates(pair.then)
    return YearBefore(kind, cells[0] or {}, cells[1] or {}, dates, pair.working_days, _part(pair))


def _until(hours: Document, before: int) -> Cell:
    """The sum of a day's hours before one of them."""
    over = [row for row in hours["data"] if row["hour"] != "none" and int(row["hour"]) < before]
    known = [row["value"] for row in over if row["value"] is not None]
    return {"value": sum(known) if known else None}


def _dates(span: Span) -> Text:
    if span.first == span.last:
        return Text(words.long_day(span.last, "zh"), words.long_day(span.last, "en"))
    return Text(time_span.dates(span, "zh"), time_span.dates(span, "en"))


def _part(pair: Counterpart) -> Text | None:
    """What of the time asked for is compared, where it is running."""
    if pair.hours is not None:
        return Text(f"截至{pair.hours}时", f"by {words.hour(pair.hours, 'en')}")
    if pair.cut:
        last = pair.now.last
        return Text(f"截至{words.short_day(last, 'zh')}", f"to {words.short_day(last, 'en')}")
    return None


def aligned(series: Document, before: Document) -> Document:
    """The days of the year before beside those that are like them (see `year_before.same_day`)."""
    by_day = {row["period"]: row for row in before["data"]}
    rows = [by_day.get(_like(row["period"]), _NOTHING) for row in series["data"]]
    return {**before, "data": rows}


_NOTHING: Cell = {
    "period": None,
    "partial": False,
    "value": None,
    "numerator": None,
    "denominator": None,
}


def _like(period: str) -> str:
    before = year_before.same_day(date.fromisoformat(period))
    return "" if isinstance(before, Text) else before.isoformat()
