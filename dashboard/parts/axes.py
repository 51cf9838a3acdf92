"""Axes of a series: round marks on the values, and a few of the periods named."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Any

from dashboard import words
from dashboard.parts.charts import QUIET, RULE
from dashboard.words import Lang

TICKS = 4


def nice(top: float, whole: bool = False) -> float:
    """A round step that cuts `top` into about four parts; `whole`: of things, not of parts."""
    if top <= 0:
        return 1
    rough = top / 4
    ten = 10 ** floor(log10(rough))
    step = next(ten * m for m in (1, 2, 2.5, 5, 10) if ten * m >= rough)
    return max(floor(step), 1) if whole else step


def values(low: float, top: float, unit: str, lang: Lang, whole: bool = False) -> dict[str, Any]:
    """A value axis from `low` with its unit at the top; in Chinese in 万 where that is due.

    `whole`: it counts things, so there is nothing between two whole numbers.
    """
    step = nice(top - low, whole)
    # Multiples of the step, whatever `low`; 0.3 / 0.1 is less than 3.
    first, last = floor(low / step + 1e-9) + 1, floor(top / step + 1e-9)
    ticks = [step * i for i in range(first, last + 1)] or [top]
    marks = [words.tick(t, step, lang) for t in ticks]
    gap = "" if unit == "%" or lang == "zh" else " "
    marks[-1] = f"{marks[-1]}{gap}{unit}"
    return {
        "range": [low, low + max((top - low) * 1.06, (ticks[-1] - low) * 1.02)],
        "tickvals": ticks,
        "ticktext": marks,
        "automargin": True,
        "tickfont": {"size": 12, "color": QUIET},
        "gridcolor": RULE,
        "zeroline": False,
        "fixedrange": True,
        "ticklen": 0,
    }


def spread(count: int, most: int = TICKS) -> list[int]:
    """Which of so many places on an axis are named: evenly, the last among them."""
    if count <= most:
        return list(range(count))
    step = -(-count // most)
    return list(range(count - 1, -1, -step))[::-1]


def places(names: Sequence[str], most: int = TICKS) -> dict[str, Any]:
    """An axis of periods in their order, of which at most so many are named."""
    at = spread(len(names), most)
    return {
        "tickvals": at,
        "ticktext": [names[i] for i in at],
        "tickfont": {"size": 12, "color": QUIET},
        "range": [-0.6, len(names) - 0.4],
        "showgrid": False,
        "zeroline": False,
        "linecolor": QUIET,
        "linewidth": 1,
        "fixedrange": True,
        "tickangle": 0,
        "ticklabeloverflow": "allow",
    }
