"""Ratings over time: the five levels stacked, and the share of good ones with its interval."""

from __future__ import annotations

from math import floor
from typing import Any

from dashboard import words
from dashboard.pages.satisfaction.ask import Ratings
from dashboard.parts import axes, charts
from dashboard.parts.charts import CLEAR, RAMP, SLATE, USUAL
from dashboard.words import RATINGS, Lang


def periods(ratings: Ratings) -> list[str]:
    return [row["period"] for row in ratings.rates["data"]]


def names(ratings: Ratings, lang: Lang, brief: bool = False) -> list[str]:
    return [words.period(period, lang, brief) for period in periods(ratings)]


def by_level(ratings: Ratings) -> dict[str, list[int | None]]:
    """Level → count in each period."""
    order = {period: i for i, period in enumerate(periods(ratings))}
    levels: dict[str, list[int | None]] = {str(n): [None] * len(order) for n in RAMP}
    for row in ratings.series["data"]:
        if row["score"] in levels and row["period"] in order:
            levels[row["score"]][order[row["period"]]] = row["value"]
    return levels


def _axes(ratings: Ratings, lang: Lang, y: dict[str, Any]) -> dict[str, Any]:
    x = axes.places(names(ratings, lang, brief=True))
    return {"margin": {"l": 4, "r": 24, "t": 14, "b": 28}, "xaxis": x, "yaxis": y}


def stacked(ratings: Ratings, titles: dict[str, str], lang: Lang) -> dict[str, Any]:
    """Counts of the five levels, the worst at the foot so that its height can be seen."""
    levels = by_level(ratings)
    whole = names(ratings, lang)
    partial = [bool(row["partial"]) for row in ratings.rates["data"]]
    traces = [
        {
            "type": "bar",
            "x": list(range(len(whole))),
            "y": levels[score],
            "customdata": whole,
            "width": 0.7,
            "marker": {
                "color": RAMP[int(score)],
                "line": {"width": 0},
                "opacity": [0.55 if cut else 1 for cut in partial],
            },
            "hovertemplate": words.hover("", f"%{{customdata}} · {titles[score]} "),
        }
        for score in sorted(levels)
    ]
    sums = [sum(n or 0 for n in column) for column in zip(*levels.values(), strict=True)]
    y = axes.values(0, max([1, *sums]), RATINGS[lang], lang, whole=True)
    return {"data": traces, "layout": charts.layout(barmode="stack", **_axes(ratings, lang, y))}


def intervals(ratings: Ratings) -> list[tuple[float, float] | None]:
    """The 95 % interval of the good ratings in each period, in per cent."""
    pairs = [
        words.interval_of(row) if words.enough(row["denominator"]) else None
        for row in ratings.rates["data"]
    ]
    return [None if pair is None else (pair[0] * 100, pair[1] * 100) for pair in pairs]


def rates(ratings: Ratings, lang: Lang) -> dict[str, Any]:
    """The share of good ratings as points with their intervals. No bars: the axis is cut."""
    rows, bounds = ratings.rates["data"], intervals(ratings)
    # Too few make no rate, in a chart as little as in words.
    values = [row["value"] * 100 if words.enough(row["denominator"]) else None for row in rows]
    lowest = min([99, *(b[0] for b in bounds if b)])
    low = max(0, floor(lowest) if lowest > 97 else floor(lowest / 5) * 5)
    above = [b[1] - v if b and v is not None else 0 for b, v in zip(bounds, values, strict=True)]
    below = [v - b[0] if b and v is not None else 0 for b, v in zip(bounds, values, strict=True)]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(len(rows))),
        "y": values,
        "customdata": [f"{name} · {words.percentage(row)} · {words.of(row)}" for name, row in zip(names(ratings, lang), rows, strict=True)],
        "marker": {
            "color": [CLEAR if row["partial"] else SLATE for row in rows],
            "size": 7,
            "line": {"color": SLATE, "width": 1.5},
        },
        "error_y": {
            "type": "data", "symmetric": False, "array": above, "arrayminus": below,
            "color": USUAL, "thickness": 2, "width": 0,
        },
        "cliponaxis": False,
        "hovertemplate": charts.HOVER,
    }  # fmt: skip
    return {
        "data": [trace],
        "layout": charts.layout(**_axes(ratings, lang, axes.values(low, 100, "%", lang))),
    }
