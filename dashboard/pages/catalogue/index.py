"""`/indicators`: all indicators by the dataset they are counted from, with formula and newest value."""

from __future__ import annotations

import logging
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.pages.catalogue.printed import made_of, period, shown
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import PUBLISHED
from data.definitions import Dataset, Indicator, Text

log = logging.getLogger(__name__)
TITLE = Text("指标口径", "Indicators")
LEAD = Text(
    "每个数都有一条定义：怎么算、按什么日期计、依据什么、背后是哪些记录。",
    "Every number has one definition: how it is counted, by which date, by what rule, and from which records.",
)
HEADS = {
    "zh": ("指标", "计算公式", "最近一期", "数值"),
    "en": ("Indicator", "Formula", "Latest period", "Value"),
}


def view(ask: Ask, lang: Lang, arguments: Any) -> View:
    """The newest value of every indicator."""
    del arguments
    place = Place("indicators", lang)
    shown_rows: View = {}
    meta: dict[str, Any] = {"demo": False, "data_version": 0}
    for dataset in PUBLISHED.values():
        rows = []
        for indicator in dataset.indicators:
            document = _newest(ask, indicator)
            meta = document.get("meta", meta)
            rows.append(_row(indicator, document, place))
        if rows:
            shown_rows[_rows(dataset)] = {"children": rows}
    return shown_rows | frame(meta)


def _newest(ask: Ask, indicator: Indicator) -> dict[str, Any]:
    """Its values by year; none where they cannot be had: the other indicators go on."""
    try:
        return ask(answers.Values(indicator.id, grain="year"))
    except Exception:
        log.exception("no values of %s", indicator.id)
        return {"data": []}


def _rows(dataset: Dataset) -> str:
    return f"indicators-{dataset.id}"


def _row(indicator: Indicator, document: dict[str, Any], place: Place) -> html.Tr:
    known = [row for row in document["data"] if row["value"] is not None]
    when, value, of = "", words.MISSING, ""
    if known:
        newest = known[-1]
        when, value = period(newest, place.lang), shown(newest, indicator, place.lang)
        of = made_of(newest, indicator)
    title = indicator.title[place.lang]
    link = html.A(title, href=place.elsewhere(f"indicators/{indicator.id}").path)
    return html.Tr(
        [
            html.Th(link, scope="row"),
            html.Td(indicator.formula[place.lang]),
            html.Td(when, className="n"),
            html.Td([value, html.Span(f" {of}", className="note")] if of else value, className="n"),
        ]
    )


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    sections: list[Any] = []
    for dataset in PUBLISHED.values():
        if not dataset.indicators:
            continue
        head = html.Thead(html.Tr([html.Th(h, scope="col") for h in HEADS[lang]]))
        sections += [
            html.H2(dataset.title[lang]),
            html.Div(
                dbc.Table([head, blocks.live(html.Tbody, _rows(dataset), view)], className="wide"),
                className="scroll",
                tabIndex=0,
                role="region",
                **blocks.extra({"aria-label": dataset.title[lang]}),
            ),
        ]
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(LEAD[lang], className="opening"),
            *sections,
        ],
        id="main",
        className="catalogue",
    )


PAGE = Page(
    "indicators",
    TITLE,
    "indicators",
    view,
    layout,
    every=60,
    charts=False,
    menu=False,
    styles=("data.css",),
)
