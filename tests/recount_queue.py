"""The indicators of the queue, counted row by row from their words (see `tests.recount`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

from tests.flows import Flow, Row

QUEUE, WAITS, STATES = "queue", "queue-waits", "queue-states"

SUMS = {
    "tickets-taken": Flow(QUEUE, "on", adds=lambda r: r["taken"]),
    "tickets-served": Flow(QUEUE, "on", adds=lambda r: r["served"]),
}
RATIOS = {
    "tickets-left-rate": Flow(
        QUEUE, "on", adds=lambda r: r["left"], over=lambda r: r["served"] + r["left"]
    ),
}
# Each row stands for so many tickets.
WEIGHTED = {"queue-wait-median": 0.5, "queue-wait-p90": 0.9}
LEVELS = {"waiting-now": "waiting", "windows-open-now": "windows_open"}
KNOWN = (*WEIGHTED, *LEVELS)

Answer = tuple[float | None, float | None, float | None]


def recount(
    rows: Mapping[str, list[dict[str, Any]]],
    indicator: str,
    first: int,
    last: int,
    holds: Callable[[Row, str], bool],
) -> Answer:
    """A weighted quantile or a level of the days from `first` to `last`, of the rows that hold."""

    def of(dataset: str) -> list[dict[str, Any]]:
        return [r for r in rows[dataset] if first <= r["on"] <= last]

    if indicator in WEIGHTED:
        waits = [r["wait_up_to"] for r in of(WAITS) if holds(r, "on") for _ in range(r["n"])]
        if not waits:
            return None, None, None
        return sorted(waits)[ceil(WEIGHTED[indicator] * len(waits)) - 1], None, len(waits)
    stated = of(STATES)
    if not stated:
        return None, None, None
    newest = {r["floor"]: r["on"] for r in sorted(stated, key=lambda r: r["on"])}
    return (
        sum(
            r[LEVELS[indicator]] for r in stated if newest[r["floor"]] == r["on"] and holds(r, "on")
        ),
        None,
        None,
    )
