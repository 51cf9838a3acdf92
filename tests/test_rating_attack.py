"""Who asks for everything all day long cannot tell which case a rating's row is about."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.ingest import beat
from tests.hall_data import Store, application

BASE = "/api/v1"
DAY, NEXT = "2026-11-24", "2026-11-25"
PLACES = {("scjg", "W01", "hall"): 30, ("jyt", "W02", "online"): 12, ("fgw", "W03", "hall"): 4}
ENOUGH = 10
Place = tuple[str | None, ...]


class Poller:
    """Asks again and again, and remembers with which question each rating was first there."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.first_seen: dict[str, int] = {}
        self.rows: dict[str, Place] = {}
        self.by_place: list[Any] = []

    def ask(self, step: int) -> None:
        self.client.get(f"{BASE}/status")
        rows = self._data("datasets/evaluations/records?limit=1000")
        rows += self._data("indicators/ratings/rows?limit=1000")
        for row in rows:
            self.first_seen.setdefault(row["evaluation_no"], step)
            place = row["department"], row["window"], row["channel"]
            self.rows[row["evaluation_no"]] = place
        values = "indicators/ratings/values?grain=month&by="
        self.by_place.append([self._data(f"{values}{name}") for name in ("department", "window")])

    def _data(self, path: str) -> list[dict[str, Any]]:
        return self.client.get(f"{BASE}/{path}").json["data"]


def served(store: Store) -> list[tuple[Place, int]]:
    """The day's cases in five steps, each rated as it is completed: place and step of each."""
    told: list[tuple[Place, int]] = []
    for place, n in PLACES.items():
        told += [(place, i % 5) for i in range(n)]
    return sorted(told, key=lambda case: case[1])


def take_in(store: Store, all_cases: list[tuple[Place, int]], step: int) -> None:
    cases, ratings = [], []
    for n, (place, at) in enumerate(all_cases):
        if at == step:
            named = dict(zip(("department", "window", "channel"), place, strict=True))
            day = {"accepted_on": DAY, "completed_on": DAY, "item": "i"}
            cases.append({"case_no": f"C{n}", **named, **day})
            ratings.append({"evaluation_no": f"E{n}", "score": 5, "rated_on": DAY, **named})
    store.ingest("cases", cases)
    store.ingest("evaluations", ratings)


def test_no_row_of_a_rating_leaves_fewer_than_ten_cases(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_cases = served(store)
    with application(store) as server:
        poller = Poller(server.test_client())
        for step in range(5):
            take_in(store, all_cases, step)
            poller.ask(step)
        assert poller.rows == {}, "rows of the running day"
        places = {
            row.get("department") for asked in poller.by_place for row in asked[0] if row["value"]
        }
        assert places == {"none"}, "the running day's places"
        monkeypatch.setenv("HALL_NOW", f"{NEXT}T00:00:30+08:00")
        beat(store.engine)
        poller.ask(5)
    assert len(poller.rows) == len(all_cases)
    named = set(poller.rows.values()) - {(None, None, None)}
    candidates = [
        sum(
            (place == of if of in named else place not in named) and at <= poller.first_seen[id]
            for place, at in all_cases
        )
        for id, of in poller.rows.items()
    ]
    assert named, "a large cell keeps its place"
    assert min(candidates) >= ENOUGH
    # As it was published before: with its place, within the step in which it came.
    before = [sum(one == other for other in all_cases) for one in all_cases]
    assert sum(n < ENOUGH for n in before) == len(all_cases)
