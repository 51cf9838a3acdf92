"""The wall in every state, language and orientation: nothing is cut off, nothing lies over another."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import words
from dashboard.wall.scenes import SCENES
from data.definitions import Text
from tests.browsing import expect, hurried, opened
from tests.contracts import one_in
from tests.fake_answers import EMPTY, LISTED, LIVE, Answers, hours, installed, pages
from tests.laid_out import crossed, faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SATURDAY = {
    "now": "2026-11-28T09:28:00+08:00", "open": False, "workday": False, "day": "2026-11-28",
    "next_opening": "2026-11-30T09:00:00+08:00", "last_workday": "2026-11-27",
    "completed": 60, "usual": LIVE["usual"] | {"weekday": 0},
}  # fmt: skip
LONG = SATURDAY | {"now": "2026-09-30T19:28:00+08:00", "next_opening": "2026-10-28T09:00:00+08:00"}
STATES: dict[str, dict[str, Any]] = {
    "open": {},
    "late": {"now": "2026-11-24T16:55:05+08:00", "hours": hours(16)},
    "before": {"now": "2026-11-24T07:10:00+08:00", "open": False,
               "next_opening": "2026-11-24T09:00:00+08:00"},
    "noon": {"now": "2026-11-24T12:10:00+08:00", "open": False, "hours": hours(12)},
    "after": {"now": "2026-11-24T18:30:00+08:00", "open": False, "hours": hours(18)},
    "closed": SATURDAY,
    "afternoon": SATURDAY | {"next_opening": "2026-12-02T13:30:00+08:00"},
    "holiday": LONG,
    "older": {"is_today": False, "day": "2026-11-20"},
    "before-older": {"now": "2026-11-24T07:10:00+08:00", "open": False, "is_today": False,
                     "day": "2026-11-23", "next_opening": "2026-11-24T09:00:00+08:00"},
    "no-calendar": {"open": None, "workday": None, "next_opening": None, "last_workday": None},
    "millions": {"completed": 128_846, "accepted": 130_013, "in_progress": 1_204_377, "overdue": 1_203},
    "empty": EMPTY,
    "stale": {},
    "stale-after": {"now": "2026-11-24T18:30:00+08:00", "open": False, "hours": hours(18)},
}  # fmt: skip
STALE = ("stale", "stale-after")
SIZES = ((1920, 1080), (1080, 1920))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    monkeypatch.setenv("HALL_NOW", "2026-11-24T10:42:05+08:00")
    fake = installed(monkeypatch)
    fake.by_code = copy.deepcopy(fake.by_code)
    # As many ratings as a city's hall has in thirty days.
    fake.totals["good-rating-rate"] = (38_040 / 38_552, 38_040, 38_552)
    fake.by_code["ratings"] = [(code, name, n * 38) for code, name, n in fake.by_code["ratings"]]
    monkeypatch.setitem(LISTED, "items", [*LISTED["items"]])
    for n, code in enumerate(("hk", "food", "smoke", "home")):
        name = Text(
            "内地居民往来港澳通行证签发事项", "Travel permits to Hong Kong and Macao, all kinds"
        )
        fake.by_code["cases-completed"].append((code, name, 150 - n))
        fake.by_code["handling-days-median"].append((code, name, 2.5))
        LISTED["items"].append({"item": code, "legal_days": 30 - n, "promised_days": 4})
    return fake


def in_every_state(page: Page, answers: Answers, version: str) -> Iterator[str]:
    """The name of each state, once the page shows it; `version`: the element with the data version."""
    usual = dict(answers.live)
    for state, differs in STATES.items():
        answers.heartbeat_age = 900 if state in STALE else 2.0
        answers.live.clear()
        answers.change(**(usual | differs))
        expect(page.locator(version)).to_contain_text(words.version(answers.version))
        expected = "stale" if state in STALE else "live"
        expect(page.locator("html")).to_have_attribute("data-state", expected)
        yield state


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("path", one_in(2, ["/en/screen", "/screen"]))
def test_nothing_is_cut_off_or_lies_over_another(
    answers: Answers, serve: Callable[[Any], str], page: Page, path: str
) -> None:
    hurried(page)
    opened(page, f"{serve(pages())}{path}?rotate=off")
    found = []
    for state in in_every_state(page, answers, "#wall-version"):
        found += [f"{state} {fault}" for fault in _of_every_scene(page)]
    assert found == []


def _of_every_scene(page: Page) -> list[str]:
    """The faults of all scenes, upright and not."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scene in SCENES:
            page.evaluate("id => { document.documentElement.dataset.scene = id }", scene.id)
            wrong = faults(page) + crossed(page, "#page section *", "#page footer")
            found += [f"{width} {scene.id}: {fault}" for fault in wrong]
    return found


def test_each_kind_of_fault_is_found(page: Page) -> None:
    """What would pass over a layout unseen would make the test above worth nothing."""
    page.set_content("""<main id="page" style="font: 20px sans-serif; padding: 0 0 0 4px">
        <p id="a" style="position: absolute; top: 100px; left: 19px">one line</p>
        <p id="b" style="position: absolute; top: 105px; left: 29px">another</p>
        <p id="c" style="width: 60px; overflow: hidden; white-space: nowrap">cut off in the middle</p>
        <p id="d" style="width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">
          ends with dots</p>
        <p id="e" style="position: absolute; top: 300px; right: -40px">beyond the edge</p>
        <button id="f" style="position: absolute; top: 400px; left: 30px; height: 30px; width: 30px"
          aria-label="dot"></button>
        <p id="g" style="position: absolute; top: 390px; left: 32px">under a button</p>
        <p id="i" style="position: absolute; top: 600px; left: 3px">on the edge</p>
        <p id="h" style="position: absolute; top: 500px; opacity: 0">not seen</p>
    </main>""")
    named = sorted(fault.split("[")[0].strip() for fault in faults(page))
    assert named == [
        "cut off: cut off in the middle",
        "in the margin: on the edge",
        "outside the window: beyond the edge",
        "over each other: one line",
        "under a picture: under a button",
    ]
