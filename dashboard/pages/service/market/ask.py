"""What the section on intermediary services asks: twelve months of orders, by firm and by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import notes
from dashboard.words import Lang
from data.definitions import Text
from data.hall import today
from data.periods import ONE_DAY, next_start

MONTHS = 12
ORDERS, PRICED = "intermediary-orders", "intermediary-priced"
SCORE, GOOD = "intermediary-score", "intermediary-good-rate"
CUT = "intermediary-price-cut"
ON_TIME, DAYS = "intermediary-on-time", "intermediary-days-median"
BIDDERS, SINGLE = "bidders-per-order", "single-bid-share"
LISTED, OVERDUE = "intermediaries-listed", "intermediary-overdue"
TOTALS = (ORDERS, PRICED, SCORE, GOOD, CUT, ON_TIME, DAYS, BIDDERS, SINGLE)
BY_FIRM, BY_KIND = (GOOD, ON_TIME, DAYS), (ORDERS, PRICED, CUT, BIDDERS, SINGLE)
Row = dict[str, Any]
NOTHING: Row = {"value": None, "numerator": None, "denominator": None}


@dataclass(frozen=True)
class Market:
    """Answers of the twelve months that end with the running one, by firm and by kind of service."""

    first: date
    last: date
    totals: Mapping[str, Any]
    by_firm: Mapping[str, Any]
    by_kind: Mapping[str, Any]
    listed: Any
    overdue: Any

    def total(self, indicator: str) -> Row:
        return _first(self.totals[indicator])

    def when(self, lang: Lang) -> str:
        """2025年12月至2026年11月: numbers of firms are published by whole months."""
        names = [words.month(day.year, day.month, lang) for day in (self.first, self.last)]
        return Text("至", " to ")[lang].join(names)

    def as_of(self, lang: Lang) -> str:
        return notes.as_of(self.totals[ORDERS]["meta"], today(), lang)


def _first(document: Any) -> Row:
    return document["data"][0] if document["data"] else NOTHING


def gather(ask: Ask) -> Market:
    """Everything that the section shows."""
    last = next_start(today().replace(day=1), "month") - ONE_DAY
    month = last.year * 12 + last.month - MONTHS
    first = date(month // 12, month % 12 + 1, 1)

    def over(indicator: str, *by: str) -> Any:
        return ask(Values(indicator, first, last, "total", by))

    return Market(
        first,
        last,
        {id: over(id) for id in TOTALS},
        {id: over(id, "intermediary") for id in BY_FIRM},
        {id: over(id, "kind") for id in BY_KIND},
        *(_first(ask(Values(id, None, today(), "total"))) for id in (LISTED, OVERDUE)),
    )
