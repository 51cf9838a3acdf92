"""Sums of an amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.guard import RowsOf, rows_of
from data.definitions.measure import Cell, Cells, Measure, Number, Question
from data.definitions.part import Expression, InPeriod, Part, Rows, both, stated
from data.measures.count import plain

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class Sum(Measure):
    """Σ `of` over rows with `among`: people, hours, yuan. A row without the amount adds nothing."""

    of: Expression
    among: Expression | None = None

    units = ("count", "yuan", "minutes", "person_hours", "days")
    plain = True
    of_list = True
    controlled = True

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        # A row without the amount would make the sum of its day null.
        among = both(self.among, stated(self.of))
        name = f"{indicator.column_name}__sum"
        value = Part(name, dataset.id, indicator.dated, among, self.of)
        return {"value": value, **rows_of(indicator, dataset, self.among, self.of)}

    def guard(self) -> Measure:
        return RowsOf()

    def cells(self, question: Question) -> Cells:
        return plain(question)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return InPeriod(parts["value"])

    def list_cell(self, sums: dict[str, Number]) -> Cell:
        return (sums["value"], None, None, None)

    def expressions(self) -> tuple[Expression | None, ...]:
        return (self.of, self.among)
