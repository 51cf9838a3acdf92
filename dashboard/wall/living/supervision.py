"""监督: cards and warnings of this month, those withdrawn, complaints within their time, checks that fail.

Cards and warnings are counted apart: who is warned is still in time. What a hall does not report is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, sections
from dashboard.parts.blocks import View
from dashboard.wall import parts
from dashboard.wall.ask import Document, total
from dashboard.words import Lang, Unit
from data.definitions import Text
from data.questions import Checks

TITLE = Text("监督", "Supervision")
YELLOW, RED, WARNED, WITHDRAWN, OPEN = (
    Text("本月黄牌", "Yellow cards this month"),
    Text("本月红牌", "Red cards this month"),
    Text("本月预警", "Warnings this month"),
    Text("本月撤销", "Withdrawn this month"),
    Text("在办投诉", "Complaints open"),
)
ANSWERED, RESOLVED, CHECKED = (
    Text("投诉按期答复", "Complaints on time"),
    Text("预警后按时办结", "In time after a warning"),
    Text("数据核对", "Checks"),
)
NOTHING = Text("暂无监督数据", "Nothing of supervision yet")

CARDS, TIMES = Unit("张", "card", "cards"), Unit("次", "in all", "in all")
COMPLAINTS, WARNED_CASES, CHECKS = (
    Unit("件", "complaint", "complaints"),
    Unit("次", "warning", "warnings"),
    Unit("项", "check", "checks"),
)
LATE = Text("超期", "late")
# Each number beside the headline with the dataset that it is of.
NUMBERS = (
    ("red", RED, "alerts", CARDS),
    ("warned", WARNED, "alerts", TIMES),
    ("withdrawn", WITHDRAWN, "alerts", TIMES),
    ("open", OPEN, "complaints", COMPLAINTS),
)
_YEAR = timedelta(days=364)


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """This month as far as it is, and a year of what fell due."""
    live = document["data"]
    on = datetime.fromisoformat(live["now"]).date()
    there = {
        id for id in ("alerts", "complaints") if live.get("day") and sections.has_data(ask, id)
    }
    cards, complaints = "alerts" in there, "complaints" in there
    shown = {
        "wall-supervision": parts.scene("supervision", not there),
        **{f"wall-watched-{id}-box": {"hidden": of not in there} for id, _, of, _ in NUMBERS},
        **(_cards(ask, on, lang) if cards else _empty("yellow", "red", "warned", "withdrawn")),
        "wall-watched-first": {"hidden": not cards},
        **(_complaints(ask, lang) if complaints else _empty("open")),
        "wall-watched-lines": {"children": _lines(ask, on, there, lang) if there else []},
    }
    units = {f"wall-watched-{id}": unit for id, _, _, unit in NUMBERS}
    return blocks.with_units(shown, {**units, "wall-watched-yellow": CARDS}, lang)


def _empty(*ids: str) -> View:
    shown: View = {
        f"wall-watched-{id}{part}": {"children": ""} for id in ids for part in ("", "-note")
    }
    return shown | ({"wall-watched-yellow-label": {"children": ""}} if "yellow" in ids else {})


def _cards(ask: Ask, on: date, lang: Lang) -> View:
    month = on.replace(day=1), on
    yellow, red, warned, withdrawn = (
        total(ask, id, *month).get("value")
        for id in ("yellow-cards", "red-cards", "warnings", "alerts-withdrawn")
    )
    said = Text("含后来撤销的", "those withdrawn later included")[lang]
    return {
        "wall-watched-yellow-label": {"children": YELLOW[lang]},
        "wall-watched-yellow": parts.value(words.number(yellow)),
        "wall-watched-yellow-note": {"children": said},
        "wall-watched-red": parts.value(words.number(red), "late" if red else ""),
        "wall-watched-red-note": {"children": ""},
        "wall-watched-warned": parts.value(words.number(warned)),
        "wall-watched-warned-note": {"children": Text("预警不是牌", "a warning is no card")[lang]},
        "wall-watched-withdrawn": parts.value(words.number(withdrawn)),
        "wall-watched-withdrawn-note": {
            "children": Text("每次都有原因", "each with its reason")[lang]
        },
    }


def _complaints(ask: Ask, lang: Lang) -> View:
    """Those open now, and of these the ones past their limit."""
    still, late = (
        total(ask, f"complaints-{id}", None, None).get("value") for id in ("open", "overdue")
    )
    note: dict[str, Any] = {
        "children": Text("均未超期", "none past its limit")[lang],
        "className": "note",
    }
    if late:
        n = words.number(late)
        note = {
            "children": Text(f"其中超期{n}件", f"{n} past the limit")[lang],
            "className": "note late",
        }
    elif not still:
        note["children"] = Text("都已答复", "all are answered")[lang]
    return {"wall-watched-open": parts.value(words.number(still)), "wall-watched-open-note": note}


def _lines(ask: Ask, on: date, there: set[str], lang: Lang) -> list[html.Li]:
    """A line each: what it is, the rate and of how many, and how many were missed."""
    year = on - _YEAR, on
    lines = []
    if "alerts" in there:
        lines.append(
            _rate(total(ask, "warning-resolved-rate", *year), RESOLVED, WARNED_CASES, lang)
        )
    if "complaints" in there:
        lines.append(_rate(total(ask, "complaint-on-time", *year), ANSWERED, COMPLAINTS, lang))
    return [*lines, _checks(ask, lang)]


def _rate(share: Mapping[str, Any], title: Text, unit: Unit, lang: Lang) -> html.Li:
    value, made_of = words.stated(share, Text("近一年到期", " due in a year"), unit, lang)
    shown = value if value == words.MISSING else f"{value}%"
    note = parts.with_missed(share, made_of, unit, LATE, lang)
    return _line(title[lang], shown, parts.ink(share), note)


def _checks(ask: Ask, lang: Lang) -> html.Li:
    """How many identities fail, of those that could be computed."""
    checks = ask(Checks())["data"]
    known = [one for one in checks if one["holds"] is not None]
    failing = sum(one["holds"] is False for one in known)
    if not known:
        none = Text("暂无可核对的数据", "nothing to check yet")[lang]
        return _line(CHECKED[lang], words.MISSING, "missing", [none])
    of = words.counted(len(known), CHECKS, lang)
    n = words.number(failing)
    shown = Text(f"不符{n}项", f"{n} fail")[lang]
    return _line(
        CHECKED[lang], shown, "late" if failing else "", [Text(f"共{of}", f"of {of}")[lang]]
    )


def _line(title: str, value: str, ink: str, note: list[Any]) -> html.Li:
    return html.Li(
        [
            html.Span(title, className="what"),
            html.Strong(value, className=f"n {ink}".strip()),
            html.Span(note, className="note"),
        ]
    )


def layout(v: View, lang: Lang) -> html.Section:
    """Yellow cards in the largest type, four numbers beside them, a line for each rate below."""
    numbers = [
        blocks.live(
            html.Div,
            f"wall-watched-{id}-box",
            v,
            children=parts.number(f"wall-watched-{id}", v, title[lang], unit),
        )
        for id, title, _, unit in NUMBERS
    ]
    first = parts.headline("wall-watched-yellow", v, CARDS)
    lines = blocks.live(html.Ul, "wall-watched-lines", v, className="watched")
    return parts.section(
        "supervision",
        v,
        [
            blocks.live(html.Div, "wall-watched-first", v, children=first, className="of-rounds"),
            html.Div(numbers, className="others"),
            html.Div(lines, className="board"),
            parts.nothing(NOTHING[lang]),
        ],
    )
