"""The checks that a number takes part in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.address import CHECKS, Place
from dashboard.asking.ask import Ask
from dashboard.words import Lang
from data.catalog import OWNERS
from data.definitions import Text
from data.hall import hall
from data.questions import Checks, Values

TITLE = Text("涉及的核对", "Checks that touch it")
NONE = Text("没有涉及这个指标的勾稽关系。", "No identity has this indicator in it.")
HOLDS = Text("{title}：{of}个月中{n}个月相符", "{title}: equal in {n} of {of} months")
ALL = Text("全部核对结果", "All checks")


def dataset_of(document: Mapping[str, Any]) -> str:
    """Whose rows an answer has."""
    if not document["data"]:
        return ""
    names = set(document["data"][0])
    fits = [
        d.id
        for d in {o.id: o for o in OWNERS.values()}.values()
        if names <= {f.id for f in d.public_fields}
    ]
    return fits[0] if fits else ""


def block(ask: Ask, query: Values, lang: Lang) -> list[Any]:
    """Identities with the indicator in them, in the months of the question."""
    first, last = (day.isoformat()[:7] if day else None for day in (query.from_, query.to))
    by_id: dict[str, list[Mapping[str, Any]]] = {}
    for one in ask(Checks())["data"]:
        terms = {term["indicator"] for term in (*one["left_terms"], *one["right_terms"])}
        inside = (not first or one["period"] >= first) and (not last or one["period"] <= last)
        if query.indicator in terms and inside:
            by_id.setdefault(one["id"], []).append(one)
    items = [html.Li(_said(months, lang)) for months in by_id.values()]
    listed = html.Ul(items) if items else html.P(NONE[lang])
    if not hall().reports(CHECKS.partition("/")[0]):
        return [html.H2(TITLE[lang]), listed]
    return [
        html.H2(TITLE[lang]),
        listed,
        html.P(html.A(ALL[lang], href=Place(CHECKS, lang).path), className="links"),
    ]


def _said(months: list[Mapping[str, Any]], lang: Lang) -> str:
    n = sum(one["holds"] is True for one in months)
    return HOLDS[lang].format(
        title=months[0]["title"], n=words.number(n), of=words.number(len(months))
    )
