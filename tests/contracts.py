"""What holds for everything in the catalogue, claimed in one test that names every case it fails for.

As items of their own the cases were two thirds of all tests; each worker collects every item.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterable
from datetime import date
from html import unescape
from typing import Any, TypeVar

import pytest

from data.answers.records.behind_values import proof_grain
from data.answers.whole_periods import finest_by, widened
from data.catalog import DATASETS, INDICATORS, owner
from data.definitions import Dataset, Grain, not_finer

Case = dict[str, Any]
T = TypeVar("T")
# Of the others only numbers leave: their records, and those behind a number, are withheld.
WITH_RECORDS = [id for id, dataset in DATASETS.items() if dataset.records]
TRACEABLE = [id for id, one in INDICATORS.items() if owner(one).records]


def no_finer(indicator: str, grain: Grain, *by: str) -> Grain:
    """The grain, or the finest by which the indicator is published: some figures are monthly."""
    grains = not_finer(finest_by(owner(INDICATORS[indicator]), by))
    return grain if grain in grains else grains[0]


def listed_span(indicator: str, first: str, last: str) -> dict[str, str]:
    """`from` and `to`; the whole months that they lie in where rows tell no more than theirs."""
    ends = widened(date.fromisoformat(first), date.fromisoformat(last), proof_grain(indicator))
    return dict(zip(("from", "to"), map(str, ends), strict=True))


class Ring:
    """Which cases of a contract are tried: all, or (`make test`) one of those that are alike."""

    one_of_a_kind = False


def one_in(n: int, cases: Iterable[Any]) -> list[Any]:
    """As parameters of a test: of `n` cases `make test` tries the first, `make test-all` every one."""
    full = pytest.mark.full
    return [pytest.param(c, marks=full) if number % n else c for number, c in enumerate(cases)]


def some(cases: Iterable[T], n: int) -> list[T]:
    """Of `n` cases that a test goes over the first in `make test`; in `make test-all` every one."""
    return list(cases)[:: n if Ring.one_of_a_kind else 1]


def kind_of(case: Case) -> tuple[Any, ...]:
    """What tells a case from others: ids of the catalogue stand for what they were declared as.

    Two sums of yuan by department, of months and without control, go the same way through the code.
    """
    dataset = next((d for value in case.values() if (d := _dataset_of(value))), None)
    return tuple(_kind(value, dataset) for value in case.values())


def _dataset_of(value: Any) -> Dataset | None:
    if not isinstance(value, str):
        return None
    return owner(INDICATORS[value]) if value in INDICATORS else DATASETS.get(value)


def _kind(value: Any, dataset: Dataset | None) -> Any:
    if not isinstance(value, str):
        return repr(value)
    if value in INDICATORS:
        one = INDICATORS[value]
        of = (type(one.measure).__name__, one.unit, one.dated is None, one.settled, one.matured)
        return (*of, bool(one.dimensions), _kind_of_dataset(owner(one)))
    if value in DATASETS:
        return _kind_of_dataset(DATASETS[value])
    if operation := next((id for id in _OPERATIONS if value.startswith(f"{id}_")), None):
        return _kind_of_dataset(_OPERATIONS[operation]), value.removeprefix(operation)
    fields = {f.id: f for f in dataset.fields} if dataset else {}
    if field := fields.get(value.removeprefix("-")):
        return value[:1] == "-", field.type, bool(field.refers), field.required
    return value


def _kind_of_dataset(one: Dataset) -> tuple[Any, ...]:
    marks = (one.reference, one.control, one.next_day, one.listed_from, one.valid, one.expects)
    return (*map(bool, marks), one.grain, one.order, one.records, one.published)


# `cases_facets_json`: the operations of a dataset begin with its id.
_OPERATIONS = {
    id.replace("-", "_"): DATASETS[id] for id in sorted(DATASETS, key=lambda id: (-len(id), id))
}


def tried(cases: list[Case]) -> list[Case]:
    """The cases that this run tries."""
    if not Ring.one_of_a_kind:
        return cases
    return list({kind_of(case): case for case in reversed(cases)}.values())[::-1]


def for_each(names: str | tuple[str, ...], values: Iterable[Any]) -> Callable[..., Any]:
    """Like `pytest.mark.parametrize`, but the cases are run inside one test.

    `make test` tries one case of each kind (`kind_of`), CI all of them. They share the test's
    fixtures, so what a fixture gives is only read. Two of these, one above the
    other, give every combination. An empty list of values is an error, not a test skipped.
    """
    if isinstance(names, str):
        rows = [{names: value} for value in values]
    else:
        rows = [dict(zip(names, value, strict=True)) for value in values]
    assert rows, f"no case of {names}"

    def around(test: Callable[..., None]) -> Callable[..., None]:
        inner: Callable[..., None] = getattr(test, "of_one_case", test)
        cases: list[Case] = [
            {**row, **case} for row in rows for case in getattr(test, "cases", [{}])
        ]

        @functools.wraps(inner)
        def whole(subtests: pytest.Subtests, **fixtures: Any) -> None:
            for case in tried(cases):
                with subtests.test(**case):
                    inner(**fixtures, **case)

        of_fixtures = [
            parameter
            for name, parameter in inspect.signature(inner).parameters.items()
            if name not in cases[0]
        ]
        subtests = inspect.Parameter("subtests", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        whole.__dict__ |= {
            "of_one_case": inner,
            "cases": cases,
            "__signature__": inspect.Signature([subtests, *of_fixtures]),
        }
        return whole

    return around


def offered(client: Any, page: str) -> list[str]:
    """What a page offers of itself: a link of each kind, and the first code of each of its filters."""
    text = unescape(client.get(page).text)
    links = {at for at in re.findall(r'href="([^"]+)"', text) if at.startswith(f"{page}?")}
    for name, options in re.findall(r'<select id="(\w+)-field"(.*?)</select>', text, re.DOTALL):
        codes = re.findall(r'<option value="([^"]+)"', options)
        links |= {f"{page}?{name}={code}" for code in codes[:1]}
    return sorted({re.sub(r"=[^&]*", "", at): at for at in sorted(links)}.values())
