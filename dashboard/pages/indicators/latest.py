"""An indicator's newest value, that of the whole time, and those without which it is not shown."""

from __future__ import annotations

from typing import Any

from dash import html

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.pages.indicators.ask import Found, Row
from dashboard.pages.indicators.series.sentences import dates
from dashboard.parts.printed import (
    NOTHING,
    after,
    certainty,
    is_few,
    made_of,
    period,
    shown,
    valued,
)
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Indicator, Text

WHOLE = Text("所选时间：", "All the time chosen: ")


def latest(found: Found, lang: Lang) -> list[Any]:
    """The newest value with its period, its unit and what it is of; then that of all the time."""
    indicator = found.choice.indicator
    if not found.known:
        return [html.Span(NOTHING[lang])]
    row = found.known[-1]
    enough = found.whole["value"] is not None and not is_few(found.whole, indicator)
    if is_few(row, indicator) and enough:
        return _of_all(found, lang)
    late = indicator.past_limit and row["value"]
    parts = [
        html.Span(period(row, lang), className="when"),
        html.Strong(shown(row, indicator, lang), className="n late" if late else "n"),
        html.Span(after(indicator, row, lang), className="unit"),
    ]
    parts += _notes(row, indicator, lang)
    if indicator.is_stock or len(found.known) < 2 or found.whole["value"] is None:
        return parts
    whole = f"{WHOLE[lang]}{valued(found.whole, indicator, lang)}"
    return [*parts, html.Span([whole, " ", *_notes(found.whole, indicator, lang)], className="whole")]  # fmt: skip


def in_a_line(found: Found, lang: Lang) -> str:
    """按时办结率 2026-11（未满） 62.53%: the newest value."""
    indicator = found.choice.indicator
    if not found.known:
        return indicator.title[lang]
    row = found.known[-1]
    return f"{indicator.title[lang]} {period(row, lang)} {valued(row, indicator, lang)}"


def _of_all(found: Found, lang: Lang) -> list[Any]:
    """The value of all the time, where the newest period has too few to be printed."""
    indicator, whole = found.choice.indicator, found.whole
    return [
        html.Span(dates(found, lang), className="when"),
        html.Strong(shown(whole, indicator, lang), className="n"),
        html.Span(after(indicator, whole, lang), className="unit"),
        *_notes(whole, indicator, lang),
    ]


def _notes(row: Row, indicator: Indicator, lang: Lang) -> list[html.Span]:
    said = (made_of(row, indicator), certainty(row, indicator, lang))
    return [html.Span(text, className="note") for text in said if text]


def beside(ask: Ask, found: Found, lang: Lang) -> list[Any]:
    """The indicators without which it is not shown, of the same period and conditions."""
    chosen, shown_beside = found.choice, []
    for other in (INDICATORS[id] for id in chosen.indicator.beside if found.known):
        if not set(chosen.filters) <= set(other.dimensions):
            continue
        span = chosen.span
        question = Values(other.id, span.first, span.last, chosen.grain, (), chosen.where)
        values = {row["period"]: row for row in ask(question)["data"]}
        row = values.get(found.known[-1]["period"], {"value": None})
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
