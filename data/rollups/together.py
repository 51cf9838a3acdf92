"""Sums read once for many questions about one state of the store.

Whoever asks for all numbers there are, as publishing does, asks a rollup a hundred times for one of its columns
each. Within `read_together` a thread reads all columns of a rollup at once for the first of such questions,
and remembers them, and all else that is put here, for the others. It is for one connection, whose state stays.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_remembered: ContextVar[dict[Hashable, Any] | None] = ContextVar("_remembered", default=None)


@contextmanager
def read_together() -> Iterator[None]:
    """Remember in this thread what is read, until the end of the block."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def is_active() -> bool:
    """Whether what is read now is remembered."""
    return _remembered.get() is not None


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives; within `read_together` made once for each key."""
    remembered = _remembered.get()
    if remembered is None:
        return make()
    if key not in remembered:
        remembered[key] = make()
    return remembered[key]


def columns(rows: Sequence[tuple], width: int, places: Sequence[int]) -> list[tuple]:
    """Of rows with `width` keys and all sums after them the keys, and the sums at these places."""
    if len(places) == 1:
        at = width + places[0]
        return [(*row[:width], row[at]) for row in rows]
    return [(*row[:width], *(row[width + place] for place in places)) for row in rows]
