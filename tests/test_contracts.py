"""A test that goes through many cases goes through all of them and names those that fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from data.catalog import DATASETS, INDICATORS, owner
from tests import contracts
from tests.contracts import for_each, kind_of, tried


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


def test_the_quick_ring_tries_one_of_each_kind_and_the_whole_one_everything(monkeypatch) -> None:
    cases = [{"id": id} for id in INDICATORS]
    monkeypatch.setattr(contracts.Ring, "one_of_a_kind", False)
    assert tried(cases) == cases
    monkeypatch.setattr(contracts.Ring, "one_of_a_kind", True)
    few = tried(cases)
    assert {kind_of(case) for case in few} == {kind_of(case) for case in cases}
    assert len(few) < len(cases) / 2
    measures = {type(INDICATORS[case["id"]].measure) for case in few}
    assert measures == {type(one.measure) for one in INDICATORS.values()}
    assert any(owner(INDICATORS[case["id"]]).control for case in few)
    plain = [{"path": path} for path in ("/a", "/b")]
    assert tried(plain) == plain
    sorts = [{"dataset": id, "sort": id} for id in DATASETS]
    assert len(tried(sorts)) < len(sorts)
