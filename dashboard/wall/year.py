"""一年的大厅: a square for each day of a year, the brighter the more was done."""

from __future__ import annotations

from datetime import date

from dash import html

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.parts.drawings import year
from dashboard.parts.drawings.year import Day
from dashboard.wall import parts
from dashboard.wall.ask import Document
from dashboard.words import CASES, Lang
from data.definitions import Text

TITLE = Text("一年的大厅", "A year of the hall")
SQUARE = Text("一格一天，越亮办结越多", "One square, one day; the brighter, the more")
DONE = {"wall-year-done": CASES}
NOTHING = Text("暂无办件数据", "No cases yet")


def view(ask: Ask, document: Document, lang: Lang) -> View:
    """The 53 weeks up to the day shown: their sum, and the days."""
    last = blocks.day_of(document["data"])
    if last is None or document["data"].get("completed") is None:
        return _nothing(lang)
    by_day = Values("cases-completed", year.first(last), last, "day")
    days = [
        Day(date.fromisoformat(row["period"]), row["value"], bool(row["partial"]))
        for row in ask(by_day)["data"]
    ]
    known = [day for day in days if day.value is not None]
    if not any(day.value for day in known):
        return _nothing(lang)
    done = sum(day.value or 0 for day in known)
    since = words.between(min(day.on for day in known), last, lang)
    href = Place("volumes", lang).path
    drawn = (days, lambda n: words.counted(n, CASES, lang), lambda _: href, lang)
    drawing = [
        html.Div(year.picture(*drawn), className="whole-year"),
        html.Div(year.halves(*drawn), className="half-years"),
    ]
    shown = {
        "wall-year": parts.scene("year", False),
        "wall-year-done-label": {"children": Text(f"{since}办结", f"Completed, {since}")[lang]},
        "wall-year-done": parts.value(words.number(done)),
        "wall-year-done-note": {"children": _busiest(known, lang)},
        "wall-year-days": {"children": drawing},
    }
    return blocks.with_units(shown, DONE, lang)


def _nothing(lang: Lang) -> View:
    ids = ("done-label", "done", "done-note", "days")
    empty: View = {f"wall-year-{id}": {"children": ""} for id in ids}
    return blocks.with_units({**empty, "wall-year": parts.scene("year", True)}, DONE, lang)


def _busiest(known: list[Day], lang: Lang) -> str:
    """最多的一天11月2日，4,211件, of the days that are over."""
    over = [day for day in known if day.value and not day.partial]
    if not over:
        return ""
    most = max(over, key=lambda day: day.value or 0)
    count = words.counted(most.value, CASES, lang)
    if sum(day.value == most.value for day in over) > 1:
        return Text(f"最多的一天{count}", f"most in a day: {count}")[lang]
    day = f"{words.short_day(most.on, lang)}"
    return Text(f"最多的一天是{day}，{count}", f"most on {day}: {count}")[lang]


def layout(v: View, lang: Lang) -> html.Section:
    """The year's sum, and its days below."""
    drawn = blocks.live(html.Div, "wall-year-days", v, className="days-of-year")
    title = html.P(SQUARE[lang], className="title")
    return parts.section(
        "year",
        v,
        [
            parts.headline("wall-year-done", v, CASES),
            html.Div([title, drawn], className="board"),
            parts.nothing(NOTHING[lang]),
        ],
    )
