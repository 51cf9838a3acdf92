"""An indicator's value against the year before: asked only for what can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard import words
from dashboard.asking import time_span, year_before
from dashboard.asking.time_span import Span
from dashboard.asking.year_before import NO_BEGINNING, NO_NOTICE, Counterpart
from dashboard.pages.indicators.choice import Choice, finest, whole
from dashboard.parts.printed import unit
from dashboard.words import YearBefore
from data import periods
from data.definitions import Grain, Indicator, Text
from data.hall import now
from data.measures import Quantile

Row = Mapping[str, Any]
NOT_ALL_THERE = Text("去年同期数据不全，不作比较", "the year before is not all there: not compared")
NONE_OVER = Text("尚无已满的时期，不作比较", "no period is over yet: not compared")


def kind_of(indicator: Indicator) -> str:
    """How two of its values differ: counts and stocks in per cent, shares by their intervals.

    `value` where nothing says whether they differ: they are only put side by side.
    """
    if indicator.is_stock:
        return "stock"
    if indicator.interval and indicator.unit == "fraction":
        return "rate"
    if isinstance(indicator.measure, Quantile) and indicator.unit == "days":
        return "days"
    return "count" if indicator.is_count else "value"


def against(
    chosen: Choice, total: Callable[[Span], Sequence[Row]], begun: Row | None
) -> YearBefore | Text | None:
    """The two values, or why they are not compared; None: there is nothing to say.

    `total` asks for the value of a time; `begun` is the first period that there is data of.
    """
    kind = kind_of(chosen.indicator)
    if kind == "value":
        return None
    pair = _pair(chosen, kind)
    if isinstance(pair, Text):
        return pair
    first = pair.then.first or pair.then.last
    if begun is None or not begun["period"]:
        return NOT_ALL_THERE
    known = periods.of_name(begun["period"])
    if first < (known[1] if begun["partial"] else known[0]):
        return NOT_ALL_THERE
    cells = [next(iter(total(span)), None) for span in (pair.now, pair.then)]
    if any(cell is None or cell["value"] is None for cell in cells):
        return NOT_ALL_THERE
    last = pair.now.last
    until = Text(f"截至{words.short_day(last, 'zh')}", f"to {words.short_day(last, 'en')}")
    one = unit(chosen.indicator)
    word = words.Unit(one.zh, one.en.removesuffix("s"), one.en)
    return YearBefore(
        kind,
        cells[0] or {},
        cells[1] or {},
        _dates(pair.then),
        pair.working_days,
        until if pair.cut else None,
        word,
    )


def _pair(chosen: Choice, kind: str) -> Counterpart | Text:
    floor = finest(chosen.indicator, chosen.filters)
    if floor == "day":
        return year_before.counterpart(chosen.span, kind, now(), by_hour=False)
    return _whole_periods(chosen.span, kind, floor)


def _whole_periods(span: Span, kind: str, floor: Grain) -> Counterpart | Text:
    """Of what is published for whole periods only: those that are over, by the calendar."""
    if span.first is None:
        return NO_BEGINNING
    last = min(span.last, periods.period_start(now().date(), floor) - periods.ONE_DAY)
    if last < span.first:
        return NONE_OVER
    over = replace(span, last=last, preset=None)
    before = over.year_before()
    assert before
    then = whole(before, floor)
    days = time_span.working_days(over), time_span.working_days(then)
    if days[0] is None or days[1] is None:
        return NO_NOTICE
    counted = (days[0], days[1]) if kind == "count" else None
    return Counterpart(over, then, working_days=counted, cut=last < span.last)


def _dates(span: Span) -> Text:
    if span.first == span.last:
        return Text(words.long_day(span.last, "zh"), words.long_day(span.last, "en"))
    return Text(time_span.dates(span, "zh"), time_span.dates(span, "en"))
