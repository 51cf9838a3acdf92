"""今日大厅: the day's cases and its curve, with a face for each hour of the hall.

While the windows are open the count grows; after closing it is the day's; before opening and on days
off there is none, and what one wants to know stands in its place (`waiting`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, charts, findings, notes
from dashboard.parts.blocks import View
from dashboard.wall import curve, hour, parts, waiting
from dashboard.wall.ask import Document
from dashboard.words import CASES, PER_CENT, Lang
from data.definitions import Text
from data.hall import hall

TITLE = Text("今日大厅", "Today in the hall")
ON_TIME = Text("按时办结率", "On time")
GOOD = Text("主动评价好评率", "Rated good")
OF_CASES = ("wall-completed", "wall-accepted", "wall-progress")
# A count of more characters is set smaller: 99,999 is the widest that has room.
_WIDE = 6
LATE = Text("超期", "late")
SOON = Text("大厅数据接入后自动显示", "Numbers appear here once the hall's data comes in")


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The day as the live answer has it, with the face that its hour asks for."""
    live = document["data"]
    empty, face = not live.get("day"), hour.face(live)
    is_waiting = face in hour.WAITING and not empty
    now = datetime.fromisoformat(live["now"])
    bars = charts.hour_bars(live.get("hours") or [], findings.opening(), lang)
    shown = {
        "wall-today": parts.scene(f"today face--{face}{' waiting' if is_waiting else ''}", empty),
        **_count(document, now.date(), lang),
        "wall-how": {"hidden": not empty},
        **_beside(live, lang),
        **curve.view(live, bars, now, lang),
        **waiting.nothing(),
    }
    if is_waiting:
        shown |= waiting.view(ask, document, lang)
    title, sentence = findings.hours(live, bars, lang)
    drawn = shown["wall-curve-title"]["children"] if is_waiting else f"{title}. {sentence}"
    shown["wall-hours"] |= {"aria-label": drawn}
    return blocks.with_units(shown, dict.fromkeys(OF_CASES, CASES), lang)


def _count(document: Document, today: date, lang: Lang) -> View:
    """The largest number, what is to be said of it, and how it compares."""
    live = document["data"]
    compared = (
        words.compared(live, "completed", lang) if (live.get("usual") or {}).get("days") else ""
    )
    notice, kind = _notice(live, lang)
    done = words.number(live.get("completed"))
    return {
        "wall-label": {"children": _label(live, today, lang)},
        "wall-completed": parts.value(done, "n--long" if len(done) > _WIDE else ""),
        "wall-notice": {"children": notice, "hidden": not notice, "className": kind},
        "wall-compared": {"children": compared, "hidden": not live.get("day") or not compared},
    }


def _notice(live: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """What must be said beside the count, and its class: late where the records end too early."""
    if ends := findings.silence(live, lang):
        return ends, "notice late"
    if live.get("day") and live.get("is_today"):
        return "", "notice"  # whether the windows are open says the line under the header
    return findings.notice(live, lang, brief=True), "notice"


def _beside(live: Mapping[str, Any], lang: Lang) -> View:
    """The four numbers beside the count."""
    on_time, good = notes.on_time(live, lang), notes.good(live, lang)
    return {
        "wall-accepted": parts.value(words.number(live.get("accepted"))),
        "wall-accepted-note": {"children": notes.online(live, lang)},
        "wall-progress": parts.value(words.number(live.get("in_progress"))),
        "wall-progress-note": notes.overdue(live.get("overdue"), lang),
        "wall-on-time": parts.value(on_time[0], parts.ink(live.get("on_time"))),
        "wall-on-time-note": {
            "children": parts.with_missed(live.get("on_time"), on_time[1], CASES, LATE, lang)
        },
        "wall-good": parts.value(good[0]),
        "wall-good-note": {"children": good[1]},
    }


def _label(live: Mapping[str, Any], now: date, lang: Lang) -> str:
    shown = blocks.day_of(live)
    if shown is None or live.get("is_today"):
        return Text("今日办结", "Completed today")[lang]
    day = words.day if shown.year != now.year else words.short_day
    zh = f"{day(shown, 'zh')} {words.weekday(shown, 'zh')}办结"
    return Text(zh, f"Completed on {words.weekday(shown, 'en')} {day(shown, 'en')}")[lang]


def layout(v: View, lang: Lang) -> html.Section:
    """The day's largest number, four beside it, and the curve below; the waiting face over them."""
    first = html.Div(
        [
            blocks.live(html.P, "wall-label", v, className="title"),
            html.P(
                [
                    blocks.live(html.Strong, "wall-completed", v, className="n"),
                    blocks.unit_beside("wall-completed", v, CASES),
                ],
                className="headline",
            ),
            blocks.live(html.P, "wall-notice", v, className="notice"),
            blocks.live(html.P, "wall-compared", v, className="compared"),
            blocks.live(html.P, "wall-how", v, className="compared", children=SOON[lang]),
        ],
        className="first",
    )
    others = html.Div(
        [
            parts.number("wall-accepted", v, Text("受理", "Accepted")[lang], CASES),
            parts.number("wall-progress", v, Text("在办", "In progress")[lang], CASES),
            parts.number("wall-on-time", v, ON_TIME[lang], PER_CENT[lang]),
            *(
                [parts.number("wall-good", v, GOOD[lang], PER_CENT[lang])]
                if hall().reports("satisfaction")
                else []
            ),
        ],
        className="others",
    )
    waited = [waiting.first(v), waiting.last(v, lang)]
    return parts.section("today", v, [first, others, *waited, curve.part(v)])
