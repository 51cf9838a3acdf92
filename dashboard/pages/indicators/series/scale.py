"""The values of a series as they are drawn, and the axis that has room for them."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from dashboard.pages.indicators.ask import Found, Row
from dashboard.parts.drawings import scant
from dashboard.parts.printed import bounds, is_few
from dashboard.words import Lang
from data.definitions import Indicator

# Below this no rate is near enough to the top for its axis to be cut.
_CUT_ABOVE = 60


def is_columns(indicator: Indicator) -> bool:
    """Whether its values are lengths from 0: what is counted or summed up."""
    return indicator.is_count


def lowest(found: Found) -> float:
    """Where the axis begins: at 0, but for rates that all lie near the top, and for scores."""
    return of(found)[0]


def of(found: Found) -> tuple[float, float]:
    """Where the axis begins and ends."""
    return _axis(found.choice.indicator, _ends(found))


def _axis(indicator: Indicator, ends: Sequence[float]) -> tuple[float, float]:
    low = _low(indicator, ends)
    top = max([low + 1, *ends])
    return low, max([100.0, *ends]) if indicator.unit == "fraction" and low else top


def _low(indicator: Indicator, ends: Sequence[float]) -> float:
    if is_columns(indicator) or not ends:
        return min([0.0, *ends])
    low = min(ends)
    if indicator.unit == "score":
        return float(floor(low))
    if indicator.unit != "fraction" or low < _CUT_ABOVE:
        return min(0.0, floor(low))
    return float(floor(low) if low > 97 else floor(low / 5) * 5)


def _times(indicator: Indicator) -> float:
    return 100.0 if indicator.unit == "fraction" else 1.0


def values(rows: Sequence[Row], indicator: Indicator) -> scant.Values:
    times = _times(indicator)
    return [
        None if row["value"] is None or is_few(row, indicator) else row["value"] * times
        for row in rows
    ]


def _bounds(rows: Sequence[Row], indicator: Indicator) -> scant.Bounds:
    times = _times(indicator)
    pairs = [bounds(row, indicator) for row in rows]
    return [(pair[0] * times, pair[1] * times) if pair else None for pair in pairs]


def drawn(rows: Sequence[Row], indicator: Indicator) -> tuple[scant.Values, scant.Bounds]:
    """The values and their intervals, without those of too few beside the others."""
    every, pairs = values(rows, indicator), _bounds(rows, indicator)
    if is_columns(indicator) or indicator.is_stock:
        return every, pairs
    return scant.drawn(rows, every, pairs, lambda ends: _axis(indicator, ends))


def left_out(found: Found, lang: Lang) -> str:
    """Which periods are not drawn because they are of too few, beside the others."""
    indicator = found.choice.indicator
    kept, _ = drawn(found.rows, indicator)
    return scant.left_out(found.rows, values(found.rows, indicator), kept, lang)


def _ends(found: Found) -> list[float]:
    """All that has to lie on the axis."""
    indicator = found.choice.indicator
    these, pairs = drawn(found.rows, indicator)
    of_all = (
        [] if is_columns(indicator) or len(found.rows) < 2 else values([found.whole], indicator)
    )
    then, _ = drawn(found.before, indicator)
    ends = [end for pair in pairs if pair for end in pair]
    return [*ends, *(value for value in (*these, *then, *of_all) if value is not None)]
