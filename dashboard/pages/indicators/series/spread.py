"""How the values of a quantile are spread: by period, the share of each part of a distribution."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.pages.indicators.ask import Found
from dashboard.pages.indicators.series.chart import places
from dashboard.parts import axes, charts
from dashboard.parts.charts import SLATE
from dashboard.words import Lang
from data.rollups.plan import NONE


def parts(found: Found) -> tuple[str, list[tuple[str, str]]]:
    """The dimension of a distribution, and its codes with their names."""
    assert found.spread
    assert found.choice.indicator.distribution
    dimension = found.choice.indicator.distribution[1]
    names = {row[dimension]: row[f"{dimension}_label"] for row in found.spread["data"]}
    return dimension, [(code, name) for code, name in names.items() if code != NONE]


def counts(found: Found) -> tuple[dict[str, list[float]], list[float]]:
    """By code how many of each period, and how many of each period in all."""
    dimension, codes = parts(found)
    assert found.spread
    known = {(row["period"], row[dimension]): row["value"] or 0 for row in found.spread["data"]}
    periods = [row["period"] for row in found.rows]
    of: dict[str, list[float]] = {
        code: [known.get((period, code), 0) for period in periods] for code, _ in codes
    }
    return of, [sum(column) for column in zip(*of.values(), strict=True)]


def written(found: Found) -> dict[str, list[str]]:
    """By code the share of each period, as it is printed; of too few none."""
    of, sums = counts(found)
    return {
        code: [words.share(n, whole) or words.MISSING for n, whole in zip(by_period, sums, strict=True)]
        for code, by_period in of.items()
    }  # fmt: skip


def of_all(found: Found) -> tuple[list[tuple[str, float]], float]:
    """Each part's name and its number in all of the time; and the sum of these."""
    dimension, codes = parts(found)
    assert found.spread
    sums = {code: 0.0 for code, _ in codes}
    for row in found.spread["data"]:
        if row[dimension] in sums:
            sums[row[dimension]] += row["value"] or 0
    return [(name, sums[code]) for code, name in codes], sum(sums.values())


def figure(found: Found, lang: Lang) -> dict[str, Any]:
    """Shares stacked to 100 %, in the order of their parts from the foot."""
    _, codes = parts(found)
    of, sums = counts(found)
    said = written(found)
    periods = [words.period(row["period"], lang) for row in found.rows]
    traces = []
    for k, (code, name) in enumerate(codes):
        opacity = 1 - 0.8 * k / max(1, len(codes) - 1)
        heights = [
            100 * n / whole if n and words.enough(whole) else None
            for n, whole in zip(of[code], sums, strict=True)
        ]
        over = [
            f"{period}<br>{name} {share}" for period, share in zip(periods, said[code], strict=True)
        ]
        fades = [opacity * (0.7 if row["partial"] else 1) for row in found.rows]
        traces.append({
            "type": "bar", "x": list(range(len(sums))), "y": heights,
            "width": 0.86, "customdata": over, "hovertemplate": charts.HOVER,
            "marker": {"color": SLATE, "opacity": fades, "line": {"width": 0}},
        })  # fmt: skip
    return {
        "data": traces,
        "layout": charts.layout(
            barmode="stack",
            margin={"l": 4, "r": 30, "t": 14, "b": 28},
            xaxis=places(found.rows, lang),
            yaxis=axes.values(0, 100, "%", lang),
        ),
    }
