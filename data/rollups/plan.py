"""Rollups: additive sums per day, for the total and for one dimension (or a declared pair) at a time.

One table for each (dataset, date, dimension): `cases__completed_on__department(day, department, n, …)`.
Its columns are the additive parts of all indicators that fall by that date. A batch *adds* to them the
sums of its new rows less those of the rows it replaced, in the transaction that stores the rows; see
docs/decisions for why that and not a recount of whole days. Quantiles are read from a rollup with the
measured field as one more key.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    Numeric,
    Select,
    Table,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.sql.elements import ColumnElement

from data.catalog import DATASETS
from data.definitions import Dataset, Indicator, Part, Text
from data.store.tables import METADATA, SQL_TYPES, TABLES, quoted, sql_name

# What a row without a value in a dimension is counted under.
NONE = "none"
_NONE = literal_column(f"'{NONE}'")
_PLAIN = DefaultDialect()
NONE_TITLE = Text("未注明", "not stated")


def parts(indicator: Indicator, dataset: Dataset) -> dict[str, Part]:
    """The additive parts of an indicator, by their role in its kind of measure."""
    return indicator.measure.parts(indicator, dataset)


def condition(part: Part) -> ColumnElement[bool] | None:
    """Which rows of its table a part counts (None = all)."""
    return part.condition(TABLES[part.dataset].c)


def expression(part: Part) -> ColumnElement[Any]:
    """What one row of its table adds to a part."""
    return part.expression(TABLES[part.dataset].c)


@cache
def value_name(dataset: str, histogram: str) -> str:
    """The key column with a histogram's value: the field's name, if no dimension is called so."""
    dimension_ids = {dimension.id for dimension in DATASETS[dataset].dimensions}
    return f"{histogram}__value" if histogram in dimension_ids else histogram


@dataclass(frozen=True)
class Rollup:
    """One table of sums: `keys` are dimensions (none = the total), `parts` its columns."""

    dataset: str
    dated: str
    keys: tuple[str, ...]
    parts: tuple[Part, ...]
    histogram: str | None = None

    @property
    def name(self) -> str:
        return "__".join((sql_name(self.dataset), self.dated, *self.keys, *self.value_names))

    @property
    def value_names(self) -> tuple[str, ...]:
        """The key column with the histogram's value, if it has one."""
        return (value_name(self.dataset, self.histogram),) if self.histogram else ()

    @property
    def key_names(self) -> tuple[str, ...]:
        return ("day", *self.keys, *self.value_names)

    def dimension_columns(self) -> tuple[str, ...]:
        dataset = DATASETS[self.dataset]
        return tuple(dataset.dimension(key).column(self.dated) for key in self.keys)


def _parts_by_date(dataset: Dataset) -> dict[tuple[str, str | None], dict[str, Part]]:
    groups: dict[tuple[str, str | None], dict[str, Part]] = {}
    for indicator in dataset.indicators:
        for part in parts(indicator, dataset).values():
            if part.dated is None:
                continue
            # Which days there is data of, the plain sums of a date say.
            reporter = dataset.expects.reporter if dataset.expects else None
            for histogram in (None, part.histogram, reporter):
                group = groups.setdefault((part.dated, histogram), {})
                group.setdefault("n", rows_of(dataset, part.dated, histogram))
            groups[part.dated, part.histogram].setdefault(part.name, part)
    return groups


def rows_of(dataset: Dataset, dated: str, histogram: str | None) -> Part:
    """The number of rows beside sums: where there are none left, there is no row of sums either."""
    if histogram is None:
        return Part("n", dataset.id, dated)
    return Part("n", dataset.id, dated, lambda r: r[histogram].is_not(None), histogram=histogram)


def _keys(dataset: Dataset, dated: str, histogram: str | None) -> list[tuple[str, ...]]:
    """The dimensions that some indicator offers for this date; pairs where both are offered."""
    offered: dict[str, None] = {}
    for indicator in dataset.indicators:
        for part in parts(indicator, dataset).values():
            if (part.dated, part.histogram) == (dated, histogram):
                offered |= dict.fromkeys(indicator.dimensions)
    pairs = () if histogram else dataset.pairs
    crossed = [pair for pair in pairs if set(pair) <= set(offered)]
    return [(), *((d,) for d in offered), *crossed]


def _of_dataset(dataset: Dataset) -> list[Rollup]:
    return [
        Rollup(dataset.id, str(dated), keys, tuple(group.values()), histogram)
        for (dated, histogram), group in _parts_by_date(dataset).items()
        for keys in _keys(dataset, str(dated), histogram)
    ]


def _table(rollup: Rollup) -> Table:
    dataset = DATASETS[rollup.dataset]
    keys: list[Column[Any]] = [Column("day", Integer, primary_key=True)]
    keys += [Column(quoted(key), SQL_TYPES["text"], primary_key=True) for key in rollup.keys]
    if rollup.histogram:
        kind = SQL_TYPES[dataset.field(rollup.histogram).type]
        (name,) = rollup.value_names
        keys.append(Column(quoted(name), kind, primary_key=True))
    sums = [Column(quoted(p.name), Numeric(asdecimal=False), nullable=False) for p in rollup.parts]
    return Table(rollup.name, METADATA, *keys, *sums, sqlite_with_rowid=False)


ROLLUPS: tuple[Rollup, ...] = tuple(r for d in DATASETS.values() for r in _of_dataset(d))
ROLLUP_TABLES: dict[str, Table] = {rollup.name: _table(rollup) for rollup in ROLLUPS}


@cache
def of_dataset(dataset: str) -> tuple[Rollup, ...]:
    return tuple(r for r in ROLLUPS if r.dataset == dataset)


@cache
def find(
    dataset: str, dated: str, keys: frozenset[str], histogram: str | None
) -> tuple[Rollup, Table] | None:
    """The smallest rollup that has all of `keys`, or None: then the rows have to be read."""
    fitting = [
        r
        for r in of_dataset(dataset)
        if r.dated == dated and r.histogram == histogram and keys <= set(r.keys)
    ]
    if not fitting:
        return None
    best = min(fitting, key=lambda r: len(r.keys))
    return best, ROLLUP_TABLES[best.name]


def coded(dataset: str, column: str) -> ColumnElement[str]:
    """A dimension's column as its code: text, and `none` where the row has no value."""
    value = TABLES[dataset].c[column]
    is_text = isinstance(value.type, SQL_TYPES["text"])
    return func.coalesce(value if is_text else cast(value, SQL_TYPES["text"]), _NONE)


def sql_text(expression: Any) -> str:
    """An expression as SQL of no database in particular, values written out."""
    compiled = expression.compile(dialect=_PLAIN, compile_kwargs={"literal_binds": True})
    return str(compiled)


@cache
def recount(rollup: Rollup) -> Select[*tuple[Any, ...]]:
    """SELECT of the rollup's columns, counted anew from the rows of the store."""
    table = TABLES[rollup.dataset]
    day = table.c[rollup.dated]
    keys: list[Any] = [day.label("day")]
    for key, column in zip(rollup.keys, rollup.dimension_columns(), strict=True):
        keys.append(coded(rollup.dataset, column).label(quoted(key)))
    conditions = [day.is_not(None)]
    if rollup.histogram:
        keys.append(table.c[rollup.histogram].label(quoted(rollup.value_names[0])))
        conditions.append(table.c[rollup.histogram].is_not(None))
    sums = [func.sum(expression(part)).label(quoted(part.name)) for part in rollup.parts]
    statement = select(*keys, *sums).select_from(table).where(*conditions)
    return statement.group_by(*(literal_column(str(i + 1)) for i in range(len(keys))))


@dataclass(frozen=True)
class Family:
    """The rollups of one dataset that share date, histogram and parts: counted in one pass."""

    members: tuple[Rollup, ...]

    @property
    def first(self) -> Rollup:
        return self.members[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """All dimensions of its members."""
        return tuple(dict.fromkeys(key for rollup in self.members for key in rollup.keys))

    @property
    def key_names(self) -> tuple[str, ...]:
        """All keys of its members' tables."""
        return ("day", *self.keys, *self.first.value_names)

    @property
    def finest(self) -> tuple[Rollup, ...]:
        """The members that are no sums of another member."""
        return tuple(r for r in self.members if self.finer(r) is r)

    def finer(self, rollup: Rollup) -> Rollup:
        """The finest member that has all keys of `rollup`, itself where there is no other."""
        fitting = [r for r in self.members if set(rollup.keys) <= set(r.keys)]
        return max(fitting, key=lambda r: len(r.keys))


@cache
def families(dataset: str) -> tuple[Family, ...]:
    groups: dict[tuple[str, str | None], list[Rollup]] = {}
    for rollup in of_dataset(dataset):
        groups.setdefault((rollup.dated, rollup.histogram), []).append(rollup)
    return tuple(Family(tuple(group)) for group in groups.values())
