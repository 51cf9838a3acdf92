"""Periods: days, ISO weeks, months, quarters, years, and the total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

GRAINS = ("day", "week", "month", "quarter", "year", "total")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A period by name (`2025-09`, `2025-W37`, …), with its first and last day."""

    name: str
    first: date
    last: date


def name(day: date, grain: str) -> str:
    """How the period that begins on `day` is called."""
    match grain:
        case "day":
            return day.isoformat()
        case "week":
            iso = day.isocalendar()
            return f"{iso.year}-W{iso.week:02d}"
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year}"
    return "total"


def of_name(name: str) -> tuple[date, date]:
    """The first and last day of a period of this name, which is not `total`."""
    if "W" in name:
        first, grain = date.fromisocalendar(int(name[:4]), int(name[-2:]), 1), "week"
    elif "Q" in name:
        first, grain = date(int(name[:4]), 3 * int(name[-1]) - 2, 1), "quarter"
    else:
        grain = {10: "day", 7: "month", 4: "year"}[len(name)]
        first = date.fromisoformat(f"{name}-01-01"[:10])
    return first, next_start(first, grain) - ONE_DAY


def next_start(day: date, grain: str) -> date:
    match grain:
        case "day":
            return day + ONE_DAY
        case "week":
            return day + timedelta(days=7)
        case "month":
            return period_start(day.replace(day=28) + timedelta(days=4), "month")
        case "quarter":
            return period_start(day + timedelta(days=95), "quarter")
        case "year":
            return date(day.year + 1, 1, 1)
    raise ValueError(f"unknown grain {grain!r}")


def periods(first: date, last: date, grain: str) -> Iterator[Period]:
    """The periods that meet first … last (inclusive), whole: the ends may reach beyond."""
    if grain == "total":
        yield Period("total", first, last)
        return
    day = period_start(first, grain)
    while day <= last:
        following = next_start(day, grain)
        yield Period(name(day, grain), day, following - ONE_DAY)
        day = following


def period_start(day: date, grain: str) -> date:
    """The first day of the week (ISO, Monday), month, quarter or year that `day` lies in."""
    match grain:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case "year":
            return date(day.year, 1, 1)
    raise ValueError(f"unknown grain {grain!r}")


def months_before(day: date, months: int) -> date:
    """The first day of the `months` months that end on `day`."""
    after = day + ONE_DAY
    index = after.year * 12 + after.month - 1 - months
    year, month = divmod(index, 12)
    last_of_month = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - ONE_DAY).day
    return date(year, month + 1, min(after.day, last_of_month))
