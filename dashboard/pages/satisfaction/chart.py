"""Ratings over time: the five levels stacked, and the share of good ones with its interval."""

from __future__ import annotations

from math import floor
from typing import Any

from dashboard.asking import time_span
from dashboard.pages.satisfaction.ask import Found
from dashboard.pages.volumes.chart import axis, spread
from dashboard.parts import charts
from dashboard.parts.charts import CLEAR, KEPT, QUIET, RAMP, USUAL
from dashboard.words import Lang
from data.definitions import Text
from data.rules.intervals import wilson

RATINGS = Text("份", "ratings")


def periods(found: Found) -> list[str]:
    return [row["period"] for row in found.rates["data"]]


def by_level(found: Found) -> dict[str, list[int | None]]:
    """Level → count in each period."""
    order = {period: i for i, period in enumerate(periods(found))}
    levels: dict[str, list[int | None]] = {str(n): [None] * len(order) for n in RAMP}
    for row in found.series["data"]:
        if row["score"] in levels and row["period"] in order:
            levels[row["score"]][order[row["period"]]] = row["value"]
    return levels


def _axes(found: Found, lang: Lang, y: dict[str, Any]) -> dict[str, Any]:
    names = [time_span.period(p, lang, brief=True) for p in periods(found)]
    at = spread(len(names), 4)
    return {
        "margin": {"l": 4, "r": 24, "t": 14, "b": 28},
        "xaxis": {
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
        },
        "yaxis": y,
    }


def stacked(found: Found, titles: dict[str, str], lang: Lang) -> dict[str, Any]:
    """Counts of the five levels, the worst at the foot so that its height can be seen."""
    levels = by_level(found)
    names = [time_span.period(p, lang) for p in periods(found)]
    partial = [bool(row["partial"]) for row in found.rates["data"]]
    traces = [
        {
            "type": "bar",
            "x": list(range(len(names))),
            "y": levels[score],
            "customdata": names,
            "width": 0.7,
            "marker": {
                "color": RAMP[int(score)],
                "line": {"width": 0},
                "opacity": [0.55 if cut else 1 for cut in partial],
            },
            "hovertemplate": f"%{{customdata}} · {titles[score]} %{{y:,}}<extra></extra>",
        }
        for score in sorted(levels)
    ]
    sums = [sum(n or 0 for n in column) for column in zip(*levels.values(), strict=True)]
    y = axis(0, max([1, *sums]), RATINGS[lang], lang, whole=True)
    return {"data": traces, "layout": charts.layout(barmode="stack", **_axes(found, lang, y))}


def intervals(found: Found) -> list[tuple[float, float] | None]:
    """The 95 % interval of the good ratings in each period, in per cent."""
    pairs = [
        wilson(row["numerator"], row["denominator"]) if row["denominator"] else None
        for row in found.rates["data"]
    ]
    return [None if pair is None else (pair[0] * 100, pair[1] * 100) for pair in pairs]


def rates(found: Found, lang: Lang) -> dict[str, Any]:
    """The share of good ratings as points with their intervals. No bars: the axis is cut."""
    rows, bounds = found.rates["data"], intervals(found)
    values = [None if row["value"] is None else row["value"] * 100 for row in rows]
    lowest = min([99, *(b[0] for b in bounds if b)])
    low = max(0, floor(lowest) if lowest > 97 else floor(lowest / 5) * 5)
    above = [b[1] - v if b and v is not None else 0 for b, v in zip(bounds, values, strict=True)]
    below = [v - b[0] if b and v is not None else 0 for b, v in zip(bounds, values, strict=True)]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(len(rows))),
        "y": values,
        "customdata": [time_span.period(row["period"], lang) for row in rows],
        "marker": {
            "color": [CLEAR if row["partial"] else KEPT for row in rows],
            "size": 7,
            "line": {"color": KEPT, "width": 1.5},
        },
        "error_y": {
            "type": "data", "symmetric": False, "array": above, "arrayminus": below,
            "color": USUAL, "thickness": 2, "width": 0,
        },
        "cliponaxis": False,
        "hovertemplate": "%{customdata} · %{y:.2f}%<extra></extra>",
    }  # fmt: skip
    return {
        "data": [trace],
        "layout": charts.layout(**_axes(found, lang, axis(low, 100, "%", lang))),
    }
