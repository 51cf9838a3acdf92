"""How the values of a quantile are spread: by period, the share of each part of a distribution."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.pages.indicators.ask import Found
from dashboard.pages.indicators.series.chart import places
from dashboard.parts.drawings import spread
from dashboard.parts.drawings.spread import Spread
from dashboard.parts.printed import valued
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


def figure(found: Found, lang: Lang) -> dict[str, Any]:
    """Shares stacked to 100 %, in the order of their parts from the foot."""
    assert found.spread
    indicator, (dimension, _) = found.choice.indicator, parts(found)
    over = [
        f"{words.period(row['period'], lang)} · {indicator.title[lang]} {valued(row, indicator, lang)}"
        for row in found.rows
    ]
    counts = spread.grouped(found.spread["data"], dimension, [row["period"] for row in found.rows])
    partial = [bool(row["partial"]) for row in found.rows]
    return spread.figure(Spread(counts, over, partial, places(found.rows, lang)), lang)
