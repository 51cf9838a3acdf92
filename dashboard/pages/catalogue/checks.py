"""The part of `/data` that says whether sums that must be equal are: 勾稽关系."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.documents import links
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.words import Lang
from data.catalog import INDICATORS
from data.definitions import Text
from data.questions import Checks

Check = Mapping[str, Any]

TITLE = Text("勾稽关系核对", "Sums that must be equal")
LEAD = Text(
    "以下合计按定义应当相等，逐月核对；不符的逐月列出。",
    "By definition these sums are equal; they are compared month by month, and where they differ is listed.",
)
NONE = Text("暂无可核对的数据。", "There is no data to compare yet.")
HEADS = {"zh": ("月份", "左边", "右边", "说明"), "en": ("Month", "Left", "Right", "Why")}
LACKING = Text("缺值，无法核对", "a value is missing")
DIFFERS = Text("不符", "not equal")


def view(ask: Ask, lang: Lang) -> View:
    rows = ask(Checks())["data"]
    parts: list[Any] = [html.P(NONE[lang])] if not rows else []
    for _, months in groupby(rows, key=lambda row: row["id"]):
        parts += _identity(list(months), lang)
    return {"checks": {"children": parts}}


def _identity(months: Sequence[Check], lang: Lang) -> list[Any]:
    """One identity: its sides, in how many months it holds, and the months in which it does not."""
    equal = sum(row["holds"] is True for row in months)
    wrong = [row for row in months if row["holds"] is not True]
    n, of = words.number(equal), words.number(len(months))
    result = Text(
        f"{of}个月中{n}个月相符。",
        f"Equal in {n} of {words.numbered(len(months), 'month', 'months')}.",
    )
    stated = [html.H3(months[0]["title"]), html.P([_sides(months[0], lang), " ", result[lang]])]
    return [*stated, _table(wrong, lang)] if wrong else stated


def _sides(row: Check, lang: Lang) -> str:
    return " = ".join(
        " + ".join(INDICATORS[term["indicator"]].title[lang] for term in row[side])
        for side in ("left_terms", "right_terms")
    )


def _table(rows: Sequence[Check], lang: Lang) -> dbc.Table:
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in HEADS[lang]]))
    return dbc.Table([head, html.Tbody([_row(row, lang) for row in rows])], className="wide")


def _row(row: Check, lang: Lang) -> html.Tr:
    why = (DIFFERS if row["holds"] is False else LACKING)[lang]
    return html.Tr(
        [
            html.Th(row["period"], scope="row"),
            html.Td(words.number(row["left"]), className="n"),
            html.Td(words.number(row["right"]), className="n"),
            html.Td(why),
        ]
    )


def layout(v: View, lang: Lang) -> list[Any]:
    return [
        html.H2(TITLE[lang], id="checks"),
        html.P([LEAD[lang], " ", html.A("JSON", href=links.checks())]),
        blocks.live(html.Div, "checks", v),
    ]
