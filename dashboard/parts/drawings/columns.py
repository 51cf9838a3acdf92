"""Columns from zero, side by side: months of a year, hours of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.parts.drawings.svg import Component, G, Label, Line, Svg, at, column, sheet

WIDTH, HEIGHT, TOP = 560, 200, 30
WIDE = 0.74


@dataclass(frozen=True)
class Column:
    """`name` under it ("" for none), what a browser shows `over` it; `off`: while windows are closed."""

    name: str
    value: float | None
    over: str
    partial: bool = False
    off: bool = False


def picture(
    columns: Sequence[Column], largest: str, change: tuple[int, str] | None = None
) -> Svg | None:
    """The columns; over the largest its number as `largest`. None where there is nothing to draw.

    `change`: before which of them a series ends and another begins, and the words for it.
    """
    highest = max((column.value or 0 for column in columns), default=0)
    if not highest:
        return None
    foot, step = TOP + HEIGHT, WIDTH / len(columns)
    top = next(i for i, one in enumerate(columns) if one.value == highest)
    marks: list[Component] = []
    for i, one in enumerate(columns):
        middle = (i + 0.5) * step
        if one.name:
            marks.append(Label(one.name, x=at(middle), y=at(foot + 22), className="middle"))
        if not one.value:
            continue
        tall = one.value / highest * HEIGHT
        bar = column(middle - step * WIDE / 2, foot, step * WIDE, tall, one.over, one.partial)
        marks.append(G([bar], className="off") if one.off else bar)
        if i == top:
            marks.append(
                Label(largest, x=at(middle), y=at(foot - tall - 7), className="middle strong")
            )
    marks.append(Line(x1="0", x2=at(WIDTH), y1=at(foot), y2=at(foot), className="axis"))
    return sheet(WIDTH, foot + 30, [*marks, *_change(change, step, foot)], "columns")


def _change(change: tuple[int, str] | None, step: float, foot: float) -> list[Component]:
    """A line between two columns where one series ends and another begins."""
    if change is None:
        return []
    x, said = change[0] * step, change[1]
    side, anchor = (-6, "end") if x > WIDTH / 2 else (6, "start")
    return [
        Line(x1=at(x), x2=at(x), y1="0", y2=at(foot), className="change"),
        Label(said, x=at(x + side), y="14", className=f"{anchor} strong over"),
    ]
