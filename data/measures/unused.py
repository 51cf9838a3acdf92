"""Entries of a list that were not met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import TOO_SHORT, Cell, Cells, Codes, Measure, Question
from data.definitions.part import NotMet, Part, Rows
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class Unused(Measure):
    """Members of a reference list that count indicator `of` did not meet in the `months` before."""

    of: str
    by: str
    months: int

    units = ("count",)
    at_end = True
    plain = True
    takes_date = False
    combines = False

    @property
    def _not_met(self) -> NotMet:
        return NotMet(self.of, self.by, self.months)

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        return {}

    def cells(self, question: Question) -> Cells:
        def cells(period: Period, codes: list[Codes]) -> list[Cell]:
            unmet = question.not_met(self._not_met, period)
            reason = TOO_SHORT if unmet is None else None
            return [(unmet, None, None, reason) for _ in codes]

        return Cells(cells, {()})

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return self._not_met

    def builds_on(self) -> tuple[str, ...]:
        return (self.of,)

    @property
    def counts_rows_of(self) -> str | None:
        return self.of

    def check(self, indicator: Indicator, dataset: Dataset) -> None:
        if self.months < 1:
            raise ValueError(f"indicator {indicator.id}: months must be at least 1")
        if indicator.dimensions:
            raise ValueError(f"indicator {indicator.id}: a list not met has no dimensions")

    def check_sides(self, indicator: Indicator, sides: dict[str, Indicator]) -> None:
        if self.by not in sides[self.of].dimensions:
            raise ValueError(f"indicator {indicator.id}: {self.of} has no dimension {self.by!r}")
