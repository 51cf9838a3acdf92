"""What a dataset refuses when it is made: names that are not there, and what could not be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import column as sql_column
from sqlalchemy import types

from data.definitions.indicator import Indicator
from data.definitions.part import Expression

if TYPE_CHECKING:
    from data.definitions.dataset import Dataset

# For trying expressions on a dataset's columns, before there are tables.
_SQL_TYPES: dict[str, Any] = {
    "text": types.Text(), "code": types.Text(), "integer": types.Integer(),
    "number": types.Float(), "date": types.Integer(), "instant": types.Integer(),
    "boolean": types.Boolean(),
}  # fmt: skip
# What stands beside a number in every answer: no dimension can be called so.
ANSWERED = frozenset((
    "indicator", "period", "partial", "from", "to", "value", "numerator", "denominator", "low", "high",
    "reason", "sample",
))  # fmt: skip


def check(dataset: Dataset) -> None:
    """Raise ValueError for a dataset that contradicts itself, or an indicator of it that could not be answered."""
    names = [f.id for f in dataset.fields]
    if len(names) != len(set(names)):
        raise ValueError(f"dataset {dataset.id}: a field occurs twice in {names}")
    if missing := _named(dataset) - set(names):
        raise ValueError(f"dataset {dataset.id}: no field named {sorted(missing)}")
    if dataset.valid and dataset.valid[0] not in dataset.key:
        raise ValueError(f"dataset {dataset.id}: its key must include {dataset.valid[0]!r}")
    if dataset.reference != bool(dataset.label):
        raise ValueError(f"dataset {dataset.id}: a reference list, and no other, has a label")
    hidden = [name for name in dataset.key if not dataset.field(name).published]
    if hidden and dataset.records:
        raise ValueError(
            f"dataset {dataset.id}: records that are published without {hidden} of their key cannot be "
            "told apart: publish another key, or no records"
        )
    if dataset.order == "key" and len(dataset.key) > 1:
        raise ValueError(f"dataset {dataset.id}: in the order of a key of one field only")
    dates = [f for f in dataset.public_fields if f.type in ("date", "instant")]
    if months := [f.id for f in dates if f.precision == "month"]:
        finer = [f.id for f in dates if f.precision != "month"]
        if finer:
            raise ValueError(
                f"dataset {dataset.id}: {finer} tell the days that {months} hide: months as well, or unpublished"
            )
    if dataset.order == "key" and any(f.precision != "month" for f in dates):
        raise ValueError(f"dataset {dataset.id}: its order hides when rows came, its dates tell it")
    if dataset.next_day and dataset.field(dataset.next_day).type != "date":
        raise ValueError(f"dataset {dataset.id}: {dataset.next_day} is no date")
    if dataset.follows and (dataset.derive or not {"source", "subject"} <= set(names)):
        raise ValueError(
            f"dataset {dataset.id}: what follows has a source and a subject, no derive"
        )
    offered = {d.id for d in dataset.dimensions}
    if taken := offered & ANSWERED:
        raise ValueError(f"dataset {dataset.id}: answers have columns {sorted(taken)} of their own")
    for pair in dataset.pairs:
        if unknown := set(pair) - offered:
            raise ValueError(f"dataset {dataset.id}: unknown dimension {sorted(unknown)} in pairs")
    for indicator in dataset.indicators:
        if unknown := set(indicator.dimensions) - offered:
            raise ValueError(f"indicator {indicator.id}: unknown dimension {sorted(unknown)}")
        _check_indicator(dataset, indicator)
    for word in (dataset.expects, dataset.control, dataset.steps):
        if word:
            word.check(dataset)


def _named(dataset: Dataset) -> set[str]:
    """All fields that are named anywhere but in expressions."""
    named = {
        *dataset.key,
        *dataset.newest,
        *(dataset.label or ()),
        *(dataset.valid or ()),
        *dataset.restores,
    }
    named |= {*dataset.fills, *filter(None, (dataset.next_day, dataset.listed_from))}
    named |= {id for pair in dataset.ordered for id in pair}
    named |= {id for end in dataset.ends for id in (end.field, *end.dates)}
    named |= {one.field for one in dataset.impossible}
    named |= {f.blanks for f in dataset.fields if f.blanks}
    named |= {need.own_field for need in dataset.needs}
    named |= {dataset.expects.reporter} if dataset.expects else set()
    for dimension in dataset.dimensions:
        named |= set(dimension.columns.values()) or {dimension.id}
    for indicator in dataset.indicators:
        named |= indicator.measure.dates(indicator) | indicator.measure.fields()
    return named


def _check_indicator(dataset: Dataset, indicator: Indicator) -> None:
    """Refuse an indicator that could not be answered."""
    measure, id = indicator.measure, indicator.id
    dates = measure.dates(indicator)
    for name in dates:
        if dataset.field(name).type != "date":
            raise ValueError(f"indicator {id}: {name} is no date")
    if measure.takes_date and not indicator.dated and not (dataset.reference and measure.of_list):
        kind = type(measure).__name__
        raise ValueError(f"indicator {id}: a {kind} needs the date (`dated`) of its rows")
    ahead = indicator.dated and dataset.field(indicator.dated).scheduled
    if ahead and not (indicator.settled or indicator.matured):
        raise ValueError(
            f"indicator {id}: what falls due may still be open: by {indicator.dated} it must be "
            "settled, or matured"
        )
    if dataset.grain != "day" and any(dataset.dimension(d).hall_wide for d in indicator.dimensions):
        raise ValueError(f"indicator {id}: by {dataset.grain} there are no hours of a day")
    for expression in measure.expressions():
        _try(dataset, indicator, expression)
    measure.check(indicator, dataset)


def _try(dataset: Dataset, indicator: Indicator, expression: Expression | None) -> None:
    """Call an expression with columns of the fields' types; one that we have not is an error."""
    if expression is None:
        return
    try:
        expression(_Columns({f.id: f.type for f in dataset.fields}))
    except AttributeError as error:
        raise ValueError(f"indicator {indicator.id}: {error}") from None


class _Columns:
    """Columns by attribute or by name, as an expression asks for them."""

    def __init__(self, types_by_id: dict[str, str]) -> None:
        self._types = types_by_id

    def __getattr__(self, name: str) -> Any:
        if name not in self._types:
            raise AttributeError(f"no field named {name!r}")
        return sql_column(name, _SQL_TYPES[self._types[name]])

    __getitem__ = __getattr__
