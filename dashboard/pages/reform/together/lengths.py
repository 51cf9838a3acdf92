"""How many parallel approvals took so many working days, with the promise and the law's limit marked."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import words
from dashboard.parts.drawings import svg
from dashboard.parts.drawings.svg import Label, Line, at
from dashboard.words import Lang
from data.definitions import Text

WIDTH, HIGH, TOP, FOOT = 860.0, 240.0, 40.0, 42.0
_EVERY, _ROOM = (1, 5, 10, 20, 50), 34.0


def picture(
    counts: Sequence[tuple[float, int]], limits: Sequence[tuple[float, Text]], lang: Lang
) -> Component | None:
    """`counts`: working days, rising, and how many took them; `limits` with their names. None of nothing."""
    if not counts:
        return None
    end = int(max(counts[-1][0], *(days for days, _ in limits), 10)) + 1
    step, foot, top = WIDTH / (end + 1), HIGH - FOOT, max(n for _, n in counts)

    def middle(days: float) -> float:
        return (days + 0.5) * step

    marks: list[Component] = [
        Line(x1="0", x2=at(WIDTH), y1=at(foot), y2=at(foot), className="axis")
    ]
    for days, n in counts:
        over = f"{words.counted(days, words.WORKING_DAYS, lang)}{Text('：', ': ')[lang]}{words.number(n)}"
        gap = min(1.0, step / 6)
        height = (foot - TOP) * n / top
        marks.append(svg.column(days * step + gap, foot, step - 2 * gap, height, over))
    highest = next((days, n) for days, n in counts if n == top)
    marks.append(
        Label(words.number(top), x=at(middle(highest[0])), y=at(TOP - 6), className="middle")
    )
    every = next((n for n in _EVERY if n * step >= _ROOM), _EVERY[-1])
    marks += [
        Label(words.number(day), x=at(middle(day)), y=at(foot + 17), className="middle")
        for day in range(0, end + 1, every)
    ]
    marks.append(Label(words.WORKING_DAYS[lang], x=at(WIDTH), y=at(foot + 36), className="end"))
    for row, (days, name) in enumerate(limits):
        marks += _limit(middle(days), foot, f"{name[lang]}{words.number(days)}", row)
    return svg.sheet(WIDTH, HIGH, marks, "lengths")


def _limit(x: float, foot: float, name: str, row: int) -> list[Component]:
    """A line with its name beside it, where there is room; each in a row of its own, as limits may be equal."""
    right = x < WIDTH - 140
    return [
        Line(x1=at(x), x2=at(x), y1="2", y2=at(foot), className="due-mark"),
        Label(name, x=at(x + 6 if right else x - 6), y=at(13 + 15 * row), className="strong" if right else "strong end"),
    ]  # fmt: skip
