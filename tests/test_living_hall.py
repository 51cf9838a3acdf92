"""What is said of the hall now, in each of its states: a floor that is silent has an old number, and never a 0."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from api.answer.answers import Records, Values
from dashboard.asking import living_hall
from dashboard.parts.sections import floors
from dashboard.wall.living import hall as scene
from data.answers.opening import opening
from data.rules.workdays import china
from tests.fake_answers import LIVE

TUESDAY, SATURDAY = "2026-11-24", "2026-11-28"


def asking(states: list[dict[str, Any]], medians: dict[int, tuple[float, int]]) -> Any:
    """Answers with these reports, and medians by hour with their numbers of tickets."""

    def ask(query: Any) -> Any:
        match query:
            case Records("queue-states"):
                return {"data": states}
            case Values("queue-wait-median", by=("hour",)):
                rows = [{"hour": str(h), "value": v, "denominator": n} for h, (v, n) in medians.items()]  # fmt: skip
                return {"data": rows}
            case Values("queue-wait-median"):
                return {"data": [{"value": 7, "denominator": sum(n for _, n in medians.values())}]}
            case Values(by=("hour",)):
                return {"data": [{"hour": "9", "value": 120}]}
            case Values():
                return {"data": [{"value": 43}]}
        raise AssertionError(query)

    return ask


def report(floor: str, at: str, waiting: int = 14, windows: int = 21) -> dict[str, Any]:
    return {"floor": floor, "stated_at": f"{at}:00+08:00", "waiting": waiting, "windows_open": windows}  # fmt: skip


def live(at: str) -> dict[str, Any]:
    now = datetime.fromisoformat(f"{at}:00+08:00")
    return LIVE | {"now": now.isoformat()} | opening(china(), now)


def shown(at: str, *states: dict[str, Any], medians: Any = None, lang: Any = "zh") -> Any:
    """The scene's view."""
    ask = asking(list(states), medians or {9: (5, 340)})
    return scene.view(ask, {"data": live(at)}, lang)


@pytest.mark.parametrize(
    ("now", "stated", "windows", "standing", "state", "waiting"),
    [
        (f"{TUESDAY}T10:42", f"{TUESDAY}T10:31", 21, "open", "开放", "14"),
        (f"{TUESDAY}T10:42", f"{TUESDAY}T10:31", 0, "unstaffed", "无开放窗口", "14"),
        (f"{TUESDAY}T10:42", f"{TUESDAY}T10:12", 21, "open", "开放", "14"),
        (f"{TUESDAY}T10:43", f"{TUESDAY}T10:12", 21, "silent", "10:12后无报告", "14"),
        (f"{TUESDAY}T10:42", "2026-11-23T16:45", 21, "silent", "今天无报告", "—"),
        (f"{TUESDAY}T09:10", "2026-11-23T16:45", 21, "awaited", "刚开门", "—"),
        (f"{TUESDAY}T07:10", "2026-11-23T16:45", 21, "closed", "未开放", "—"),
        (f"{TUESDAY}T12:20", f"{TUESDAY}T12:00", 21, "closed", "未开放", "—"),
        (f"{TUESDAY}T18:30", f"{TUESDAY}T17:00", 21, "closed", "未开放", "—"),
        (f"{SATURDAY}T10:00", f"{SATURDAY}T09:50", 21, "closed", "未开放", "—"),
    ],
)  # fmt: skip
def test_a_floor_is_what_it_last_stated_for_half_an_hour(now, stated, windows, standing, state, waiting):  # fmt: skip
    found = living_hall.gather(asking([report("1", stated, windows=windows)], {}), live(now))
    assert found
    (floor,) = found.floors
    assert floor.standing == standing
    assert floors.state(floor, "zh") == state
    assert floors.number(floor, floor.waiting) == waiting


def test_what_is_silent_is_in_no_sum_and_the_sum_says_so():
    at = f"{TUESDAY}T10:42"
    view = shown(at, report("1", f"{TUESDAY}T10:31", 14), report("2", f"{TUESDAY}T09:45", 30))
    assert view["wall-hall-waiting"]["children"] == "14"
    assert view["wall-hall-waiting-note"]["children"] == "开放21个窗口，不含2楼"


def test_of_a_hall_that_is_silent_the_old_number_stands_greyed_and_dated():
    at = f"{TUESDAY}T10:42"
    view = shown(at, report("1", f"{TUESDAY}T09:30", 14), report("2", f"{TUESDAY}T09:45", 30))
    assert view["wall-hall-waiting"] == {"children": "44", "className": "n old"}
    assert view["wall-hall-waiting-note"] == {"children": "截至09:30", "className": "note late"}
    view = shown(at, report("1", "2026-11-23T16:45", 0))
    assert view["wall-hall-waiting"]["children"] == "—"


def test_the_wait_is_of_the_last_whole_hour_with_enough_and_never_of_few():
    here = report("1", f"{TUESDAY}T10:31")
    at = f"{TUESDAY}T10:42"
    view = shown(at, here, medians={8: (3, 300), 9: (5, 340), 10: (20, 90)})
    assert view["wall-hall-wait"]["children"] == "5"
    assert view["wall-hall-label"]["children"] == "上午9时叫到的号，一半等候不超过"
    assert view["wall-hall-note"]["children"] == "N = 340"
    for few in ({9: (5, 29)}, {7: (5, 340)}, {10: (5, 340)}):
        view = shown(at, here, medians=few)
        assert view["wall-hall-wait"]["children"] == "—"
        assert view["wall-hall-note"]["children"] == "近两小时叫到的号太少"


def test_while_the_windows_are_not_open_yet_the_scene_says_when_and_afterwards_how_the_day_was():
    here = report("1", "2026-11-23T16:45")
    assert shown(f"{TUESDAY}T07:10", here)["wall-hall-wait"]["children"] == "9:00"
    assert shown(f"{SATURDAY}T07:10", here, lang="en")["wall-hall-wait"]["children"] == "Mon 9:00"
    after = shown(f"{TUESDAY}T18:30", here)
    assert after["wall-hall-label"]["children"] == "今天叫到的号，一半等候不超过"
    assert (after["wall-hall-wait"]["children"], after["wall-hall-note"]["children"]) == ("7", "N = 340")  # fmt: skip


def test_a_hall_without_a_queue_has_no_such_scene():
    view = shown(f"{TUESDAY}T10:42")
    assert view["wall-hall"]["className"].endswith("scene--empty")
    assert view["wall-hall-waiting"]["children"] == ""
