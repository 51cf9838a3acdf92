"""Statistical disclosure control: which cells of a dataset's numbers leave, and which do not.

For each whole period of the floor and each dimension, alone:

1. A cell about fewer than `n` rows is withheld, 0 among them, with its numerator and denominator.
2. For each of these, the next cell in the order of the list that is not small is withheld too
   (secondary suppression). It is found by its place and not by its size: of the two, one may then
   always be a row less and the other a row more, so that no subtraction tells the small one.
3. The total of a period is withheld if it is small, or if every cell of a dimension is as large as
   a small one can be: it would tell them all.

What is coarser, or of several codes, is answered where all that it is made of is: so it is no news.
Of members that are counted once it would be: how many are in two of its parts. So it is withheld.

Sums are of as many rows as their `guard` counts, and are withheld with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.catalog import owner
from data.definitions import Dataset, Indicator, Text, Threshold
from data.definitions.measure import Cell, Codes
from data.periods import ONE_DAY, Period, period_start, periods
from data.questions import Unanswerable, Values
from data.rollups.coverage import Coverage

WITHHELD = "withheld"
CELL: Cell = (None, None, None, WITHHELD)
_ALONE = Text(
    "各维度只单独公布，不交叉，也不互相筛选",
    "each dimension is published alone: not crossed, and not filtered by another",
)
# What answers a query without control: the cells of each period by code.
Asked = Callable[[Values], dict[Period, dict[Codes, Cell]]]


def check(dataset: Dataset, query: Values) -> None:
    """Raise `Unanswerable` for what is crossed, or cuts a period of the floor."""
    control = dataset.control
    if control is None:
        return
    if len({*query.by, *(name for name, _ in query.where)}) > 1:
        raise Unanswerable("by", _ALONE)
    floor = control.finest
    if query.from_ and query.from_ != period_start(query.from_, floor):
        raise Unanswerable("from", _whole(floor), (period_start(query.from_, floor).isoformat(),))
    if query.to and query.to != _end(query.to, floor):
        raise Unanswerable("to", _whole(floor), (_end(query.to, floor).isoformat(),))


def _whole(floor: str) -> Text:
    zh = {"month": "月", "quarter": "季度", "year": "年"}[floor]
    return Text(f"只按完整的{zh}公布", f"published by whole {floor}s only")


def _end(day: date, floor: str) -> date:
    (period,) = periods(day, day, floor)
    return period.last


def over(covered: Coverage, dataset: Dataset, today: date) -> Coverage | None:
    """The days of whole periods of the floor that are over: a running one would grow row by row."""
    if dataset.control is None:
        return covered
    floor = dataset.control.finest
    waited = today - timedelta(dataset.control.wait_days)
    last = min(_end(covered.last, floor), period_start(waited, floor) - ONE_DAY)
    first = period_start(covered.first, floor)
    return Coverage(first, last) if first <= last else None


@dataclass(frozen=True)
class _Floor:
    """An indicator's cells in one period of the floor: those that are withheld, and the total."""

    withheld: frozenset[str]
    codes: frozenset[str]

    def shows(self, code: str) -> bool:
        return code in self.codes and code not in self.withheld


def withheld(
    indicator: Indicator, query: Values, span: Coverage, cells_of: Asked
) -> Callable[[Period, Codes], bool]:
    """Whether a cell of an answer is withheld. `span`: the days that the answer is about.

    `indicator` and `cells_of` are those of the guard, which says of how many rows a cell is.
    """
    control = owner(indicator).control
    assert control
    at_floor = replace(
        query, from_=span.first, to=span.last, grain=control.finest, by=(), where=(), shape="rows"
    )
    dimension, chosen = next(iter([*query.where, *((name, ()) for name in query.by)]), (None, ()))
    if dimension is None:
        shown = _totals(indicator, control, at_floor, cells_of)

        def total_is_withheld(period: Period, _: Codes) -> bool:
            inside = _inside(period, shown)
            return _overlap(indicator, 1, len(inside)) or not all(shown[f] for f in inside)

        return total_is_withheld
    margin = cells_of(replace(at_floor, by=(dimension,)))
    floors = {
        period: _floor(indicator, control.n, {codes[0]: cell for codes, cell in cells.items()})
        for period, cells in margin.items()
    }

    def is_withheld(period: Period, codes: Codes) -> bool:
        named, inside = codes or chosen, _inside(period, floors)
        if _overlap(indicator, len(named), len(inside)):
            return True
        return not all(floors[floor].shows(code) for floor in inside for code in named)

    return is_withheld


def _overlap(indicator: Indicator, codes: int, floors: int) -> bool:
    """Whether members in two codes or two periods could be told."""
    return indicator.measure.overlaps and codes * floors > 1


def _inside(period: Period, floors: Iterable[Period]) -> list[Period]:
    return [f for f in floors if period.first <= f.last and f.first <= period.last]


def _small(indicator: Indicator, n: int, cell: Cell) -> bool:
    return min(indicator.measure.rows_of_cell(cell)) < n


def _floor(indicator: Indicator, n: int, cells: dict[str, Cell]) -> _Floor:
    small = {code for code, cell in cells.items() if _small(indicator, n, cell)}
    return _Floor(frozenset(withheld_codes(cells, small)), frozenset(cells))


def withheld_codes(codes: Iterable[str], small: set[str]) -> set[str]:
    """The codes of a margin that are withheld: the small ones, and after each the next that is not.

    `codes` in the order of the list, which begins again after its end.
    """
    in_order = list(codes)
    not_shown = set(small)
    for code in small:
        at = in_order.index(code)
        following = (c for c in [*in_order[at + 1 :], *in_order[:at]] if c not in small)
        not_shown |= {c for c in [next(following, None)] if c is not None}
    return not_shown


def _totals(
    indicator: Indicator, control: Threshold, at_floor: Values, cells_of: Asked
) -> dict[Period, bool]:
    """Whether the total of each period of the floor is shown."""
    shown = {
        period: not _small(indicator, control.n, cells[()])
        for period, cells in cells_of(at_floor).items()
    }
    for dimension in indicator.dimensions:
        for period, cells in cells_of(replace(at_floor, by=(dimension,))).items():
            counts = [indicator.measure.rows_of_cell(cell)[0] for cell in cells.values()]
            if all(count == control.n - 1 for count in counts):
                shown[period] = False
    return shown
