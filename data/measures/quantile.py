"""Quantiles, exact, from an additive histogram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import (
    NO_DATA,
    Cell,
    Cells,
    Codes,
    Expression,
    InPeriod,
    Measure,
    Number,
    Part,
    Question,
    Rows,
    both,
)
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator

_NOTHING: Cell = (None, None, None, NO_DATA)


@dataclass(frozen=True)
class Quantile(Measure):
    """The `q`-quantile of field `of` over rows with `among`, exact, from an additive histogram.

    The quantile is the smallest value v with at least q·N rows ≤ v (inverse of the empirical
    distribution function, type 1 of Hyndman & Fan 1996), so it is always a value that occurred.
    """

    of: str
    q: float
    among: Expression | None = None

    units = ("days", "minutes", "yuan", "score", "points", "count")
    combines = False

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        known = both(self.among, lambda r: r[self.of].is_not(None))
        return {"value": Part("n", dataset.id, indicator.dated, known, histogram=self.of)}

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
        if not histogram:
            return _NOTHING
        # numerator stays empty: a quantile is no ratio; the denominator says over how many.
        return (quantile(histogram, self.q), None, sum(histogram.values()), None)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return InPeriod(parts["value"])

    def fields(self) -> set[str]:
        return {self.of}

    def expressions(self) -> tuple[Expression | None, ...]:
        return (self.among,)

    def check(self, indicator: Indicator, dataset: Dataset) -> None:
        if not 0 < self.q < 1:
            raise ValueError(f"indicator {indicator.id}: q must lie between 0 and 1, not {self.q}")
        if dataset.field(self.of).type not in ("integer", "number"):
            raise ValueError(f"indicator {indicator.id}: {self.of} is no number")


def quantile(histogram: dict[Number, int], q: float) -> Number:
    """The smallest value v with at least q·N of N observations ≤ v (Hyndman & Fan 1996, type 1)."""
    total, seen = sum(histogram.values()), 0
    for value in sorted(histogram):
        seen += histogram[value]
        if seen >= q * total:
            return value
    raise ValueError("an empty histogram has no quantile")
