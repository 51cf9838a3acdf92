"""The pieces that pages are made of: numbers with their definition, figures with their table.

A *view* maps component ids to properties. A block that is live comes in two halves: one writes its
part of the view, the other the markup that takes its properties from the view, so that the first
paint and every later update are the same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import words
from dashboard.asking import address
from dashboard.parts import charts
from dashboard.parts.cited import cite
from dashboard.words import Lang, Unit
from data.catalog import INDICATORS
from data.definitions import Text
from data.hall import hall

View = dict[str, dict[str, Any]]

TABLE = Text("数据表", "Table")
DEFINITION = Text("指标口径", "Definition")
PROOF = Text("核验", "Proof")
_SOURCE = Text("大厅业务系统", "the hall's own systems")


def source(lang: Lang) -> html.Span:
    """Where the numbers come from."""
    named = (hall().source or _SOURCE)[lang]
    return html.Span(Text("来源：", "Source: ")[lang] + named, className="source")


def live(tag: Callable[..., Any], id: str, view: View, **fixed: Any) -> Any:
    """A component whose properties come from the view, over those that are `fixed`."""
    return tag(**{"id": id, **fixed, **view[id]})


def extra(attributes: dict[str, Any]) -> dict[str, Any]:
    """Attributes whose names are no Python names (`aria-…`, `data-…`), to be unpacked."""
    return attributes


def none_of(title: Text, lang: Lang) -> str:
    """What a page of a subject says that the store has nothing of."""
    return Text(
        f"{title.zh}的数据尚未入库，本页暂无内容。",
        f"No data on {title.en.lower()} has been reported yet: there is nothing to show here.",
    )[lang]


def empty_page(id: str, title: Text, view: View, lang: Lang) -> html.Div:
    """A page without data still says which page it is. Hidden by its view where there is data."""
    parts = [html.H1(title[lang], className="page-title"), html.P(none_of(title, lang))]
    return live(html.Div, id, view, children=parts)


def under_heads(heads: Sequence[Text], cells: Sequence[html.Td], lang: Lang) -> list[html.Td]:
    """Cells with the heads of their columns: on a phone a row is a block, and each says what it is."""
    for head, cell in zip(heads, cells, strict=True):
        setattr(cell, "data-head", head[lang])
    return list(cells)


def definition(indicator: str, lang: Lang, **over: str) -> str:
    """The page that says what an indicator means, `over` the time and conditions that it begins with."""
    return address.Place(f"indicators/{indicator}", lang, tuple(over.items())).url


def named(indicator: str, label: str, lang: Lang, **over: str) -> html.A:
    """A label that leads to its indicator's definition, where the labelled number stands too.

    `over`: what it is over, as the parameters of that page (`period="today"`); all there is without.
    """
    title = f"{DEFINITION[lang]}：" if lang == "zh" else f"{DEFINITION[lang]}: "
    return html.A(
        label,
        href=definition(indicator, lang, **over),
        className="term",
        title=title + INDICATORS[indicator].formula[lang],
    )


def stated(value: str, share: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A number in large figures; one that is missing has no unit beside it. The rate of a `share` is
    coloured only where nothing was missed."""
    if value == words.MISSING:
        return {"children": value, "className": "n none"}
    kept = share and share.get("numerator") == share.get("denominator")
    return {"children": value, "className": "n kept" if kept else "n"}


def with_missed(note: str, share: Mapping[str, Any] | None, late: Text, lang: Lang) -> list[Any]:
    """A rate's note, and of a rate that may be printed how many were missed: 17件逾期."""
    n = share["denominator"] - share["numerator"] if share and share.get("denominator") else 0
    if not share or not n or not words.enough(share["denominator"]):
        return [note]
    missed = Text(f"{words.number(n)}件{late.zh}", f"{words.number(n)} {late.en}")[lang]
    return [f"{note}{Text('，', ', ')[lang]}", html.Span(missed, className="late")]


def with_units(view: View, units: Mapping[str, Unit], lang: Lang) -> View:
    """A view with the units of its numbers in large figures, each as it goes with its number: 1 request."""
    written = {id: view[id]["children"] for id in units}
    return view | {
        f"{id}-unit": {"children": words.unit_of(1 if written[id] == "1" else None, unit, lang)}
        for id, unit in units.items()
    }


def unit_beside(id: str, view: View, unit: str | Unit) -> html.Span:
    """The unit of a number; one that goes with it is live as `id-unit`, see `with_units`."""
    if isinstance(unit, str):
        return html.Span(unit, className="unit")
    return live(html.Span, f"{id}-unit", view, className="unit")


def number(
    id: str,
    view: View,
    *,
    label: Any,
    unit: str | Unit,
    large: bool = False,
    may_hide: bool = False,
) -> html.Div:
    """A labelled number with a note under it. Live ids: `id`, `id-note`; `id-box` of one that `may_hide`,
    `id-unit` of a `Unit`."""
    kind = "figure-of figure-of--large" if large else "figure-of"
    box = {"id": f"{id}-box", **view[f"{id}-box"]} if may_hide else {}
    return html.Div(
        [
            html.Dt(label),
            html.Dd(
                [
                    live(html.Strong, id, view, className="n"),
                    unit_beside(id, view, unit),
                ],
                className="value",
            ),
            live(html.Dd, f"{id}-note", view, className="note"),
        ],
        className=kind,
        **box,
    )


def figure_view(
    id: str,
    *,
    finding: tuple[str, str],
    figure: dict[str, Any],
    rows: Sequence[Sequence[str]],
    downloads: list[html.A],
    as_of: str,
    columns: Sequence[str] | None = None,
    value: str = "",
) -> View:
    """The live half of a figure; `columns` where the table's head changes with the view. `value`:
    what it says in a line, unless its title does."""
    title, sentence = finding
    return {
        f"{id}-title": {"children": title},
        f"{id}-said": {"children": sentence},
        f"{id}-picture": {"aria-label": sentence, "hidden": charts.is_empty(figure)},
        f"{id}-graph": {"figure": figure},
        **under_view(
            id, columns=columns, rows=rows, downloads=downloads, as_of=as_of, value=value or title
        ),
    }  # fmt: skip


def under_view(
    id: str,
    *,
    columns: Sequence[str] | None,
    rows: Sequence[Sequence[str]],
    downloads: list[html.A],
    as_of: str,
    value: str,
) -> View:
    """The live half of what stands under a chart; `columns` where the table's head is live too."""
    head = {f"{id}-head": {"children": _heads(columns)}} if columns else {}
    rows_of = {f"{id}-rows": {"children": [_row(row) for row in rows]}}
    return head | rows_of | origin_view(id, downloads=downloads, as_of=as_of, value=value)


def origin_view(id: str, *, downloads: list[Any], as_of: str, value: str) -> View:
    """The live half of a figure's links and source. What its page's address tells comes with it."""
    return {
        f"{id}-links": {"children": downloads},
        f"{id}-cite": {"children": []},
        f"{id}-as-of": {"children": as_of, "data-value": value},
    }


def with_n(view: View, n: float | None, *ids: str) -> View:
    """A view whose figures say of how many they are, where they are printed or saved: N = 1,583."""
    if not n:
        return view
    sized = {f"{id}-as-of": {**view[f"{id}-as-of"], "data-of": words.sample(n)} for id in ids}
    return view | sized


def _heads(columns: Sequence[str]) -> list[html.Th]:
    return [html.Th(column, scope="col") for column in columns]


def figure(
    id: str, view: View, *, columns: Sequence[str] | None, lang: Lang, size: str
) -> html.Figure:
    """A chart: finding, sentence, picture, table, source, as-of, links. `size` names its height.

    `columns` None: the table's head comes from the view.
    """
    return html.Figure(
        [
            html.Figcaption(
                [
                    live(html.H2, f"{id}-title", view),
                    live(html.P, f"{id}-said", view),
                ]
            ),
            html.Div(
                live(
                    dcc.Graph,
                    f"{id}-graph",
                    view,
                    config=charts.config(lang),
                    className="graph",
                ),
                **{
                    "id": f"{id}-picture",
                    "role": "img",
                    "className": f"picture picture--{size}",
                    **view[f"{id}-picture"],
                },
            ),
            under(id, view, columns, lang),
        ],
        className="chart",
        **figured(id),
    )


def figured(id: str) -> dict[str, Any]:
    """Marks a figure, so that it is found on its page."""
    return {"data-figure": id}


def opening(first: Sequence[Component], numbers: html.Dl) -> dbc.Row:
    """What a page begins with: its one number, and the others beside it where there is room."""
    return dbc.Row(
        [
            dbc.Col(html.Div(first, className="first"), xl="auto"),
            dbc.Col(numbers, xl=True),
        ],
        align="end",
    )


def under(id: str, view: View, columns: Sequence[str] | None, lang: Lang) -> html.Div:
    """What stands under a chart: its table, links, source and how old it is."""
    heads = html.Tr(_heads(columns)) if columns else live(html.Tr, f"{id}-head", view)
    table = dbc.Table([html.Thead(heads), live(html.Tbody, f"{id}-rows", view)])
    return html.Div(
        [html.Details([html.Summary(TABLE[lang]), table]), *origin(id, view, lang)],
        className="under",
    )


def origin(id: str, view: View, lang: Lang) -> list[Component]:
    """A figure's links, what it is saved and embedded with, its source and how old it is."""
    as_of = live(html.Span, f"{id}-as-of", view, className="as-of")
    return [
        live(html.Span, f"{id}-links", view, className="links"),
        cite.control(id, view[f"{id}-cite"]["children"], lang),
        html.Span([source(lang), " · ", as_of], className="origin"),
    ]


def _row(cells: Sequence[str]) -> html.Tr:
    first, *rest = cells
    return html.Tr([html.Th(first, scope="row"), *(html.Td(cell) for cell in rest)])


def day_of(live: Mapping[str, Any]) -> date | None:
    """The day an answer of the live endpoint is about."""
    return date.fromisoformat(live["day"]) if live.get("day") else None
