"""How many took so many half days: a column for each half day, from 0, and where the median lies."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import words
from dashboard.parts.drawings import svg
from dashboard.parts.drawings.svg import Label, Line, at
from dashboard.words import Lang
from data.definitions import Text

WIDTH, HIGH, TOP, FOOT = 560.0, 240.0, 44.0, 42.0
LEAST, MOST = 10.0, 30.0
"""Working days that the axis spans: so many at least, and at most; what took longer is the last column."""


def picture(
    counts: Sequence[tuple[float, int]], median: float | None, lang: Lang
) -> Component | None:
    """`counts`: working days in halves, and how many took them. None of nothing."""
    if not counts:
        return None
    end = min(MOST, max(LEAST, counts[-1][0]))
    by_half: dict[int, int] = {}
    for days, n in counts:
        half = round(min(days, end) * 2)
        by_half[half] = by_half.get(half, 0) + n
    step = WIDTH / (end * 2 + 1)
    foot, top = HIGH - FOOT, max(by_half.values())

    def middle(days: float) -> float:
        return (days * 2 + 0.5) * step

    marks: list[Component] = [
        Line(x1="0", x2=at(WIDTH), y1=at(foot), y2=at(foot), className="axis")
    ]
    for half, n in sorted(by_half.items()):
        height = (foot - TOP) * n / top
        over = f"{words.days_used(half / 2, lang)}{Text('：', ': ')[lang]}{words.number(n)}"
        marks.append(svg.column(half * step + 1.5, foot, step - 3, height, over))
        marks.append(Label(words.number(n), x=at(middle(half / 2)), y=at(foot - height - 5), className="middle"))  # fmt: skip
    every = 1 if end <= 12 else 5
    marks += [
        Label(words.number(day), x=at(middle(day)), y=at(foot + 17), className="middle")
        for day in range(0, int(end) + 1, every)
    ]
    unit = words.WORKING_DAYS[lang]
    marks.append(Label(unit, x=at(WIDTH), y=at(foot + 36), className="end"))
    if median is not None:
        tall = (foot - TOP) * by_half.get(round(min(median, end) * 2), 0) / top
        marks += _median(middle(min(median, end)), foot - tall - 20, median, lang)
    return svg.sheet(WIDTH, HIGH, marks, "halves")


def _median(x: float, to: float, median: float, lang: Lang) -> list[Component]:
    name = Text(f"中位数{words.number(median)}", f"median {words.number(median)}")[lang]
    return [
        Line(x1=at(x), x2=at(x), y1="2", y2=at(to), className="median"),
        Label(name, x=at(x + 6), y="12", className="strong"),
    ]
