"""What a measure is made of: the additive parts that are summed, and the rows behind a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, literal_column, true
from sqlalchemy.sql.elements import ColumnElement

# A condition or an amount over one row: called with the row's columns (`r.due_on`), gives an SQL expression.
Expression = Callable[[Any], Any]


def both(first: Expression | None, second: Expression | None) -> Expression | None:
    """Rows for which both hold; None is no condition."""
    if first is None or second is None:
        return first or second
    return lambda r: and_(first(r), second(r))


def stated(*amounts: Expression) -> Expression:
    """Rows that have all of these amounts; one that is a number for every row asks nothing."""

    def condition(r: Any) -> ColumnElement[bool]:
        known = [amount for of in amounts if not isinstance(amount := of(r), int)]
        return and_(true(), *(amount.is_not(None) for amount in known))

    return condition


@dataclass(frozen=True)
class Part:
    """An additive amount: Σ over rows of `amount` (None: 1) where `where` holds, by the day `dated`.

    Rows count `lag` days after that day. A part with a `histogram` is summed per value of that field.
    Parts of one name, dataset and date are one column of its rollups: `n` is the number of rows.
    """

    name: str
    dataset: str
    dated: str | None
    where: Expression | None = None
    amount: Expression | None = None
    lag: int = 0
    histogram: str | None = None

    def condition(self, columns: Any) -> ColumnElement[bool] | None:
        """Which rows count, as SQL over the dataset's columns (None = all)."""
        return None if self.where is None else self.where(columns)

    def expression(self, columns: Any) -> ColumnElement[Any]:
        """What one row adds."""
        amount = literal_column("1") if self.amount is None else self.amount(columns)
        if isinstance(amount, int):
            amount = literal_column(str(amount))
        condition = self.condition(columns)
        if condition is None:
            return amount
        return case((condition, amount), else_=literal_column("0"))


@dataclass(frozen=True)
class InPeriod:
    """Rows that a part counts in the period (of an undated one: all that it counts)."""

    part: Part


@dataclass(frozen=True)
class Remaining:
    """Rows that have come in and not gone out by the end of the period."""

    inflow: Part
    outflow: Part


@dataclass(frozen=True)
class UpTo:
    """All rows that one of the parts counts by the end of the period, from the beginning on."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class LastStated:
    """Rows that a part counts, of the last day in the period for which their reporter has any."""

    part: Part
    reporter: str


@dataclass(frozen=True)
class NotMet:
    """Entries of a list that an indicator's rows did not name in the months before the period's end."""

    of: str
    by: str
    months: int


@dataclass(frozen=True)
class Behind:
    """The rows behind another indicator's value, in the same period."""

    indicator: str


Rows = InPeriod | Remaining | UpTo | LastStated | NotMet | Behind
