"""One indicator per so many of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import Cell, Number, divided
from data.definitions.units import PER
from data.measures.derived import Derived

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class Ratio(Derived):
    """`of` ÷ `over`, times `per`: rates of exposure, as cards per 1,000 cases due."""

    per: int = 1

    units = tuple(unit for units in PER.values() for unit in units)
    intervals = ("poisson",)

    def cell(self, of: Number, over: Number) -> Cell:
        value, numerator, denominator, reason = divided(of, over)
        return (None if value is None else value * self.per, numerator, denominator, reason)

    def shown(self, of: Number | None, over: Number | None) -> tuple[Number | None, Number | None]:
        return of, over

    def check(self, indicator: Indicator, dataset: Dataset) -> None:
        if indicator.unit not in PER.get(self.per, ()):
            raise ValueError(
                f"indicator {indicator.id}: per {self.per} is in {PER.get(self.per, 'no unit')}, "
                f"not {indicator.unit!r}"
            )
