"""The sums that a dataset declares equal (`Dataset.identities`), held against its numbers month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data.answers.values import Value, values
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Dataset, Identity
from data.definitions.measure import Number
from data.questions import Values

GRAIN = "month"


@dataclass(frozen=True)
class Check:
    """One identity in one period; a month by its name, such as 2026-11.

    `left` and `right`: indicator → its value, None where it has none. `holds` is None where a value
    is missing, `reason` then says why.
    """

    dataset: Dataset
    identity: Identity
    period: str
    partial: bool
    left: Mapping[str, Number | None]
    right: Mapping[str, Number | None]
    reason: str | None

    @property
    def sums(self) -> tuple[Number | None, Number | None]:
        """Both sides; None for one that lacks a part."""
        return _sum(self.left), _sum(self.right)

    @property
    def holds(self) -> bool | None:
        """Whether both sides are equal; None where one of them is not known."""
        left, right = self.sums
        return None if left is None or right is None else left == right


def checks(connection: Connection, today: date) -> list[Check]:
    """Every published identity in every month that its dataset covers, in order of time."""
    return [
        check
        for dataset in PUBLISHED.values()
        for identity in dataset.identities
        if {*identity.left, *identity.right} <= set(PUBLISHED_INDICATORS)
        for check in _months(connection, dataset, identity, today)
    ]


def _months(
    connection: Connection, dataset: Dataset, identity: Identity, today: date
) -> Iterator[Check]:
    by_indicator = {
        id: _by_month(connection, id, today) for id in (*identity.left, *identity.right)
    }
    for name in sorted({name for months in by_indicator.values() for name in months}):
        here = {id: months.get(name) for id, months in by_indicator.items()}
        present = [value for value in here.values() if value]
        yield Check(
            dataset,
            identity,
            name,
            any(value.partial for value in present),
            {id: _value(here[id]) for id in identity.left},
            {id: _value(here[id]) for id in identity.right},
            next((value.reason for value in present if value.reason), None),
        )


def _by_month(connection: Connection, indicator: str, today: date) -> dict[str, Value]:
    answer = values(connection, Values(indicator, grain=GRAIN), today)
    return {value.period.name: value for value in answer if value.period}


def _value(value: Value | None) -> Number | None:
    return value.value if value else None


def _sum(parts: Mapping[str, Number | None]) -> Number | None:
    numbers = [value for value in parts.values() if value is not None]
    return sum(numbers) if len(numbers) == len(parts) else None
