"""Ratios of two sums over the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.guard import RowsOf, rows_of
from data.definitions.measure import Cell, Cells, Measure, Number, Question, divided
from data.definitions.part import Expression, InPeriod, Part, Rows, both, stated
from data.measures.share import quotient

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class Total(Measure):
    """Σ `of` ÷ Σ `over` over rows with `among`: a ratio of sums, as of limits and days used.

    A row that lacks one of the amounts is in neither sum: in the second alone it would make the ratio smaller.
    """

    of: Expression
    over: Expression
    among: Expression | None = None

    units = ("fraction", "ratio", "score", "points", "days", "minutes", "yuan", "papers")
    of_list = True
    controlled = True
    intervals = ("wilson", "clopper_pearson")

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        name, at = indicator.column_name, (dataset.id, indicator.dated)
        among = both(self.among, stated(self.of, self.over))
        return {
            "numerator": Part(f"{name}__n", *at, among, self.of),
            "denominator": Part(f"{name}__d", *at, among, self.over),
            **rows_of(indicator, dataset, self.among, self.of, self.over),
        }

    def guard(self) -> Measure:
        return RowsOf()

    def cells(self, question: Question) -> Cells:
        return quotient(question)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return InPeriod(parts[part])

    def list_cell(self, sums: dict[str, Number]) -> Cell:
        return divided(sums["numerator"], sums["denominator"])

    def expressions(self) -> tuple[Expression | None, ...]:
        return (self.of, self.over, self.among)
