"""满意度: five levels, over time, by department and window, and what became of bad ratings.

Ratings given by silence are counted apart. A survey of the CPPCC joins when there is data of one.
"""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking import time_span
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.satisfaction import bad_ratings, sections
from dashboard.pages.satisfaction.ask import PARAMETERS, PATH, Ratings, gather
from dashboard.parts import bars, blocks, controls, findings, notes
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking, Filter
from dashboard.parts.page import Page, frame
from dashboard.words import PER_CENT, RATINGS, Lang
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text
from data.hall import today

TITLE = Text("满意度", "Satisfaction")
NUMBERS = ("ratings", "good-rating-rate", "mean-score", "default-ratings")
UNITS = {
    "ratings": Text(RATINGS.zh, RATINGS.many),
    "good-rating-rate": PER_CENT,
    "mean-score": Text("星", "of 5"),
    "default-ratings": Text(RATINGS.zh, RATINGS.many),
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
    department = DATASETS["evaluations"].dimension("department").title[lang]
    chosen = [Filter("department", department, ratings.departments, ratings.department)]
    return {
        "satisfaction-empty": {"hidden": not empty},
        "satisfaction-rest": {"hidden": empty},
        **controls.period_view(asking, ratings.span),
        "satisfaction-filters": {"children": controls.filters(asking, chosen, "")},
        **_numbers(ratings, lang),
        **sections.levels(ratings, as_of, lang),
        **sections.over_time(asking, ratings, as_of),
        **sections.compared(asking, ratings, as_of),
        **bad_ratings.view(ratings, as_of, lang),
        **frame(meta),
    }


def _numbers(ratings: Ratings, lang: Lang) -> View:
    """Each number with what it is out of."""
    mean = ratings.cell("mean-score")
    silent = Text("逾期未评，不进入比率", "by silence; never in a rate")[lang]
    shown = {
        "ratings": (words.number(ratings.cell("ratings")["value"]), Text("办事人自己给的", "given by people")[lang]),
        "good-rating-rate": _good(ratings, lang),
        "mean-score": _stars(mean, lang),
        "default-ratings": (words.number(ratings.cell("default-ratings")["value"]), silent),
    }  # fmt: skip
    return {
        key: {"children": text}
        for id, (number, note) in shown.items()
        for key, text in ((f"of-{id}", number), (f"of-{id}-note", note))
    }


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
    empty = findings.NO_DATA[lang]
    return html.Main(
        [
            html.H1(TITLE[lang], className="page-title"),
            blocks.live(html.P, "satisfaction-empty", v, children=empty, className="plain"),
            blocks.live(html.Div, "satisfaction-rest", v, children=_rest(v, lang)),
        ],
        id="main",
        **blocks.extra({"data-explore": ""}),
    )


def _rest(v: View, lang: Lang) -> list[Any]:
    numbers = [
        blocks.number(
            f"of-{id}",
            v,
            label=blocks.named(id, INDICATORS[id].title[lang], lang),
            unit=UNITS[id][lang],
        )
        for id in NUMBERS
    ]
    became = html.Div(
        [bars.figure("follow", v, lang), bad_ratings.figures(v, lang)], className="follow"
    )
    how = blocks.live(html.Div, "satisfaction-how", v, className="how-wide")
    return [
        html.Div(
            [
                controls.period(PATH, v, lang),
                blocks.live(html.Div, "satisfaction-filters", v),
            ],
            className="controls",
        ),
        html.Dl(numbers, className="figures numbers"),
        html.Section(
            dbc.Row([dbc.Col(bars.figure("levels", v, lang), lg=7), dbc.Col(became, lg=5)]),
            className="pair pair--first",
        ),
        html.Section(
            dbc.Row(
                [
                    dbc.Col(how, width=12),
                    *(
                        dbc.Col(blocks.figure(id, v, columns=None, lang=lang, size="half"), lg=6)
                        for id in ("stacked", "rates")
                    ),
                ]
            ),
            className="pair",
        ),
        html.Section([bars.figure("compared", v, lang)], className="wide"),
    ]


PAGE = Page(
    PATH,
    TITLE,
    "satisfaction",
    view,
    layout,
    parameters=PARAMETERS,
    every=30,
    styles=("explore.css",),
)
