"""Stocks: what has come in and not gone out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.definitions.measure import Cell, Cells, Codes, Measure, Number, Question
from data.definitions.part import Expression, Part, Remaining, Rows, UpTo, both
from data.periods import Period

if TYPE_CHECKING:
    from data.definitions import Dataset, Indicator


@dataclass(frozen=True)
class Flow:
    """Rows entering or leaving a stock: counted `lag` days after their date `dated`.

    With `of`, each row moves that amount instead of one.
    """

    dated: str
    where: Expression | None = None
    lag: int = 0
    of: Expression | None = None


@dataclass(frozen=True)
class Stock(Measure):
    """What has come in and not gone out by the end of a day: running Σ inflow − Σ outflow.

    Without an outflow the inflow's amounts are changes, up and down: spaces opened and closed.
    """

    inflow: Flow
    outflow: Flow | None = None

    units = ("count", "yuan", "minutes", "person_hours")
    at_end = True
    plain = True
    takes_date = False

    def parts(self, indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
        parts = {"inflow": self._part(self.inflow, "in", indicator, dataset)}
        if self.outflow:
            parts["outflow"] = self._part(self.outflow, "out", indicator, dataset)
        return parts

    @staticmethod
    def _part(flow: Flow, kind: str, indicator: Indicator, dataset: Dataset) -> Part:
        of, where = flow.of, flow.where
        name = f"{indicator.column_name}__{kind}" if where or of else "n"
        if of is not None:  # a row without the amount moves nothing
            where = both(where, lambda r: of(r).is_not(None))
        return Part(name, dataset.id, flow.dated, where, of, lag=flow.lag)

    def cells(self, question: Question) -> Cells:
        width = question.width
        levels: dict[Codes, Number] = {}
        changes: dict[int, dict[Codes, Number]] = {}
        signs = {"inflow": 1} | ({"outflow": -1} if self.outflow else {})
        for name, sign in signs.items():
            for row in question.before(name):
                codes = row[1 : 1 + width]
                levels[codes] = levels.get(codes, 0) + sign * row[-1]
            for row in question.until_today(name):
                at, codes = changes.setdefault(row[0], {}), row[1 : 1 + width]
                at[codes] = at.get(codes, 0) + sign * row[-1]
        occurring = set(levels).union(*changes.values())

        def cells(period: Period, codes: list[Codes]) -> list[Cell]:
            for code, change in changes.get(question.start(period), {}).items():
                levels[code] = levels.get(code, 0) + change
            return [(levels.get(code, 0), None, None, None) for code in codes]

        return Cells(cells, occurring)

    def rows(self, part: str, parts: dict[str, Part]) -> Rows:
        if self.outflow is None or self.inflow.of or self.outflow.of:
            return UpTo(tuple(parts.values()))
        return Remaining(parts["inflow"], parts["outflow"])

    def dates(self, indicator: Indicator) -> set[str]:
        return {self.inflow.dated} | ({self.outflow.dated} if self.outflow else set())

    def expressions(self) -> tuple[Expression | None, ...]:
        flows = (self.inflow, self.outflow) if self.outflow else (self.inflow,)
        return tuple(expression for flow in flows for expression in (flow.where, flow.of))

    def check(self, indicator: Indicator, dataset: Dataset) -> None:
        if self.outflow is None and self.inflow.of is None:
            raise ValueError(
                f"indicator {indicator.id}: rows that never go out are no stock; give an outflow, "
                "or an amount (`of`) that goes up and down"
            )
        if self.outflow and (self.inflow.of is None) != (self.outflow.of is None):
            raise ValueError(f"indicator {indicator.id}: one flow counts rows, the other amounts")
        if indicator.unit != "count" and self.inflow.of is None:
            raise ValueError(f"indicator {indicator.id}: a stock of rows is a count")


def in_force(since: str, until: str, where: Expression | None = None) -> Stock:
    """Entries in force at a date, from `since` to `until` (inclusive; none: until further notice)."""
    return Stock(
        Flow(since, where),
        Flow(until, both(where, lambda r: r[since].is_not(None)), lag=1),
    )
