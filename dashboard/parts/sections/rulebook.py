"""The rules of the hall as a table: name, number, when issued, in force and repealed."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from api.answer.answers import Page, Records
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.sections import LISTED_ONLY
from dashboard.parts.two_languages import marked
from dashboard.words import Lang
from data.catalog import DATASETS, PUBLISHED
from data.definitions import Text
from data.hall import today

DATASET, MOST = "hall-rules", 500
_DATES = ("issued_on", "in_force_from", "repealed_on")
HEADS = (
    Text("制度名称", "Rule"),
    *(DATASETS[DATASET].field(id).title for id in ("number", *_DATES)),
)
Row = dict[str, Any]


def every(ask: Ask, on: date) -> list[Row]:
    """All rules, those in force on the day first, in the order of their codes; none where none are published."""
    if DATASET not in PUBLISHED:
        return []
    rows = ask(Records(DATASET, (LISTED_ONLY,), page=Page(MOST)))["data"]
    return sorted(rows, key=lambda row: (not is_in_force(row, on), row["rule"]))


def is_in_force(row: Row, on: date) -> bool:
    day = on.isoformat()
    return row["in_force_from"] <= day and (row["repealed_on"] is None or row["repealed_on"] > day)


def line(row: Row, lang: Lang) -> list[str]:
    days = (
        words.day(date.fromisoformat(row[id]), lang) if row[id] else words.MISSING for id in _DATES
    )
    return [row[f"title_{lang}"], row["number"], *days]


# --- as a list, for a page of text -----------------------------------------------------------------

IN_FORCE = Text("现行制度", "Rules in force")


def list_view(ask: Ask, lang: Lang) -> View:
    """The rules in force, each in a line; hidden where there is none."""
    on = today()
    shown = [row for row in every(ask, on) if is_in_force(row, on)]
    lines = [html.Li([row[f"title_{lang}"], *_dated(row, lang)]) for row in shown]
    return {"rules-in-force": {"hidden": not shown}, "rules-in-force-list": {"children": lines}}


def _dated(row: Row, lang: Lang) -> list[Any]:
    issued, since = (words.day(date.fromisoformat(row[id]), lang) for id in _DATES[:2])
    said = Text(f"，{issued}印发，{since}起施行", f", issued on {issued}, in force from {since}")
    return [Text("，", ", ")[lang], marked(row["number"], lang), said[lang]]


def list_of(view: View, lang: Lang) -> html.Div:
    heading = html.H2(IN_FORCE[lang], id="rules", **blocks.extra({"data-anchor": ""}))
    lines = blocks.live(html.Ul, "rules-in-force-list", view)
    return blocks.live(html.Div, "rules-in-force", view, children=[heading, lines])
