"""Rows made from what the catalogue says of a dataset's fields, for datasets that the sample lacks.

So the contracts over the catalogue have rows of a dataset from the day on which it is added.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice, pairwise
from typing import Any

import polars as pl

from data.catalog import DATASETS
from data.definitions import Dataset, Field
from data.intake.check.cells import polars_type
from data.periods import periods

Row = dict[str, Any]
# Rows beside those that each show another code.
MORE = 12
# A number that is the sum of others of its row, or its row is impossible.
SUMS = {"attendance": ("rostered", ("present", "late", "absent_posted", "absent_unposted"))}


def made_rows(
    dataset: Dataset, first: date, last: date, lists: Mapping[str, Sequence[str]] | None = None
) -> list[Row]:
    """Source rows by field id, dated from `first` to `last`, that intake must take in whole.

    Every code occurs; dates lie in their order; entries of one member do not overlap; in the last
    rows what need not be given is missing now and then. `lists` are codes of reference lists that have rows of their
    own; of other lists, and of rows that belong together, made rows say the same in every dataset.
    """
    lists = lists or {}
    count = MORE + max(len(f.codes) for f in dataset.fields)
    days = _days(dataset, first, last, count)
    columns = {
        f.id: _column(dataset, f, days, lists.get(f.refers or "", ()))
        for f in dataset.fields
        if not (f.derived or f.computed)
    }
    rows = [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]
    whole, parts = SUMS.get(dataset.id, ("", ()))
    for row, day in zip(rows, days, strict=True):
        _end(dataset, row, day)
        if whole:
            row[whole] = sum(row[part] for part in parts)
    kept = {tuple(row[name] for name in dataset.key): row for row in rows}
    return _possible(dataset, list(kept.values()))


def _possible(dataset: Dataset, rows: list[Row]) -> list[Row]:
    """The rows, a number that cannot be in its row made whole and not below 0."""
    if not dataset.impossible:
        return rows
    typed = pl.DataFrame(
        {f.id: pl.Series([row.get(f.id) for row in rows], dtype=polars_type(f, "UTC"), strict=False)
         for f in dataset.fields}
    )  # fmt: skip
    for one in dataset.impossible:
        for at in one.when({column.name: column for column in typed}).fill_null(False).arg_true():
            rows[at][one.field] = int(abs(rows[at][one.field]))
    return rows


def _end(dataset: Dataset, row: Row, day: date) -> None:
    """A row that says it has ended says when."""
    for end in dataset.ends:
        value = row.get(end.field)
        ended = value is not None and (not end.values or value in end.values)
        if ended and not any(row.get(name) for name in end.dates):
            row[end.dates[0]] = day + timedelta(_after(dataset, end.dates[0]))


def _days(dataset: Dataset, first: date, last: date, count: int) -> list[date]:
    """The day of each row; where entries hold for a time, those of one round begin together."""
    rounds = [row // _members(count) if dataset.valid else row for row in range(count)]
    if dataset.grain != "day":
        begins = [period.first for period in periods(first, last, dataset.grain)]
        return [begins[n % len(begins)] for n in rounds]
    step = (last - first - timedelta(7)) / max(rounds)
    return [first + step * n for n in rounds]


def _members(count: int) -> int:
    """How many members have entries, where those hold for a time: some have several."""
    return count // 2 - 1


def _column(dataset: Dataset, f: Field, days: list[date], codes: Sequence[str]) -> list[Any]:
    if f.type in ("date", "instant"):
        values = _dates(dataset, f, days)
    else:
        pool = _pool(dataset, f, codes, len(days))
        values = list(islice(_shifting(pool) if f.codes else cycle(pool), len(days)))
    if f.required or f.id in dataset.key or f.id in (dataset.valid or ()):
        return values
    whole, gap = len(days) - MORE, 5 + len(f.id) % 3  # not all in the same rows
    return [None if row >= whole and row % gap == 0 else value for row, value in enumerate(values)]


def _dates(dataset: Dataset, f: Field, days: list[date]) -> list[Any]:
    if dataset.valid and f.id == dataset.valid[1]:
        starts = [*dict.fromkeys(days), None]
        following = dict(pairwise(starts))
        return [(end := following[day]) and end - timedelta(1) for day in days]
    later = 0 if dataset.grain != "day" or dataset.valid else _after(dataset, f.id)
    moved = [day + timedelta(later) for day in days]
    if f.type == "date":
        return moved
    return [datetime.combine(day, time(8 + later)) for day in moved]


def _after(dataset: Dataset, name: str) -> int:
    """How many dates of a record lie before this one."""
    before = [_after(dataset, begin) for begin, end in dataset.ordered if end == name]
    return 1 + max(before) if before else 0


def _pool(dataset: Dataset, f: Field, codes: Sequence[str], count: int) -> list[Any]:
    if f.type == "boolean":
        return [True, False, False]
    if f.type in ("integer", "number"):
        return _numbers(f)
    if f.codes:
        return [code.id for code in f.codes]
    if codes:
        return list(codes[:7])
    if f.id in dataset.key:
        shared = dataset.valid or f.id != dataset.key[-1]
        return _texts(f.id, _members(count) if shared else count)
    return _texts(_meaning(dataset, f), _members(count))


def _shifting(codes: list[Any]) -> Iterator[Any]:
    """The codes over and over, each time from the next on: those of two fields meet in many pairs."""
    for first in itertools.count():
        at = first % len(codes)
        yield from codes[at:] + codes[:at]


def _texts(meaning: str, count: int) -> list[str]:
    return [f"{meaning}-{n:02}" for n in range(1, count + 1)]


def _meaning(dataset: Dataset, f: Field) -> str:
    """What a value stands for: the key of the list or of the rows that it leads to, else itself."""
    if f.refers:
        return DATASETS[f.refers].key[0]
    led = (need.field for need in dataset.needs if need.own_field == f.id)
    return next(led, f.id)


def _numbers(f: Field) -> list[Any]:
    """Both ends of what is allowed, and some between; not the least first: a first code is often what is counted."""
    low = f.minimum if f.minimum is not None else -2
    high = f.maximum if f.maximum is not None else low + 41
    between = [low + (high - low) * n / 5 for n in range(1, 5)]
    found = [high, low, *between]
    return [int(n) for n in found] if f.type == "integer" else [round(n, 2) for n in found]
