"""How sure a value is, from its own numerator and denominator."""

from __future__ import annotations

from data.definitions import Indicator
from data.definitions.measure import Number
from data.measures import Ratio
from data.rules.intervals import clopper_pearson, poisson, wilson


def interval(
    indicator: Indicator, numerator: Number | None, denominator: Number | None
) -> tuple[float, float] | None:
    """The 95 % bounds of a value, in its unit; None where it has none, or is no k of n."""
    if indicator.interval is None or numerator is None or not denominator:
        return None
    match indicator.interval:
        case "poisson":
            bounds = poisson(numerator, denominator) if numerator >= 0 else None
            per = indicator.measure.per if isinstance(indicator.measure, Ratio) else 1
            return (bounds[0] * per, bounds[1] * per) if bounds else None
        case kind:
            if not 0 <= numerator <= denominator:
                return None
            of_share = wilson if kind == "wilson" else clopper_pearson
            return of_share(numerator, denominator)
