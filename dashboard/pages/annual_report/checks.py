"""The identities that the annual report keeps, worked out in public beside its tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import words
from dashboard.parts.blocks import extra
from dashboard.words import Lang
from data.definitions import Text
from data.disclosure.identities import NOT_CHECKED

Data = Mapping[str, Any]
HOLD = Text("勾稽关系全部成立", "All identities hold")
HOLD_SO_FAR = Text(
    "能核对的勾稽关系全部成立，{n}处不能核对",
    "All identities that can be checked hold; {n} cannot be",
)
FAIL = Text("勾稽关系有不相符的", "Not all identities hold")
BOTH = Text(
    "左边{left}，右边{right}，相差{gap}", "left {left}, right {right}, a difference of {gap}"
)
EVERY = Text("逐项核对", "Every check")
CHECKS = (
    Text("勾稽关系", "Identity"),
    Text("左边", "Left"),
    Text("右边", "Right"),
    Text("成立", "Holds"),
)
YES, NO, UNKNOWN = (
    Text("成立", "holds"),
    Text("不成立", "fails"),
    Text("不能核对", "cannot be checked"),
)

ANSWERS = {True: YES, False: NO, None: UNKNOWN}


def identities(data: Data, lang: Lang) -> html.Section:
    """Whether the tables agree with themselves and the year before; failures with both sides.

    What cannot be checked neither holds nor fails, and the headline says how much that is.
    """
    failed = [one for one in data["identities"] if one["holds"] is False]
    unknown = sum(one["holds"] is None for one in data["identities"])
    headline = FAIL if failed else HOLD_SO_FAR if unknown else HOLD
    title = html.H2(
        headline[lang].format(n=words.number(unknown)), className="late" if failed else "kept"
    )
    rules = [
        html.Li(
            [
                html.Span(_mark(rule), **extra({"aria-hidden": "true"})),
                html.Span(f" {rule['title']}"),
                html.Span(_checked(rule, lang), className="late" if rule["failed"] else "note"),
            ]
        )
        for rule in data["rules"]
    ]
    wrong = [
        html.Li([html.Strong(one["title"]), html.Span(sides(one, lang))], className="late")
        for one in failed
    ]
    return html.Section(
        [
            title,
            *([html.Ul(wrong, className="failed")] if wrong else []),
            html.Ul(rules, className="rules"),
            _every(data, lang),
        ],
        className="identities",
    )


def _mark(rule: Mapping[str, Any]) -> str:
    if rule["failed"]:
        return "✗"
    return "✓" if rule["checked"] else words.MISSING


def _checked(rule: Mapping[str, Any], lang: Lang) -> str:
    n, failed, unknown = (words.number(rule[k]) for k in ("checked", "failed", "unchecked"))
    if not rule["checked"]:
        return f" {NOT_CHECKED[lang]}"
    zh, en = f" 核对{n}处", f" {n} checked"
    if rule["failed"]:
        zh, en = f"{zh}，{failed}处不成立", f" {failed} of {n} fail"
    if rule["unchecked"]:
        zh = f"{zh}；另{unknown}处{NOT_CHECKED.zh}"
        en = f"{en}; {unknown} more: {NOT_CHECKED.en}"
    return Text(zh, en)[lang]


def sides(one: Mapping[str, Any], lang: Lang) -> str:
    """Both sides of an identity and their difference."""
    left, right = one["left"], one["right"]
    number = words.number
    return " " + BOTH[lang].format(
        left=number(left), right=number(right), gap=number(abs(left - right))
    )


def _every(data: Data, lang: Lang) -> html.Details:
    rows = [
        html.Tr(
            [
                html.Th(one["title"], scope="row"),
                html.Td(words.number(one["left"])),
                html.Td(words.number(one["right"])),
                html.Td(
                    ANSWERS[one["holds"]][lang], className="late" if one["holds"] is False else ""
                ),
            ]
        )
        for one in data["identities"]
    ]
    heads = html.Thead(html.Tr([html.Th(text[lang], scope="col") for text in CHECKS]))
    n = words.number(len(rows))
    summary = Text(f"{EVERY.zh}（{n}）", f"{EVERY.en} ({n})")[lang]
    held = dbc.Table([heads, html.Tbody(rows)], className="checks")
    return html.Details([html.Summary(summary), html.Div(held, className="wide")])
