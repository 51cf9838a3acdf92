"""今日大厅: the day's cases, and its curve by hour against a usual day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, charts, findings, notes
from dashboard.parts.bars import length
from dashboard.parts.blocks import View
from dashboard.parts.charts import HourBar
from dashboard.wall import parts
from dashboard.wall.ask import Document
from dashboard.words import CASES, PER_CENT, Lang
from data.definitions import Text

TITLE = Text("今日大厅", "Today in the hall")
ON_TIME = Text("按时办结", "On time")
GOOD = Text("今日好评率", "Rated good")
BY_HOUR = Text("每小时办结", "Completed by hour")
SOLID = Text("实心为今天", "solid: today")
NO_TIMES = Text("来源没有办结时刻", "the source gives no times of day")
SOLID_THEN = Text("实心为当天", "solid: that day")


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The day as the live answer has it."""
    live = document["data"]
    now = datetime.fromisoformat(live["now"]).date()
    bars = charts.hour_bars(live.get("hours") or [], findings.opening(), lang)
    title, sentence = findings.hours(live, bars, lang)
    notice = findings.notice(live, lang, brief=True)
    empty = not live.get("day")
    timed = bool(findings.timed(live)) or not live.get("completed")
    on_time, good = notes.on_time(live, lang), notes.good(live, lang)
    return {
        "wall-today": parts.scene("today", empty),
        "wall-label": {"children": _label(live, now, lang)},
        "wall-completed": {"children": words.number(live.get("completed"))},
        "wall-how": {"hidden": not empty},
        "wall-notice": {"children": notice, "hidden": not notice},
        "wall-compared": {"children": words.compared(live, "completed", lang), "hidden": empty},
        "wall-accepted": {"children": words.number(live.get("accepted"))},
        "wall-accepted-note": {"children": notes.online(live, lang)},
        "wall-progress": {"children": words.number(live.get("in_progress"))},
        "wall-progress-note": notes.overdue(live.get("overdue"), lang),
        "wall-on-time": {"children": on_time[0]},
        "wall-on-time-note": {"children": on_time[1]},
        "wall-good": {"children": good[0]},
        "wall-good-note": {"children": good[1]},
        "wall-hours": {
            "children": _columns(bars) if timed else [],
            "aria-label": f"{title}. {sentence}",
        },
        "wall-usual": {"children": _usual(live, lang), "hidden": not timed},
        "wall-solid": {
            "children": _solid(live, lang) if timed else NO_TIMES[lang],
            "className": "solid" if timed else "",
        },
    }


def _solid(live: Mapping[str, Any], lang: Lang) -> str:
    return (SOLID if live.get("is_today") else SOLID_THEN)[lang]


def _label(live: Mapping[str, Any], now: date, lang: Lang) -> str:
    shown = blocks.day_of(live)
    if shown is None or live.get("is_today"):
        return Text("今日办结", "Completed today")[lang]
    day = words.day if shown.year != now.year else words.short_day
    zh = f"{day(shown, 'zh')} {words.weekday(shown, 'zh')}办结"
    return Text(zh, f"Completed on {words.weekday(shown, 'en')} {day(shown, 'en')}")[lang]


def _usual(live: Mapping[str, Any], lang: Lang) -> str:
    usual = live.get("usual") or {}
    if not usual.get("days") or usual.get("weekday") is None:
        return ""
    name = words.weekday(usual["weekday"], lang)
    return Text(f"空框为往常的{name}", f"outline: a usual {name}")[lang]


def _columns(bars: Sequence[HourBar]) -> list[html.Div]:
    top = max([1, *(n or 0 for bar in bars for n in (bar.completed, bar.usual))])

    def tall(value: float) -> dict[str, str]:
        return {"height": length(value / top)}

    def column(bar: HourBar) -> html.Div:
        done, usual = bar.completed or 0, bar.usual or 0
        drawn = []
        if usual:
            drawn.append(html.Div(className="usual", style=tall(usual)))
        if done:
            above = charts.label_height(done, usual, top, 0.2) / top
            kind = "done partial" if bar.partial else "done"
            drawn.append(html.Div(className=kind, style=tall(done)))
            drawn.append(
                html.Div(words.number(done), className="count", style={"bottom": length(above)})
            )
        return html.Div(
            [html.Div(drawn, className="bars"), html.Div(bar.label, className="hour")],
            className="column",
        )

    return [column(bar) for bar in bars]


def layout(v: View, lang: Lang) -> html.Section:
    """The day's largest number, four beside it, and the curve below."""
    first = html.Div(
        [
            blocks.live(html.P, "wall-label", v, className="title"),
            html.P(
                [
                    blocks.live(html.Strong, "wall-completed", v, className="n"),
                    html.Span(CASES[lang], className="unit"),
                ],
                className="headline",
            ),
            blocks.live(html.P, "wall-notice", v, className="notice"),
            blocks.live(html.P, "wall-compared", v, className="compared"),
            blocks.live(
                html.Dl, "wall-how", v, className="how", children=findings.how_to_load(lang)
            ),
        ],
        className="first",
    )
    others = html.Div(
        [
            parts.number("wall-accepted", v, Text("受理", "Accepted")[lang], CASES[lang]),
            parts.number("wall-progress", v, Text("正在办理", "In progress")[lang], CASES[lang]),
            parts.number("wall-on-time", v, ON_TIME[lang], PER_CENT[lang], kept=True),
            parts.number("wall-good", v, GOOD[lang], PER_CENT[lang]),
        ],
        className="others",
    )
    return parts.section("today", v, [first, others, _curve(v, lang)])


def _curve(v: View, lang: Lang) -> html.Div:
    return html.Div(
        [
            html.P(
                [
                    html.Span(BY_HOUR[lang], className="title"),
                    blocks.live(html.Span, "wall-solid", v),
                    blocks.live(html.Span, "wall-usual", v, className="outline"),
                ],
                className="legend",
            ),
            blocks.live(html.Div, "wall-hours", v, className="hours", role="img"),
        ],
        className="curve",
    )
