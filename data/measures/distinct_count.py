"""Distinct counts: how many different members were met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import Cell, Cells, Codes, Measure, Number, Question
from data.definitions.part import Expression, InPeriod, Part, Rows, both
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class DistinctCount(Measure):
    """How many different values of field `of` the rows with `where` have, each counted once a period.

    Not additive: a member met in two months is one of the quarter, and one met under two codes is
    one of the total. So it is asked for each period and each code, never summed.
    """

    of: str
    where: Expression | None = None

    units = ("count",)
    plain = True
    additive = False
    controlled = True
    overlaps = True

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        condition = both(self.where, lambda r: r[self.of].is_not(None))
        name = f"{indicator.column_name}__n" if self.where else "n"
        return {"value": Part(name, dataset.id, indicator.dated, condition, histogram=self.of)}

    def cells(self, question: Question) -> Cells:
        width = question.width
        distinct: dict[int, dict[Codes, set[object]]] = {}
        for row in question.sums("value"):
            if row[-1] > 0:
                by_codes = distinct.setdefault(row[0], {})
                by_codes.setdefault(row[1 : 1 + width], set()).add(row[1 + width])

        def cells(period: Period, codes: list[Codes]) -> list[Cell]:
            get, none = distinct.get(question.start(period), {}).get, frozenset[object]()
            return [(len(get(code, none)), None, None, None) for code in codes]

        return Cells(cells, {codes for by_codes in distinct.values() for codes in by_codes})

    def rows_of_cell(self, cell: Cell) -> tuple[Number, ...]:
        return (cell[0] or 0,)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return InPeriod(parts["value"])

    def fields(self) -> set[str]:
        return {self.of}

    def expressions(self) -> tuple[Expression | None, ...]:
        return (self.where,)

    def check(self, indicator: Indicator, dataset: Dataset) -> None:
        if indicator.counted is None:
            raise ValueError(
                f"indicator {indicator.id}: it counts members, not rows: it needs a counted word"
            )
        if dataset.field(self.of).type not in ("text", "code", "integer"):
            raise ValueError(f"indicator {indicator.id}: {self.of} names no member")
