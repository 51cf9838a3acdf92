"""What the datasets about the staff share.

Many departments have one window, and many windows one clerk: what is said of a window is said of a person.
So persons are counts, windows and departments are told apart only where nothing else is told of them, and
periods are whole months.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from data.definitions import Field, Text, Version

FIRST = (Version(date(2026, 11, 29), Text("首次公布", "first published")),)
PEOPLE = Text("人", "people")
RECORDED = Field(
    "recorded_at", "instant", Text("入库时间", "Recorded at"), precision="day", header="入库时间"
)


def day(id: str, header: str, en: str, **more: Any) -> Field:
    return Field(id, "date", Text(header, en), header=header, **more)


def month() -> Field:
    """The first day of the month that a row is about."""
    return day("month", "月份", "Month", required=True, indexed=True)


def whole(id: str, header: str, en: str, unit: Text, **more: Any) -> Field:
    """A whole number, 0 or more."""
    return Field(id, "integer", Text(header, en), unit=unit, minimum=0, header=header, **more)
