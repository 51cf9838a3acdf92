"""The indicators of items' guides, counted row by row from their words (see `tests.recount`)."""

from __future__ import annotations

from tests.flows import Test


def _in_force(dataset: str, since: str, until: str) -> tuple[str, str, str, int, int, Test]:
    """As those of the reform; the last day is a day in force."""
    return dataset, since, until, 0, 1, lambda r: True


STOCKS = {
    "forms-in-force": _in_force("item-forms", "valid_from", "valid_until"),
    "papers-in-force": _in_force("item-papers", "valid_from", "valid_until"),
    "windows-open": _in_force("windows", "opened_on", "closed_on"),
}
LISTS = ("forms-available", "papers-per-item", "papers-shared-rate")
