"""好差评: five levels, over time, by department and window, and what became of bad ratings.

Ratings given by silence are counted apart, and so is a survey by others, such as the CPPCC.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking import short_names, time_span
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.satisfaction import bad_ratings, compared, sections, survey
from dashboard.pages.satisfaction.ask import PARAMETERS, PATH, Ratings, gather, over
from dashboard.parts import bars, blocks, controls, notes
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking, Filter
from dashboard.parts.drawings import svg
from dashboard.parts.page import Page, frame
from dashboard.words import RATINGS, Lang
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text
from data.hall import today

TITLE = Text("好差评", "Ratings")
NUMBERS = ("ratings", "mean-score", "default-ratings")
UNITS = {
    "ratings": RATINGS,
    "mean-score": words.Unit("星", "of 5", "of 5"),
    "default-ratings": RATINGS,
}


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """All that the page shows, for one address."""
    from api.answer.answers import Values

    meta = ask(Values("ratings", None, None, "total"))["meta"]
    ratings = gather(
        ask, arguments, time_span.span(arguments, time_span.anchor(ask, meta, today()))
    )
    asking = Asking(PATH, PARAMETERS, arguments, lang)
    as_of = notes.as_of(meta, today(), lang)
    empty = meta["as_of"] is None
    short = short_names.of_bars(ask, ratings.compared["data"], ratings.by, lang)
    department = DATASETS["evaluations"].dimension("department").title[lang]
    whole = controls.whole_of(DATASETS["evaluations"].dimension("department").title, lang)
    chosen = [
        Filter("department", department, ratings.departments, ratings.department, whole=whole)
    ]
    return {
        "satisfaction-empty": {"hidden": not empty},
        "satisfaction-rest": {"hidden": empty},
        # One period alone is no series.
        "satisfaction-series": {"hidden": len(ratings.rates["data"]) < 2},
        **controls.period_view(asking, ratings.span),
        "satisfaction-filters": {"children": controls.sentence(asking, ratings.span, chosen, "")},
        **_hero(ratings, as_of, lang),
        **_numbers(ratings, lang),
        **_of_all(asking, ratings, as_of),
        **compared.view(asking, ratings, as_of, short),
        **bad_ratings.view(ratings, as_of, lang),
        **survey.view(ask, ratings.span.last if arguments["to"] else today(), as_of, lang),
        **frame(meta),
    }


def _of_all(asking: Asking, ratings: Ratings, as_of: str) -> View:
    """The figures of all ratings of the time chosen."""
    figures = (
        sections.thousand(ratings, as_of, asking.lang)
        | sections.levels(ratings, as_of, asking.lang)
        | sections.over_time(asking, ratings, as_of)
    )
    n = ratings.cell("ratings")["value"]
    return blocks.with_n(figures, n, "dots", "levels", "bad", "rates")


def _hero(ratings: Ratings, as_of: str, lang: Lang) -> View:
    """The share of good ratings, and how many in a thousand are bad."""
    rate, note = _good(ratings, lang)
    known = rate != words.MISSING
    return {
        "satisfaction-as-of": {"children": as_of},
        "satisfaction-number": {"children": rate, "className": "n"},
        "satisfaction-unit": {"children": Text("%好评", "% good")[lang] if known else ""},
        "satisfaction-finding": {"children": sections.bad_of_all(ratings, lang)},
        "satisfaction-note": {"children": note},
    }


def _numbers(ratings: Ratings, lang: Lang) -> View:
    """Each number with what it is out of."""
    mean = ratings.cell("mean-score")
    silent = Text("逾期未评价，不纳入比率", "by silence; never in a rate")[lang]
    shown = {
        "ratings": (words.number(ratings.cell("ratings")["value"]), _given(ratings.cell("active-rating-rate"), lang)),
        "mean-score": _stars(mean, lang),
        "default-ratings": (words.number(ratings.cell("default-ratings")["value"]), silent),
    }  # fmt: skip
    view = {
        key: {"children": text}
        for id, (number, note) in shown.items()
        for key, text in ((f"of-{id}", number), (f"of-{id}-note", note))
    }
    return blocks.with_units(view, {f"of-{id}": unit for id, unit in UNITS.items()}, lang)


def _given(rated: dict[str, Any], lang: Lang) -> str:
    """Who gave the ratings, and of which part of the cases: rates are of those alone."""
    given = Text("由办事人主动作出", "given by people")[lang]
    share = words.percentage(rated)
    if share == words.MISSING:
        return given
    of = words.of(rated)
    return (
        given
        + Text(f"，占办结件的{share}（{of}）", f", for {share} of cases completed ({of})")[lang]
    )


def _good(ratings: Ratings, lang: Lang) -> tuple[str, str]:
    """The rate, and beside it the stricter one: 'fairly satisfied' counts as good."""
    rate, note = sections.rate_or_few(ratings.cell("good-rating-rate"), lang)
    stricter = ratings.cell("satisfied-rating-rate")
    if stricter["value"] is None or rate == words.MISSING:
        return rate, note
    strict = words.rate(stricter)  # of the same ratings
    more = Text(
        f"；好评含基本满意，满意及以上{strict}%",
        f"; 'fairly satisfied' counts as good, satisfied or better {strict}%",
    )
    return rate, note + more[lang]


def _stars(mean: dict[str, Any], lang: Lang) -> tuple[str, str]:
    """The mean of 1–5, and the same on a scale of 0 to 100."""
    if not words.enough(mean["denominator"]):
        return words.MISSING, words.few(mean["denominator"], RATINGS, lang)
    hundred, n = words.hundred(mean), words.counted(mean["denominator"], RATINGS, lang)
    note = Text(f"{n}，按0–100分计为{hundred}分", f"{n}, {hundred} on a scale of 0–100")[lang]
    return words.score(mean), note


def layout(place: Place, v: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            blocks.empty_page("satisfaction-empty", TITLE, v, lang),
            blocks.live(html.Div, "satisfaction-rest", v, children=_rest(v, over(place), lang)),
            blocks.live(html.Div, "survey-part", v, children=_survey(v, lang)),
        ],
        id="main",
        **blocks.extra({"data-explore": ""}),
    )


def _rest(v: View, over: Mapping[str, str], lang: Lang) -> list[Any]:
    numbers = [
        blocks.number(
            f"of-{id}",
            v,
            label=blocks.named(id, INDICATORS[id].title[lang], lang, **over),
            unit=UNITS[id],
        )
        for id in NUMBERS
    ]
    how = blocks.live(html.Div, "satisfaction-how", v, className="how-wide")
    became = [svg.figure("follow", v, lang, "whole"), bad_ratings.figures(v, over, lang)]
    thousand, levels = svg.figure("dots", v, lang), bars.figure("levels", v, lang)
    series = (
        dbc.Col(blocks.figure(id, v, columns=None, lang=lang, size="half"), lg=6)
        for id in ("bad", "rates")
    )
    return [
        controls.opening("satisfaction", PATH, TITLE, v, lang),
        blocks.live(html.P, "satisfaction-note", v, className="note"),
        html.Dl(numbers, className="figures numbers"),
        html.Section(
            dbc.Row([dbc.Col(thousand, lg=6), dbc.Col(levels, lg=6)]), className="pair pair--first"
        ),
        html.Section(became, className="wide"),
        blocks.live(
            html.Section,
            "satisfaction-series",
            v,
            children=[dbc.Row([dbc.Col(how, width=12), *series])],
            className="pair",
        ),
        html.Section([bars.figure("compared", v, lang)], className="wide"),
    ]


def _survey(v: View, lang: Lang) -> list[Any]:
    """What others found, apart from the ratings."""
    beside, every = bars.figure("survey-beside", v, lang), bars.figure("survey", v, lang)
    method = blocks.live(html.P, "survey-method", v, className="note")
    of_round = blocks.live(html.P, "survey-round", v, className="links")
    return [
        html.Section([every], className="wide"),
        html.Section([beside, method, of_round], className="wide"),
    ]


PAGE = Page(
    PATH,
    TITLE,
    "satisfaction",
    view,
    layout,
    parameters=PARAMETERS,
    every=30,
    styles=("explore.css", "drawings.css"),
    figures=("dots", "levels", "follow", "bad", "rates", "compared", *survey.IDS),
)
