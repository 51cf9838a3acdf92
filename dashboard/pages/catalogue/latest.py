"""An indicator's newest value, and those without which it is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.pages.catalogue.chosen_time import Chosen
from dashboard.pages.catalogue.printed import NOTHING, Row, after, certainty, made_of, period, shown
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Indicator, Text

LATEST = Text("最近一期", "Latest period")


def latest(rows: Sequence[Row], indicator: Indicator, lang: Lang) -> list[Any]:
    """The newest value with its period, its unit and what it is of."""
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return [html.Span(NOTHING[lang])]
    row = known[-1]
    parts = [
        html.Span(f"{LATEST[lang]} {period(row, lang)}", className="when"),
        html.Strong(shown(row, indicator, lang), className="n"),
        html.Span(after(indicator, row, lang), className="unit"),
    ]
    if of := made_of(row, indicator):
        parts.append(html.Span(of, className="note"))
    if bounds := certainty(row, indicator, lang):
        parts.append(html.Span(bounds, className="note"))
    return parts


def beside(
    ask: Ask, rows: Sequence[Row], indicator: Indicator, lang: Lang, time: Chosen
) -> list[Any]:
    """The indicators without which it is not shown, of the same period."""
    known = [row for row in rows if row["value"] is not None]
    shown_beside: list[Any] = []
    for other in (INDICATORS[id] for id in indicator.beside if known):
        values = {row["period"]: row for row in ask(time.question(other))["data"]}
        row = values.get(known[-1]["period"], {"value": None})
        text = words.MISSING if row["value"] is None else shown(row, other, lang)
        unit = "" if row["value"] is None else after(other, row, lang)
        of = made_of(row, other) if row["value"] is not None else ""
        shown_beside.append(
            html.Span(
                [
                    f"{other.title[lang]} ",
                    html.Strong(f"{text}{unit}"),
                    *([html.Span(of, className="note")] if of else []),
                ],
                className="beside",
                style={"display": "block"},
            )
        )
    return shown_beside
