"""The numbers of the time as cards, each leading to its series."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from dashboard.pages.volumes import cells
from dashboard.pages.volumes.ask import Caseload, Cell
from dashboard.pages.volumes.choice import MEASURES, Choice, Measure
from dashboard.parts import blocks
from dashboard.parts.controls import Asking
from dashboard.words import Lang
from data.definitions import Text

MEASURE = Text("指标", "Measure")


def measures(asking: Asking, caseload: Caseload) -> html.Nav:
    """The numbers of the time, each leading to its series."""
    lang, choice = asking.lang, caseload.choice
    cards = []
    for id, measure in MEASURES.items():
        inner = _card(choice, measure, cell := caseload.totals[id], lang)
        if cell is None:  # this measure cannot be limited like this
            cards.append(html.Span(inner, className="measure measure--none"))
            continue
        chosen = {"aria-current": "true"} if id == choice.measure.id else {}
        card = html.A(
            inner, href=asking.href(measure=id), className="measure", **blocks.extra(chosen)
        )
        cards.append(card)
    columns = dbc.Row([dbc.Col(card, width=6, sm=3, lg=True) for card in cards])
    return html.Nav(columns, className="cards", **blocks.extra({"aria-label": MEASURE[lang]}))


def _card(choice: Choice, measure: Measure, cell: Cell | None, lang: Lang) -> list[html.Span]:
    """A measure's title and number, and what a rate or a median is of."""
    number, late = cells.number(measure, cell, lang), measure.id == "overdue"
    missing = cell is None or cell["value"] is None
    if cell is None or missing:
        beside: Text | None = cells.missing(choice, measure, cell)
    else:
        beside = cells.unit(choice, measure, cell)
    # A reason or a day is longer than a unit: it wraps.
    wraps = {} if beside is measure.unit else {"whiteSpace": "normal"}
    card = [
        html.Span(measure.title[lang], className="title"),
        html.Span(
            [
                html.Span(number, className="n late" if late and cell and cell["value"] else "n"),
                html.Span(beside[lang] if beside else "", className="unit", style=wraps),
            ],
            className="amount",
        ),
    ]
    if cell is None or missing or measure.is_sum:
        return card
    return [*card, html.Span(cells.made_of(measure, cell, lang), className="note")]
