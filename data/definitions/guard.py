"""How many rows a sum is of, which the sum does not say: for disclosure control, and for who counts them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from data.definitions.measure import Cell, Cells, Measure, Number, Question, by_period, codes_of
from data.definitions.part import Expression, InPeriod, Part, Rows, both, stated
from data.definitions.units import Unit

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator
    from data.periods import Period

ROWS = "rows"


def rows_of(
    indicator: Indicator, dataset: Dataset, among: Expression | None, *amounts: Expression
) -> dict[str, Part]:
    """The part that counts the rows of a sum: those with `among` that state all amounts.

    It guards the cells of a controlled dataset; of any other it says how many rows stand behind a value,
    which to count anew among a million takes longer than a page may.
    """
    name = f"{indicator.column_name}__{ROWS}"
    return {ROWS: Part(name, dataset.id, indicator.dated, both(among, stated(*amounts)))}


@dataclass(frozen=True)
class RowsOf(Measure):
    """The rows of a sum's cells: no indicator is measured so, it is the guard of one that is."""

    units = get_args(Unit)
    plain = True
    controlled = True

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        return {}

    def cells(self, question: Question) -> Cells:
        sums = by_period(question.sums(ROWS), question.width)

        def cells(period: Period, codes: list[tuple[str, ...]]) -> list[Cell]:
            get, none = sums.get(question.start(period), {}).get, (0,)
            return [(get(code, none)[0], None, None, None) for code in codes]

        return Cells(cells, codes_of(sums))

    def rows_of_cell(self, cell: Cell) -> tuple[Number, ...]:
        return (cell[0] or 0,)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        return InPeriod(parts[part])
