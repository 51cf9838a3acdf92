"""What the two kinds made of other indicators share."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import NO_DATA, Cell, Cells, Codes, Measure, Number, Question
from data.definitions.part import Behind, Part, Rows
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class Derived(Measure):
    """Of two indicators in the same period, each with its own rows and date; nothing is stored.

    The one is no part of the other: the words are "in the same period", never "of them".
    """

    of: str
    over: str

    takes_date = False
    combines = False

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        return {}

    def cells(self, question: Question) -> Cells:
        first, second = question.other(self.of), question.other(self.over)

        def cells(period: Period, codes: list[Codes]) -> list[Cell]:
            sides = zip(first.of(period, codes), second.of(period, codes), strict=True)
            return [self._cell(a, b) for a, b in sides]

        return Cells(cells, first.codes | second.codes)

    def _cell(self, first: Cell, second: Cell) -> Cell:
        (a, _, _, why_a), (b, _, _, why_b) = first, second
        if a is None or b is None:
            return (None, *self.shown(a, b), why_a or why_b or NO_DATA)
        return self.cell(a, b)

    @abstractmethod
    def cell(self, of: Number, over: Number) -> Cell:
        """The cell of two numbers."""

    @abstractmethod
    def shown(self, of: Number | None, over: Number | None) -> tuple[Number | None, Number | None]:
        """Numerator and denominator beside a value that is missing."""

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return Behind(self.of if part == "numerator" else self.over)

    def builds_on(self) -> tuple[str, ...]:
        return (self.of, self.over)

    def check_sides(self, indicator: Indicator, sides: dict[str, Indicator]) -> None:
        for id, side in sides.items():
            if not side.measure.combines:
                kind = type(side.measure).__name__
                raise ValueError(f"indicator {indicator.id}: cannot build on {id}, a {kind}")
            if side.measure.takes_date and side.dated is None:
                raise ValueError(f"indicator {indicator.id}: {id} is of a list, without a date")
            if lacking := set(indicator.dimensions) - set(side.dimensions):
                raise ValueError(f"indicator {indicator.id}: {id} lacks {sorted(lacking)}")
