"""Levels: what each reporter stated last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import NOT_REPORTED, Cell, Cells, Codes, Measure, Number, Question
from data.definitions.part import Expression, LastStated, Part, Rows
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class Level(Measure):
    """The amounts `of` of the last day in the period for which each reporter stated any, added up.

    Added up over reporters, never over time: a year's is that of its end. Nothing is carried over
    from an earlier period; where nobody reported there is no number, and not 0.

    Under disclosure control it is small where the amount is: what is added up are people or cases.
    """

    of: Expression
    reporter: str

    units = ("count", "yuan", "minutes", "person_hours")
    at_end = True
    plain = True
    additive = False
    controlled = True

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        name, at = indicator.column_name, (dataset.id, indicator.dated, self._stated)
        return {
            "value": Part(f"{name}__sum", *at, self.of, histogram=self.reporter),
            # A level of 0 is stated as well.
            "stated": Part(f"{name}__n", *at, histogram=self.reporter),
        }

    def _stated(self, row: object) -> Expression:
        return self.of(row).is_not(None)

    def cells(self, question: Question) -> Cells:
        last: dict[tuple[int, object], int] = {}  # day number
        for day, reporter, stated in question.by_day("stated", whole=True):
            if stated > 0:
                at = (question.start_of(day), reporter)
                last[at] = day if at not in last else max(day, last[at])
        width = question.width
        levels: dict[int, dict[Codes, Number]] = {start: {} for start, _ in last}
        for row in question.by_day("value", "stated"):
            day, codes, reporter = row[0], row[1 : 1 + width], row[1 + width]
            start = question.start_of(day)
            if row[-1] > 0 and last[start, reporter] == day:
                at_end = levels[start]
                at_end[codes] = at_end.get(codes, 0) + row[-2]

        def cells(period: Period, codes: list[Codes]) -> list[Cell]:
            stated = levels.get(question.start(period))
            if stated is None:
                return [(None, None, None, NOT_REPORTED)] * len(codes)
            return [(stated.get(code, 0), None, None, None) for code in codes]

        return Cells(cells, {codes for at_end in levels.values() for codes in at_end})

    def rows_of_cell(self, cell: Cell) -> tuple[Number, ...]:
        return (cell[0] or 0,)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return LastStated(parts["stated"], self.reporter)

    def fields(self) -> set[str]:
        return {self.reporter}

    def expressions(self) -> tuple[Expression | None, ...]:
        return (self.of,)

    def check(self, indicator: Indicator, dataset: Dataset) -> None:
        if dataset.field(self.reporter).type not in ("text", "code"):
            raise ValueError(f"indicator {indicator.id}: {self.reporter} names no reporter")
        if not dataset.field(self.reporter).required:
            raise ValueError(f"indicator {indicator.id}: a row may lack its {self.reporter}")
        if dataset.control and indicator.unit != "count":
            raise ValueError(
                f"indicator {indicator.id}: how many a level in {indicator.unit} is about nobody can say"
            )
