"""A selection of rows: the condition on a dataset's table, before paging.

SQL is made once per shape of question, with a name where each value goes; a question then costs
little more than its look-ups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, false, func, literal_column, null, type_coerce
from sqlalchemy.sql.elements import BindParameter, ColumnElement

from data.definitions import Dataset, Field, Text, shortened
from data.questions import Unanswerable, Withheld
from data.store.tables import TABLES, stored

Conditions = tuple[ColumnElement[bool], ...]
# Shapes of question kept ready; there are as many as people think of, so the rarest are dropped.
SHAPES = 512
# Added to a column, it keeps the column's index from being used.
NO_INDEX = literal_column("0")


@dataclass(frozen=True)
class Selection:
    """Rows of a dataset: those that meet all of `shape`, with `values` in its named places.

    `unfiltered`: all that are listed at all.
    """

    dataset: Dataset
    fields: tuple[Field, ...]
    shape: Conditions = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    # The same conditions without an index but that of the order, and the columns whose index they
    # leave: of each its name and number of values.
    in_order: Conditions = ()
    indexed: tuple[tuple[str, int], ...] = ()
    unfiltered: bool = False
    # The same conditions without the index of the days asked for, and these: the date, and the first
    # and last day as the store keeps them.
    by_row: Conditions = ()
    days: tuple[str, Any, Any] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.id for f in self.fields)


def no_field(dataset: Dataset, name: str) -> Unanswerable:
    """That a dataset publishes no field of this name."""
    message = Text(
        f"{dataset.id} 没有字段“{shortened(name)}”",
        f"{dataset.id} has no field {shortened(name)!r}",
    )
    return Unanswerable("fields", message, tuple(f.id for f in dataset.public_fields))


def chosen_fields(dataset: Dataset, names: tuple[str, ...]) -> tuple[Field, ...]:
    """The published fields named, in the order given; all of them where none is named."""
    published = {f.id: f for f in dataset.public_fields}
    for name in names:
        if name not in published:
            raise no_field(dataset, name)
    return tuple(published[n] for n in names) if names else dataset.public_fields


def with_records(dataset: Dataset) -> Dataset:
    """The dataset; raises `Withheld` for one whose records do not leave."""
    if dataset.records:
        return dataset
    zh = f"{dataset.id} 只公布统计数，不公布逐条记录"
    raise Withheld("id", Text(zh, f"of {dataset.id} numbers are published, not single records"))


def indexed_columns(
    dataset: Dataset, filters: Sequence[tuple[Any, ...]]
) -> tuple[tuple[str, int], ...]:
    """The columns of equalities that have an index, with the number of values of each."""
    indexed = {one.id for one in dataset.fields if one.indexed or one.id in dataset.key[:1]}
    return tuple(
        (name, count) for name, count, missing in filters if name in indexed and not missing
    )


def named_values(name: str, values: Any) -> dict[str, Any]:
    """Values by the names of their places."""
    return {f"{name}__{i}": stored(value) for i, value in enumerate(values)}


def places(name: str, count: int) -> list[BindParameter[Any]]:
    """So many places for values of a column, or of what is called so."""
    return [bindparam(f"{name}__{i}") for i in range(count)]


def of_days_over(dataset: Dataset) -> Iterator[ColumnElement[bool]]:
    """Of the days before `today`, where rows come the day after; up to it, where they are written ahead.

    Almost all rows are, so no index is to be tried.
    """
    columns = TABLES[dataset.id].c
    if dataset.next_day:
        yield (columns[dataset.next_day] + NO_INDEX) < bindparam("today")
    if dataset.listed_from:
        yield (columns[dataset.listed_from] + NO_INDEX) <= bindparam("today")


def without_index(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same values as no column of an index: NULLIF of nothing is what it is given."""
    return func.nullif(column, null(), type_=column.type)


def equal(column: ColumnElement[Any], places: list[BindParameter[Any]]) -> ColumnElement[bool]:
    """Any of the values. Of one value an index gives the rows in their own order, unsorted."""
    if not places:
        return false()
    # In a list a place is not by itself of the column's type.
    typed = (type_coerce(place, column.type) for place in places)
    return column == places[0] if len(places) == 1 else column.in_(typed)
