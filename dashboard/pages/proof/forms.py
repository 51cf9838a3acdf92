"""The forms with which a verification begins, and that of an audit sample."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.asking.address import VERIFY, Place
from dashboard.asking.parameters import Arguments
from dashboard.pages.proof.claims import reported
from dashboard.words import Lang
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Text

FIELD = Text("印出来的数", "A figure as it is printed")
EXAMPLE = Text("例如：按时办结率，2025年，99.36%", "for example: on-time-rate 2025 99.36%")
BUTTON = Text("核验", "Verify")
CHOOSE = Text("或选公开报道的数字", "Or a figure that was reported")
INDICATOR, FROM, TO = (
    Text("或选指标", "Or an indicator"),
    Text("起始日期", "From"),
    Text("截止日期", "To"),
)
ANY = Text("——", "——")
TYPED_MOST = 120
TITLES = {id: one.title for id, one in PUBLISHED_INDICATORS.items()}


def forms(claims: Any, asked: Arguments, lang: Lang) -> list[Any]:
    """Three ways to begin, each a form of its own, sent by GET."""
    here = Place(VERIFY, lang).path
    typed = dbc.Input(
        id="verify-q",
        name="q",
        type="search",
        value=asked["q"],
        maxlength=TYPED_MOST,
        placeholder=EXAMPLE[lang],
    )
    chosen: list[Any] = [{"label": ANY[lang], "value": ""}]
    chosen += [
        {
            "label": f"{c['title']}：{reported(c, lang)}"
            if lang == "zh"
            else f"{c['title']}: {reported(c, lang)}",
            "value": c["claim"],
        }
        for c in claims
    ]
    listed: list[Any] = [{"label": ANY[lang], "value": ""}]
    listed += [{"label": title[lang], "value": id} for id, title in TITLES.items()]
    return [
        _one(FIELD, "verify-q", [typed], here, lang),
        _one(
            CHOOSE,
            "verify-claim",
            [dbc.Select(id="verify-claim", name="claim", options=chosen, value=asked["claim"])],
            here,
            lang,
        ),
        _one(
            INDICATOR,
            "verify-indicator",
            [
                dbc.Select(
                    id="verify-indicator",
                    name="indicator",
                    options=listed,
                    value=asked["indicator"],
                ),
                *_dated("from", FROM, asked, lang),
                *_dated("to", TO, asked, lang),
            ],
            here,
            lang,
        ),
    ]


def _dated(name: str, title: Text, asked: Arguments, lang: Lang) -> list[Any]:
    id = f"verify-{name}"
    field = dated(id, name, asked[name])
    return [html.Div([dbc.Label(title[lang], html_for=id), field], className="dated")]


def _one(title: Text, id: str, fields: list[Any], action: str, lang: Lang) -> html.Form:
    return html.Form(
        [
            dbc.Label(title[lang], html_for=id),
            html.Div([*fields, dbc.Button(BUTTON[lang], type="submit")]),
        ],
        action=action,
        method="get",
        className="search verify-form",
    )


def dated(id: str, name: str, value: str) -> dbc.Input:
    """A field for a date. The browser's own: the library's type of it is not in its list of types."""
    kind: Any = "date"
    return dbc.Input(id=id, name=name, type=kind, value=value)
