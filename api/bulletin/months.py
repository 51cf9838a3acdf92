"""The three months that a bulletin compares, and how alike they are."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from api.answer import answers
from data import calendar, periods
from data.hall import today
from data.rules.workdays import CalendarNotLoaded
from data.store.engines import answering

_NAME = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1990, 2100


def is_month(text: str) -> bool:
    """Whether a text names a month as 2026-10."""
    return bool(_NAME.fullmatch(text)) and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR


def ends(month: str) -> tuple[date, date]:
    """The first and the last day of a month."""
    return periods.of_name(month)


def before(month: str) -> str:
    """The month before it."""
    return f"{ends(month)[0] - timedelta(days=1):%Y-%m}"


def year_before(month: str) -> str:
    """The same month a year before."""
    return f"{int(month[:4]) - 1}{month[4:]}"


def compared(month: str) -> tuple[str, str, str]:
    """The month, the one before it and the same one a year before, in the order of all cells."""
    return month, before(month), year_before(month)


def is_over(month: str) -> bool:
    return ends(month)[1] < today()


def last_whole() -> str:
    """The newest month that is over."""
    return before(f"{today():%Y-%m}")


def described(month: str) -> list[dict[str, Any]]:
    """Each of the three: name, working days (None: no notice of that year), whether it is over."""
    with answering(answers.engine()) as connection:
        known = calendar.calendar(connection)
    written: list[dict[str, Any]] = []
    for name in compared(month):
        first, last = ends(name)
        try:
            days = known.count(first - timedelta(days=1), last)
        except CalendarNotLoaded:
            days = None
        written.append({"month": name, "working_days": days, "is_over": is_over(name)})
    return written
