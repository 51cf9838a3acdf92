"""How sure a value is, from its own numerator and denominator: the same in JSON, files and on pages."""

from __future__ import annotations

from typing import TypedDict

from data.definitions import Indicator
from data.definitions.measure import Number
from data.hall import hall
from data.measures import Ratio
from data.rules.intervals import clopper_pearson, poisson, wilson

# Of what `sample` says that a page prints no value of it.
FEW = "few"


class Certainty(TypedDict, total=False):
    """What a value has beside its numerator and denominator; what does not apply is not there."""

    low: float
    high: float
    sample: str


def certainty(
    indicator: Indicator, numerator: Number | None, denominator: Number | None
) -> Certainty:
    """The 95 % bounds of a value that has some, and whether it is of too few to be printed."""
    stated: Certainty = {}
    if bounds := interval(indicator, numerator, denominator):
        stated = {"low": bounds[0], "high": bounds[1]}
    if not indicator.is_count and denominator and denominator < hall().least_n:
        stated["sample"] = FEW
    return stated


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
