"""Who asks for everything all day long cannot tell which case a rating is about, by rows or by numbers."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

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


def test_no_row_of_a_rating_leaves_fewer_than_ten_cases(store: Store, clock: Any) -> None:
    all_cases = served(store)
    with application(store) as server:
        poller = Poller(server.test_client())
        for step in range(5):
            clock(f"{DAY}T1{step}:00:00+08:00")
            take_in(store, all_cases, step)
            poller.ask(step)
        assert poller.rows == {}, "rows of the running day"
        places = {
            row.get("department") for asked in poller.by_place for row in asked[0] if row["value"]
        }
        assert places == {"none"}, "the running day's places"
        clock(f"{NEXT}T00:00:30+08:00")
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


MORNING = datetime(2026, 11, 24, 9)
MINUTES = 120


def minute(n: int) -> str:
    return f"{MORNING + timedelta(minutes=n):%Y-%m-%dT%H:%M}:00+08:00"


def figures(client: Any) -> list[Any]:
    """All that is said of the day's ratings in numbers, and of how recent they are."""
    live = client.get(f"{BASE}/live").json["data"]
    of_live = [live[name] for name in ("ratings", "scores", "good", "bad")]
    as_of = [one["as_of"] for one in live["datasets"] if one["dataset"] == "evaluations"]
    asked = ("grain=day&by=score", "grain=total", "grain=month&by=department")
    values = [
        client.get(f"{BASE}/indicators/ratings/values?{query}").json["data"] for query in asked
    ]
    every = client.get(f"{BASE}/status").json["data"]["datasets"]
    (status,) = [one for one in every if one["dataset"] == "evaluations"]
    return [of_live, as_of, values, status["rows"], status["newest_event"], status["newest_batch"]]


def test_no_number_of_the_running_day_leaves_fewer_than_ten_cases(store: Store, clock: Any) -> None:
    """A case a minute or two, most of them rated a minute later; a look at everything each minute."""
    draw = random.Random(5)
    completed = sorted(draw.sample(range(MINUTES - 1), 75))
    rated = [at for at in completed if draw.random() < 0.7]
    day = {"department": "scjg", "window": "W01", "channel": "hall"}
    clock(minute(0))
    store.ingest("cases", [day | {"case_no": "C", "item": "i", "accepted_on": DAY}])
    moves: list[tuple[int, int]] = []
    with application(store) as server:
        client: Any = server.test_client()
        before = figures(client)
        for n in range(MINUTES + 1):
            clock(minute(n))
            rows = [
                day | {"evaluation_no": f"E{at}", "score": draw.randint(1, 5), "rated_on": DAY}
                for at in rated
                if at == n - 1
            ]
            if rows:
                store.ingest("evaluations", rows)
            beat(store.engine)
            if (now := figures(client)) != before:
                moves.append((n, now[0][0]))
                before = now
        clock(f"{NEXT}T00:00:00+08:00")
        beat(store.engine)
        live = client.get(f"{BASE}/live?day={DAY}").json["data"]
        moves.append((24 * 60, live["ratings"]))
    assert moves[-1][1] == len(rated)
    assert len(moves) > 2
    assert all(later - earlier >= 15 for (earlier, _), (later, _) in pairwise(moves))
    # Even who knew the first and the last rating of a step could not tell the others' cases.
    groups = [rated[first:last] for (_, first), (_, last) in pairwise([(0, 0), *moves])]
    candidates = [sum(of[0] <= at <= of[-1] for at in completed) for of in groups for _ in of]
    assert min(candidates) >= ENOUGH
    # As it was before: with the minute in which it came.
    assert all(sum(at == one for at in completed) < ENOUGH for one in rated)
