"""What a batch adds to each rollup: the sums of its new rows less those of the rows they replace.

Rows are weighted +1 or −1 and summed in columns, some tens of thousands at a time, by the finest
rollups only: the others are sums of those. What has been summed is passed on when it grows
large and at the end; that a key then comes twice does no harm, since sums are added to the store's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from operator import add, itemgetter
from typing import Any

import polars as pl
from sqlalchemy import column, literal_column, select

from data.definitions import Dataset
from data.intake.write.changed_months import changed_months
from data.intake.write.rollup_buffer import Sums
from data.intake.write.stage import VOID
from data.rollups.plan import Family, Rollup, coded, expression, families, sql_text
from data.store.tables import TABLES, quoted, sql_name

WEIGHT, _CODE = "__weight", "__code"
# Rows summed at a time: more are hardly faster and take memory.
_ROWS = 100_000
# Up to so many rows, a live batch's, are summed in Python: to plan sixty small sums takes Polars
# 50 ms, whatever the rows.
_FEW_ROWS = 500
# Sums held in memory, in all rollups together: some 40 MB.
_SUMS = 1_000_000


class Deltas:
    """The sums of a batch so far."""

    def __init__(self, dataset: Dataset, into: Sums) -> None:
        self._dataset, self._into = dataset, into
        self._names = [field.id for field in dataset.fields]
        self._families = families(dataset.id)
        self._rows: list[pl.DataFrame] = []
        self._sums: dict[str, list[pl.DataFrame]] = {}

    def add(self, rows: pl.DataFrame, weight: int) -> None:
        """Count encoded rows (see `data.intake.write.stage.encode`) in, or out with weight −1.

        A row marked as withdrawn counts nothing.
        """
        weighted = pl.lit(weight, pl.Int8)
        if VOID in rows.columns:
            weighted = weighted * (1 - pl.col(VOID))
        self._into.changed |= changed_months(self._dataset, rows)
        self._rows.append(rows.select(*self._names, weighted.alias(WEIGHT)))
        if sum(map(len, self._rows)) >= _ROWS:
            self._count()
            if sum(len(frame) for frames in self._sums.values() for frame in frames) >= _SUMS:
                self._pass_on()

    def finish(self) -> None:
        """Count what is left and pass it on."""
        if not self._sums and sum(map(len, self._rows)) <= _FEW_ROWS:
            self._count_few()
        elif self._rows:
            self._count()
        self._pass_on()

    def _waiting(self, kind: type[pl.DataType]) -> pl.SQLContext[Any]:
        """The rows that wait to be counted, for a family's SQL; codes as that kind of column."""
        name = sql_name(self._dataset.id)
        waiting = pl.SQLContext({name: pl.concat(self._rows)})
        self._rows.clear()
        coded = waiting.execute(_coded_sql(self._dataset.id), eager=False)
        codes = pl.col(f"^.*{_CODE}$").cast(kind)
        return pl.SQLContext({name: coded.with_columns(codes).collect()})

    def _count(self) -> None:
        rows = self._waiting(pl.Categorical)
        for family in self._families:
            source = rows.execute(_source_sql(family), eager=True)
            weighted = pl.col(_part_names(family)) * pl.col(WEIGHT)
            queries = [
                source.lazy().group_by(rollup.key_names).agg(weighted.sum())
                for rollup in family.finest
            ]
            for rollup, sums in zip(family.finest, pl.collect_all(queries), strict=True):
                self._sums.setdefault(rollup.name, []).append(sums)

    def _count_few(self) -> None:
        if not self._rows:
            return
        rows = self._waiting(pl.String)
        for family in self._families:
            weighted = (pl.col(_part_names(family)) * pl.col(WEIGHT)).fill_null(0)
            source = rows.execute(_source_sql(family), eager=False)
            weighted_rows = source.select(*family.key_names, weighted).collect().rows()
            for rollup in family.members:
                if sums := _summed_few(rollup, family.key_names, weighted_rows):
                    self._into.append_few(rollup.name, sums)

    def _pass_on(self) -> None:
        for family in self._families:
            finest = {r.name: self._sums.pop(r.name, []) for r in family.finest}
            if not any(finest.values()):
                continue
            queries = [
                _summed(rollup, finest[family.finer(rollup).name]) for rollup in family.members
            ]
            for rollup, sums in zip(family.members, pl.collect_all(queries), strict=True):
                if len(sums):
                    self._into.append(rollup.name, sums)


def _summed(rollup: Rollup, finer: list[pl.DataFrame]) -> pl.LazyFrame:
    """A rollup's sums from those of itself or of a finer one, in the order of its keys."""
    keys, parts = list(rollup.key_names), [part.name for part in rollup.parts]
    (*more, sums) = finer
    if more or sums.columns != [*keys, *parts]:
        sums = pl.concat(finer).lazy().group_by(keys).agg(pl.col(parts).sum())
    changed = sums.lazy().filter(pl.any_horizontal(pl.col(parts) != 0))
    return changed.with_columns(pl.col(pl.Categorical).cast(pl.String)).sort(keys)


def _summed_few(
    rollup: Rollup, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    """The same from rows of a family: its key `columns`, then the amounts of its parts."""
    width = len(columns)
    places = [columns.index(name) for name in rollup.key_names]
    # With one place itemgetter gives the value alone.
    key_of = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
    sums: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in rows:
        key, amounts = key_of(row), row[width:]
        before = sums.get(key)
        sums[key] = tuple(map(add, before, amounts)) if before else amounts
    return [(*key, *amounts) for key, amounts in sorted(sums.items()) if any(amounts)]


def _part_names(family: Family) -> list[str]:
    return [part.name for part in family.first.parts]


# For Polars, which reads the same SQL: what a rollup counts is said once, in Core.


@cache
def _coded_sql(dataset: str) -> str:
    """SELECT of the rows with, for each column of a dimension, its codes beside it."""
    rollups = [rollup for family in families(dataset) for rollup in family.members]
    columns = dict.fromkeys(name for rollup in rollups for name in rollup.dimension_columns())
    codes = [coded(dataset, name).label(quoted(f"{name}{_CODE}")) for name in columns]
    return sql_text(select(literal_column("*"), *codes).select_from(TABLES[dataset]))


@cache
def _source_sql(family: Family) -> str:
    """SELECT of `day`, weight, histogram's value, dimensions as codes and what each part adds."""
    first, rows = family.first, TABLES[family.first.dataset]
    dimensions = {
        key: column(quoted(f"{name}{_CODE}"))
        for rollup in family.members
        for key, name in zip(rollup.keys, rollup.dimension_columns(), strict=True)
    }
    value = [
        rows.c[first.histogram].label(quoted(name)) for name in first.value_names if first.histogram
    ]
    source = select(
        rows.c[first.dated].label("day"),
        column(quoted(WEIGHT)),
        *value,
        *(code.label(quoted(key)) for key, code in dimensions.items()),
        *(expression(part).label(quoted(part.name)) for part in first.parts),
    )
    counted = source.select_from(rows).subquery()
    keys = ("day", *first.value_names)
    stated = (column(quoted(key)).is_not(None) for key in keys)
    # Columns by their names would be chosen once more, which takes Polars a tenth of the time.
    return sql_text(select(literal_column("*")).select_from(counted).where(*stated))
