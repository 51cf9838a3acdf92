"""`/claims` 公开报道数字核对: what was reported of the hall, each held against its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.asking.address import VERIFY, Place
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, downloads, printed
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Text
from data.questions import Claims

Claim = Mapping[str, Any]

TITLE = Text("公开报道数字核对", "Reported figures, checked")
LEAD = Text(
    "公开报道中关于本厅的数字，用同一时期的记录重算。没有该时期记录的，不作结论；右栏另列最近一个完整年度的同一指标，"
    "供参考，不是核对结果。",
    "Figures reported of this hall, recomputed from the records of the same period. Where there are none, nothing is "
    "concluded; the last column has the same indicator of the newest whole year, for orientation and not as a verdict.",
)
NONE = Text("尚未登记公开报道的数字。", "No reported figure has been entered yet.")
VERDICT = {
    "reproduced": Text("一致", "reproduced"),
    "differs": Text("不一致", "differs"),
    "no-data": Text("无从核对", "no data"),
}
SIGNS = {
    "gt": Text("超过", "over "),
    "gte": Text("不少于", "at least "),
    "about": Text("约", "about "),
}
HEADS = (
    Text("报道的数字", "Reported"),
    Text("时期", "Period"),
    Text("报道", "Value"),
    Text("重算", "Recomputed"),
    Text("结果", "Result"),
    Text("最近完整年度或现在", "Newest whole year, or now"),
)
OWN = Text(
    "本厅可以自行登记：把数字写成一行，用下面的命令录入。",
    "A hall adds its own: a line each, taken in by this command.",
)
COMMAND = "python app.py ingest reported-figures FILE"
CHECK = Text("核验", "Verify")
OUTSIDE = Text("分母以外{n}", "{n} outside the denominator")
NO_PERIOD = Text("未写明", "not stated")


def title(claims: Sequence[Claim]) -> Text:
    """What came of it: 36项公开报道数字：一致9项，不一致0项，无从核对27项。"""
    n = {name: sum(c["verdict"] == name for c in claims) for name in VERDICT}
    return Text(
        f"{words.number(len(claims))}项公开报道数字：一致{n['reproduced']}项，不一致{n['differs']}项，无从核对{n['no-data']}项",
        f"Of {words.numbered(len(claims), 'reported figure', 'reported figures')} {n['reproduced']} {words.plural(n['reproduced'], 'is', 'are')} "
        f"reproduced, {n['differs']} {words.plural(n['differs'], 'differs', 'differ')}, {n['no-data']} "
        f"{words.plural(n['no-data'], 'has', 'have')} no data",
    )


def view(ask: Ask, lang: Lang, asked: Any) -> View:
    del asked
    document = ask(Claims())
    claims = document["data"]
    parts: list[Any] = [] if claims else [html.P(NONE[lang])]
    for source, of in groupby(sorted(claims, key=lambda c: c["source"]), lambda c: c["source"]):
        parts += [html.H2(source), _table(list(of), lang)]
    return {
        "claims-title": {"children": title(claims)[lang] if claims else TITLE[lang]},
        "claims": {"children": parts},
        "claims-links": {"children": downloads.with_json(document["links"])},
        **frame(document["meta"]),
    }


def _table(claims: Sequence[Claim], lang: Lang) -> html.Div:
    head = html.Thead(html.Tr([html.Th(text[lang], scope="col") for text in HEADS]))
    rows = html.Tbody([_row(one, lang) for one in claims])
    return html.Div(dbc.Table([head, rows]), className="proof-table")


def _row(one: Claim, lang: Lang) -> html.Tr:
    name: list[Any] = [one["title"]]
    if one["indicator"] in PUBLISHED_INDICATORS:
        href = Place(VERIFY, lang, (("claim", one["claim"]),)).url
        name += [" ", html.A(CHECK[lang], href=href)]
    if one["period_note"]:
        name.append(html.Span(one["period_note"], className="note"))
    cells = [
        html.Td(period(one, lang)),
        html.Td(reported(one, lang), className="n"),
        html.Td(_recomputed(one["recomputed"], one, lang), className="n"),
        html.Td(_verdict(one, lang)),
        html.Td(_latest(one, lang), className="n"),
    ]
    heading = html.Th(name, scope="row", id=one["claim"])
    return html.Tr([heading, *blocks.under_heads(HEADS[1:], cells, lang)])


def period(one: Claim, lang: Lang) -> str:
    """2013年 · from one day to another; where the source does not say, that."""
    if not one["from"]:
        return NO_PERIOD[lang]
    return _between(one["from"], one["to"], lang)


def _between(first: str | None, last: str | None, lang: Lang) -> str:
    if not first or not last:
        return Text("现在", "now")[lang]
    if first[4:] == "-01-01" and last == f"{first[:4]}-12-31":
        return words.year(first[:4], lang)
    return words.between(date.fromisoformat(first), date.fromisoformat(last), lang)


def reported(one: Claim, lang: Lang) -> str:
    """As it was printed, with its comparator: 超过90% · 约890,000件 · over 20 items."""
    value, decimals = one["reported"], one["decimals"] or 0
    sign = SIGNS[one["comparator"]][lang] if one["comparator"] in SIGNS else ""
    if one["unit"] == "fraction":
        return f"{sign}{words.printed_share(value, decimals)}"
    if one["unit"] == "rank":
        return Text(f"第{words.number(value)}名", f"No. {words.number(value)}")[lang]
    counted = one["counted"] or ""
    gap = "" if lang == "zh" or not counted else " "
    return f"{sign}{words.number(value)}{gap}{counted}"


def computed(found: Mapping[str, Any], one: Claim, lang: Lang) -> str:
    """A recount as its indicator prints values; of a dimension's codes, their number."""
    if one["dimension"]:
        return words.number(found["value"])
    indicator = PUBLISHED_INDICATORS[one["indicator"]]
    return printed.valued({"period": None, "partial": False, **found}, indicator, lang)


def _recomputed(found: Mapping[str, Any] | None, one: Claim, lang: Lang) -> list[Any]:
    if found is None:
        return [words.MISSING]
    shown: list[Any] = [html.Strong(computed(found, one, lang))]
    if found["denominator"] is not None and found["numerator"] is not None:
        shown.append(html.Span(words.of(found), className="note"))
    if found["outside"]:
        n = words.number(found["outside"])
        shown.append(html.Span(OUTSIDE[lang].format(n=n), className="note"))
    return shown


def _verdict(one: Claim, lang: Lang) -> list[Any]:
    result = VERDICT[one["verdict"]][lang]
    kind = {"differs": "late", "reproduced": "kept"}.get(one["verdict"], "note")
    shown: list[Any] = [html.Strong(result, className=kind)]
    return [*shown, html.Span(one["why"], className="note")] if one["why"] else shown


def _latest(one: Claim, lang: Lang) -> list[Any]:
    found = one["latest"]
    if found is None:
        return [words.MISSING]
    when = _between(found["period_from"], found["period_to"], lang)
    return [*_recomputed(found, one, lang), html.Span(when, className="note")]


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    return html.Main(
        [
            blocks.live(html.H1, "claims-title", view, className="plain"),
            html.P(LEAD[lang], className="opening"),
            blocks.live(html.Div, "claims", view),
            blocks.live(html.P, "claims-links", view, className="links"),
            html.P([OWN[lang], " ", html.Code(COMMAND)], className="note"),
        ],
        id="main",
        className="catalogue",
    )


PAGE = Page(
    "claims",
    TITLE,
    "claims",
    view,
    layout,
    every=60,
    charts=False,
    menu=False,
    styles=("data.css", "proof.css"),
)
