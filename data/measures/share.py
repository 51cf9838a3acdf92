"""Shares of rows, and ratios of sums: both published with numerator and denominator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import (
    Cell,
    Cells,
    Codes,
    Measure,
    Number,
    Question,
    by_period,
    codes_of,
    divided,
)
from data.definitions.part import Expression, InPeriod, Part, Rows, both
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class Share(Measure):
    """Rows with `of` ÷ rows with `among`: a fraction 0–1, published with both counts."""

    of: Expression
    among: Expression | None = None

    units = ("fraction",)
    of_list = True
    intervals = ("wilson", "clopper_pearson")
    usual_interval = "wilson"
    controlled = True

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        name, at = indicator.column_name, (dataset.id, indicator.dated)
        return {
            "numerator": Part(f"{name}__n", *at, both(self.among, self.of)),
            "denominator": Part(f"{name}__d" if self.among else "n", *at, self.among),
        }

    def cells(self, question: Question) -> Cells:
        return quotient(question)

    def rows_of_cell(self, cell: Cell) -> tuple[Number, ...]:
        numerator, denominator = cell[1] or 0, cell[2] or 0
        rest = denominator - numerator
        # Those that are left tell as much; that there are none may be said.
        return (numerator, denominator, rest) if rest else (numerator, denominator)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return InPeriod(parts[part])

    def list_cell(self, sums: dict[str, Number]) -> Cell:
        return divided(sums["numerator"], sums["denominator"])

    def expressions(self) -> tuple[Expression | None, ...]:
        return (self.of, self.among)


def quotient(question: Question) -> Cells:
    """The sums of `numerator` over those of `denominator`."""
    sums = by_period(question.sums("numerator", "denominator"), question.width)

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        get, none = sums.get(question.start(period), {}).get, (0, 0)
        return [divided(*get(code, none)) for code in codes]

    return Cells(cells, codes_of(sums))
