"""A year of warnings and cards, a square a day: shaded by warnings, a diamond of yellow, a disc of red."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import words
from dashboard.parts.drawings import year
from dashboard.parts.drawings.svg import (
    Circle,
    Component,
    G,
    Label,
    Path,
    Rect,
    Svg,
    Title,
    at,
    hatched,
    sheet,
)
from dashboard.parts.drawings.year import LEFT, SIZE, STEP, TOP, WEEKS
from dashboard.words import Lang
from data.definitions import Text

# Half of a diamond's width, and the radius of a disc; where they stand in their square.
DIAMOND, DISC = 5.0, 3.9
_YELLOW_AT, _RED_AT = (5.8, 11.6), (12.4, 5.2)
WARNING = Text("预警（颜色越深越多）", "Warnings, the darker the more")
YELLOW, RED = Text("黄牌", "Yellow card"), Text("红牌", "Red card")


@dataclass(frozen=True)
class Day:
    """How many of each level were given on a day; `partial` while it is not over."""

    on: date
    warnings: int
    yellow: int
    red: int
    partial: bool = False


def picture(days: Sequence[Day], said: Callable[[Day], str], lang: Lang) -> Svg:
    """The 53 weeks that end with the last of the days; `said` writes what was given on one."""
    last = max(day.on for day in days)
    begin, since = year.first(last), min(day.on for day in days)
    width = year.step(day.warnings for day in days)
    marks: list[Component] = [
        *year.weekday_names(lang),
        *year.month_names(begin, since, last, WEEKS, lang),
        *(_square(day, begin, width, said(day), lang) for day in days),
        *_legend(width, lang),
    ]
    return sheet(LEFT + WEEKS * STEP, TOP + 7 * STEP + 54, marks, "year")


def _square(day: Day, begin: date, width: float, said: str, lang: Lang) -> Component:
    week, row = divmod((day.on - begin).days, 7)
    x, y = LEFT + week * STEP, TOP + row * STEP
    kind = f"day-{year.shade(day.warnings, width)}{' day--partial' if day.partial else ''}"
    marks: list[Component] = [
        Title(f"{words.long_day(day.on, lang)} · {said}"),
        Rect(x=at(x), y=at(y), width=at(SIZE), height=at(SIZE), className=kind),
    ]
    if day.partial and day.warnings:
        marks.append(hatched(x, y, SIZE, SIZE))
    if day.yellow:
        marks.append(diamond(x + _YELLOW_AT[0], y + _YELLOW_AT[1]))
    if day.red:
        marks.append(disc(x + _RED_AT[0], y + _RED_AT[1]))
    return G(marks)


def diamond(x: float, y: float) -> Component:
    """A yellow card, its middle at a place."""
    d = f"M{at(x)} {at(y - DIAMOND)}L{at(x + DIAMOND)} {at(y)}L{at(x)} {at(y + DIAMOND)}L{at(x - DIAMOND)} {at(y)}Z"  # fmt: skip
    return Path(d=d, className="given given--yellow")


def disc(x: float, y: float) -> Component:
    """A red card, its middle at a place."""
    return Circle(cx=at(x), cy=at(y), r=at(DISC), className="given given--red")


def _legend(width: float, lang: Lang) -> list[Component]:
    """What shade, diamond and disc stand for, under the squares."""
    y = TOP + 7 * STEP + 30
    marks: list[Component] = []
    for i in range(year.STEPS):
        box = Rect(x=at(LEFT + i * 30), y=at(y), width="30", height="5", className=f"day-{i + 1}")
        marks.append(box)
        if i and not i % 2:
            above = words.large(width * i, lang)
            marks.append(Label(above, x=at(LEFT + i * 30), y=at(y + 18), className="middle"))
    after = LEFT + year.STEPS * 30 + 12
    marks.append(Label(WARNING[lang], x=at(after), y=at(y + 7)))
    right = LEFT + WEEKS * STEP
    for left, drawn, name in ((270, diamond, YELLOW), (120, disc, RED)):
        marks += [
            drawn(right - left, y + 3),
            Label(name[lang], x=at(right - left + 11), y=at(y + 7)),
        ]
    return marks
