"""One indicator less another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import Cell, Cells, Codes, Number, Question
from data.measures.derived import Derived
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Indicator


@dataclass(frozen=True)
class Difference(Derived):
    """`of` − `over`; of two fractions in percentage points. Its rows are those of either side."""

    units = ("percentage_points", "count", "days", "score", "points", "minutes", "yuan")
    plain = True

    def cells(self, question: Question) -> Cells:
        points = question.indicator.unit == "percentage_points"
        answer = super().cells(question)
        return _in_points(answer) if points else answer

    def cell(self, of: Number, over: Number) -> Cell:
        return (of - over, None, None, None)

    def shown(self, of: Number | None, over: Number | None) -> tuple[None, None]:
        return None, None

    def check_sides(self, indicator: Indicator, sides: dict[str, Indicator]) -> None:
        super().check_sides(indicator, sides)
        unit = "fraction" if indicator.unit == "percentage_points" else indicator.unit
        for id, side in sides.items():
            if side.unit != unit:
                raise ValueError(f"indicator {indicator.id}: {id} is in {side.unit}, not {unit}")


# Beyond it a difference of two fractions is noise of the machine: 97.5 % less 87.5 % is not 9.999999999999998.
_DIGITS = 9


def _in_points(fractions: Cells) -> Cells:
    """Differences of fractions as percentage points."""

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        return [
            (None if value is None else round(100 * value, _DIGITS), None, None, reason)
            for value, _, _, reason in fractions.of(period, codes)
        ]

    return Cells(cells, fractions.codes)
