"""Sums read once for many questions about one state of the store.

Whoever asks for all numbers there are, as publishing does, asks a rollup a hundred times for one of its columns
each. Within `read_together` a thread reads all columns of a rollup at once for the first of such questions,
and remembers them, and all else that is put here, for the others. It is for one connection, whose state stays.

The same days are asked for by every grain, and once more for what was before them. So sums of coarser periods are
added up: the hall's from its days, those by a dimension, of which there are more, from its months, and from the
days of a first and last one that are asked for in part.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add
from typing import Any, TypeVar

from sqlalchemy import Connection, Integer, Table, func, select

from data.definitions import Part
from data.periods import next_start, period_start
from data.rollups.plan import expression, find
from data.store.backend import Backend, Prepared, backend_of
from data.store.tables import FIRST_DAY, LAST_DAY, day_number, from_day_number

T = TypeVar("T")
# Which periods make up a coarser one, the coarsest first.
_FINER = {
    "week": (), "month": (), "quarter": ("month",), "year": ("quarter", "month"),
    "total": ("year", "quarter", "month"),
}  # fmt: skip
_KNOWN = day_number(FIRST_DAY), day_number(LAST_DAY)
_remembered: ContextVar[dict[Hashable, Any] | None] = ContextVar("_remembered", default=None)
_whole_rollups: ContextVar[bool] = ContextVar("_whole_rollups", default=False)


@contextmanager
def read_once() -> Iterator[None]:
    """Remember in this thread what is put `once`, until the end of the block: for a few questions."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


@contextmanager
def read_together() -> Iterator[None]:
    """The same for very many questions, whose rollups are read whole."""
    token = _whole_rollups.set(True)
    try:
        with read_once():
            yield
    finally:
        _whole_rollups.reset(token)


def is_active() -> bool:
    """Whether rollups are read whole, for very many questions."""
    return _whole_rollups.get()


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives; within `read_once` and `read_together` made once for each key."""
    remembered = _remembered.get()
    if remembered is None:
        return make()
    if key not in remembered:
        remembered[key] = make()
    return remembered[key]


def is_known(key: Hashable) -> bool:
    """Whether what has this key is remembered."""
    return key in (_remembered.get() or ())


def columns(rows: Sequence[tuple], width: int, places: Sequence[int]) -> list[tuple]:
    """Of rows with `width` keys and all sums after them the keys, and the sums at these places."""
    if len(places) == 1:
        at = width + places[0]
        return [(*row[:width], row[at]) for row in rows]
    return [(*row[:width], *(row[width + place] for place in places)) for row in rows]


@dataclass(frozen=True)
class Basis:
    """The sums of a rollup by day or month (`unit`).

    `read` gives rows (first day of a unit, `width` codes, sums …) between two days, `key` names what it
    reads; `oldest` and `newest` are the first and last day that it has sums of. All days are day numbers.
    """

    unit: str
    key: Hashable
    read: Callable[[int, int], list[tuple]]
    width: int
    oldest: int
    newest: int

    @property
    def lies_in_known_months(self) -> bool:
        """Whether the store knows in which month each of its days lies."""
        return _KNOWN[0] <= self.oldest and self.newest <= _KNOWN[1]

    def added_up(self, first: int, last: int, grain: str) -> list[tuple]:
        """Rows `(period, codes …, sums …)` between two days, both inclusive."""
        first, last = max(first, self.oldest), min(last, self.newest)
        if first > last:
            return []
        if first == self.oldest:
            return self._until(last, grain)
        if grain != "total" and _start(first, grain) == first:
            rows = self._until(last, grain)
            return rows[bisect_left(rows, (first,)) :]
        key = self.key, grain, first, last
        return once(key, lambda: self._sums(self._between(first, last), grain))

    def _until(self, last: int, grain: str) -> list[tuple]:
        """The same from the oldest day on: of the coarsest finer periods for which it was added up before."""
        finer = self.unit
        if grain == finer:
            return self._between(self.oldest, last)
        for one in _FINER[grain]:
            if is_known((self.key, one, last)):
                finer = one
                break
        return once((self.key, grain, last), lambda: self._sums(self._until(last, finer), grain))

    def _sums(self, rows: list[tuple], grain: str) -> list[tuple]:
        sums: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        keys = 1 + self.width
        for row in rows:
            key = 0 if grain == "total" else _start(row[0], grain), *row[1:keys]
            others = sums.get(key)
            sums[key] = row[keys:] if others is None else tuple(map(add, others, row[keys:]))
        return [(*key, *values) for key, values in sums.items()]

    def _between(self, first: int, last: int) -> list[tuple]:
        units = once((self.key, "all"), lambda: sorted(self.read(self.oldest, self.newest)))
        begins, ends = _start(first, self.unit), last + 1  # of the units that are asked for whole
        before: list[tuple] = []
        after: list[tuple] = []
        if begins < first and first > self.oldest:
            begins = _next(first, self.unit)
            before = self._cut(first, min(begins - 1, last))
        if last < self.newest and _start(ends, self.unit) != ends:
            ends = _start(last, self.unit)
            after = self._cut(ends, last) if ends >= begins else []
        whole = units[bisect_left(units, (begins,)) : bisect_left(units, (ends,))]
        return [*before, *whole, *after]

    def _cut(self, first: int, last: int) -> list[tuple]:
        return once((self.key, first, last), lambda: self.read(first, last))


@lru_cache(5_000)
def _start(day: int, grain: str) -> int:
    return day_number(period_start(from_day_number(day), grain))


def _next(day: int, grain: str) -> int:
    return day_number(next_start(period_start(from_day_number(day), grain), grain))


@cache
def in_fractions(parts: tuple[Part, ...]) -> bool:
    """Whether one of the sums is of amounts that are no whole numbers: its last digits follow the order."""
    amounts = [part for part in parts if part.amount is not None]
    return any(not isinstance(expression(part).type, Integer) for part in amounts)


def known_days(connection: Connection, part: Part) -> tuple[int, int] | None:
    """The first and last day, after its lag, with rows by a part's date; None where there is no row."""
    fitting = find(part.dataset, str(part.dated), frozenset(), None)
    if fitting is None:
        return None
    prepared = _ends(backend_of(connection), fitting[1])
    ((first, last),) = once(("ends", fitting[1].name), lambda: prepared.rows(connection, {}))
    return None if first is None else (first + part.lag, last + part.lag)


@cache
def _ends(backend: Backend, table: Table) -> Prepared:
    # Two questions, each of which goes to one end of the key.
    both = (func.min(table.c.day), func.max(table.c.day))
    return backend.prepared(select(*(select(one).scalar_subquery() for one in both)))
