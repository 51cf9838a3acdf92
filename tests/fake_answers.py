"""An answers module with the shapes of the real one and hand-made numbers, for pages under test."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import flask
import numpy as np
import pytest

from api.answer.answers import Body, Live, OpenRequests, Query, Records, Values
from api.http import edge
from dashboard import create_dash
from dashboard.serve import live_views
from data.answers.day import _EMPTY
from data.definitions import Text
from data.questions import Checks
from data.store.identity import Mark


@dataclass(frozen=True)
class State:
    heartbeat: datetime | None
    demo: bool


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
    "counted_until": "2026-11-24T10:42:05+08:00",
    "silent": False,
    "open": True,
    "workday": True,
    "next_opening": "2026-11-24T13:00:00+08:00",
    "last_workday": "2026-11-23",
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
    "bad": {"n": 17, "rectified": 9, "not_upheld": 3, "pending": 5},
    "accepted_online": 812,
    "usual": {"completed_by_now": 1742, "accepted_by_now": 1900, "days": DAYS, "weekday": 1},
    "hours": hours(),
    "datasets": [
        {"dataset": id, "as_of": "2026-11-24T10:41:58+08:00", "reason": None}
        for id in ("cases", "evaluations", "disclosure-requests")
    ],
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
EMPTY: dict[str, Any] = {
    **_EMPTY,
    "datasets": [one | {"as_of": None, "reason": "no-data"} for one in LIVE["datasets"]],
    "open": True,
    "workday": True,
    "next_opening": "2026-11-24T13:00:00+08:00",
    "last_workday": "2026-11-23",
    "now": "2026-11-24T10:42:05+08:00",
}

# Of thirty days: indicator → value, numerator, denominator.
TOTALS: dict[str, tuple[Any, Any, Any]] = {
    "good-rating-rate": (0.98, 980, 1000),
    "bad-ratings": (20, None, None),
    "bad-ratings-rectified": (12, None, None),
    "bad-ratings-pending": (6, None, None),
    "bad-ratings-verified": (17, None, None),
    "bad-ratings-upheld": (15, None, None),
    "rectification-rate": (0.9, 45, 50),
    "actual-speed-up": (0.75, 750.0, 1000),
    "promised-speed-up": (0.6, 600, 1000),
    "early-rate": (0.95, 190, 200),
    "disclosure-on-time": (308 / 312, 308, 312),
    "answered-15s": (0.82, 4920, 6000),
    "off-day-served": (1043, None, None),
    "appointment-wait-median": (2, None, 1985),
}
NO_NAME = Text("–", "–")
TOTALS |= {
    "queue-wait-median": (240, None, 12_340),
    "appointments-standing": (1_043, None, None),
    "yellow-cards": (1_277, None, None),
    "red-cards": (126, None, None),
    "warnings": (12_277, None, None),
    "alerts-withdrawn": (1_113, None, None),
    "complaints-open": (112, None, None),
    "complaints-overdue": (12, None, None),
    "complaint-on-time": (0.9, 1_080, 1_200),
    "warning-resolved-rate": (0.9, 10_800, 12_000),
    "limits-cut": (180, None, None),
    "round-cut-1": (0.5, 850, 1700),
    "round-cut-2": (0.4, 340, 850),
    "cut-together": (0.7, 1190, 1700),
    "zero-handling-cut": (27, None, None),
    "joint-inspection-days-median": (3.5, None, 234),
    "joint-inspection-saved": (0.84, 840, 1000),
    "deferred-open": (2, None, None),
    "deferred-overdue": (1, None, None),
}
# Indicator → code, label, value.
BY_CODE: dict[str, list[tuple[str, Text, float]]] = {
    "ratings": [
        ("5", NO_NAME, 900),
        ("4", NO_NAME, 60),
        ("3", NO_NAME, 20),
        ("2", NO_NAME, 12),
        ("1", NO_NAME, 8),
    ],
    "cases-completed": [
        ("now", Text("当场办的事", "Done at once"), 900),
        ("land", Text("不动产转移登记", "Transfer of real estate"), 300),
        ("pass", Text("普通护照签发", "Ordinary passports"), 200),
    ],
    "items-kept": [
        ("approval", Text("行政审批", "administrative approval"), 89),
        ("service", Text("公共服务", "public service"), 43),
    ],
    "queue-wait-median": [(str(hour), NO_NAME, 240.0) for hour in (9, 10, 11, 13)],
    "tickets-taken": [(str(hour), NO_NAME, 1_320) for hour in (9, 10, 11, 13, 14, 15, 16)],
    "handling-days-median": [("now", NO_NAME, 0.0), ("land", NO_NAME, 5.5), ("pass", NO_NAME, 0.0)],
}
CHANGED = {"kept": 125, "merged": 47, "cancelled": 36, "delegated": 16, "changed": 9}
LISTED: dict[str, list[dict[str, Any]]] = {
    "item-changes": [
        {"round": "2025", "action": action, "kind": "approval"}
        for action, n in CHANGED.items()
        for _ in range(n)
    ],
    "time-commitments": [{}],
    "joint-inspections": [{}],
    "deferred-approvals": [{}],
    "items": [
        {"item": "now", "legal_days": 3, "promised_days": 0},
        {"item": "land", "legal_days": 30, "promised_days": 9},
        {"item": "pass", "legal_days": 15, "promised_days": 6},
    ],
    "windows": [
        {"window": "W01", "title_zh": "综合窗口", "title_en": "General", "floor": "1"},
        {"window": "W21", "title_zh": "不动产窗口", "title_en": "Real estate", "floor": "2"},
    ],
    "queue-states": [
        {
            "floor": "3",
            "on": "2026-11-24",
            "stated_at": "2026-11-24T10:31:00+08:00",
            "waiting": 1_107,
            "windows_open": 115,
        },
        {
            "floor": "2",
            "on": "2026-11-23",
            "stated_at": "2026-11-23T16:45:00+08:00",
            "waiting": 12,
            "windows_open": 19,
        },
        {
            "floor": "1",
            "on": "2026-11-24",
            "stated_at": "2026-11-24T09:45:00+08:00",
            "waiting": 20,
            "windows_open": 22,
        },
        {
            "floor": "-1",
            "on": "2026-11-24",
            "stated_at": "2026-11-24T10:31:00+08:00",
            "waiting": 0,
            "windows_open": 0,
        },
    ],
    "alerts": [{}],
    "complaints": [{}],
    "departments": [
        {"department": "gaj", "short_zh": "市公安局", "short_en": "Public Security"},
    ],
}


def request(number: str, standing: str, left: int | None, cells: str, **more: Any) -> dict:
    """An open request; a letter per working day: u(sed), o(ver), s(tood still), l(eft). The last that
    is not left is 24 November 2026; there is no holiday near."""
    kinds = {"u": "used", "o": "over", "s": "third_party", "l": "left"}
    gone = len(cells.rstrip("l"))
    days = np.busday_offset(np.datetime64("2026-11-24"), np.arange(len(cells)) - gone + 1)
    return {
        "request": number,
        "standing": standing,
        "used_days": sum(c in "uo" for c in cells),
        "left": left,
        "due_on": "2026-11-24" if left == 0 else None,
        "title": None,
        "topic": "治安管理",
        "department": "gaj",
        "department_label": "Municipal Public Security Bureau",
        "extension_days": 0,
        "cells": [{"date": str(day), "kind": kinds[c]} for day, c in zip(days, cells, strict=True)],
    } | more


OPEN = [
    request("YSQ20261026-001", "overdue", -2, "u" * 20 + "oo"),
    request("YSQ20261103-002", "due_soon", 0, "u" * 20),
    request("YSQ20261104-003", "due_soon", 1, "u" * 19 + "l"),
    request("YSQ20261106-004", "on_track", 8, "uuuussssuuuuuuuu" + "l" * 8),
    *(
        request(f"YSQ20261112-{n:03d}", "on_track", 8 + n, "u" * (12 - n) + "l" * (8 + n))
        for n in range(5, 9)
    ),
    request("YSQ20261113-009", "awaiting", None, "uuuss"),
]


def of_requests(found: list[dict]) -> dict[str, Any]:
    """The document of open requests."""
    standings = ("overdue", "due_soon", "on_track", "unknown", "stopped", "awaiting")
    counted = {s: sum(one["standing"] == s for one in found) for s in standings}
    return {
        "asked_on": "2026-11-24",
        "due_soon_days": 3,
        "summary": {"open": len(found), **counted},
        "requests": found,
    }


def days_of_a_year() -> list[dict[str, Any]]:
    """A year of days: five with many, two with few; the last is not over."""
    last = date(2026, 11, 24)
    begun = last - timedelta(days=365)
    days = (begun + timedelta(days=i) for i in range(366))
    return [
        {"period": f"{day}", "value": 3200 if day.weekday() < 5 else 340, "partial": day == last}
        for day in days
    ]


class Answers:
    """Stands in for `api.answer.answers`; a test changes `live`, `meta`, `version` and `heartbeat_age`."""

    Live = Live
    UNREADABLE = ()

    def __init__(self) -> None:
        self.live = copy.deepcopy(LIVE)
        self.meta = dict(META)
        self.totals, self.by_code = dict(TOTALS), dict(BY_CODE)
        self.requests = of_requests(OPEN)
        self.heartbeat_age: float | None = 2.0
        self.asked = 0
        self.made: dict[tuple[object, ...], bytes] = {}

    @property
    def version(self) -> int:
        return self.meta["data_version"]

    def data_version(self) -> int:
        return self.version

    def change(self, **values: Any) -> None:
        """New data: the version grows with it."""
        self.live.update(values)
        self.meta["data_version"] += 1

    def mark(self) -> Mark:
        return Mark("made up", self.version, "")

    def is_of_this_past(self, mark: Mark) -> bool:
        return mark.past == self.mark().past

    def last_seen(self) -> State:
        return self.state()

    def state(self) -> State:
        age, demo = self.heartbeat_age, self.meta["demo"]
        heartbeat = None if age is None else datetime.fromtimestamp(time.time() - age, UTC)
        return State(heartbeat, demo)

    def of_one_version(self, parts: Sequence[str], compute: Callable[[Any], bytes]) -> Body:
        key = (self.version, *parts)
        if key not in self.made:
            self.made[key] = compute(self.state())
        return Body(self.made[key], "")

    def answer(self, query: Query, lang: str = "zh") -> dict[str, Any]:
        self.asked += 1
        return {"data": self._data(query, lang), "meta": dict(self.meta), "links": {}}

    def _data(self, query: Query, lang: str) -> Any:
        match query:
            case Live():
                return copy.deepcopy(self.live)
            case OpenRequests():
                found = copy.deepcopy(self.requests)
                for one in found["requests"] if lang == "zh" else ():
                    one["department_label"] = "市公安局"
                return found
            case Checks():
                return [{"holds": n > 1} for n in range(128)]
            case Records(where=()):
                return LISTED.get(query.dataset, []) if self.live["day"] else []
            case Records():
                ((field, codes),) = query.where
                rows = LISTED.get(query.dataset, []) if self.live["day"] else []
                return [row for row in rows if row.get(field, codes[0]) in codes]
            case Values(by=(by,)):
                return [
                    {by: code, f"{by}_label": label[lang], "value": value, "denominator": 900}
                    for code, label, value in self.by_code.get(query.indicator, [])
                ]
            case Values(grain="day"):
                return days_of_a_year()
            case Values():
                found = self.totals.get(query.indicator)
                names = ("value", "numerator", "denominator")
                return [dict(zip(names, found, strict=True))] if found else []
        raise AssertionError(f"no answer prepared for {query}")


def installed(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Made-up answers in the place of the real ones, for as long as a test runs."""
    fake = Answers()
    for module in (live_views, edge):
        monkeypatch.setattr(module, "answers", fake)
    return fake


def pages() -> flask.Flask:
    """The pages alone, behind an edge."""
    server = flask.Flask("hall", static_folder=None)
    create_dash(server, edge.put_before(server))
    return server
