"""预警和红黄牌: how many were given, on which days, by which rules, and how many were withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.supervision.cards import heat, rules, withdrawn
from dashboard.pages.supervision.cards.heat import Day
from dashboard.parts import bars, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg, year
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import months, numbers, numbers_view
from dashboard.words import Lang, Unit
from data.definitions import Text
from data.hall import today
from data.periods import ONE_DAY

LEVELS = ("warnings", "yellow-cards", "red-cards")
NUMBERS = (
    *LEVELS, "yellow-cards-per-thousand", "red-cards-per-thousand", "warning-resolved-rate",
    "cards-withdrawn-share",
)  # fmt: skip
ID = "cards-by-day"
WARNINGS = Unit("次", "warning", "warnings")
YELLOW = Unit("张", "yellow card", "yellow cards")
RED = Unit("张", "red card", "red cards")
HEADS = (
    Text("一周自", "Week from"), Text("预警", "Warnings"), Text("黄牌", "Yellow cards"),
    Text("红牌", "Red cards"),
)  # fmt: skip
NONE = Text("这一年没有发出预警、黄牌和红牌", "No warning and no card was given in this year")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    of = months(ask, "warnings")
    return {
        **numbers_view(ask, NUMBERS, of, lang),
        **_by_day(ask, lang),
        **rules.view(ask, lang),
        **withdrawn.view(ask, of, lang),
    }


def _by_day(ask: Ask, lang: Lang) -> View:
    documents = {id: ask(Values(id, year.first(today()), today(), "day")) for id in LEVELS}
    days = _days(documents)
    sums = [sum(values) for values in zip(*map(_counts, days), strict=True)] or [0, 0, 0]
    links = [
        link
        for id, head in zip(LEVELS, HEADS[1:], strict=True)
        for link in downloads.titled(head, downloads.of_answer(documents[id], id, lang), lang)
    ]
    return svg.view(
        ID,
        finding=(_title(days, sums, lang), _about(days, lang)),
        picture=heat.picture(days, lambda day: _said(_counts(day), lang), lang) if days else None,
        columns=[head[lang] for head in HEADS],
        rows=_weeks(days, lang),
        downloads=links,
        as_of=notes.as_of(documents["warnings"]["meta"], today(), lang),
    )


def _days(documents: Mapping[str, Mapping[str, Any]]) -> list[Day]:
    """The days of which the numbers are known."""
    by_day: dict[str, dict[str, Any]] = {}
    for id, document in documents.items():
        for row in document["data"]:
            if row["value"] is not None:
                by_day.setdefault(row["period"], {})[id] = row
    return [
        Day(
            date.fromisoformat(day),
            *(int(rows[id]["value"]) if id in rows else 0 for id in LEVELS),
            partial=any(row["partial"] for row in rows.values()),
        )
        for day, rows in sorted(by_day.items())
    ]


def _counts(day: Day) -> tuple[int, int, int]:
    return day.warnings, day.yellow, day.red


def _said(counts: Sequence[int], lang: Lang) -> str:
    """预警84次，黄牌2张，红牌0张: a warning is no card, so the three are never added up."""
    one, two, three = (
        words.counted(n, unit, lang)
        for n, unit in zip(counts, (WARNINGS, YELLOW, RED), strict=True)
    )
    return Text(f"预警{one}，黄牌{two}，红牌{three}", f"{one}, {two}, {three}")[lang]


def _title(days: Sequence[Day], sums: Sequence[int], lang: Lang) -> str:
    if not any(sums):
        return NONE[lang]
    since = words.day(days[0].on, lang)
    return Text(f"{since}以来，{_said(sums, 'zh')}", f"Since {since}: {_said(sums, 'en')}")[lang]


def _about(days: Sequence[Day], lang: Lang) -> str:
    how = Text(
        "一格一天，颜色越深预警越多；菱形为当天有黄牌，圆点为当天有红牌。预警不是牌。含后来撤销的。"
        "当日零时仍未办结的，依规则发出，无须等待新数据。",
        "A square is a day, the darker the more warnings; a diamond: yellow cards were given, a disc: red ones. "
        "A warning is no card. Those withdrawn later are included. What is still open as a day begins gets "
        "its own by the rules, whether or not new data has come.",
    )
    name, unit = ("red", RED) if any(day.red for day in days) else ("yellow", YELLOW)
    worst = max(days, key=lambda day: getattr(day, name), default=None)
    if worst is None or not getattr(worst, name):
        return how[lang]
    n, on = words.counted(getattr(worst, name), unit, lang), words.long_day(worst.on, lang)
    card = {"red": "红牌", "yellow": "黄牌"}[name]
    most = Text(f"{card}最多的一天{n}，如{on}。", f" Most in a day: {n}, as on {on}.")
    return f"{how[lang]}{most[lang]}"


def _weeks(days: Sequence[Day], lang: Lang) -> list[list[str]]:
    """Sums of whole weeks from Monday on, as they are drawn."""
    weeks: dict[date, list[int]] = {}
    for day in days:
        sums = weeks.setdefault(day.on - day.on.weekday() * ONE_DAY, [0, 0, 0])
        for i, n in enumerate(_counts(day)):
            sums[i] += n
    return [[words.day(monday, lang), *map(words.number, sums)] for monday, sums in weeks.items()]


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    return [
        numbers(NUMBERS, v, lang),
        svg.figure(ID, v, lang, "year"),
        html.Div(
            dbc.Row(
                [
                    dbc.Col(rules.figure(v, lang), lg=8),
                    dbc.Col(bars.figure(withdrawn.ID, v, lang), lg=4),
                ]
            ),
            className="pair",
        ),
    ]


SECTION = Section(
    "cards",
    Text("预警和红黄牌", "Warnings and cards"),
    ("alerts", "alert-rules"),
    view,
    layout,
    (ID, rules.ID, withdrawn.ID),
    styles=("explore.css", "drawings.css", "together.css", "cards.css"),
)
