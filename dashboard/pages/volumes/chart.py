"""The series of /volumes: counts as bars from zero; a line for rates and medians, and for many."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isclose, log10
from typing import Any

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.volumes.ask import Found
from dashboard.pages.volumes.choice import Choice
from dashboard.parts import charts
from dashboard.parts.charts import CLEAR, HATCHED, KEPT, QUIET, RULE, USUAL
from dashboard.words import Lang

# More bars than these melt into one another.
MOST_BARS = 110
# A line of more than these has no points.
MOST_POINTS = 62
_TICKS = 4


def names(found: Found, lang: Lang, brief: bool = False) -> list[str]:
    rows = found.series["data"]
    if found.choice.hourly:
        return [words.hour(int(row["hour"]), lang) for row in rows if row["hour"] != "none"]
    return [time_span.period(row["period"], lang, brief) for row in rows]


def values(document: dict[str, Any] | None, choice: Choice) -> list[float | None]:
    """What is drawn: counts, days, or percentages."""
    rows = [r for r in (document or {}).get("data", []) if r.get("hour") != "none"]
    scale = 100 if choice.measure.kind == "rate" else 1
    return [None if row["value"] is None else row["value"] * scale for row in rows]


def is_line(found: Found) -> bool:
    """A median of 0 would be a bar that is not there."""
    return not found.choice.measure.is_sum or len(found.series["data"]) > MOST_BARS


def drawn(found: Found) -> tuple[list[float | None], list[float | None]]:
    """The values of the time, and those of the year before (none: not asked for)."""
    now, then = values(found.series, found.choice), values(found.before, found.choice)
    return now, (then + [None] * len(now))[: len(now)] if found.before else []


def lowest(found: Found) -> float:
    """Where the value axis begins: at 0, but for rates, which all lie near the top."""
    now, then = drawn(found)
    known = [v for v in (*now, *then) if v is not None]
    if found.choice.measure.kind != "rate" or not known:
        return 0.0
    return max(0.0, floor(min(known) - 0.5))


def nice(top: float, whole: bool = False) -> float:
    """A round step that cuts `top` into about four parts; `whole`: of things, not of parts."""
    if top <= 0:
        return 1
    rough = top / 4
    ten = 10 ** floor(log10(rough))
    step = next(ten * m for m in (1, 2, 2.5, 5, 10) if ten * m >= rough)
    return max(floor(step), 1) if whole else step


def _exact(tick: float, step: float, lang: Lang) -> str:
    """A tick with as many decimals as its step needs: 99.75."""
    if float(step).is_integer():
        return words.large(round(tick), lang)
    decimals = next(d for d in range(1, 9) if isclose(round(step, d), step))
    return f"{tick:,.{decimals}f}"


def axis(low: float, top: float, unit: str, lang: Lang, whole: bool = False) -> dict[str, Any]:
    """A value axis from `low` with its unit at the top; in Chinese in 万 where that is due.

    `whole`: it counts things, so there is nothing between two whole numbers.
    """
    step = nice(top - low, whole)
    # Multiples of the step, whatever `low`; 0.3 / 0.1 is less than 3.
    first, last = floor(low / step + 1e-9) + 1, floor(top / step + 1e-9)
    ticks = [step * i for i in range(first, last + 1)] or [top]
    said = [_exact(t, step, lang) for t in ticks]
    said[-1] = f"{said[-1]}{unit}" if unit == "%" else f"{said[-1]} {unit}"
    return {
        "range": [low, low + max((top - low) * 1.06, (ticks[-1] - low) * 1.02)],
        "tickvals": ticks,
        "ticktext": said,
        "automargin": True,
        "tickfont": {"size": 12, "color": QUIET},
        "gridcolor": RULE,
        "zeroline": False,
        "fixedrange": True,
        "ticklen": 0,
    }


def spread(count: int, most: int = _TICKS) -> list[int]:
    """Which of so many places on an axis are named: evenly, the last among them."""
    if count <= most:
        return list(range(count))
    step = -(-count // most)
    return list(range(count - 1, -1, -step))[::-1]


def figure(found: Found, lang: Lang) -> dict[str, Any]:
    """The series, and the year before as an outline or a thin line."""
    choice = found.choice
    now, then = drawn(found)
    # Days come in halves: at least two of them, so that no tick lies between.
    least = {"rate": 100.0, "days": 2.0}.get(choice.measure.kind, 1.0)
    low, top = lowest(found), max([least, *(v for v in (*now, *then) if v is not None)])
    full, brief = names(found, lang), names(found, lang, brief=True)
    at = spread(len(now), 12 if choice.hourly else _TICKS)
    unit = choice.measure.unit[lang]
    draw = _lines if is_line(found) else _bars
    return {
        "data": draw(now, then, full, _partial(found), unit),
        "layout": charts.layout(
            barmode="overlay",
            margin={"l": 4, "r": 24, "t": 14, "b": 28},
            xaxis={
                "tickvals": at,
                "ticktext": [brief[i] for i in at],
                "tickfont": {"size": 12, "color": QUIET},
                "range": [-0.6, len(now) - 0.4],
                "showgrid": False,
                "zeroline": False,
                "linecolor": QUIET,
                "linewidth": 1,
                "fixedrange": True,
                "tickangle": 0,
                "ticklabeloverflow": "allow",
            },
            yaxis=axis(low, top, unit, lang, whole=choice.measure.is_sum),
        ),
    }


def _partial(found: Found) -> list[bool]:
    rows = [row for row in found.series["data"] if row.get("hour") != "none"]
    return [bool(row["partial"]) and not found.choice.hourly for row in rows]


def _hover(unit: str) -> str:
    gap = "" if unit == "%" else " "
    return f"%{{customdata}} · %{{y:,.2~f}}{gap}{unit}<extra></extra>"


def _bars(
    now: Sequence[Any], then: Sequence[Any], names: list[str], partial: list[bool], unit: str
) -> list[dict[str, Any]]:
    at = list(range(len(now)))
    shared = {"type": "bar", "x": at, "customdata": names, "hovertemplate": _hover(unit)}
    day = {
        **shared,
        "y": list(now),
        "width": 0.62,
        "marker": {
            "color": KEPT,
            "line": {"width": 0, "color": KEPT},
            "pattern": HATCHED | {"shape": ["/" if cut else "" for cut in partial]},
        },
    }
    if not then:
        return [day]
    outline = {
        **shared,
        "y": list(then),
        "width": 0.86,
        "marker": {"color": CLEAR, "line": {"color": USUAL, "width": 1.5}},
    }
    return [outline, day]


def _lines(
    now: Sequence[Any], then: Sequence[Any], names: list[str], partial: list[bool], unit: str
) -> list[dict[str, Any]]:
    at = list(range(len(now)))
    few = len(now) <= MOST_POINTS
    shared = {"type": "scatter", "x": at, "customdata": names, "hovertemplate": _hover(unit)}
    day = {
        **shared,
        "y": list(now),
        "mode": "lines+markers" if few else "lines",
        "line": {"color": KEPT, "width": 2},
        "marker": {
            "color": [CLEAR if cut else KEPT for cut in partial],
            "size": 7,
            "line": {"color": KEPT, "width": 1.5},
        },
        "cliponaxis": False,
    }
    if not then:
        return [day]
    before = {**shared, "y": list(then), "mode": "lines", "line": {"color": USUAL, "width": 1.5}}
    return [before, day]
