"""How scenes ask: single values, and the days that they look back on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.words import Lang
from data.definitions import Text

Document = Mapping[str, Any]

DAYS = 30


@dataclass(frozen=True)
class LookBack:
    """The thirty days up to the day that the wall shows."""

    first: date
    last: date
    is_today: bool

    def named(self, lang: Lang) -> str:
        """近30天 · 截至11月20日的30天."""
        days = words.counted(DAYS, words.DAYS, lang)
        if self.is_today:
            return Text(f"近{days}", f"last {days}")[lang]
        day = words.short_day(self.last, lang)
        return Text(f"截至{day}的{days}", f"{days} to {day}")[lang]


def look_back(live: Document) -> LookBack | None:
    """The days up to the one shown, or None while the store is empty."""
    shown = blocks.day_of(live["data"])
    if shown is None:
        return None
    first = shown - timedelta(days=DAYS - 1)
    return LookBack(first, shown, bool(live["data"].get("is_today")))


def total(ask: Ask, indicator: str, first: date | None, last: date | None) -> Document:
    """An indicator's value over a period: `{value, numerator, denominator}`, `{}` without data."""
    return next(iter(ask(Values(indicator, first, last, "total"))["data"]), {})


def totals(ask: Ask, indicator: str, days: LookBack, by: str) -> list[Document]:
    """The same by a dimension, one entry per code."""
    return list(ask(Values(indicator, days.first, days.last, "total", (by,)))["data"])
