"""Quantiles, exact, from an additive histogram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import NO_DATA, Cell, Cells, Codes, Measure, Number, Question
from data.definitions.part import Expression, InPeriod, Part, Rows, both
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator

_NOTHING: Cell = (None, None, None, NO_DATA)


@dataclass(frozen=True)
class Quantile(Measure):
    """The `q`-quantile of field `of` over rows with `among`, exact, from an additive histogram.

    The quantile is the smallest value v with at least q·N rows ≤ v (inverse of the empirical
    distribution function, type 1 of Hyndman & Fan 1996), so it is always a value that occurred. With
    a `weight` each row stands for so many: rows are counters of a bin, as of waits.
    """

    of: str
    q: float
    among: Expression | None = None
    weight: str | None = None

    units = ("days", "minutes", "yuan", "score", "points", "count")
    combines = False
    additive = False
    controlled = True

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        condition, weight = both(self.among, lambda r: r[self.of].is_not(None)), self.weight
        at = (dataset.id, indicator.dated)
        if weight is None:
            name = f"{indicator.column_name}__n" if self.among else "n"
            return {"value": Part(name, *at, condition, histogram=self.of)}
        weighed = both(condition, lambda r: r[weight].is_not(None))
        name = f"{indicator.column_name}__sum"
        return {"value": Part(name, *at, weighed, lambda r: r[weight], histogram=self.of)}

    def cells(self, question: Question) -> Cells:
        width = question.width
        histograms: dict[int, dict[Codes, dict[Number, int]]] = {}
        for row in question.sums("value"):
            histogram = histograms.setdefault(row[0], {}).setdefault(row[1 : 1 + width], {})
            histogram[row[1 + width]] = histogram.get(row[1 + width], 0) + row[2 + width]

        def cells(period: Period, codes: list[Codes]) -> list[Cell]:
            get = histograms.get(question.start(period), {}).get
            return [self._cell(get(code)) for code in codes]

        return Cells(cells, {codes for by_codes in histograms.values() for codes in by_codes})

    def _cell(self, histogram: dict[Number, int] | None) -> Cell:
        # Of rows that were withdrawn, or that another indicator counts, a value is left with 0.
        if not histogram or not (total := sum(histogram.values())):
            return _NOTHING
        # numerator stays empty: a quantile is no ratio; the denominator says over how many.
        return (quantile(histogram, self.q), None, total, None)

    def rows_of_cell(self, cell: Cell) -> tuple[Number, ...]:
        return (cell[2] or 0,)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return InPeriod(parts["value"])

    def fields(self) -> set[str]:
        return {self.of} | ({self.weight} if self.weight else set())

    def expressions(self) -> tuple[Expression | None, ...]:
        return (self.among,)

    def check(self, indicator: Indicator, dataset: Dataset) -> None:
        if not 0 < self.q < 1:
            raise ValueError(f"indicator {indicator.id}: q must lie between 0 and 1, not {self.q}")
        if dataset.field(self.of).type not in ("integer", "number"):
            raise ValueError(f"indicator {indicator.id}: {self.of} is no number")
        if self.weight and dataset.field(self.weight).type != "integer":
            raise ValueError(f"indicator {indicator.id}: {self.weight} is no whole number of cases")
        lowest = dataset.field(self.weight).minimum if self.weight else 0
        if lowest is None or lowest < 0:
            raise ValueError(f"indicator {indicator.id}: {self.weight} could be less than 0")


def quantile(histogram: dict[Number, int], q: float) -> Number:
    """The smallest value v with at least q·N of N observations ≤ v (Hyndman & Fan 1996, type 1)."""
    total, cumulative = sum(histogram.values()), 0
    for value in sorted(histogram):
        cumulative += histogram[value]
        if cumulative and cumulative >= q * total:
            return value
    raise ValueError("an empty histogram has no quantile")
