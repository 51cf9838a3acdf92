"""What a published value stands for in the store, of a field that is published more coarsely.

A filter compares what is published: a value of the field as it is in a row.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from data.definitions import Field
from data.hall import hall
from data.periods import ONE_DAY, next_start

_SECOND = timedelta(seconds=1)
_BEGINS, _ENDS = time(), time(23, 59, 59)


def month_of(name: str) -> date:
    """The first day of a month, `2026-09`."""
    return date.fromisoformat(f"{name}-01")


def span_of(field: Field, value: Any) -> tuple[Any, Any]:
    """The first and last stored value that is published as `value`; an empty span where none is."""
    if field.precision == "month":
        first = month_of(value)
        return _at(field, first, _BEGINS), _at(field, next_start(first, "month") - ONE_DAY, _ENDS)
    return value, _day(value, later=1 if value == _day(value) else 0) - _SECOND


def lowest_of(field: Field, value: Any) -> Any:
    """The first stored value that is published as `value` or as more."""
    if field.precision == "month" or value == _day(value):
        return span_of(field, value)[0]
    return _day(value, later=1)


def highest_of(field: Field, value: Any) -> Any:
    """The last stored value that is published as `value` or as less."""
    if field.precision == "month":
        return span_of(field, value)[1]
    return _day(value, later=1) - _SECOND


def _at(field: Field, day: date, at: time) -> date | datetime:
    return day if field.type == "date" else datetime.combine(day, at, hall().zone)


def _day(instant: datetime, later: int = 0) -> datetime:
    """The beginning of the hall's day of an instant, or of one so many days later."""
    zone = hall().zone
    on = instant.astimezone(zone).date() + timedelta(days=later)
    return datetime.combine(on, time(), zone)
