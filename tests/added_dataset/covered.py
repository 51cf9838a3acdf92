"""Run among the tests of a copy of the project that has the added catalogue files: what is claimed of
everything in the catalogue is claimed of them too, by rows made from their fields."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from data.catalog import DATASETS
from tests import (
    test_api,
    test_catalogue,
    test_data_pages,
    test_descriptors,
    test_formats,
    test_grid,
    test_made_rows,
    test_openapi,
    test_records,
    test_values,
)

ADDED = ("parking", "limits", "inspections", "inspection-steps", "staff-months")
IDS = {*ADDED, *(indicator.id for id in ADDED for indicator in DATASETS[id].indicators)}
MODULES = (
    test_api, test_catalogue, test_data_pages, test_descriptors, test_formats, test_grid,
    test_made_rows, test_openapi, test_records, test_values,
)  # fmt: skip
# Counted from the `rows` as somebody wrote down for each indicator.
BY_HAND = "rows"
# Which words the catalogue has that is shipped.
OF_THE_SHIPPED = ("test_the_unit_of_an_indicator_is_one_word_for_what_it_counts",)


def contracts() -> Iterator[tuple[str, Any, list[dict[str, Any]]]]:
    """The contracts over the catalogue, each with its cases that are of an added dataset."""
    for module in MODULES:
        for name, test in inspect.getmembers(module, inspect.isfunction):
            cases = [c for c in getattr(test, "cases", ()) if IDS & {*map(str, c.values())}]
            by_hand = BY_HAND in inspect.signature(test).parameters
            if cases and not by_hand and name not in OF_THE_SHIPPED:
                yield f"{module.__name__}::{name}", test.of_one_case, cases


CONTRACTS = {name: (claim, cases) for name, claim, cases in contracts()}


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_holds_for_what_was_added(
    request: pytest.FixtureRequest, subtests: pytest.Subtests, name: str
) -> None:
    claim, cases = CONTRACTS[name]
    wanted = [fixture for fixture in inspect.signature(claim).parameters if fixture not in cases[0]]
    fixtures = {fixture: request.getfixturevalue(fixture) for fixture in wanted}
    for case in cases:
        with subtests.test(**case):
            claim(**fixtures, **case)


def test_the_contracts_are_of_all_that_was_added() -> None:
    """Of each dataset and each indicator something is claimed, and not of the catalogue alone."""
    claimed = {str(value) for _, cases in CONTRACTS.values() for c in cases for value in c.values()}
    assert claimed >= IDS
    assert len(CONTRACTS) > 12


@pytest.mark.parametrize("id", ADDED)
def test_the_sample_has_rows_of_what_was_added(client: Any, id: str) -> None:
    assert client.get(f"/api/v1/datasets/{id}/records").json["meta"]["total"] > 0
