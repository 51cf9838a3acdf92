"""A usual week: the median of each day of the week, and every week's own value as a line in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median_low

from dashboard import words
from dashboard.parts.drawings.svg import Component, Label, Line, Svg, at, column, sheet
from dashboard.words import Lang

WIDTH, HEIGHT, TOP = 560, 230, 24
WIDE = 0.74


def medians(values: Mapping[int, Sequence[float]]) -> dict[int, float]:
    """Day of the week (0 = Monday) → median of its values; of two in the middle the lower one."""
    return {weekday: median_low(each) for weekday, each in values.items() if each}


def picture(values: Mapping[int, Sequence[float]], said: Callable[[float], str], lang: Lang) -> Svg:
    """Seven bars from zero; a day of the week without values has none."""
    usual = medians(values)
    highest = max([1.0, *(v for each in values.values() for v in each)])
    foot, step = TOP + HEIGHT, WIDTH / 7
    marks: list[Component] = []
    for i in range(7):
        middle = i * step + step / 2
        name = words.weekday(i, lang)
        brief = words.brief_weekday(i, lang)
        marks.append(Label(brief, x=at(middle), y=at(foot + 20), className="middle"))
        if not usual.get(i):
            continue
        tall = usual[i] / highest * HEIGHT
        left, width = middle - step * WIDE / 2, step * WIDE
        marks.append(column(left, foot, width, tall, f"{name} · {said(usual[i])}"))
        for value in values[i]:
            y = foot - value / highest * HEIGHT
            kind = "week" if value <= usual[i] else "week week--above"
            marks.append(Line(x1=at(left), x2=at(left + width), y1=at(y), y2=at(y), className=kind))
        # At the median that it says, over the lines of weeks that were above it.
        number = words.number(usual[i])
        marks.append(
            Label(number, x=at(middle), y=at(foot - tall - 6), className="middle strong over")
        )
    marks.append(Line(x1="0", x2=at(WIDTH), y1=at(foot), y2=at(foot), className="axis"))
    return sheet(WIDTH, foot + 28, marks, "weekdays")
