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
OWN_DATES = Text("自选日期", "Other dates")
ALL = Text("全部", "All")
SEARCH = "search"
ASK = "service/ask"  # the page that answers questions
# What their boxes are called, and their buttons.
_BOXES = {
    SEARCH: (
        Text("搜索指标、数据集、事项、部门和页面", "Search indicators, datasets, items, departments and pages"),
        Text("搜索", "Search"),
    ),
    ASK: (Text("您想问什么？", "What do you want to know?"), Text("提问", "Ask")),
}  # fmt: skip
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
    ways = [
        html.A(title, href=href, **extra({"aria-current": "true"} if chosen else {}))
        for title, href, chosen in choices
    ]
    return html.Nav(ways, className=kind, **extra({"aria-label": label}))


def period_view(asking: Asking, of: time_span.Span) -> View:
    """The live half of `period`."""
    latest = of.anchor.isoformat()
    return {
        "dates": {"className": "dates dates--own" if of.preset is None else "dates"},
        "from-field": {"value": of.first.isoformat() if of.first else "", "max": latest},
        "to-field": {"value": of.last.isoformat(), "max": latest},
        "dates-kept": {"children": asking.hidden("from", "to", "period", "grain")},
        "turned": {"children": TURNED[asking.lang] if of.turned else "", "hidden": not of.turned},
    }


def period(page: str, v: View, lang: Lang) -> html.Details:
    """Two dates of the reader's own with a button, folded away. A view changes the dates but draws no
    field anew, so that a date which has not been sent yet stays."""
    fields = [
        dbc.Label(
            [
                html.Span(title[lang]),
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
        for name, title in (("from", FROM), ("to", TO))
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
    return html.Details([html.Summary(OWN_DATES[lang]), form], className="own-dates")


@dataclass(frozen=True)
class Filter:
    """A select: its parameter, label, codes with names, what is chosen, whether it is shut, and what
    stands there while nothing is chosen."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str = ""
    disabled: bool = False
    whole: str = ""


def sentence(
    asking: Asking,
    of: time_span.Span | None,
    chosen: Sequence[Filter],
    note: str,
    named: Mapping[str, Text] = time_span.PRESETS,
) -> list[html.Form]:
    """The choice as words that can be changed: 近30天 ▾ · 全部部门 ▾ · 全部事项 ▾.

    Each is a select that changes the view at once; without scripts there is a button. The time is a
    form of its own, for a preset takes the place of dates; what has no time has none. `named` are the
    times that have a name on this page.
    """
    lang = asking.lang
    when: list[Filter] = []
    if of is not None:
        presets = [(id, title[lang]) for id, title in named.items()]
        own = time_span.dates(of, lang)
        when = [Filter("period", PERIOD[lang], presets, of.preset or "", whole=own)]
    forms = []
    for kind, fields, leaves in (
        ("when", when, ("from", "to", "period", "grain")),
        ("filters", chosen, tuple(one.name for one in chosen)),
    ):
        if not fields:
            continue
        button = dbc.Button(SHOW[lang], type="submit", className="plainly")
        note_of = [html.Span(note, className="note")] if note and kind == "filters" else []
        inside = [*asking.hidden(*leaves), *(_word(one) for one in fields), button, *note_of]
        forms.append(html.Form(inside, action=asking.path, method="get", className=kind))
    return forms


def _word(one: Filter) -> dbc.Label:
    """A select that reads as a word of the sentence; its label is for those who hear the page."""
    # Without a preset the first option is what is shown: dates of one's own, or everything.
    first: list[Any] = (
        [] if one.name == "period" and one.value else [{"value": "", "label": one.whole}]
    )
    select = dbc.Select(
        id=f"{one.name}-field",
        name=one.name,
        value=one.value,
        disabled=one.disabled,
        placeholder=one.whole,
        options=[*first, *({"value": code, "label": name} for code, name in one.options)],
    )
    return dbc.Label(
        [html.Span(one.label, className="unseen"), select],
        html_for=f"{one.name}-field",
        className="word word--set" if one.value and one.name != "period" else "word",
    )


def opening(id: str, page: str, title: Text, v: View, lang: Lang) -> html.Section:
    """How such a page begins: the choice in words, its number, what is found.

    Live ids: `id` with -as-of, -filters, -number, -unit, -finding, and those of `period`.
    """
    choice = [live(html.Div, f"{id}-filters", v, className="words"), period(page, v, lang)]
    number = [
        live(html.Strong, f"{id}-number", v),
        live(html.Span, f"{id}-unit", v, className="unit"),
    ]
    as_of = live(html.Span, f"{id}-as-of", v, className="as-of")
    return html.Section(
        [
            html.H1([html.Span(title[lang]), as_of], className="label"),
            html.Div(choice, className="sentence"),
            live(html.P, "turned", v, className="notice", role="status"),
            html.P(number, className="headline headline--page"),
            live(html.P, f"{id}-finding", v, className="found"),
        ],
        className="opening",
    )


def whole_of(title: Text, lang: Lang) -> str:
    """全部部门 · any department: what stands in the sentence while none is chosen."""
    return Text(f"全部{title.zh}", f"any {title.en.lower()}")[lang]


def paging(label: str, choices: Iterable[tuple[str, str]]) -> html.Nav:
    """Links to other parts of a list."""
    ways = [html.A(title, href=href) for title, href in choices]
    return html.Nav(ways, className="choices", **extra({"aria-label": label}))


def given(asked: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Those of the parameters that have a value."""
    return {name: asked[name] for name in names if asked[name]}


def search(place: Place, id: str, value: str = "", page: str = SEARCH) -> html.Form:
    """The box in which readers search or ask, sent by GET; `id` tells it from others on the page."""
    lang: Lang = place.lang
    label, button = _BOXES[page]
    field = dbc.Input(id=id, name="q", type="search", value=value, maxlength=SEARCH_MOST)
    return html.Form(
        [
            dbc.Label(label[lang], html_for=id),
            html.Div([field, dbc.Button(button[lang], type="submit")]),
        ],
        action=Place(page, lang).path,
        method="get",
        className="search",
        **extra({"role": "search"}),
    )
