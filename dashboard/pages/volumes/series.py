"""The series of /volumes: cards that lead to each, chart, table, and how finely the time is cut."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.volumes import cells, chart, sentences
from dashboard.pages.volumes.ask import Caseload, Cell
from dashboard.pages.volumes.choice import MEASURES, PATH, Choice, Measure
from dashboard.parts import blocks, controls, downloads
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.parts.drawings import spread
from dashboard.words import Lang
from data.definitions import Text

GRAIN = Text("粒度", "Grain")
YEAR_BEFORE = Text("去年同期", "Year before")
SPREAD = Text("分布", "Distribution")
PERIOD = Text("时期", "Period")
MEASURE = Text("指标", "Measure")
RECORDS = Text("查看这些办件的记录", "See the records of these cases")


def view(asking: Asking, caseload: Caseload, as_of: str) -> View:
    lang, choice = asking.lang, caseload.choice
    figures = blocks.figure_view(
        "volumes-series",
        finding=sentences.series(caseload, lang),
        figure=chart.figure(caseload, lang),
        rows=_rows(caseload, lang),
        columns=[*_columns(choice, lang), *(name for name, _ in chart.taken(caseload, lang))],
        downloads=_downloads(caseload, lang),
        as_of=as_of,
    )
    return figures | {
        "volumes-how": {"children": _how(asking, caseload)},
        "volumes-records": {
            "children": RECORDS[lang],
            "href": asking.href(page=f"{PATH}/records"),
        },
    }


def _how(asking: Asking, caseload: Caseload) -> list[html.Nav]:
    """How finely the time is cut, and whether the year before is shown."""
    lang, choice = asking.lang, caseload.choice
    cuts = [
        (time_span.GRAINS[g][lang], asking.href(grain=g), g == choice.grain)
        for g in time_span.grains(choice.span)
    ]
    compare = asking.href(compare="" if choice.compare else "year")
    ways = [] if choice.hourly else [controls.links(GRAIN[lang], cuts)]
    if choice.span.first is not None:
        against = [(YEAR_BEFORE[lang], compare, choice.compare)]
        ways.append(controls.links(YEAR_BEFORE[lang], against))
    return ways


def _columns(choice: Choice, lang: Lang) -> list[str]:
    unit = choice.measure.unit[lang]
    title = choice.measure.title
    own = Text(f"{title.zh}（{unit}）", f"{title.en} ({unit})")[lang]
    n = [] if choice.measure.is_sum else ["N"]
    before = [YEAR_BEFORE[lang]] if choice.before else []
    return [PERIOD[lang], own, *n, *before, *(n if before else [])]


def _rows(caseload: Caseload, lang: Lang) -> list[list[str]]:
    measure = caseload.choice.measure
    rows = [row for row in caseload.series["data"] if row.get("hour") != "none"]
    then = [row for row in (caseload.before or {}).get("data", []) if row.get("hour") != "none"]
    written = []
    cut, shares = chart.partial(caseload), spread.shares(chart.taken(caseload, lang))
    for i, (name, row) in enumerate(zip(chart.names(caseload, lang), rows, strict=True)):
        shown = words.unfinished(name, lang) if cut[i] else name
        line = [shown, *_cells(measure, row, lang)]
        if caseload.choice.before:
            line += _cells(measure, then[i] if i < len(then) else None, lang)
        line += shares[i] if shares else []
        written.append(line)
    return written


def _cells(measure: Measure, row: Cell | None, lang: Lang) -> list[str]:
    """A value as the table has it; of a rate or a median with its N."""
    number = cells.number(measure, row, lang)
    if measure.is_sum:
        return [number]
    n = row["denominator"] if row else None
    few = row is not None and row["value"] is not None and cells.is_few(measure, row)
    return [words.TOO_FEW[lang] if few else number, words.number(n)]


def _downloads(caseload: Caseload, lang: Lang) -> list[Any]:
    links = downloads.of_answer(caseload.series, caseload.choice.measure.indicator, lang)
    if caseload.spread:
        files = downloads.with_json(caseload.spread["links"])
        links = [*links, *downloads.titled(SPREAD, files, lang)]
    if caseload.before is None:
        return links
    before = downloads.files(caseload.before["links"])
    return [*links, *downloads.titled(YEAR_BEFORE, before, lang)]


# --- the numbers of the time as cards --------------------------------------------------------------


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
