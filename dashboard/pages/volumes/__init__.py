"""办件量: how much is accepted, completed, in progress, overdue; where; how long it takes."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking import short_names, time_span
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.volumes import cells, kinds, pictures, sections, sentences, series
from dashboard.pages.volumes.ask import Caseload, gather, newest
from dashboard.pages.volumes.choice import (
    DIMENSIONS,
    PARAMETERS,
    PATH,
    TITLES,
    combinable,
    read,
)
from dashboard.parts import bars, blocks, controls, notes
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking, Filter
from dashboard.parts.drawings import svg
from dashboard.parts.page import Page, frame
from dashboard.words import Lang, YearBefore
from data.definitions import Text
from data.hall import today

TITLE = Text("办件量", "Caseload")
NOTE = Text("最多两项一起选", "two at most together")


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
        **_hero(caseload, as_of, lang),
        **kinds.view(ask, caseload, as_of, lang),
        **pictures.calendar(asking, caseload, as_of),
        **pictures.week(caseload, as_of, lang),
        **pictures.districts(caseload, as_of, lang),
        "volumes-measures": {"children": series.measures(asking, caseload)},
        **_of_choice(ask, asking, caseload, as_of),
        **frame(meta),
    }


def _of_choice(ask: Ask, asking: Asking, caseload: Caseload, as_of: str) -> View:
    """The figures of the number that was chosen: over time, by department, by time taken."""
    rows = caseload.ranking["data"]
    short = short_names.of_bars(ask, rows, caseload.choice.by, asking.lang)
    figures = series.view(asking, caseload, as_of)
    figures |= sections.ranking(asking, caseload, as_of, short)
    cell = caseload.total or {}
    n = cell.get("denominator") or (cell.get("value") if caseload.choice.measure.is_sum else None)
    sized = blocks.with_n(figures, n, "volumes-series", "volumes-ranking")
    return sized | sections.used(caseload, as_of, asking.lang)


def _hero(caseload: Caseload, as_of: str, lang: Lang) -> View:
    """The number that the page is about, and what is found of it."""
    choice, cell = caseload.choice, caseload.total
    measure = choice.measure
    known = cell if cell and cell["value"] is not None else None
    beside = cells.unit(choice, measure, known) if known else cells.missing(choice, measure, cell)
    unit = beside[lang] if beside else ""
    if known and not cells.is_few(measure, known):
        unit += measure.noun[lang]
    # What judges this number: how it was a year before. The reader who asked learns why it was not.
    finding = caseload.against if known and isinstance(caseload.against, YearBefore) else None
    late = measure.id == "overdue" and cell and cell["value"]
    return {
        "volumes-as-of": {"children": as_of},
        "volumes-number": {
            "children": cells.number(measure, cell, lang),
            "className": "n late" if late else "n",
        },
        "volumes-unit": {"children": unit},
        "volumes-finding": {
            "children": sentences.finding(caseload, lang)
            or (words.year_before(finding, lang) if finding else "")
        },
    }


def _filters(asking: Asking, caseload: Caseload) -> list[html.Form]:
    choice, lang = caseload.choice, asking.lang
    chosen = []
    for name in DIMENSIONS:
        others = frozenset(choice.filters) - {name}
        shut = not combinable(choice.measure, others | {name})
        options = caseload.options[name]
        whole = controls.whole_of(TITLES[name], lang)
        value = choice.filters.get(name, "")
        chosen.append(Filter(name, TITLES[name][lang], options, value, shut, whole))
    return controls.sentence(asking, choice.span, chosen, NOTE[lang] if choice.filters else "")


# --- the page -----------------------------------------------------------------------------------


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            blocks.empty_page("volumes-empty", TITLE, v, lang),
            blocks.live(html.Div, "volumes-rest", v, children=_rest(v, lang)),
        ],
        id="main",
        **blocks.extra({"data-explore": ""}),
    )


def _rest(v: View, lang: Lang) -> list[Any]:
    chart = blocks.figure("volumes-series", v, columns=None, lang=lang, size="series")
    more = blocks.live(html.A, "volumes-records", v, className="more")
    return [
        controls.opening("volumes", PATH, TITLE, v, lang),
        html.Section([svg.figure("volumes-year", v, lang, "year")], className="wide wide--first"),
        blocks.live(html.Div, "volumes-measures", v),
        html.Section(
            [blocks.live(html.Div, "volumes-how", v, className="how-cut"), chart, html.P(more)],
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
        blocks.live(
            html.Section,
            "volumes-kinds-part",
            v,
            children=dbc.Row(
                [
                    dbc.Col(bars.figure("volumes-kinds", v, lang, "even"), lg=6),
                    dbc.Col(bars.figure("volumes-online", v, lang), lg=6),
                ]
            ),
            className="pair",
        ),
        blocks.live(
            html.Section,
            "volumes-law-part",
            v,
            children=bars.figure("volumes-law", v, lang),
            className="wide",
        ),
        html.Section(
            dbc.Row(
                [
                    dbc.Col(svg.figure("volumes-week", v, lang), lg=7),
                    dbc.Col(svg.figure("volumes-districts", v, lang), lg=5),
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
    styles=("explore.css", "drawings.css"),
    figures=(
        *(f"volumes-{name}" for name in ("series", "year", "ranking", "used", "week", "districts")),
        *kinds.IDS,
    ),
)
