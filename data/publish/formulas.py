"""An indicator's formula as data: its kind of measure, by which dates, over which rows, of which amounts."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from typing import Any

from data.catalog import OWNERS, owner
from data.definitions import Dataset, Indicator
from data.measures import Flow
from data.publish.expressions import Node, expression, fields_of
from data.publish.manifest import sha256


def formula(indicator: Indicator) -> Node:
    """The kind of measure with its members, conditions and amounts as nodes (see `expressions`).

    `settled` leaves out rows dated on the day of publication or later, `matured` those dated later.
    """
    dataset = OWNERS[indicator.id]
    members = {
        one.name: _member(getattr(indicator.measure, one.name), dataset)
        for one in dataclasses.fields(indicator.measure)  # type: ignore[arg-type]
    }
    return {
        "kind": type(indicator.measure).__name__,
        **{name: value for name, value in members.items() if value is not None},
        "dated": indicator.dated,
        "settled": indicator.settled,
        "matured": indicator.matured,
        "unit": indicator.unit,
    }


def _member(value: Any, dataset: Dataset) -> Any:
    if callable(value):
        return expression(value, dataset.id)
    if isinstance(value, Flow):
        members = {
            one.name: _member(getattr(value, one.name), dataset) for one in dataclasses.fields(Flow)
        }
        return {name: member for name, member in members.items() if member is not None}
    return value


@cache
def fingerprint(indicator: Indicator) -> str:
    """What tells another formula: the hash of this one, and of all that it is made of."""
    dataset = owner(indicator)
    dimensions = [
        (name, dataset.dimension(name).column(indicator.dated)) for name in indicator.dimensions
    ]
    text = json.dumps([formula(indicator), dimensions], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode())[:16]


def looks_at(indicator: Indicator) -> set[str]:
    """The fields of its dataset that decide its value."""
    tree = formula(indicator)
    return fields_of(tree) | indicator.measure.fields() | indicator.measure.dates(indicator)


def hidden(indicator: Indicator) -> dict[str, list[str]]:
    """Why rows as published do not give the value: fields that are not, or are by the month or day only.

    Empty where they do.
    """
    dataset = OWNERS[indicator.id]
    fields = [dataset.field(name) for name in sorted(looks_at(indicator))]
    reasons = {
        "unpublished": [f.id for f in fields if not f.published],
        "coarse": [f.id for f in fields if f.published and f.coarse],
    }
    return {why: names for why, names in reasons.items() if names}
