"""Axes of a series: round marks on the values, and a few of the periods named."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import floor, log10
from typing import Any

from dashboard import words
from dashboard.parts.charts import QUIET, RULE
from dashboard.words import Lang

TICKS = 4
# The narrowest room that periods are named along, on a phone, and the least gap between two names.
_NARROWEST, _GAP, _SIZE = 260, 10, 12


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


def width(name: str) -> float:
    """About how wide a name is, in pixels: a Han character is as wide as it is high."""
    lines = name.split("<br>")
    return max(sum(_SIZE * (1 if not c.isascii() else 0.58) for c in line) for line in lines)


def _apart(at: Sequence[int], names: Sequence[str], count: int) -> bool:
    """Whether the names at these places have a gap between them on a phone."""
    step = _NARROWEST / max(1, count)
    ends = [(i * step - width(names[i]) / 2, i * step + width(names[i]) / 2) for i in at]
    return all(b[0] - a[1] >= _GAP for a, b in pairwise(ends))


def named(
    names: Sequence[str],
    most: int = TICKS,
    years: Sequence[int] = (),
    among: Sequence[int] | None = None,
) -> dict[str, Any]:
    """Which periods are named, `among` these, and how: so many at most, never so near that two touch.

    `years` of the periods, where a name does not say it: written under the first name of each year,
    if there is more than one.
    """
    offered = list(range(len(names))) if among is None else list(among)
    for n in range(most, 0, -1):
        at = [offered[i] for i in spread(len(offered), n)]
        if _apart(at, names, len(names)):
            break
    texts = {i: names[i] for i in at}
    if len(set(years)) > 1:
        before = [None, *(years[i] for i in at[:-1])]
        texts |= {
            i: f"{names[i]}<br>{years[i]}"
            for i, last in zip(at, before, strict=True)
            if years[i] != last
        }
    return {"tickvals": at, "ticktext": [texts[i] for i in at]}


def places(names: Sequence[str], most: int = TICKS, years: Sequence[int] = ()) -> dict[str, Any]:
    """An axis of periods in their order, of which at most so many are named (see `named`)."""
    return {
        **named(names, most, years),
        "automargin": True,
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
