"""The on-time rate by year; a year that is not whole says so, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.first_record import first_day
from dashboard.pages.disclosure import figures
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.words import Lang
from data.definitions import Text

YEARS = Text("历年按期答复率", "On-time rate by year")
PARTIAL = Text("截至目前", "Not complete")
CUT = Text("记录不满一年", "not recorded for the whole year")


def view(ask: Ask, by_year: Mapping[str, Any], today: date, lang: Lang) -> View:
    """The table's rows, the newest year first, and what is missing from those not whole."""
    rows = list(reversed(by_year["data"]))
    partial = [int(row["period"]) for row in rows if row["partial"]]
    first = (
        first_day(ask, "disclosure-requests", "received_on")
        if any(year != today.year for year in partial)
        else None
    )
    why = Text("；", "; ")[lang].join(_why(year, first, today)[lang] for year in partial)
    mark = Text(f"{PARTIAL.zh}：", f"{PARTIAL.en}: ")[lang]
    return {
        "years-rows": {"children": [_row(row, lang) for row in rows]},
        "years-note": {
            "children": f"{mark}{why}{Text('。', '.')[lang]}",
            "hidden": not partial,
        },
    }


def _why(year: int, first: date | None, today: date) -> Text:
    if year == today.year:
        return Text(
            f"{year}年尚未结束，只计今天以前到期的",
            f"{year} is not over, only what fell due before today counts",
        )
    if first and first.year == year:
        day = Text(words.short_day(first, "zh"), words.short_day(first, "en"))
        return Text(f"{year}年的记录从{day.zh}开始", f"the records of {year} begin on {day.en}")
    return Text(f"{year}年{CUT.zh}", f"{year} is {CUT.en}")


def _row(row: Mapping[str, Any], lang: Lang) -> html.Tr:
    report = Place("disclosure/report", lang, (("year", row["period"]),))
    link = html.A(words.year(row["period"], lang), href=report.url)
    name: Sequence[Any] = [link]
    if row["partial"]:
        name = [link, html.Span(words.unfinished("", lang), className="note")]
    cells = [html.Td(cell) for cell in figures.rate_cells(row)]
    return html.Tr([html.Th(name, scope="row"), *cells])


def layout(v: View, lang: Lang) -> html.Section:
    heads = [html.Th(text[lang], scope="col") for text in figures.COLUMNS["years"]]
    return html.Section(
        [
            html.H2(YEARS[lang]),
            dbc.Table(
                [html.Thead(html.Tr(heads)), blocks.live(html.Tbody, "years-rows", v)],
            ),
            blocks.live(html.P, "years-note", v, className="note"),
        ],
        className="requests",
    )
