"""Ratings over time: the bad ones in a thousand, and the share of good ones, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Any

from dashboard import words
from dashboard.pages.satisfaction.ask import Ratings
from dashboard.parts import charts
from dashboard.parts.charts import CLEAR, HATCHED, LATE, QUIET, RAMP, SLATE, USUAL
from dashboard.parts.drawings import axes, scant
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
    levels, cells = by_level(ratings), []
    columns = zip(*(levels[str(n)] for n in (1, 2, 3, 4, 5)), strict=True)
    for row, column in zip(ratings.rates["data"], columns, strict=True):
        n, bad = sum(v or 0 for v in column), sum(v or 0 for v in column[:2])
        share = {"numerator": bad, "denominator": n, "value": bad / n if n else None}
        cells.append({"period": row["period"], "partial": row["partial"], **share})
    return cells


def _in_thousand(cells: Sequence[dict[str, Any]]) -> tuple[scant.Values, scant.Bounds]:
    """Values and intervals; of too few, nothing."""
    known = [cell if words.enough(cell["denominator"]) else None for cell in cells]
    found = [words.interval_of(cell) if cell else None for cell in known]
    bounds: scant.Bounds = [(pair[0] * 1000, pair[1] * 1000) if pair else None for pair in found]
    return [cell["value"] * 1000 if cell else None for cell in known], bounds


def _from_zero(ends: Sequence[float]) -> tuple[float, float]:
    return 0, max([1.0, *ends])


def bad_left_out(ratings: Ratings, lang: Lang) -> str:
    """Which periods have no bar because they are of too few, beside the others."""
    cells = per_thousand(ratings)
    every, bounds = _in_thousand(cells)
    kept, _ = scant.drawn(cells, every, bounds, _from_zero)
    return scant.left_out(cells, every, kept, lang)


def bad(ratings: Ratings, lang: Lang) -> dict[str, Any]:
    """Bad ratings in a thousand, from zero, with the 95 % interval; of too few, nothing."""
    cells = per_thousand(ratings)
    partial = [bool(row["partial"]) for row in cells]
    values, bounds = scant.drawn(cells, *_in_thousand(cells), _from_zero)
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
            "array": [b[1] - v if b and v is not None else 0 for v, b in pairs],
            "arrayminus": [v - b[0] if b and v is not None else 0 for v, b in pairs],
        },
        "hovertemplate": charts.HOVER,
    }  # fmt: skip
    low, top = _from_zero([end for pair in bounds if pair for end in pair])
    y = axes.values(low, top, "‰", lang)
    return {"data": [trace], "layout": charts.layout(**_axes(ratings, lang, y))}


def intervals(ratings: Ratings) -> list[tuple[float, float] | None]:
    """The 95 % interval of the good ratings in each period, in per cent."""
    pairs = [
        words.interval_of(row) if words.enough(row["denominator"]) else None
        for row in ratings.rates["data"]
    ]
    return [None if pair is None else (pair[0] * 100, pair[1] * 100) for pair in pairs]


def _values(ratings: Ratings) -> scant.Values:
    """In per cent; too few make no rate, in a chart as little as in words."""
    rows = ratings.rates["data"]
    return [row["value"] * 100 if words.enough(row["denominator"]) else None for row in rows]


def _scale(ends: Sequence[float]) -> tuple[float, float]:
    lowest = min([99, *ends])
    return max(0, floor(lowest) if lowest > 97 else floor(lowest / 5) * 5), 100


def left_out(ratings: Ratings, lang: Lang) -> str:
    """Which periods are not drawn because they are of too few, beside the others."""
    rows, every = ratings.rates["data"], _values(ratings)
    kept, _ = scant.drawn(rows, every, intervals(ratings), _scale)
    return scant.left_out(rows, every, kept, lang)


def rates(ratings: Ratings, lang: Lang) -> dict[str, Any]:
    """The share of good ratings as points with their intervals. No bars: the axis is cut."""
    rows = ratings.rates["data"]
    values, bounds = scant.drawn(rows, _values(ratings), intervals(ratings), _scale)
    low, top = _scale([end for pair in bounds if pair for end in pair])
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
        "layout": charts.layout(**_axes(ratings, lang, axes.values(low, top, "%", lang))),
    }
