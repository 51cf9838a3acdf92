"""What the queue publishes tells nobody what a clerk did in a quarter hour, however it is asked."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from data.catalog import DATASETS
from data.measures import Level
from tests.hall_data import Store, application

FLOWS = ("queue", "queue-waits")
DAY = "2026-11-20"


def quarter(hour: int, quarter: int, served: int, windows: int) -> dict[str, Any]:
    return {"on": DAY, "hour": hour, "quarter": f"q{quarter}", "taken": served, "served": served,
            "left": 0, "waiting": 0, "windows_open": windows}  # fmt: skip


def waits(hour: int, n: int, windows: int) -> dict[str, Any]:
    return {"on": DAY, "hour": hour, "wait_up_to": 5, "n": n, "windows_open": windows}


def test_no_flow_of_the_queue_is_told_by_floor() -> None:
    """What a floor takes and what waits there tell what it serves: so no flow names one, in no crossing."""
    for id in FLOWS:
        dataset = DATASETS[id]
        assert "floor" not in {field.id for field in dataset.fields}
        assert "floor" not in {dimension.id for dimension in dataset.dimensions}
    stated = DATASETS["queue-states"].indicators
    assert stated
    assert all(isinstance(indicator.measure, Level) for indicator in stated)


@pytest.mark.usefixtures("clock")
def test_what_few_windows_did_changes_no_answer(store: Store) -> None:
    """The noon of one window comes in beside a full morning: every answer is as it was before.

    So there is nothing to subtract. Lines are refused by what they say of the windows open, be it that
    none was open; those with three are as good as any.
    """
    store.ingest("queue", [quarter(9, 1, 40, 12), quarter(9, 2, 31, 12)])
    store.ingest("queue-waits", [waits(9, 71, 12)])
    before = _answers(store)
    for few in (0, 1, 2):
        entry = store.ingest("queue", [quarter(12, 1 + few, 7, few)])
        assert (entry.accepted, entry.rejected) == (0, 1)
        entry = store.ingest("queue-waits", [waits(12, 7, few)])
        assert (entry.accepted, entry.rejected) == (0, 1)
    assert _answers(store) == before
    assert store.ingest("queue", [quarter(12, 1, 7, 3)]).accepted == 1
    assert _answers(store) != before


def _answers(store: Store) -> dict[str, Any]:
    """Rows, facets, and every number by day and as a whole, by each dimension and each two."""
    seen: dict[str, Any] = {}
    with application(store) as site:
        client = site.test_client()
        for id in FLOWS:
            seen[id] = client.get(f"/api/v1/datasets/{id}/records").json["data"]
            for indicator in DATASETS[id].indicators:
                names = indicator.dimensions
                for by in ((), *((name,) for name in names), *combinations(names, 2)):
                    for grain in ("day", "total"):
                        asked = f"/api/v1/indicators/{indicator.id}/values?grain={grain}"
                        asked += f"&by={','.join(by)}" if by else ""
                        seen[asked] = client.get(asked).json["data"]
    return seen
