"""*Today* while the windows are closed for the day or not open yet.

When they open next, what the last working day came to, and at which hours it is usually quiet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dash import html

from api.answer.answers import Live, Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import blocks, charts, findings
from dashboard.parts.blocks import View
from dashboard.wall import curve, hour
from dashboard.wall.ask import Document
from dashboard.words import CASES, Lang
from data.definitions import Text

NEXT = Text("下次开门", "Opens next")
TODAY = Text("今天开门", "Opens today")
CLOSED_NOW = Text("今天不办公", "Closed today")
# The widest that a headline of full size has room for, as many times the size of its letters; upright.
_ROOM, _UPRIGHT = 4.9, 4.4
_EMPTY = ("next-label", "next", "next-note", "last-title", "last", "last-note", "online-today")


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The next opening, the last working day, and the curve of the day to come."""
    live = document["data"]
    return {
        **_next(live, lang),
        **_last(ask, live, lang),
        "wall-online-today": _online(ask, live, lang),
        **_curve(ask, live, lang),
    }


def nothing() -> View:
    """While the windows are open none of this is shown."""
    return {f"wall-{id}": {"children": ""} for id in _EMPTY}


def _next(live: Mapping[str, Any], lang: Lang) -> View:
    label, written = opens(live, lang)
    return {
        "wall-next-label": {"children": label},
        "wall-next": written,
        "wall-next-note": {"children": findings.goes_on(live, lang)},
    }


def opens(live: Mapping[str, Any], lang: Lang) -> tuple[str, dict[str, str]]:
    """When the windows open next: what is said above it, and the headline itself."""
    opening, today = hour.next_opening(live), datetime.fromisoformat(live["now"]).date()
    if opening is None:
        return "", {"children": CLOSED_NOW[lang], "className": "n"}
    day = hour.brief_day(opening.date(), today, lang)
    gap = " " if day and lang == "en" else ""
    written = f"{day}{gap}{words.clock(opening)}"
    wide = _width(written)
    kind = "n n--date" if wide > _ROOM else "n n--day" if wide > _UPRIGHT else "n"
    label = TODAY if opening.date() == today else NEXT
    return label[lang], {"children": written, "className": kind}


def _width(written: str) -> float:
    """About how wide a text is, in sizes of its letters: 1 of a Han character, little over ½ of others."""
    return sum(1 if one > "\u2e80" else 0.57 for one in written)


def _last(ask: Ask, live: Mapping[str, Any], lang: Lang) -> View:
    """The last working day as a whole; the newest day on record where that is an older one."""
    shown, last = blocks.day_of(live), live.get("last_workday")
    day = date.fromisoformat(last) if last else None
    if shown is not None and not live.get("is_today"):
        day = shown if day is None else min(shown, day)
    if day is None:
        return {f"wall-last{part}": {"children": ""} for part in ("-title", "", "-note")}
    found = ask(Live(day))["data"]
    named = f"{words.short_day(day, lang)} {words.weekday(day, lang)}"
    if lang == "en":
        named = f"{words.weekday(day, lang)} {words.short_day(day, lang)}"
    title = Text(f"上一个工作日 · {named}", f"Last working day, {named}")
    if last is None or day.isoformat() != last:
        title = Text(f"最近有数据的一天 · {named}", f"Newest day with data, {named}")
    return {
        "wall-last-title": {"children": title[lang]},
        "wall-last": {"children": words.number(found.get("completed"))},
        "wall-last-note": {"children": words.compared(found, "completed", lang)},
    }


def _online(ask: Ask, live: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """今天网上办结60件; hidden where nothing of today is on record."""
    day = blocks.day_of(live)
    if day is None or not live.get("is_today"):
        return {"children": "", "hidden": True}
    online = Values("cases-completed", day, day, "total", where=(("channel", ("online",)),))
    done = next((row["value"] for row in ask(online)["data"]), None)
    if not done:
        return {"children": "", "hidden": True}
    count = words.counted(done, CASES, lang)
    sentence = Text(f"今天网上办结{count}", f"{count} completed online today")
    return {"children": sentence[lang], "hidden": False}


def _curve(ask: Ask, live: Mapping[str, Any], lang: Lang) -> View:
    opens = hour.next_opening(live)
    if opens is None:
        return {"wall-curve-title": {"children": ""}, "wall-hours": {"children": []}}
    coming = ask(Live(opens.date()))["data"]
    hours = [row | {"completed": None, "partial": False} for row in coming.get("hours") or []]
    return curve.usual_view(coming, charts.hour_bars(hours, findings.opening(), lang), lang)


def first(v: View) -> html.Div:
    """The next opening, as large as the day's count stands elsewhere."""
    return html.Div(
        [
            blocks.live(html.P, "wall-next-label", v, className="title"),
            html.P(blocks.live(html.Strong, "wall-next", v, className="n"), className="headline"),
            blocks.live(html.P, "wall-next-note", v, className="compared"),
        ],
        className="first next",
    )


def last(v: View, lang: Lang) -> html.Div:
    """The last working day beside it."""
    return html.Div(
        [
            blocks.live(html.P, "wall-last-title", v, className="title"),
            html.P(
                [
                    blocks.live(html.Strong, "wall-last", v, className="n"),
                    html.Span(Text("件办结", "completed")[lang], className="unit"),
                ],
                className="value",
            ),
            blocks.live(html.P, "wall-last-note", v, className="compared"),
            blocks.live(html.P, "wall-online-today", v, className="compared"),
        ],
        className="last",
    )
