"""What a reader chooses a view with: links, selects and dates in a GET form.

Everything works without scripts; with them `assets/explore.js` follows the same addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.asking import parameters, time_span
from dashboard.asking.address import Place
from dashboard.asking.parameters import Arguments, Parameter
from dashboard.parts.blocks import View, extra, live
from dashboard.words import Lang
from data.definitions import Text

SHOW = Text("显示", "Show")
FROM, TO = Text("从", "From"), Text("到", "to")
TURNED = Text(
    "结束日期早于开始日期，已对调显示。",
    "The last day was before the first; they are shown the other way round.",
)
PERIOD = Text("时间", "Time")
ALL = Text("全部", "All")
SEARCH = "search"
SEARCH_LABEL = Text(
    "搜索指标、数据集、事项、部门和页面",
    "Search indicators, datasets, items, departments and pages",
)
SEARCH_BUTTON = Text("搜索", "Search")
# Characters that a search may have.
SEARCH_MOST = 100

# What a reader types is not reported to Dash, or the next view would take it back: a field that waits
# for its button keeps it until a view brings another value. (A timer of a browser has no longer time.)
NEVER_MS = 2**31 - 1


@dataclass(frozen=True)
class Asking:
    """A page as it was asked for: gives the addresses of its other views."""

    page: str
    parameters: tuple[Parameter, ...]
    asked: Arguments
    lang: Lang

    def href(self, page: str | None = None, **changes: str) -> str:
        """The address of the view in which some parameters differ; `""` leaves one out."""
        query, _ = parameters.read(self.parameters, {**self.asked, **changes}.items())
        return Place(self.page if page is None else page, self.lang, query).url

    def hidden(self, *without: str) -> list[dbc.Input]:
        """The parameters that a form does not show, so that it keeps them."""
        query, _ = parameters.read(self.parameters, self.asked.items())
        return [dbc.Input(type="hidden", name=n, value=v) for n, v in query if n not in without]

    @property
    def path(self) -> str:
        return Place(self.page, self.lang).path


def links(label: str, choices: Iterable[tuple[str, str, bool]], kind: str = "choices") -> html.Nav:
    """A row of links `(words, address, is it this one)`."""
    found = [
        html.A(said, href=href, **extra({"aria-current": "true"} if chosen else {}))
        for said, href, chosen in choices
    ]
    return html.Nav(found, className=kind, **extra({"aria-label": label}))


def period_view(
    asking: Asking, of: time_span.Span, named: Mapping[str, Text] = time_span.PRESETS
) -> View:
    """The live half of `period`; `named` are the times that have a name on this page."""
    presets = [
        (
            said[asking.lang],
            asking.href(**{"period": id, "from": "", "to": "", "grain": ""}),
            of.preset == id,
        )
        for id, said in named.items()
    ]
    latest = of.anchor.isoformat()
    return {
        "period": {"children": links(PERIOD[asking.lang], presets)},
        "dates": {"className": "dates dates--own" if of.preset is None else "dates"},
        "from-field": {"value": of.first.isoformat() if of.first else "", "max": latest},
        "to-field": {"value": of.last.isoformat(), "max": latest},
        "dates-kept": {"children": asking.hidden("from", "to", "period", "grain")},
        "turned": {"children": TURNED[asking.lang] if of.turned else "", "hidden": not of.turned},
    }


def period(page: str, v: View, lang: Lang) -> html.Div:
    """Presets as links, and two dates with a button. A view changes the dates but draws no field
    anew, so that a date which has not been sent yet stays."""
    fields = [
        dbc.Label(
            [
                html.Span(said[lang]),
                live(
                    dbc.Input,
                    f"{name}-field",
                    v,
                    type="date",
                    name=name,
                    min="1990-01-01",
                    debounce=NEVER_MS,
                ),
            ],
            html_for=f"{name}-field",
        )
        for name, said in (("from", FROM), ("to", TO))
    ]
    button = dbc.Button(SHOW[lang], type="submit")
    form = live(
        html.Form,
        "dates",
        v,
        children=[live(html.Div, "dates-kept", v, hidden=True), *fields, button],
        action=Place(page, lang).path,
        method="get",
        **extra({"data-wait": ""}),
    )
    turned = live(html.P, "turned", v, className="notice", role="status")
    return html.Div([live(html.Div, "period", v), form, turned], className="period")


@dataclass(frozen=True)
class Filter:
    """A select: its parameter, label, codes with names, what is chosen, and whether it is shut."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str = ""
    disabled: bool = False


def filters(asking: Asking, chosen: Sequence[Filter], note: str) -> html.Form:
    """Selects that change the view at once; without scripts there is a button."""
    lang = asking.lang
    fields = [
        dbc.Label(
            [
                html.Span(one.label),
                dbc.Select(
                    id=f"{one.name}-field",
                    name=one.name,
                    value=one.value,
                    disabled=one.disabled,
                    placeholder=ALL[lang],
                    options=[
                        {"value": "", "label": ALL[lang]},
                        *({"value": code, "label": name} for code, name in one.options),
                    ],
                ),
            ],
            html_for=f"{one.name}-field",
            className="filter filter--set" if one.value else "filter",
        )
        for one in chosen
    ]
    button = dbc.Button(SHOW[lang], type="submit", className="plainly")
    hidden = asking.hidden(*(one.name for one in chosen))
    said = html.Span(note, className="note")
    return html.Form(
        [*hidden, *fields, button, said], action=asking.path, method="get", className="filters"
    )


def paging(label: str, choices: Iterable[tuple[str, str]]) -> html.Nav:
    """Links to other parts of a list."""
    found = [html.A(said, href=href) for said, href in choices]
    return html.Nav(found, className="choices", **extra({"aria-label": label}))


def given(asked: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Those of the parameters that have a value."""
    return {name: asked[name] for name in names if asked[name]}


def search(place: Place, id: str, value: str = "") -> html.Form:
    """The box in which readers search, sent by GET; `id` tells it from others on the same page."""
    lang: Lang = place.lang
    return html.Form(
        [
            dbc.Label(SEARCH_LABEL[lang], html_for=id),
            html.Div(
                [
                    dbc.Input(id=id, name="q", type="search", value=value, maxlength=SEARCH_MOST),
                    dbc.Button(SEARCH_BUTTON[lang], type="submit"),
                ]
            ),
        ],
        action=Place(SEARCH, lang).path,
        method="get",
        className="search",
        **extra({"role": "search"}),
    )
