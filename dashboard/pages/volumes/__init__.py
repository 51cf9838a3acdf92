"""办件量: how much is accepted, completed, in progress, overdue; where; how long it takes."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking import time_span
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.volumes import cells, chart, sections, sentences
from dashboard.pages.volumes.ask import Caseload, Cell, gather, newest
from dashboard.pages.volumes.cards import measures
from dashboard.pages.volumes.choice import (
    DIMENSIONS,
    PARAMETERS,
    PATH,
    TITLES,
    Choice,
    Measure,
    combinable,
    read,
)
from dashboard.parts import bars, blocks, controls, downloads, findings, notes
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking, Filter
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.definitions import Text
from data.hall import today

TITLE = Text("办件量", "Caseload")
NOTE = Text("最多两项一起选", "two at most together")
GRAIN = Text("粒度", "Grain")
YEAR_BEFORE = Text("去年同期", "Year before")
PERIOD = Text("时期", "Period")
RECORDS = Text("查看这些办件的记录", "See the records of these cases")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """All that the page shows, for one address."""
    meta = ask(newest())["meta"]
    choice = read(arguments, time_span.anchor(ask, meta, today()))
    caseload = gather(ask, choice)
    asking = Asking(PATH, PARAMETERS, arguments, lang)
    as_of = notes.as_of(meta, today(), lang)
    empty = meta["as_of"] is None
    return {
        "volumes-empty": {"hidden": not empty},
        "volumes-rest": {"hidden": empty},
        **controls.period_view(asking, choice.span),
        "volumes-filters": {"children": _filters(asking, caseload)},
        "volumes-measures": {"children": measures(asking, caseload)},
        **_series(asking, caseload, as_of),
        **sections.ranking(asking, caseload, as_of),
        **sections.used(caseload, as_of, lang),
        **frame(meta),
    }


def _filters(asking: Asking, caseload: Caseload) -> html.Form:
    choice, lang = caseload.choice, asking.lang
    chosen = []
    for name in DIMENSIONS:
        others = frozenset(choice.filters) - {name}
        shut = not combinable(choice.measure, others | {name})
        options = caseload.options[name]
        label = TITLES[name][lang]
        chosen.append(Filter(name, label, options, choice.filters.get(name, ""), shut))
    return controls.filters(asking, chosen, NOTE[lang])


# --- the series ---------------------------------------------------------------------------------


def _series(asking: Asking, caseload: Caseload, as_of: str) -> View:
    lang, choice = asking.lang, caseload.choice
    figures = blocks.figure_view(
        "volumes-series",
        finding=sentences.series(caseload, lang),
        figure=chart.figure(caseload, lang),
        rows=_rows(caseload, lang),
        columns=_columns(choice, lang),
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
    for i, (name, row) in enumerate(zip(chart.names(caseload, lang), rows, strict=True)):
        partial = row["partial"] and not caseload.choice.hourly
        shown = words.unfinished(name, lang) if partial else name
        line = [shown, *_cells(measure, row, lang)]
        if caseload.choice.before:
            line += _cells(measure, then[i] if i < len(then) else None, lang)
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
    if caseload.before is None:
        return links
    before = downloads.files(caseload.before["links"])
    return [*links, *downloads.titled(YEAR_BEFORE, before, lang)]


# --- the page -----------------------------------------------------------------------------------


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            html.H1(TITLE[lang], className="page-title"),
            blocks.live(
                html.P, "volumes-empty", v, children=findings.NO_DATA[lang], className="plain"
            ),
            blocks.live(html.Div, "volumes-rest", v, children=_rest(v, lang)),
        ],
        id="main",
        **blocks.extra({"data-explore": ""}),
    )


def _rest(v: View, lang: Lang) -> list[Any]:
    series = blocks.figure("volumes-series", v, columns=None, lang=lang, size="series")
    more = blocks.live(html.A, "volumes-records", v, className="more")
    return [
        html.Div(
            [
                controls.period(PATH, v, lang),
                blocks.live(html.Div, "volumes-filters", v),
            ],
            className="controls",
        ),
        blocks.live(html.Div, "volumes-measures", v),
        html.Section(
            [blocks.live(html.Div, "volumes-how", v, className="how-cut"), series, html.P(more)],
            className="series",
        ),
        html.Section(
            dbc.Row(
                [
                    dbc.Col(bars.figure("volumes-ranking", v, lang), lg=7),
                    dbc.Col(bars.figure("volumes-used", v, lang, "even"), lg=5),
                ]
            ),
            className="pair",
        ),
    ]


PAGE = Page(
    PATH,
    TITLE,
    "volumes",
    view,
    layout,
    parameters=PARAMETERS,
    every=30,
    styles=("explore.css",),
)
