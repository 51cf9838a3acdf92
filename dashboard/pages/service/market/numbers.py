"""The numbers above the figures on intermediary services, each with what it is of."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.pages.service.market import ask as asked
from dashboard.pages.service.market.ask import Market, Row
from dashboard.pages.service.market.sentences import ORDER, per_order
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.words import Lang, Unit
from data.catalog import INDICATORS
from data.definitions import Text

UNITS = {
    asked.LISTED: Unit("家", "firm", "firms"),
    asked.ORDERS: ORDER,
    asked.SCORE: Unit("星", "of 5", "of 5"),
    asked.DAYS: Unit("工作日", "working day", "working days"),
    asked.BIDDERS: Unit("家/单", "per order", "per order"),
    asked.OVERDUE: ORDER,
}


def view(market: Market, lang: Lang) -> View:
    """How many firms and orders, their stars, days and bidders, and what is late now."""
    stars, days, bidders = (market.total(id) for id in (asked.SCORE, asked.DAYS, asked.BIDDERS))
    median = words.number(days["value"]) if words.enough(days["denominator"]) else words.MISSING
    now = Text("现在", "now")[lang]
    shown = {
        asked.LISTED: (words.number(market.listed["value"]), now),
        asked.ORDERS: (words.number(market.total(asked.ORDERS)["value"]), market.when(lang)),
        asked.SCORE: (words.score(stars), _n(stars)),
        asked.DAYS: (median, _n(days)),
        asked.BIDDERS: (per_order(bidders), _n(bidders)),
        asked.OVERDUE: (words.number(market.overdue["value"]), now),
    }
    drawn: View = {}
    for id, (value, note) in shown.items():
        drawn |= {f"market-{id}": blocks.stated(value), f"market-{id}-note": {"children": note}}
    if market.overdue["value"]:
        drawn[f"market-{asked.OVERDUE}"]["className"] = "n late"
    return blocks.with_units(drawn, {f"market-{id}": unit for id, unit in UNITS.items()}, lang)


def _n(row: Row) -> str:
    return words.sample(row["denominator"]) if row["denominator"] else ""


def layout(v: View, lang: Lang) -> html.Dl:
    numbers = [
        blocks.number(
            f"market-{id}",
            v,
            label=blocks.named(id, INDICATORS[id].title[lang], lang),
            unit=unit,
        )
        for id, unit in UNITS.items()
    ]
    return html.Dl(numbers, className="figures numbers")
