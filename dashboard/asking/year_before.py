"""What of a time can be compared with a year before, and with which days.

One day is compared with the same weekday 364 days before (a make-up workday with the weekday it
stands in for), never a working day with a day off; whole months and years by the calendar; any other
time with the days 364 days before. What is running is cut: a day to the hours that are over, a longer
time to the days that are. Where nothing of it can be compared there is a reason instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dashboard.asking.time_span import Span, calendar, earlier, working_days
from data.definitions import Text
from data.rules.workdays import CalendarNotLoaded

_YEAR = timedelta(days=364)
_DAY = timedelta(days=1)

NO_BEGINNING = Text("这段时间没有去年同期", "there is no year before to compare with")
NO_NOTICE = Text(
    "节假日安排尚未公布或录入，不作比较", "a year's holiday notice is not known: not compared"
)
UNLIKE = Text("一为工作日，一为非工作日，不作比较", "a working day against a day off: not compared")
RUNNING = Text("今日尚未结束，不作比较", "today is not over: not compared")


@dataclass(frozen=True)
class Counterpart:
    """Two times that can be compared: of `now` that part which is over, and `then`.

    `hours`: of a day that is running only so many hours, of both days. `working_days` of either
    time, where a number of one adds up over days; None where days have nothing to do with it.
    `cut`: `now` has fewer days than were asked for.
    """

    now: Span
    then: Span
    hours: int | None = None
    working_days: tuple[int, int] | None = None
    cut: bool = False


def same_day(on: date) -> date | Text:
    """The day a year before that is like this one, or why there is none."""
    known = calendar()
    try:
        weekday = known.replaced_weekday(on)
        if weekday is None:
            return UNLIKE
        before = on - _YEAR
        before += timedelta(days=weekday - before.weekday())
        alike = known.is_workday(on) == known.is_workday(before)
        return before if alike and known.replaced_weekday(before) == weekday else UNLIKE
    except CalendarNotLoaded:
        return NO_NOTICE


def counterpart(span: Span, kind: str, now: datetime, by_hour: bool) -> Counterpart | Text:
    """What of `span` is compared with what, for values of a `kind` (count, stock, rate, days).

    `now`: the hall's clock; `by_hour`: the values of a day are known by the hour.
    """
    if span.first is None:
        return NO_BEGINNING
    pair = _pair(span, kind, now, by_hour)
    return pair if isinstance(pair, Text) else replace(pair, cut=pair.now.last < span.last)


def _pair(span: Span, kind: str, now: datetime, by_hour: bool) -> Counterpart | Text:
    if kind == "stock":
        return _stock(span, now.date())
    if span.first == span.last:
        return _day(span, now, by_hour)
    over = _over(span, now.date())
    if over.first == over.last:
        return _day(over, now, by_hour)
    then = _calendar_dates(span, over) or _shifted(over)
    days = working_days(over), working_days(then)
    if days[0] is None or days[1] is None:
        return NO_NOTICE
    if (days[0] == 0) != (days[1] == 0):
        return UNLIKE
    return Counterpart(over, then, working_days=(days[0], days[1]) if kind == "count" else None)


def drawn(span: Span, grain: str) -> Span | None:
    """The time whose periods stand beside those of `span` in a chart; of days see `same_day`."""
    if span.first is None:
        return None
    if grain == "month":
        return span.year_before()
    if span.first == span.last:
        before = same_day(span.last)
        return None if isinstance(before, Text) else Span(before, before, span.anchor, None)
    return _shifted(span)


def _day(span: Span, now: datetime, by_hour: bool) -> Counterpart | Text:
    before = same_day(span.last)
    if isinstance(before, Text):
        return before
    then = Span(before, before, span.anchor, None)
    if span.last != now.date():
        return Counterpart(span, then)
    if not by_hour or not now.hour:
        return RUNNING
    return Counterpart(span, then, hours=now.hour)


def _stock(span: Span, today: date) -> Counterpart:
    """What was open at the end of a day: of the last one that is over."""
    last = min(span.last, today - _DAY)
    then = last - _YEAR
    return Counterpart(Span(last, last, span.anchor, None), Span(then, then, span.anchor, None))


def _over(span: Span, today: date) -> Span:
    """The days of a time that are over."""
    return span if span.last < today else replace(span, last=today - _DAY, preset=None)


def _shifted(span: Span) -> Span:
    assert span.first
    return Span(span.first - _YEAR, span.last - _YEAR, span.anchor, None)


def _calendar_dates(span: Span, over: Span) -> Span | None:
    """Months and years, whole or running, by the calendar; None for another time."""
    assert over.first
    ends = (over.last + _DAY).day == 1
    if over.first.day != 1 or not (ends or span.last > over.last):
        return None
    last = earlier(over.last + _DAY) - _DAY if ends else earlier(over.last)
    return Span(earlier(over.first), last, span.anchor, None)
