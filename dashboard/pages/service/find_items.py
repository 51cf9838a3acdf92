"""找事项: a search over the items, what their guides have, and which windows are open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer.answers import Live, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.item_pages import ITEMS
from dashboard.asking.parameters import Arguments
from dashboard.parts import bars, blocks, controls, downloads, notes
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Text
from data.hall import today
from data.rollups.plan import NONE

WINDOWS = "service-windows"
LABEL, FIND = Text("事项名称", "Name of the item"), Text("查找", "Find")
ALL = Text("全部事项", "All items")
KIND, NUMBER = Text("窗口类别", "Kind of window"), Text("窗口数", "Windows")
COUNT = words.Unit("个", "window", "windows")
SAID = Text("已启用且未关闭的窗口，按类别。", "Windows that are open, by kind.")
NOTHING = Text("窗口清单未注明启用日期", "The list of windows does not say when they opened")
# Indicator → the word after its numerator and denominator.
GUIDES = {
    "forms-available": Text("项", " items"),
    "papers-shared-rate": Text("份", " papers"),
    "papers-per-item": Text("项", " items"),
}


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    shown: View = {}
    for id, of in GUIDES.items():
        rows = ask(Values(id, grain="total"))["data"]
        shown |= _number(id, rows[0] if rows else {}, of, lang)
    return shown | _windows(ask, lang)


def _number(id: str, row: dict[str, Any], of: Text, lang: Lang) -> View:
    """A share with its two numbers, or papers per item; neither is a sample, so none is too small."""
    value, made_of = words.MISSING, ""
    if row.get("value") is not None:
        favourable = INDICATORS[id].favourable == "high"
        share = INDICATORS[id].unit == "fraction"
        value = (words.rate if share else words.decimal)(row, favourable=favourable)
        made_of = f"{words.of(row)}{of[lang]}"
    return {f"guide-{id}": blocks.stated(value), f"guide-{id}-note": {"children": made_of}}


def _windows(ask: Ask, lang: Lang) -> View:
    document = ask(Values("windows-open", grain="total", by=("kind",)))
    rows = [row for row in document["data"] if row["value"] and row["kind"] != NONE]
    rows.sort(key=lambda row: -row["value"])
    whole = sum(row["value"] for row in rows)
    top = max([1, *(row["value"] for row in rows)])
    title = NOTHING[lang]
    if rows:
        n, kinds = words.counted(whole, COUNT, lang), words.number(len(rows))
        title = Text(
            f"开放窗口{n}，分{kinds}类",
            f"{n} open, of {words.numbered(len(rows), 'kind', 'kinds')}",
        )[lang]
        if len(rows) == 1:
            title = Text(f"开放窗口{n}", f"{n} open")[lang]
    return bars.view(
        WINDOWS,
        finding=(title, SAID[lang]),
        bars=[
            Bar(row["kind_label"], words.number(row["value"]), row["value"] / top) for row in rows
        ],
        columns=[KIND[lang], NUMBER[lang]],
        rows=[[row["kind_label"], words.number(row["value"])] for row in rows],
        downloads=downloads.of_answer(document, "windows-open", lang),
        as_of=notes.as_of(ask(Live())["meta"], today(), lang),
    )


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    form = html.Form(
        [
            dbc.Label(
                [
                    html.Span(LABEL[lang]),
                    dbc.Input(
                        id="find-item", name="q", type="search", maxlength=controls.SEARCH_MOST
                    ),
                ],
                html_for="find-item",
            ),
            dbc.Button(FIND[lang], type="submit"),
            html.A(ALL[lang], href=Place(ITEMS, lang).path),
        ],
        action=Place(ITEMS, lang).path,
        method="get",
        className="find",
        role="search",
    )
    units = {id: "%" if INDICATORS[id].unit == "fraction" else _PAPERS[lang] for id in GUIDES}
    numbers = [
        blocks.number(
            f"guide-{id}",
            v,
            label=blocks.named(id, INDICATORS[id].title[lang], lang),
            unit=units[id],
        )
        for id in GUIDES
        if f"guide-{id}" in v
    ]
    return [form, html.Dl(numbers, className="figures figures--row"), bars.figure(WINDOWS, v, lang)]


_PAPERS = Text("份", "papers")

SECTION = Section(
    "items",
    Text("找事项", "Find an item"),
    ("items", "windows"),
    view,
    layout,
    (WINDOWS,),
    styles=("explore.css", "guides.css"),
)
