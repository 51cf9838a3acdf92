"""`/supervision/checks` 公开核对: what is checked of the records, month by month, failures included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.documents import links
from dashboard import words
from dashboard.asking.address import CHECKS, Place
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.catalog import PUBLISHED
from data.definitions import Text
from data.questions import Checks

Check = Mapping[str, Any]

TITLE = Text("公开核对", "Checks in public")
LEAD = Text(
    "勾稽关系随数据即时核对；数据质量核对最近十二个完整月份，每日重算一次。未通过的不隐去，列明自何时起、至何时止，"
    "以及涉及哪些日期和单位。未通过不等于造假：补录、集中办结都可能有正当原因，需要查看记录。",
    "Identities are checked with each state of the data; the quality of the records over the last twelve whole months, "
    "once a day. What fails is not taken away: it says since when, until when, and which days and units. A failure is "
    "no proof of wrong-doing: late entry and bulk closings can have good reasons, and call for a look at the records.",
)
IDENTITIES, QUALITY = Text("勾稽关系", "Identities"), Text("数据质量", "Quality of the records")
HEADS = (
    Text("数据集", "Dataset"),
    Text("通过", "Passed"),
    Text("未通过的期间", "Failed"),
    Text("最近一次", "The newest"),
)
ONGOING, TO = Text("起至今", " until now"), Text("至", " to ")
NEVER = Text("无", "none")
BOTH = Text("{left} / {right}", "{left} / {right}")
RECORDS = Text("相关记录", "the records")
ALWAYS = Text("各期均通过：", "Passed in every period: ")
NONE = Text("暂无可核对的数据。", "There is no data to check yet.")


def title(rows: Sequence[Check]) -> Text:
    """How many checks pass in their newest period: 42项核对中，最近一期通过30项，未通过12项。"""
    newest = [list(of)[-1] for _, of in _series(rows)]
    failed = sum(row["holds"] is False for row in newest)
    return Text(
        f"{words.number(len(newest))}项核对，最近一期未通过{failed}项",
        f"Of {words.numbered(len(newest), 'check', 'checks')} {failed} {words.plural(failed, 'fails', 'fail')} in the newest period",
    )


def _series(rows: Sequence[Check]) -> list[tuple[tuple[str, str], list[Check]]]:
    ordered = sorted(rows, key=lambda r: (r["kind"], r["id"], r["dataset"], r["period"]))
    return [(key, list(of)) for key, of in groupby(ordered, key=lambda r: (r["id"], r["dataset"]))]


def view(ask: Ask, lang: Lang, asked: Any) -> View:
    del asked
    document = ask(Checks(quality=True))
    rows = document["data"]
    parts: list[Any] = [] if rows else [html.P(NONE[lang])]
    for kind, name in (("identity", IDENTITIES), ("quality", QUALITY)):
        if of_kind := [row for row in rows if row["kind"] == kind]:
            parts.append(html.H2(name[lang]))
            ordered = sorted(of_kind, key=lambda row: row["id"])
            for _, of in groupby(ordered, key=lambda row: row["id"]):
                parts += _check(list(of), lang)
    return {
        "checks-title": {"children": title(rows)[lang] if rows else TITLE[lang]},
        "checks-all": {"children": parts},
        **frame(document["meta"]),
    }


def _check(of_check: Sequence[Check], lang: Lang) -> list[Any]:
    """One check: its rule, each dataset in which it failed, and how many always passed."""
    series = [of for _, of in _series(of_check)]
    failed = [of for of in series if any(row["holds"] is not True for row in of)]
    passed = [PUBLISHED[of[0]["dataset"]].title[lang] for of in series if of not in failed]
    first = of_check[0]
    parts: list[Any] = [html.H3(first["title"], id=first["id"])]
    if first["rule"]:
        parts.append(html.P(first["rule"], className="note"))
    if failed:
        head = html.Thead(html.Tr([html.Th(text[lang], scope="col") for text in HEADS]))
        body = html.Tbody([_row(of, lang) for of in failed])
        parts.append(html.Div(dbc.Table([head, body]), className="proof-table"))
    if passed:
        names = Text("、", ", ")[lang].join(passed)
        parts.append(html.P([html.Strong(ALWAYS[lang], className="kept"), names]))
    return parts


def _row(of: Sequence[Check], lang: Lang) -> html.Tr:
    """One dataset: in how many periods the check passed, when not, and the newest."""
    newest = of[-1]
    judged = [row for row in of if row["holds"] is not None]
    passed = sum(row["holds"] is True for row in judged)
    n, of_n = words.number(passed), len(judged)
    said = Text(
        f"{words.number(of_n)}期中{n}期", f"{n} of {words.numbered(of_n, 'period', 'periods')}"
    )[lang]
    cells = [
        html.Td(said, className="n" if passed == len(judged) else "n late"),
        html.Td(_failures(judged, lang)),
        html.Td(_newest(newest, lang), className="n"),
    ]
    heading = html.Th(PUBLISHED[newest["dataset"]].title[lang], scope="row")
    return html.Tr([heading, *blocks.under_heads(HEADS[1:], cells, lang)])


def _failures(of: Sequence[Check], lang: Lang) -> list[Any]:
    """The runs of failures: 2026-03至2026-05 · 2026-08起至今."""
    runs = {row["failing_since"]: row["failing_until"] for row in of if row["holds"] is False}
    if not runs:
        return [NEVER[lang]]
    last = {row["failing_since"]: row["period"] for row in of if row["holds"] is False}
    shown = [
        html.Span(
            f"{since}{TO[lang]}{last[since]}" if until else f"{since}{ONGOING[lang]}",
            className="run",
        )
        for since, until in runs.items()
    ]
    return [part for one in shown for part in (one, html.Br())][:-1]


def _newest(row: Check, lang: Lang) -> list[Any]:
    both = BOTH[lang].format(left=words.amount(row["left"]), right=words.amount(row["right"]))
    parts: list[Any] = [html.Strong(both), html.Span(row["period"], className="note")]
    if row["names"]:
        # Codes as the records have them, by which their rows are found.
        parts.append(html.Code(", ".join(row["names"][:5]), className="note"))
    if row["rows"]:
        parts.append(html.A(RECORDS[lang], href=row["rows"]))
    return parts


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    linked = [html.A("JSON", href=links.checks()), " ", html.A("Atom", href=links.CHECKS_FEED)]
    return html.Main(
        [
            blocks.live(html.H1, "checks-title", view, className="plain"),
            html.P(LEAD[lang], className="opening"),
            blocks.live(html.Div, "checks-all", view),
            html.P(linked, className="links"),
        ],
        id="main",
        className="catalogue",
    )


PAGE = Page(
    CHECKS,
    TITLE,
    "checks-in-public",
    view,
    layout,
    every=600,
    charts=False,
    menu=False,
    styles=("data.css", "proof.css"),
)
