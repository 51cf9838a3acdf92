"""`/indicators`: a yearbook's contents, each indicator with its formula, its last year and its value."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.pages.indicators.series.scale import is_columns
from dashboard.parts import bars, blocks, controls
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.parts.printed import Row, ends, is_few, made_of, period, valued
from dashboard.words import Lang
from data.catalog import PUBLISHED, owner
from data.definitions import Dataset, Indicator, Text
from data.hall import today

log = logging.getLogger(__name__)
TITLE = Text("指标口径", "Indicators")
LEAD = Text(
    "每个数都有一条定义：怎么算、按什么日期计、依据什么、背后是哪些记录。",
    "Every number has one definition: how it is counted, by which date, by what rule, and from which records.",
)
NAME, FORMULA = Text("指标", "Indicator"), Text("计算公式", "Formula")
SHAPE, LISTED = Text("近12期", "Last 12 periods"), Text("清单现状", "the list as it is")
VALUE = Text("数值", "Value")
# So many periods are drawn beside a value.
PERIODS = 12
Documents = dict[str, tuple[list[Row], list[Row]]]


def view(ask: Ask, lang: Lang, arguments: Any) -> View:
    """Of every indicator the value of its newest year, and its last periods."""
    del arguments
    place = Place("indicators", lang)
    shown_rows: View = {}
    meta: dict[str, Any] = {"demo": False, "data_version": 0}
    for dataset in PUBLISHED.values():
        if not dataset.indicators:
            continue
        values: Documents = {}
        for indicator in dataset.indicators:
            by_year, meta = _values(ask, indicator, meta)
            values[indicator.id] = by_year
        common = _common(values, lang)
        rows = [_row(one, *values[one.id], common, place) for one in dataset.indicators]
        shown_rows |= {
            _id(dataset): {"children": rows},
            f"{_id(dataset)}-period": {"children": common},
        }
    return shown_rows | frame(meta)


def _values(
    ask: Ask, indicator: Indicator, meta: dict[str, Any]
) -> tuple[tuple[list[Row], list[Row]], dict[str, Any]]:
    """Its years and its last periods; none where they cannot be had: the other indicators go on."""
    try:
        years = ask(Values(indicator.id, grain="year"))
        last = [] if indicator.of_list else ask(_last(indicator))["data"][-PERIODS:]
    except Exception:
        log.exception("no values of %s", indicator.id)
        return ([], []), meta
    return ([row for row in years["data"] if row["value"] is not None], last), years["meta"]


def _last(indicator: Indicator) -> Values:
    grain = owner(indicator).usual_grain
    first = None if grain == "year" else date(today().year - (3 if grain == "quarter" else 1), 1, 1)
    return Values(indicator.id, first, None, grain)


def _id(dataset: Dataset) -> str:
    return f"indicators-{dataset.id}"


def _common(values: Documents, lang: Lang) -> str:
    """The period of the newest values, where all of a table have the same: it is said once."""
    named = {_when(years[-1], lang) for years, _ in values.values() if years}
    return named.pop() if len(named) == 1 else VALUE[lang]


def _when(row: Row, lang: Lang) -> str:
    return period(row, lang) if row["period"] else LISTED[lang]


def _row(
    indicator: Indicator, years: Sequence[Row], last: Sequence[Row], common: str, place: Place
) -> html.Tr:
    lang = place.lang
    value, notes = words.MISSING, []
    late = False
    if years:
        newest = years[-1]
        value = valued(newest, indicator, lang)
        when = _when(newest, lang)
        notes = [made_of(newest, indicator), when if when != common else ""]
        late = bool(indicator.past_limit and newest["value"])
    title = indicator.title[lang]
    link = html.A(title, href=place.elsewhere(f"indicators/{indicator.id}").path)
    number = html.Strong(value, className="late" if late else None)
    said = [html.Span(note, className="note") for note in notes if note]
    return html.Tr(
        [
            html.Th(link, scope="row"),
            html.Td(indicator.formula[lang], className="formula"),
            html.Td(_shape(indicator, last)),
            html.Td([number, *said], className="n"),
        ]
    )


def _shape(indicator: Indicator, last: Sequence[Row]) -> html.Span | str:
    """Its last periods; of too few for a rate no dot, of nothing no picture."""
    values = [None if is_few(row, indicator) else row["value"] for row in last]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    partial = [bool(row["partial"]) for row in last]
    if is_columns(indicator):
        return bars.spark_columns(values, partial, max(known), indicator.past_limit)
    scale = bars.spark_scale(ends(last, indicator), indicator.unit == "fraction")
    return bars.spark_dots(values, partial, *scale)


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    sections: list[Any] = []
    for dataset in PUBLISHED.values():
        if dataset.indicators:
            sections += [html.H2(dataset.title[lang]), _table(dataset, view, lang)]
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(LEAD[lang], className="opening"),
            controls.search(place, "search-indicators"),
            html.Div(sections, className="contents"),
        ],
        id="main",
        className="catalogue",
    )


def _table(dataset: Dataset, view: View, lang: Lang) -> dbc.Table:
    heads = [html.Th(head[lang], scope="col") for head in (NAME, FORMULA, SHAPE)]
    value = blocks.live(html.Th, f"{_id(dataset)}-period", view, scope="col", className="n")
    columns = [html.Col(className=name) for name in ("name", "formula", "shape", "value")]
    return dbc.Table(
        [
            html.Colgroup(columns),
            html.Thead(html.Tr([*heads, value])),
            blocks.live(html.Tbody, _id(dataset), view),
        ]
    )


PAGE = Page(
    "indicators",
    TITLE,
    "indicators",
    view,
    layout,
    every=600,
    charts=False,
    menu=False,
    styles=("data.css",),
)
