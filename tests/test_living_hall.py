"""What is said of the hall now, in each of its states: a floor that is silent has an old number, and never a 0."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from api.answer.answers import Records, Values
from dashboard import words
from dashboard.asking import living_hall
from dashboard.pages.today import hall_now
from dashboard.parts import blocks
from dashboard.parts.sections import floors
from dashboard.wall.living import hall as scene
from data.answers.opening import opening
from data.rules.workdays import china
from tests.fake_answers import LIVE

TUESDAY, SATURDAY = "2026-11-24", "2026-11-28"


def asking(
    states: list[dict[str, Any]],
    medians: Mapping[int, tuple[float, int]],
    earlier: Any = (),
    taken: Any = 120,
) -> Any:
    """Answers with these reports, and medians by hour with their numbers of tickets; of `earlier` days too."""

    def ask(query: Any) -> Any:
        match query:
            case Records("queue-states"):
                return {"data": states}
            case Values("queue-wait-median", by=("hour",)):
                rows = [{"hour": str(h), "value": v, "denominator": n} for h, (v, n) in medians.items()]  # fmt: skip
                return {"data": rows}
            case Values("queue-wait-median", grain="day"):
                return {"data": earlier}
            case Values("queue-wait-median"):
                return {"data": [{"value": 7, "denominator": sum(n for _, n in medians.values())}]}
            case Values(by=("hour",)):
                return {"data": [{"hour": "9", "value": taken}]}
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
    assert view["wall-hall-note"]["children"] == "N\u00a0=\u00a0340"
    for few in ({9: (5, 29)}, {7: (5, 340)}, {10: (5, 340)}):
        view = shown(at, here, medians=few)
        assert view["wall-hall-wait"]["children"] == "—"
        assert view["wall-hall-note"]["children"] == "近两小时叫到的号太少"


FRIDAY_LAST = (
    {"period": "2026-11-26", "value": 9, "denominator": 2_241},
    {"period": "2026-11-27", "value": 10, "denominator": 1_794},
    {"period": "2026-11-28", "value": 1, "denominator": 29},
    {"period": "2026-11-29", "value": None, "denominator": None},
)


def of_children(node: Any) -> str:
    """The text of a property."""
    parts = node if isinstance(node, list) else [] if node is None else [node]
    return "".join(one if isinstance(one, str) else of_children(one.children) for one in parts)


def test_a_silent_queue_is_nowhere_said_to_be_of_now():
    """Fallen silent today: the last hour on record, up to when. Of today nothing: the last day, by its date."""
    medians = {9: (5, 340)}
    now, here = live(f"{TUESDAY}T15:10"), [report("1", f"{TUESDAY}T10:18")]
    view = scene.view(asking(here, medians), {"data": now}, "zh")
    assert view["wall-hall-label"]["children"] == "上午9时叫到的号，一半等候不超过"
    assert view["wall-hall-wait"] == {"children": "5", "className": "n old"}
    assert of_children(view["wall-hall-note"]["children"]) == "N\u00a0=\u00a0340 · 截至10:18"
    assert view["wall-hall-taken-title"]["children"] == "今天截至10:18每小时取号，最多120个"

    monday, here = live("2026-11-30T10:42") | {"is_today": False}, [report("1", "2026-11-27T17:00")]
    view = scene.view(asking(here, {}, FRIDAY_LAST, None), {"data": monday}, "zh")
    assert view["wall-hall-label"]["children"] == "11月27日叫到的号，一半等候不超过"
    assert view["wall-hall-wait"] == {"children": "10", "className": "n old"}
    assert of_children(view["wall-hall-note"]["children"]) == "N\u00a0=\u00a01,794 · 今天无报告"
    assert view["wall-hall-waiting-note"] == {"children": "今天无报告", "className": "note late"}


def test_a_closed_hall_on_the_wall_has_no_dashes_and_the_last_wait_by_its_date():
    found = asking([report("1", "2026-11-27T17:00")], {}, FRIDAY_LAST, None)
    view = scene.view(found, {"data": live(f"{SATURDAY}T21:00")}, "en")
    assert view["wall-hall-waiting-box"]["hidden"]
    assert view["wall-hall-last-title"]["children"] == "Median wait, 27\u00a0Nov"
    assert view["wall-hall-last"]["children"] == "10"
    assert "—" not in str(view["wall-hall-floors"]["children"])


def test_of_a_hall_whose_floors_are_all_closed_the_wall_says_so_once():
    floors_of = [report(floor, "2026-11-27T17:00") for floor in "123"]
    found = asking(floors_of, {}, FRIDAY_LAST, None)
    view = scene.view(found, {"data": live(f"{SATURDAY}T21:00")}, "zh")
    said = of_children(view["wall-hall-floors"]["children"])
    assert said.count("未开放") == 1
    assert "各楼层" in said
    at_noon = of_children(shown(f"{TUESDAY}T10:42", *floors_of)["wall-hall-floors"]["children"])
    assert "各楼层" not in at_noon


def test_a_closed_hall_on_the_wall_shows_at_which_hours_the_last_day_was_full():
    of_today = asking([report("1", "2026-11-27T17:00")], {}, FRIDAY_LAST, None)

    def ask(query: Any) -> Any:
        match query:
            case Values("tickets-taken", by=("hour",)) if query.from_ == date(2026, 11, 27):
                return {"data": [{"hour": "9", "value": 375}, {"hour": "10", "value": 320}]}
        return of_today(query)

    view = scene.view(ask, {"data": live(f"{SATURDAY}T21:00")}, "zh")
    assert view["wall-hall-taken-title"]["children"] == "11月27日每小时取号，最多375个"
    assert not view["wall-hall-taken"]["hidden"]


@pytest.mark.parametrize(("n", "said"), [(1, "request"), (2, "requests"), (0, "requests")])
def test_the_unit_beside_a_large_number_goes_with_it(n, said):
    shown = {"x": {"children": f"{n}"}}
    assert blocks.with_units(shown, {"x": words.REQUESTS}, "en")["x-unit"]["children"] == said
    assert blocks.with_units(shown, {"x": words.REQUESTS}, "zh")["x-unit"]["children"] == "件"


@pytest.mark.parametrize(
    ("at", "wait", "taken"),
    [
        (f"{SATURDAY}T10:00", "10", "43"),  # a day off
        ("2026-11-30T08:30", "10", "43"),  # not open yet
        ("2026-11-30T10:42", "10", "43"),  # open, and nothing came
    ],
)
def test_the_first_page_has_no_dash_in_the_place_of_a_queue(at, wait, taken):
    data = live(at) | {"is_today": False}
    found = living_hall.gather(
        asking([report("1", "2026-11-27T17:00")], {}, FRIDAY_LAST, None), data
    )
    view = hall_now.view(found, "zh")
    seen = {
        id: view[f"now-{id}"]["children"]
        for id in ("wait", "waiting", "taken", "booked")
        if not view[f"now-{id}-box"]["hidden"]
    }
    assert seen == {"wait": wait, "taken": taken, "booked": "43"}
    assert view["now-wait-note"]["children"].startswith("11月27日叫到的号")
    assert view["now-taken-note"]["children"] == "11月27日"


def test_while_the_windows_are_not_open_yet_the_scene_says_when_and_afterwards_how_the_day_was():
    here = report("1", "2026-11-23T16:45")
    assert shown(f"{TUESDAY}T07:10", here)["wall-hall-wait"]["children"] == "09:00"
    assert shown(f"{SATURDAY}T07:10", here, lang="en")["wall-hall-wait"]["children"] == "Mon 09:00"
    after = shown(f"{TUESDAY}T18:30", here)
    assert after["wall-hall-label"]["children"] == "今天叫到的号，一半等候不超过"
    assert (after["wall-hall-wait"]["children"], after["wall-hall-note"]["children"]) == ("7", "N\u00a0=\u00a0340")  # fmt: skip


def test_a_hall_without_a_queue_has_no_such_scene():
    view = shown(f"{TUESDAY}T10:42")
    assert view["wall-hall"]["className"].endswith("scene--empty")
    assert view["wall-hall-waiting"]["children"] == ""
