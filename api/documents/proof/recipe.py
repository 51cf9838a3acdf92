"""How a number is recomputed from the rows behind it: as a script, and as a spreadsheet's formulas.

A recipe names columns of the published rows. What rests on a column that is not published, or on more
than sums, counts and quantiles of columns, has none, and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, ColumnElement, Grouping

from data.catalog import INDICATORS, OWNERS
from data.definitions import Dataset, Indicator
from data.measures import (
    Count,
    DistinctCount,
    Level,
    Quantile,
    Ratio,
    Share,
    Stock,
    Sum,
    Total,
    Unused,
)
from data.store.tables import TABLES

_SIGNS = {operators.add: "+", operators.sub: "-", operators.mul: "*"}


@dataclass(frozen=True)
class Amount:
    """What is taken of the rows of a part: their number, a sum, a quantile, how many different.

    `term` is made of column names, + - * and numbers; of `count` it is "".
    """

    kind: str  # count, sum, quantile, distinct
    part: str
    term: str = ""
    columns: tuple[str, ...] = ()
    q: float = 0.5


@dataclass(frozen=True)
class Recipe:
    """`numerator`, or `numerator` ÷ `denominator` × `per`. `of`: the indicators whose rows they are."""

    numerator: Amount
    denominator: Amount | None = None
    per: int = 1
    of: tuple[str, str] = ("", "")


def recipe(id: str) -> Recipe | None:
    """How an indicator's value is recomputed; None where rows alone do not give it."""
    indicator, dataset = INDICATORS[id], OWNERS[id]
    if not dataset.records:
        return None
    match indicator.measure:
        case Count() | Unused():
            return Recipe(Amount("count", "numerator"), of=(id, id))
        case Stock(outflow=None):
            return None
        case Stock() as stock if stock.inflow.of is None:
            return Recipe(Amount("count", "numerator"), of=(id, id))
        case Share():
            return Recipe(Amount("count", "numerator"), Amount("count", "denominator"), of=(id, id))
        case DistinctCount(of=of):
            return _of_column(id, "distinct", of, dataset)
        case Quantile(of=of, q=q, weight=None):
            return _of_column(id, "quantile", of, dataset, q)
        case Sum() | Level():
            total = _sum(indicator.measure.of, "numerator", dataset)
            return Recipe(total, of=(id, id)) if total else None
        case Total() as total:
            top, below = (
                _sum(of, part, dataset)
                for of, part in ((total.of, "numerator"), (total.over, "denominator"))
            )
            return Recipe(top, below, of=(id, id)) if top and below else None
        case Ratio() as ratio:
            return _of_two(ratio)
    return None


def _of_two(ratio: Ratio) -> Recipe | None:
    """A ratio of two indicators that are counts or sums of their own rows."""
    sides = recipe(ratio.of), recipe(ratio.over)
    if None in sides or any(side and side.denominator for side in sides):
        return None
    top, below = (side.numerator for side in sides if side)
    below = Amount(below.kind, "denominator", below.term, below.columns, below.q)
    return Recipe(top, below, ratio.per, (ratio.of, ratio.over))


def _of_column(id: str, kind: str, of: str, dataset: Dataset, q: float = 0.5) -> Recipe | None:
    if of not in _public(dataset):
        return None
    return Recipe(Amount(kind, "numerator", of, (of,), q), of=(id, id))


def _sum(of: Callable[[Any], Any], part: str, dataset: Dataset) -> Amount | None:
    columns: list[str] = []
    term = _term(of(TABLES[dataset.id].c), columns)
    if term is None or not set(columns) <= _public(dataset):
        return None
    if not columns:
        return Amount("count", part) if term == "1" else None
    return Amount("sum", part, term, tuple(dict.fromkeys(columns)))


def _public(dataset: Dataset) -> set[str]:
    return {f.id for f in dataset.public_fields if f.type in ("integer", "number", "text", "code")}


def _term(of: Any, columns: list[str]) -> str | None:
    """An expression over a row as text with the columns' names; None for what is more than + - *."""
    match of:
        case int() | float():
            return str(of)
        case Column():
            columns.append(of.name)
            return of.name
        case BindParameter():
            return str(of.value)
        case Grouping():
            return _term(of.element, columns)
        case BinaryExpression() if of.operator in _SIGNS:
            left, right = (_term(side, columns) for side in (of.left, of.right))
            return (
                None if left is None or right is None else f"({left} {_SIGNS[of.operator]} {right})"
            )
        case ColumnElement():
            return None
    return None


def term_columns(indicator: Indicator) -> tuple[str, ...]:
    """The columns that a recipe reads."""
    made = recipe(indicator.id)
    if made is None:
        return ()
    below = made.denominator.columns if made.denominator else ()
    return tuple(dict.fromkeys((*made.numerator.columns, *below)))
