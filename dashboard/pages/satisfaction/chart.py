"""Ratings over time: the bad ones in a thousand, and the share of good ones, with their intervals."""

from __future__ import annotations

from math import floor
from typing import Any

from dashboard import words
from dashboard.pages.satisfaction.ask import Ratings
from dashboard.parts import charts
from dashboard.parts.charts import CLEAR, HATCHED, LATE, QUIET, RAMP, SLATE, USUAL
from dashboard.parts.drawings import axes
from dashboard.words import Lang


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
    years = words.unsaid_years(periods(ratings))
    x = axes.places(names(ratings, lang, brief=True), years=years)
    return {
        "margin": {"l": 4, "r": 24, "t": 14, "b": 28},
        "hovermode": charts.BY_COLUMN,
        "xaxis": x,
        "yaxis": y,
    }


def per_thousand(ratings: Ratings) -> list[dict[str, Any]]:
    """Of each period the bad ratings as a share: `numerator`, `denominator`, `value`."""
    levels = by_level(ratings)
    cells = []
    for column in zip(*(levels[str(n)] for n in (1, 2, 3, 4, 5)), strict=True):
        n, bad = sum(v or 0 for v in column), sum(v or 0 for v in column[:2])
        cells.append({"numerator": bad, "denominator": n, "value": bad / n if n else None})
    return cells


def bad(ratings: Ratings, lang: Lang) -> dict[str, Any]:
    """Bad ratings in a thousand, from zero, with the 95 % interval; of too few, nothing."""
    cells = per_thousand(ratings)
    partial = [bool(row["partial"]) for row in ratings.rates["data"]]
    known = [cell if words.enough(cell["denominator"]) else None for cell in cells]
    values = [cell["value"] * 1000 if cell else None for cell in known]
    bounds = [words.interval_of(cell) if cell else None for cell in known]
    pairs = list(zip(values, bounds, strict=True))
    over = [
        f"{name} · {words.of(cell)}" for name, cell in zip(names(ratings, lang), cells, strict=True)
    ]
    trace = {
        "type": "bar",
        "x": list(range(len(values))),
        "y": [v or None for v in values],
        "customdata": over,
        "width": 0.36,
        "marker": {
            "color": LATE,
            "line": {"width": 0, "color": LATE},
            "pattern": HATCHED | {"fgcolor": LATE, "shape": ["/" if cut else "" for cut in partial]},
        },
        "error_y": {
            "type": "data", "symmetric": False, "color": QUIET, "thickness": 1.5, "width": 0,
            "array": [b[1] * 1000 - v if b and v is not None else 0 for v, b in pairs],
            "arrayminus": [v - b[0] * 1000 if b and v is not None else 0 for v, b in pairs],
        },
        "hovertemplate": charts.HOVER,
        **charts.NO_COLUMN_NAME,
    }  # fmt: skip
    top = max([1.0, *(b[1] * 1000 for b in bounds if b)])
    return {"data": [trace], "layout": charts.layout(**_axes(ratings, lang, axes.values(0, top, "‰", lang)))}  # fmt: skip


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
        **charts.NO_COLUMN_NAME,
    }  # fmt: skip
    return {
        "data": [trace],
        "layout": charts.layout(**_axes(ratings, lang, axes.values(low, 100, "%", lang))),
    }
