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
class Span:
    """The thirty days up to the day that the wall shows."""

    first: date
    last: date
    is_today: bool

    def said(self, lang: Lang) -> str:
        """近 30 天 · 截至 11月20日的 30 天."""
        if self.is_today:
            return Text(f"近 {DAYS} 天", f"last {DAYS} days")[lang]
        day = words.short_day(self.last, lang)
        return Text(f"截至 {day} 的 {DAYS} 天", f"{DAYS} days to {day}")[lang]


def span(live: Document) -> Span | None:
    """The days up to the one shown, or None while the store is empty."""
    shown = blocks.day_of(live["data"])
    if shown is None:
        return None
    first = shown - timedelta(days=DAYS - 1)
    return Span(first, shown, bool(live["data"].get("is_today")))


def total(ask: Ask, indicator: str, first: date | None, last: date | None) -> Document:
    """An indicator's value over a period: `{value, numerator, denominator}`, `{}` without data."""
    return next(iter(ask(Values(indicator, first, last, "total"))["data"]), {})


def totals(ask: Ask, indicator: str, days: Span, by: str) -> list[Document]:
    """The same by a dimension, one entry per code."""
    return list(ask(Values(indicator, days.first, days.last, "total", (by,)))["data"])
