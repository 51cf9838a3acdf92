"""Which cells of a bulletin differ from those of an edition of the same month: then X, now Y."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Change = dict[str, Any]
# What of a cell is a number; bounds follow from these.
_NUMBERS = ("value", "numerator", "denominator")


def cells(bulletin: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any], Any]]:
    """Every cell: its name, the month it is of, the number that it belongs to, and itself."""
    names = [one["month"] for one in bulletin["months"]]
    for section in bulletin["sections"]:
        for table in section["tables"]:
            for row in table["rows"]:
                for number in row["numbers"]:
                    what = number["indicator"] or row["key"]
                    for month, cell in zip(names, number["cells"], strict=True):
                        name = f"{table['id']}/{row['key']}/{what}/{month}"
                        yield name, month, number, cell


def changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """The cells that differ, in the order of the newer one; a line that is gone or new has None there."""
    before = {name: (number, cell) for name, _, number, cell in cells(then)}
    found: list[Change] = []
    for name, month, number, cell in cells(now):
        old = before.pop(name, None)
        if old is None or _numbers(old[1]) != _numbers(cell):
            found.append(_change(name, month, number, old and old[1], cell))
    for name, (number, cell) in before.items():
        found.append(_change(name, name.rpartition("/")[2], number, cell, None))
    return found


def _numbers(cell: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(cell[name] for name in _NUMBERS)


def _change(name: str, month: str, number: Mapping[str, Any], then: Any, now: Any) -> Change:
    return {
        "cell": name,
        "month": month,
        "indicator": number["indicator"],
        "where": number["where"],
        "label": number["label"],
        "unit": number["unit"],
        "favourable": number["favourable"],
        "then": then and {key: then[key] for key in _NUMBERS},
        "now": now and {key: now[key] for key in _NUMBERS},
    }
