"""`/indicators/{id}`: one definition with its versions, its series, its breakdowns and its proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.pages.catalogue import chosen_time
from dashboard.pages.catalogue.breakdowns import breakdowns, of_period
from dashboard.pages.catalogue.definition import definition, proofs
from dashboard.pages.catalogue.latest import beside, latest
from dashboard.pages.catalogue.printed import (
    ALL_TIME,
    NOTHING,
    PARTIAL,
    REASONS,
    UNITS_PER,
    Row,
    is_few,
    made_of,
    shown,
)
from dashboard.parts import blocks, charts, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import INDICATORS, PUBLISHED_INDICATORS
from data.definitions import Indicator, Text
from data.hall import today
from data.measures import Quantile

PARTS = Text("依据的记录", "The records behind it")
PERIOD, VALUE = Text("时期", "Period"), Text("数值", "Value")
NOTE = Text("说明", "Note")
# What a value is made of; a count is itself, and a median has its N and no parts.
RATIO = {"numerator": Text("分子", "Numerator"), "denominator": Text("分母", "Denominator")}
MEDIAN = {"denominator": Text("件数", "N")}
SHOWS = Text(
    "{title}，{first}至{last}；斜纹或空心为不完整的一期{cut}。",
    "{title}, {first} to {last}; hatched or hollow: not complete{cut}.",
)
CUT = Text("；纵轴不从0开始", "; the axis does not begin at 0")
# A line between values that lie close together: its axis is cut.
CUT_UNITS = ("fraction", "score", *UNITS_PER)
INDEX = Text("全部指标", "All indicators")


def view_of(id: str) -> Callable[[Ask, Lang, Any], View]:
    """The view of one indicator's page."""
    indicator = INDICATORS[id]

    def view(ask: Ask, lang: Lang, arguments: Any) -> View:
        time = chosen_time.chosen(ask, indicator, arguments)
        series = ask(time.question(indicator))
        rows = series["data"]
        around: View = {
            **frame(series["meta"]),
            **chosen_time.view(ask, indicator, time, arguments, lang),
            "proofs": {"children": proofs(indicator, lang, time.first, time.last)},
            "latest": {
                "children": [
                    *latest(rows, indicator, lang),
                    *beside(ask, rows, indicator, lang, time),
                ]
            },
        }
        if indicator.dimensions:
            around |= {
                "breakdowns-title": {"children": of_period(indicator, rows, lang, time)},
                "breakdowns": {"children": breakdowns(ask, indicator, rows, lang, time)},
            }
        return around | blocks.figure_view(
            "series",
            finding=(indicator.title[lang], _in_words(rows, indicator, lang)),
            figure=_chart(rows, indicator, lang),
            rows=[_table_row(row, indicator, lang) for row in rows],
            downloads=downloads.of_answer(series, id, lang),
            as_of=notes.as_of(series["meta"], today(), lang),
        )

    return view


def _in_words(rows: Sequence[Row], indicator: Indicator, lang: Lang) -> str:
    if not rows:
        return NOTHING[lang]
    if rows[0]["period"] is None:
        return indicator.formula[lang]
    return SHOWS[lang].format(
        title=indicator.title[lang],
        first=rows[0]["period"],
        last=rows[-1]["period"],
        cut=CUT[lang] if indicator.unit in CUT_UNITS else "",
    )


def _parts(indicator: Indicator) -> dict[str, Text]:
    if indicator.is_count:
        return {}
    return MEDIAN if isinstance(indicator.measure, Quantile) else RATIO


def _heads(indicator: Indicator, lang: Lang) -> list[str]:
    return [text[lang] for text in (PERIOD, VALUE, *_parts(indicator).values(), NOTE)]


def _table_row(row: Row, indicator: Indicator, lang: Lang) -> list[str]:
    note = (
        REASONS[row["reason"]][lang]
        if row.get("reason") in REASONS
        else PARTIAL[lang]
        if row["partial"]
        else ""
    )
    parts = [words.number(row[name]) if row[name] is not None else "" for name in _parts(indicator)]
    return [row["period"] or ALL_TIME[lang], shown(row, indicator, lang), *parts, note]


def _chart(rows: Sequence[Row], indicator: Indicator, lang: Lang) -> dict[str, Any]:
    """Bars for what is counted, a line with dots for what is a ratio; lighter while not complete."""
    known = [row for row in rows if row["period"]]
    x = [row["period"] for row in known]
    y = [None if is_few(row, indicator) else row["value"] for row in known]
    over = [_over(row, indicator, lang) for row in known]
    symbols = ["circle-open" if row["partial"] else "circle" for row in known]
    shapes = ["/" if row["partial"] else "" for row in known]
    is_cut = indicator.unit in CUT_UNITS
    scale: dict[str, Any] = {"tickformat": words.tick_format(indicator.unit, is_cut)}
    if is_cut:
        trace = {
            "type": "scatter",
            "mode": "lines+markers",
            "line": {"color": charts.KEPT, "width": 2},
            "marker": {"color": charts.KEPT, "size": 7, "symbol": symbols},
        }
    else:
        scale["rangemode"] = "tozero"
        trace = {
            "type": "bar",
            # A bar of 0 has no height: it would look like a month without data.
            "text": ["0" if value == 0 else "" for value in y],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": {"color": charts.KEPT, "pattern": {**charts.HATCHED, "shape": shapes}},
        }
    return {
        "data": [{**trace, "x": x, "y": y, "customdata": over, "hovertemplate": charts.HOVER}],
        "layout": charts.layout(
            margin={"l": 52, "r": 8, "t": 8, "b": 36},
            xaxis={"type": "category", "nticks": 12, "fixedrange": True, "showgrid": False},
            yaxis={**scale, "fixedrange": True, "nticks": 5, "gridcolor": charts.RULE},
        ),
    }


def _over(row: Row, indicator: Indicator, lang: Lang) -> str:
    """What is said over a mark: the period, the value and what it is of."""
    return "<br>".join(
        part
        for part in (row["period"], shown(row, indicator, lang), made_of(row, indicator))
        if part
    )


def layout_of(id: str) -> Callable[[Place, View], html.Main]:
    """The layout of one indicator's page."""
    indicator = INDICATORS[id]

    def layout(place: Place, view: View) -> html.Main:
        lang, heads = place.lang, _heads(indicator, place.lang)
        series = blocks.figure("series", view, columns=heads, lang=lang, size="tall")
        return html.Main(
            [
                html.P(
                    html.A(INDEX[lang], href=place.elsewhere("indicators").path), className="crumb"
                ),
                html.H1(indicator.title[lang], className="plain"),
                blocks.live(html.P, "latest", view, className="latest"),
                html.Dl(definition(indicator, lang), className="definition"),
                *chosen_time.layout(indicator, view, series, lang),
                html.H2(PARTS[lang]),
                blocks.live(html.P, "proofs", view, className="links"),
                *_broken_down(indicator, view),
            ],
            id="main",
            className="catalogue",
        )

    return layout


def _broken_down(indicator: Indicator, view: View) -> list[Any]:
    if not indicator.dimensions:
        return []
    return [
        blocks.live(html.H2, "breakdowns-title", view),
        blocks.live(html.Div, "breakdowns", view, className="breakdowns"),
    ]


PAGES = tuple(
    Page(
        f"indicators/{id}",
        indicator.title,
        f"indicator-{id}",
        view_of(id),
        layout_of(id),
        parameters=chosen_time.parameters(indicator),
        every=60,
        menu=False,
        styles=("explore.css", "data.css"),
        like="indicator",
    )
    for id, indicator in PUBLISHED_INDICATORS.items()
)
