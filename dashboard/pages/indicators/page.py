"""`/indicators/{id}`: any indicator by any period and part, with its definition and its proof."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking import short_names
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.indicators import breakdowns
from dashboard.pages.indicators.ask import Found, gather
from dashboard.pages.indicators.choice import (
    CUTS,
    FILTERS_MOST,
    combinable,
    dimensions,
    parameters_of,
    presets,
    readable,
)
from dashboard.pages.indicators.definition import definition, proofs
from dashboard.pages.indicators.latest import beside, in_a_line, latest
from dashboard.pages.indicators.series import chart, sentences, spread, table
from dashboard.parts import bars, blocks, controls, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking, Filter
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import INDICATORS, PUBLISHED_INDICATORS, owner
from data.definitions import Indicator, Text
from data.hall import today

PARTS = Text("依据的记录", "The records behind it")
BEFORE = Text("去年同期", "Year before")
INDEX = Text("全部指标", "All indicators")
DEFINITION = Text("口径", "Definition")
SPREAD = Text("分布", "Distribution")
GRAIN, FILTERS = Text("统计周期", "Cut"), Text("筛选", "Filters")
TWO = Text("最多同时选两项", "two at most together")
ALONE = Text("只能单独选一项", "one at a time")
# Where a dataset has a page of its own.
OWN_PAGES = {
    "cases": ("volumes", Text("办件量页面", "The page on cases")),
    "evaluations": ("satisfaction", Text("好差评页面", "The page on ratings")),
    "disclosure-requests": ("disclosure", Text("依申请公开页面", "The page on disclosure requests")),
}  # fmt: skip


def view_of(id: str) -> Callable[[Ask, Lang, Arguments], View]:
    """The view of one indicator's page."""
    indicator = INDICATORS[id]

    def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
        found = gather(ask, indicator, arguments)
        meta = found.series["meta"]
        asking = Asking(f"indicators/{id}", parameters_of(indicator), arguments, lang)
        as_of = state_of(found, lang)
        short = short_names.of_bars(ask, found.parts, found.choice.by, lang)
        return {
            **frame(meta),
            "latest": {"children": [*latest(found, lang), *beside(ask, found, lang)]},
            **_controls(asking, found),
            **_series(found, as_of, lang),
            **(breakdowns.view(asking, found, as_of, short) if indicator.dimensions else {}),
        }

    return view


def state_of(found: Found, lang: Lang) -> str:
    """数据截至…; of records whose newest day is not published, of which period the last numbers are."""
    meta = found.series["meta"]
    last = found.known[-1]["period"] if found.known else None
    if meta.get("as_of") or last is None or found.choice.indicator.of_list:
        return notes.as_of(meta, today(), lang)
    named = words.period(last, lang)
    return Text(f"{named}数据", f"Data of {named}")[lang]


def _controls(asking: Asking, found: Found) -> View:
    lang, chosen = asking.lang, found.choice
    view = {}
    if not chosen.indicator.of_list:
        view |= controls.period_view(asking, chosen.span)
        view["how"] = {"children": _how(asking, found)}
    wide = combinable(chosen.indicator, set(chosen.indicator.dimensions[:FILTERS_MOST]))
    note = (TWO if wide else ALONE)[lang] if chosen.filters else ""
    span = None if chosen.indicator.of_list else chosen.span
    words_of = controls.sentence(
        asking, span, _filters(found, lang), note, presets(chosen.indicator)
    )
    view["indicator-filters"] = {"children": words_of}
    return view


def _how(asking: Asking, found: Found) -> list[html.Nav]:
    """How finely the time is cut, and whether the year before is shown."""
    lang, chosen = asking.lang, found.choice
    cuts = [
        (CUTS[grain][lang], asking.href(grain=grain), grain == chosen.grain)
        for grain in readable(chosen.indicator, chosen.filters, chosen.span)
    ]
    ways = [controls.links(GRAIN[lang], cuts)]
    if chosen.span.first is not None:
        other = asking.href(compare="" if chosen.compare else "year")
        ways.append(controls.links(BEFORE[lang], [(BEFORE[lang], other, chosen.compare)]))
    return ways


def _filters(found: Found, lang: Lang) -> list[Filter]:
    chosen = found.choice
    full = len(chosen.filters) >= FILTERS_MOST
    return [
        Filter(
            one.id,
            one.title[lang],
            found.options[one.id],
            chosen.filters.get(one.id, ""),
            one.id not in chosen.filters
            and (full or not combinable(chosen.indicator, {*chosen.filters, one.id})),
            controls.whole_of(one.title, lang),
        )
        for one in dimensions(chosen.indicator)
    ]


# --- the series -----------------------------------------------------------------------------------


def _series(found: Found, as_of: str, lang: Lang) -> View:
    """The chart by period; a list has none, and of nothing there is none to draw."""
    indicator = found.choice.indicator
    if indicator.of_list:
        return {}
    drawn = spread.figure(found, lang) if found.spread else chart.figure(found, lang)
    shown = blocks.figure_view(
        "series",
        value=in_a_line(found, lang),
        finding=sentences.series(found, lang),
        figure=drawn if found.known else {"data": [], "layout": {}},
        rows=table.rows(found, lang),
        columns=table.heads(found, lang),
        downloads=_files(found, lang),
        as_of=as_of,
    )
    n = None if indicator.is_stock else found.whole.get("denominator")
    return blocks.with_n(shown, n, "series") | {"series-part": {"hidden": not found.known}}


def _files(found: Found, lang: Lang) -> list[Any]:
    """The files of the series, and those of how it is spread: of all that the chart and its table show."""
    own = downloads.of_answer(found.series, found.choice.indicator.id, lang)
    if not found.spread:
        return own
    return [*own, *downloads.titled(SPREAD, downloads.with_json(found.spread["links"]), lang)]


# --- the page -------------------------------------------------------------------------------------


def layout_of(id: str) -> Callable[[Place, View], html.Main]:
    """The layout of one indicator's page."""
    indicator = INDICATORS[id]

    def layout(place: Place, view: View) -> html.Main:
        lang = place.lang
        return html.Main(
            [
                html.P(
                    html.A(INDEX[lang], href=place.elsewhere("indicators").path), className="crumb"
                ),
                html.H1(indicator.title[lang], className="plain"),
                blocks.live(html.P, "latest", view, className="latest"),
                html.Div(_chosen(indicator, view, lang), className="controls"),
                *_drawn(indicator, view, lang),
                html.H2(DEFINITION[lang]),
                html.Dl(definition(indicator, lang), className="definition"),
                html.H2(PARTS[lang]),
                html.P([*proofs(indicator, lang), *_own_page(indicator, place)], className="links"),
            ],
            id="main",
            className="catalogue explorer",
            **blocks.extra({"data-explore": ""}),
        )

    return layout


def _chosen(indicator: Indicator, view: View, lang: Lang) -> list[Any]:
    """What a reader chooses with: the time, how it is cut, and the conditions."""
    choice = [blocks.live(html.Div, "indicator-filters", view, className="words")]
    if indicator.of_list:
        return [html.Div(choice, className="sentence")] if indicator.dimensions else []
    choice.append(controls.period(f"indicators/{indicator.id}", view, lang))
    return [
        html.Div(choice, className="sentence"),
        blocks.live(html.P, "turned", view, className="notice", role="status"),
        blocks.live(html.Div, "how", view, className="how"),
    ]


def _drawn(indicator: Indicator, view: View, lang: Lang) -> list[Any]:
    drawn: list[Any] = []
    if not indicator.of_list:
        figure = blocks.figure("series", view, columns=None, lang=lang, size="tall")
        drawn.append(
            blocks.live(html.Section, "series-part", view, children=figure, className="series")
        )
    if indicator.dimensions:
        drawn += [
            html.Section(bars.figure(breakdowns.ID, view, lang), className="pair"),
            blocks.live(html.Div, "multiples", view),
        ]
    return drawn


def _own_page(indicator: Indicator, place: Place) -> list[Any]:
    page = OWN_PAGES.get(owner(indicator).id)
    return [" ", html.A(page[1][place.lang], href=place.elsewhere(page[0]).path)] if page else []


PAGES = tuple(
    Page(
        f"indicators/{id}",
        indicator.title,
        f"indicator-{id}",
        view_of(id),
        layout_of(id),
        parameters=parameters_of(indicator),
        every=60,
        charts=not indicator.of_list,
        menu=False,
        styles=("explore.css", "data.css"),
        like="indicator" if not indicator.of_list else "indicator-list",
        figures=(
            *(() if indicator.of_list else ("series",)),
            *((breakdowns.ID,) if indicator.dimensions else ()),
        ),
    )
    for id, indicator in PUBLISHED_INDICATORS.items()
)
