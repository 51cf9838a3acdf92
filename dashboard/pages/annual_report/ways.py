"""The ways from one report to others: its years, and the departments that have one."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer import answers
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.words import Lang
from data.definitions import Text
from data.rollups.plan import NONE

EVERYBODY = Text("全部部门", "All departments")
DEPARTMENT, SHOW = Text("部门", "Department"), Text("查看", "Show")
YEARS = Text("年度", "Year")


def years(reportable: list[int], shown: int, place: Place) -> list[Any]:
    links: list[Any] = []
    rest = tuple(pair for pair in place.query if pair[0] != "year")
    for year in reportable:
        there = Place(place.page, place.lang, (("year", str(year)), *rest))
        here = blocks.extra({"aria-current": "page"} if year == shown else {})
        links += [
            html.A(words.year(year, place.lang), href=there.url, **here),
            " ",
        ]
    return links


def departments(ask: Ask, lang: Lang) -> list[dict[str, str]]:
    """All together, and each that has requests or a report."""
    facets = [
        *ask(answers.Facets("disclosure-requests", "department"))["data"],
        *ask(answers.Facets("disclosure-statements", "department"))["data"],
    ]
    return [
        {"value": "", "label": EVERYBODY[lang]},
        *(
            {"value": row["value"], "label": row["label"] or row["value"]}
            for row in {row["value"]: row for row in facets}.values()
            if row["value"] and row["value"] != NONE
        ),
    ]


def ways(place: Place, v: View) -> html.Div:
    """To other years, and to a department's report. What is chosen stays when the rest is redrawn:
    the view brings what there is to choose from, the address which of it is shown."""
    lang = place.lang
    department = blocks.live(
        dbc.Select,
        "department-field",
        v,
        name="department",
        value=dict(place.query).get("department", ""),
        placeholder=EVERYBODY[lang],
    )
    form = html.Form(
        [
            blocks.live(dbc.Input, "year-field", v, type="hidden", name="year"),
            dbc.Label([html.Span(DEPARTMENT[lang]), department], html_for="department-field"),
            dbc.Button(SHOW[lang], type="submit"),
        ],
        action=Place(place.page, lang).path,
        method="get",
        className="lookup",
    )
    nav = html.Nav(
        [html.Span(f"{YEARS[lang]} "), blocks.live(html.Span, "report-years", v)],
        **blocks.extra({"className": "years", "aria-label": YEARS[lang]}),
    )
    return blocks.live(html.Div, "report-ways", v, children=[nav, form], className="report-ways")
