"""Rows by a date, as `tests.recount` counts them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Test = Callable[[Row], bool]


@dataclass(frozen=True)
class Flow:
    """Rows by a date: those considered, those that count, and what each adds if not one."""

    dataset: str
    dated: str
    counts: Test = lambda r: True
    considered: Test = lambda r: True
    adds: Callable[[Row], float] | None = None
    over: Callable[[Row], float] | None = None
    settled: bool = False
    matured: bool = False


def given(*names: str) -> Test:
    return lambda r: all(r[n] is not None for n in names)


def by(done: str, due: str) -> Test:
    return lambda r: r[done] is not None and r[done] <= r[due]
