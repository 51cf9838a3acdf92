"""An answers module with the shapes of the real one and hand-made numbers, for pages under test."""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from data.overview import _EMPTY


@dataclass(frozen=True)
class Live:
    day: date | None = None


@dataclass(frozen=True)
class State:
    heartbeat: datetime | None


USUAL = [
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    602,
    790,
    838,
    758,
    330,
    250,
    618,
    798,
    658,
    310,
    12,
    4,
    0,
    0,
    0,
    0,
]
DONE = {8: 612, 9: 837, 10: 397}


def hours(now: int | None = 10) -> list[dict[str, Any]]:
    rows = []
    for h, usual in enumerate(USUAL):
        past = now is None or h <= now
        rows.append(
            {
                "hour": h,
                "completed": DONE.get(h, 0) if past else None,
                "accepted": round(DONE.get(h, 0) * 1.09) if past else None,
                "usual": usual or None,
                "partial": h == now,
            }
        )
    return rows


DAYS = [
    f"2026-{day}"
    for day in ("11-17", "11-10", "11-03", "10-27", "10-20", "10-13", "09-29", "09-22")
]
LIVE: dict[str, Any] = {
    "day": "2026-11-24",
    "is_today": True,
    "open": True,
    "now": "2026-11-24T10:42:05+08:00",
    "accepted": 2013,
    "completed": 1846,
    "in_progress": 4377,
    "overdue": 3,
    "on_time": {"value": 1843 / 1846, "numerator": 1843, "denominator": 1846},
    "good": {"value": 1187 / 1204, "numerator": 1187, "denominator": 1204},
    "ratings": 1204,
    "scores": [
        {"score": 5, "n": 1021},
        {"score": 4, "n": 131},
        {"score": 3, "n": 35},
        {"score": 2, "n": 12},
        {"score": 1, "n": 5},
    ],
    "bad": {"n": 17, "rectified": 9, "pending": 8},
    "accepted_online": 812,
    "usual": {"completed_by_now": 1742, "accepted_by_now": 1900, "days": DAYS, "weekday": 1},
    "hours": hours(),
    "disclosure": {
        "open": 27,
        "overdue": 1,
        "due_soon": 3,
        "on_time_year": {"value": 308 / 312, "numerator": 308, "denominator": 312},
    },
}
META: dict[str, Any] = {
    "data_version": 18204,
    "as_of": "2026-11-24T10:41:58+08:00",
    "demo": True,
    "licence": "CC-BY-4.0",
}
EMPTY: dict[str, Any] = {**_EMPTY, "open": True, "now": "2026-11-24T10:42:05+08:00"}


class Answers:
    """Stands in for `api.answers`; a test changes `live`, `meta`, `version` and `heartbeat_age`."""

    Live = Live

    def __init__(self) -> None:
        self.live = copy.deepcopy(LIVE)
        self.meta = dict(META)
        self.heartbeat_age: float | None = 2.0
        self.asked = 0

    @property
    def version(self) -> int:
        return self.meta["data_version"]

    def data_version(self) -> int:
        return self.version

    def change(self, **values: Any) -> None:
        """New data: the version grows with it."""
        self.live.update(values)
        self.meta["data_version"] += 1

    def state(self) -> State:
        if self.heartbeat_age is None:
            return State(None)
        return State(datetime.fromtimestamp(time.time() - self.heartbeat_age, UTC))

    def answer(self, query: Live, lang: str = "zh") -> dict[str, Any]:
        self.asked += 1
        data = copy.deepcopy(self.live)
        return {"data": data, "meta": dict(self.meta), "links": {}}
