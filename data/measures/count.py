"""Counts of rows."""

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
)
from data.definitions.part import Expression, InPeriod, Part, Rows
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class Count(Measure):
    """How many rows (of those for which `where` holds). Additive."""

    where: Expression | None = None

    units = ("count",)
    plain = True
    of_list = True
    controlled = True

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        name = f"{indicator.column_name}__n" if self.where else "n"
        return {"value": Part(name, dataset.id, indicator.dated, self.where)}

    def cells(self, question: Question) -> Cells:
        return by_one(question) if question.width == 1 else plain(question)

    def rows_of_cell(self, cell: Cell) -> tuple[Number, ...]:
        return (cell[0] or 0,)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return InPeriod(parts["value"])

    def list_cell(self, sums: dict[str, Number]) -> Cell:
        return (sums["value"], None, None, None)

    def expressions(self) -> tuple[Expression | None, ...]:
        return (self.where,)


def plain(question: Question) -> Cells:
    """The sums of the part `value` as they are; 0 where nothing was summed."""
    sums = by_period(question.sums("value"), question.width)

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        get, none = sums.get(question.start(period), {}).get, (0,)
        return [(get(code, none)[0], None, None, None) for code in codes]

    return Cells(cells, codes_of(sums))


def by_one(question: Question) -> Cells:
    """The counts most often asked for, those of one dimension, without a detour over rows."""
    counts = question.counts("value")

    def cells(period: Period, codes: list[Codes]) -> list[Cell]:
        get = counts.get(question.start(period), {}).get
        return [(get(code, 0), None, None, None) for (code,) in codes]

    return Cells(cells, {(code,) for at in counts.values() for code in at})
