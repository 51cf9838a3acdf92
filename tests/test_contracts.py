"""A test that goes through many cases goes through all of them and names those that fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.contracts import for_each


class Recorded:
    """Stands for pytest's `subtests`: which cases there were, and which of them failed."""

    def __init__(self) -> None:
        self.cases: list[dict[str, Any]] = []
        self.failed: list[dict[str, Any]] = []

    @contextmanager
    def test(self, **case: Any) -> Iterator[None]:
        self.cases.append(case)
        try:
            yield
        except AssertionError:
            self.failed.append(case)


def test_every_combination_is_tried_and_each_that_fails_is_named() -> None:
    @for_each("suffix", ["csv", "xlsx"])
    @for_each(("id", "most"), [("a", 1), ("b", 2)])
    def claim(least: int, id: str, most: int, suffix: str) -> None:
        assert least <= most
        assert (id, suffix) != ("b", "csv")

    recorded = Recorded()
    claim(subtests=recorded, least=2)
    of = [(case["id"], case["suffix"]) for case in recorded.cases]
    assert sorted(of) == [("a", "csv"), ("a", "xlsx"), ("b", "csv"), ("b", "xlsx")]
    failed = [(case["id"], case["suffix"]) for case in recorded.failed]
    assert sorted(failed) == [("a", "csv"), ("a", "xlsx"), ("b", "csv")]


def test_a_contract_over_nothing_is_refused() -> None:
    with pytest.raises(AssertionError, match="no case of id"):
        for_each("id", [])
