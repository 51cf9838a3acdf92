"""依申请公开: open requests as strips of working days, what is due first on top.

All strips share one line, today: to its left what has passed, to its right what is left. So lengths
compare, and who is late or nearly so is seen without reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from api.answer.answers import OpenRequests, Records
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.wall import parts, strip
from dashboard.wall.ask import Document, total
from dashboard.words import Lang
from data.definitions import Text

TITLE = Text("依申请公开", "Disclosure requests")
UNIT = Text("件", "requests")
OPEN = Text("在办申请", "Open requests")
OVERDUE = Text("超期未答复", "Overdue")
ANSWERED = Text("今年按期答复", "Answered on time this year")
NOTHING = Text("还没有依申请公开数据", "No disclosure requests yet")
ROWS = 6


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """All open requests as of today."""
    if (document["data"].get("disclosure") or {}).get("open") is None:
        return _nothing()
    data = ask(OpenRequests())["data"]
    found = data["requests"]
    asked_on = date.fromisoformat(data["asked_on"])
    names = _names(ask, found[:ROWS], lang)
    return {
        "wall-disclosure": parts.scene("disclosure", False),
        **_numbers(ask, data["summary"], data["due_soon_days"], asked_on, lang),
        "wall-strips": {
            "children": [
                strip.axis(lang),
                *(strip.row(one, names, lang) for one in found[:ROWS]),
            ],
            "style": strip.scale(found[:ROWS]),
            "hidden": not found,
        },
        "wall-more": {"children": _more(found[ROWS:], lang)},
    }


def _nothing() -> View:
    numbers = ("open", "overdue-requests", "answered")
    said = [f"wall-{id}{part}" for id in numbers for part in ("", "-note")]
    empty: View = {id: {"children": words.MISSING} for id in (*said, "wall-open-label")}
    return {
        **empty,
        "wall-strips": {"children": [], "style": {}, "hidden": True},
        "wall-more": {"children": ""},
        "wall-disclosure": parts.scene("disclosure", True),
    }


def _names(ask: Ask, found: Sequence[Document], lang: Lang) -> dict[str, str]:
    """Departments by their short names, where the list has them."""
    codes = tuple(sorted({one["department"] for one in found if one.get("department")}))
    if not codes:
        return {}
    listed = ask(Records("departments", where=(("department", codes),)))["data"]
    short = f"short_{lang}"
    return {row["department"]: row[short] for row in listed if row.get(short)}


def _numbers(
    ask: Ask, summary: Mapping[str, int], soon_days: int, asked_on: date, lang: Lang
) -> View:
    kept = total(ask, "disclosure-on-time", date(asked_on.year, 1, 1), asked_on)
    due, met = (words.number(kept.get(k)) for k in ("denominator", "numerator"))
    soon, late = summary["due_soon"], summary["overdue"]
    near = Text(
        f"{soon} 件在 {soon_days} 个工作日内到期", f"{soon} due within {soon_days} working days"
    )
    none_near = Text(
        f"{soon_days} 个工作日内没有到期的", f"none due within {soon_days} working days"
    )
    return {
        "wall-open-label": {"children": OPEN[lang]},
        "wall-open": {"children": words.number(summary["open"])},
        "wall-open-note": {"children": (near if soon else none_near)[lang]},
        "wall-overdue-requests": {
            "children": words.number(late),
            "className": "n late" if late else "n kept",
        },
        "wall-overdue-requests-note": {
            "children": Text("过了期限还没有答复", "limit passed, no answer")[lang]
        },
        "wall-answered": {"children": words.rate(kept)},
        "wall-answered-note": {
            "children": Text(f"应答复 {due} 件，按期 {met} 件", f"{met} of {due} due")[lang]
        },
    }


def _more(rest: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """另有 16 件，还有 9 个工作日以上；3 件中止或在等申请人补正、缴费."""
    running = [one["left"] for one in rest if one["standing"] in ("on_track", "due_soon")]
    late = sum(one["standing"] == "overdue" for one in rest)
    # Nothing is counted down for these: they are no part of "9 working days or more left".
    waiting = sum(one["standing"] in ("stopped", "awaiting") for one in rest)
    unknown = len(rest) - len(running) - late - waiting
    said: list[Text] = []
    if late:
        said.append(Text(f"{late} 件超期", f"{late} overdue"))
    if running:
        n, least = len(running), min(running)
        said.append(
            Text(
                f"{n} 件，还有 {least} 个工作日以上",
                f"{n} with {least}+ working days left",
            )
        )
    if waiting:
        said.append(
            Text(
                f"{waiting} 件中止或在等申请人补正、缴费",
                f"{waiting} stopped or waiting",
            )
        )
    if unknown:
        said.append(Text(f"{unknown} 件期限待定", f"{unknown} with a limit not known"))
    if not said:
        return ""
    between = Text("；", "; ")[lang]
    return Text("另有 ", "Others: ")[lang] + between.join(text[lang] for text in said)


def layout(v: View, lang: Lang) -> html.Section:
    """Three numbers, then the strips with their legend and what is not shown."""
    number = parts.number
    others = html.Div(
        [
            number("wall-overdue-requests", v, OVERDUE[lang], UNIT[lang]),
            number("wall-answered", v, ANSWERED[lang], "%", kept=True),
        ],
        className="others",
    )
    return parts.section(
        "disclosure",
        v,
        [
            parts.headline("wall-open", v, UNIT[lang]),
            others,
            html.Div(
                [
                    strip.legend(lang),
                    blocks.live(html.Ul, "wall-strips", v, className="strips"),
                    blocks.live(html.P, "wall-more", v, className="more"),
                ],
                className="board",
            ),
            parts.nothing(NOTHING[lang]),
        ],
    )
