"""The wall in a real browser: its scenes, their turning, and what they say when something is off."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.asking.address import from_token
from dashboard.parts.working_days import vocabulary
from dashboard.serve import live_views
from dashboard.wall.scenes import SCENES, Scene, turns
from data.hall import hall
from tests.browsing import expect, hurried, opened
from tests.contracts import one_in
from tests.fake_answers import EMPTY, OPEN, Answers, days_of_a_year, installed, of_requests, pages
from tests.hall_data import Site
from tests.laid_out import crossed, faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
IDS = [scene.id for scene in SCENES]
DONE_IN_A_YEAR = sum(day["value"] for day in days_of_a_year())
HEADLINES = {
    "today": ("#wall-completed", "1,846"),
    "satisfaction": ("#wall-bad", "20"),
    "disclosure": ("#wall-open", "9"),
    "promises": ("#wall-told > li:first-child .large", "5.5"),
    "year": ("#wall-year-done", f"{DONE_IN_A_YEAR:,}"),
    "reform": ("#wall-reform-cut", "70%"),
    "service": ("#wall-hotline", "12345"),
    "hall": ("#wall-hall-booked", "1,043"),  # how long it takes is told while the hall is open
    "supervision": ("#wall-watched-yellow", "1,277"),
}
SIZES = [(1920, 1080), (3840, 2160), (1080, 1920)]
TURN = 400  # milliseconds, where scenes are made to hurry


@pytest.fixture
def answers(monkeypatch) -> Answers:
    fake = installed(monkeypatch)
    monkeypatch.setenv("HALL_NOW", "2026-11-24T10:42:05+08:00")
    return fake


@pytest.fixture
def shown(answers: Answers, serve: Callable[[Any], str]) -> str:
    return serve(pages())


def visible(page: Page) -> list[str]:
    """The scenes that are seen."""
    return page.evaluate(
        "[...document.querySelectorAll('#page section[data-of]')]"
        ".filter(e => e.getClientRects().length).map(e => e.dataset.of)"
    )


def scene_of(page: Page) -> str | None:
    return page.locator("html").get_attribute("data-scene")


# --- what one reads --------------------------------------------------------------------------------


@pytest.mark.parametrize("scene", one_in(9, IDS))
def test_a_pinned_scene_is_the_only_one_and_shows_its_number(shown: str, page: Page, scene: str):
    hurried(page, TURN)
    opened(page, f"{shown}/screen?scene={scene}")
    page.wait_for_timeout(900)
    assert visible(page) == [scene]
    where, number = HEADLINES[scene]
    expect(page.locator(where)).to_have_text(number)
    expect(page.locator(".turning")).to_be_hidden()
    title = next(s.title.zh for s in SCENES if s.id == scene)
    expect(page.locator(".page > span:visible")).to_have_text([title])


@pytest.mark.parametrize("scene", one_in(4, SCENES), ids=IDS)
@pytest.mark.parametrize("path", ["/screen", pytest.param("/en/screen", marks=pytest.mark.full)])
def test_a_scene_can_be_read_from_afar_fits_and_leads_to_its_page(
    shown: str, page: Page, scene: Scene, path: str
):
    opened(page, f"{shown}{path}?scene={scene.id}")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        can_be_read_from_afar_and_fits(page, min(width, height) / 1080)
    the_qr_code_leads_to_its_page(page, shown, scene, "en" if "/en/" in path else "zh")


def can_be_read_from_afar_and_fits(page: Page, scale: float) -> None:
    """Smallest text 28 px, headline 160 px and code 216 px at 1080p; nothing is cut off or overlaps."""
    sizes = page.evaluate("""() => [...document.querySelectorAll('#page *:not(title)')]
        .filter(e => e.getClientRects().length)
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .map(e => parseFloat(getComputedStyle(e).fontSize)
          * (e.namespaceURI.endsWith('svg') ? e.getScreenCTM().a : 1))""")
    assert min(sizes) >= 28 * scale - 0.5
    assert max(sizes) >= 160 * scale
    code = page.locator(".qr:visible").bounding_box()
    assert code
    assert code["width"] >= 216 * scale
    assert faults(page) + crossed(page, "#page section *", "#page footer") == []


def the_qr_code_leads_to_its_page(page: Page, shown: str, scene: Scene, lang: str) -> None:
    codes = page.locator(".qr:visible")
    expect(codes).to_have_count(1)
    token = re.search(r"/qr/([^.]+)\.svg", codes.get_attribute("src") or "")
    assert token
    place = from_token(token[1])
    assert place is not None
    assert place.lang == lang
    assert place.url == f"{'/en' if lang == 'en' else ''}/s/{SCENES.index(scene) + 1}"
    expect(page.locator(".address:visible")).to_have_text(place.url)
    answer = page.request.get(shown + place.url, max_redirects=0)
    assert answer.status == 302
    assert answer.headers["location"] == scene.page("en" if lang == "en" else "zh").url
    assert page.evaluate("document.querySelector('#page .qr').naturalWidth") >= 0


def test_there_is_no_cursor_and_nothing_scrolls(shown: str, page: Page):
    opened(page, f"{shown}/screen")
    assert page.evaluate("getComputedStyle(document.body).cursor") == "none"
    assert page.evaluate("getComputedStyle(document.body).overflow") == "hidden"
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


# --- turning ---------------------------------------------------------------------------------------


def test_the_scenes_take_turns_in_order(shown: str, page: Page):
    hurried(page, TURN)
    page.add_init_script("""
        window.seen = [];
        new MutationObserver(() => window.seen.push(document.documentElement.dataset.scene))
          .observe(document, { subtree: true, attributes: true, attributeFilter: ['data-scene'] });
    """)
    opened(page, f"{shown}/screen")
    for _ in range(100):
        if page.evaluate("window.seen.length") >= 7:
            break
        page.wait_for_timeout(100)
    seen = page.evaluate("window.seen.filter((id, i, all) => id !== all[i - 1])")
    turned = list(turns()) * 3
    assert turned[0] == turned[3] == "today"
    assert seen == turned[: len(seen)]
    assert len(visible(page)) == 1
    current = page.locator("#page .dot[aria-current]")
    expect(current).to_have_count(1)


@pytest.mark.parametrize("stop", ["space", "click"])
def test_space_or_a_click_stops_them_and_says_so(shown: str, page: Page, stop: str):
    hurried(page, TURN)
    opened(page, f"{shown}/screen")
    press: Callable[[], None] = (
        (lambda: page.keyboard.press(" ")) if stop == "space" else (lambda: page.mouse.click(9, 9))
    )
    press()
    stopped = scene_of(page)
    expect(page.get_by_text("已暂停")).to_be_visible()
    page.wait_for_timeout(1000)
    assert scene_of(page) == stopped
    press()
    expect(page.get_by_text("已暂停")).to_be_hidden()
    expect(page.locator("html")).not_to_have_attribute("data-scene", stopped or "")


def test_arrow_keys_go_on_and_back_and_dots_go_anywhere(shown: str, page: Page):
    opened(page, f"{shown}/screen?rotate=off")
    assert scene_of(page) == "today"
    page.keyboard.press("ArrowRight")
    assert scene_of(page) == "satisfaction"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert scene_of(page) == IDS[-1]
    page.get_by_role("button", name="依申请公开").press("Enter")
    assert scene_of(page) == "disclosure"
    expect(page.get_by_text("已暂停")).to_be_visible()
    page.get_by_role("button", name="暂停轮换").press(" ")
    expect(page.locator("html")).to_have_attribute("data-turning", "on")


def test_who_asks_for_less_motion_is_not_made_to_follow(shown: str, page: Page):
    page.emulate_media(reduced_motion="reduce")
    hurried(page, TURN)
    opened(page, f"{shown}/screen")
    page.wait_for_timeout(900)
    assert scene_of(page) == "today"
    expect(page.get_by_text("已暂停")).to_be_visible()
    opened(page, f"{shown}/screen?rotate=on")  # the operator's word goes first
    expect(page.locator("html")).not_to_have_attribute("data-scene", "today")


def test_a_scene_without_data_is_passed_over(shown: str, page: Page, answers: Answers):
    never = [{"dataset": "evaluations", "as_of": None, "reason": "no-data"}]
    answers.change(datasets=never, disclosure={"open": None})
    hurried(page, TURN)
    opened(page, f"{shown}/screen?rotate=off")
    seen = []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        seen.append(scene_of(page))
    assert seen == ["promises", "year", "today"]


# --- when something is off ---------------------------------------------------------------------------


@pytest.mark.parametrize("scene", one_in(5, reversed(IDS)))
def test_without_data_a_scene_says_so_until_there_is_some(
    shown: str, page: Page, answers: Answers, scene: str
):
    full = dict(answers.live)
    answers.change(**EMPTY)
    hurried(page, TURN)
    opened(page, f"{shown}/screen?scene={scene}")
    said = page.locator(f"#wall-{scene}").get_by_text("暂无").locator("visible=true")
    expect(said).to_have_count(1)
    where, number = HEADLINES[scene]
    expect(page.locator(where)).to_be_hidden()
    answers.change(**full)
    expect(page.locator(where)).to_have_text(number)
    expect(page.locator(where)).to_be_visible()


@pytest.mark.parametrize(
    ("path", "off", "said"),
    [
        ("/screen", {"open": False, "now": "2026-11-24T17:42:05+08:00"}, "大厅今日已下班"),
        ("/en/screen", {"is_today": False, "day": "2026-11-20"}, "20\u00a0November"),
        *(
            pytest.param(*case, marks=pytest.mark.full)
            for case in (
                ("/screen", {"open": False, "now": "2026-11-24T12:10:00+08:00"}, "午间休息"),
                ("/screen", {"is_today": False, "day": "2026-11-20"}, "11月20日"),
                (
                    "/en/screen",
                    {"open": False, "now": "2026-11-24T17:42:05+08:00"},
                    "Closed for the day",
                ),
            )
        ),
    ],
)
def test_a_closed_hall_and_an_older_day_are_said_on_every_scene(
    shown: str, page: Page, answers: Answers, path: str, off: dict, said: str
):
    answers.change(**off)
    opened(page, f"{shown}{path}?rotate=off")
    for scene in IDS:
        page.evaluate("id => { document.documentElement.dataset.scene = id }", scene)
        where, number = HEADLINES[scene]
        expect(page.locator(where)).to_have_text(number)
        expect(page.locator(where)).to_be_visible()
        assert page.get_by_text(said).locator("visible=true").count() >= 1, scene
    expect(page.locator("html")).to_have_attribute("data-state", "live")  # closed is not stale


@pytest.mark.parametrize("scene", one_in(5, IDS))
def test_old_numbers_stay_grey_and_recover_by_themselves(
    shown: str, page: Page, answers: Answers, scene: str
):
    hurried(page, TURN)
    opened(page, f"{shown}/screen?scene={scene}")
    where, number = HEADLINES[scene]
    colour = "getComputedStyle(document.querySelector('%s')).color" % where  # noqa: UP031
    fresh = page.evaluate(colour)
    answers.heartbeat_age = 75
    expect(page.locator("html")).to_have_attribute("data-state", "stale")
    expect(page.locator(where)).to_have_text(number)
    assert page.evaluate(colour) != fresh
    expect(page.locator(".as-of:visible")).to_have_css("color", "rgb(255, 106, 77)")
    answers.heartbeat_age = 1
    expect(page.locator("html")).to_have_attribute("data-state", "live")
    assert page.evaluate(colour) == fresh


def heart(site: Site, seconds_ago: float) -> None:
    """Intake was last heard of so long ago."""
    at = int((datetime.now(UTC) - timedelta(seconds=seconds_ago)).timestamp())
    with site.store.engine.connect() as connection:
        connection.exec_driver_sql("delete from settings where name = 'heartbeat'")
        connection.exec_driver_sql("insert into settings (name, value) values ('heartbeat', ?)",
                                   (str(at),))  # fmt: skip
        connection.commit()


def test_a_killed_intake_shows_within_90_seconds_a_quiet_or_closed_hall_does_not(
    site: Site, page: Page, clock: Callable[[str], None]
):
    """Intake beats about once a second: 90 s after a kill the last beat is at least 90 s old.

    The limit in hall.toml plus two polls must therefore lie below 90 s.
    """
    assert hall().heartbeat_stale_seconds + 2 * 5 * 1.1 <= 90
    rows = [
        {"case_no": f"a-{i}", "item": "xk-001", "department": "fgw", "channel": "online",
         "accepted_on": "2026-11-24", "completed_on": "2026-11-24", "outcome": "granted"}
        for i in range(12)
    ]  # fmt: skip
    site.ingest("cases", rows)
    hurried(page, TURN)
    heart(site, 20)
    clock("2026-11-24T22:30:00+08:00")  # closed, no new data for hours, but intake is alive
    opened(page, f"{site.url}/screen?scene=today")
    root = page.locator("html")
    expect(root).to_have_attribute("data-state", "live")
    expect(page.locator("#wall-completed")).to_have_text("12")
    heart(site, hall().heartbeat_stale_seconds + 1)  # killed a minute ago
    expect(root).to_have_attribute("data-state", "stale")
    expect(page.locator("#wall-completed")).to_have_text("12")
    heart(site, 1)
    expect(root).to_have_attribute("data-state", "live")


def test_old_numbers_become_stale_without_any_answer(shown: str, page: Page, answers: Answers):
    answers.heartbeat_age = 58.5
    opened(page, f"{shown}/screen")
    page.evaluate("void (window.fetch = () => new Promise(() => {}))")
    expect(page.locator("html")).to_have_attribute("data-state", "stale")


def test_an_answer_that_a_cache_repeats_is_no_sign_of_life(
    shown: str, page: Page, answers: Answers, monkeypatch
):
    answers.heartbeat_age = hall().heartbeat_stale_seconds - 4
    same = live_views.freshness()
    hurried(page, TURN)
    opened(page, f"{shown}/screen")
    root = page.locator("html")
    expect(root).to_have_attribute("data-state", "live")
    monkeypatch.setattr(live_views, "freshness", lambda: same)
    expect(root).to_have_attribute("data-state", "stale", timeout=15_000)


def test_a_new_build_reloads_and_keeps_the_scene(shown: str, page: Page, monkeypatch):
    hurried(page, TURN)
    opened(page, f"{shown}/screen?scene=disclosure")
    loads: list[str] = []
    page.on("load", lambda _: loads.append("load"))
    real = live_views.freshness
    monkeypatch.setattr(live_views, "freshness", lambda: real() | {"X-Build": "next"})
    page.wait_for_timeout(2000)
    assert loads == ["load"]
    assert visible(page) == ["disclosure"]


def test_one_poll_whatever_is_shown_and_304_while_nothing_changes(
    shown: str, page: Page, answers: Answers
):
    seen: list[tuple[str, int]] = []
    page.on("response", lambda r: seen.append((r.url, r.status)) if "/live/" in r.url else None)
    hurried(page, TURN)
    opened(page, f"{shown}/screen")
    page.wait_for_timeout(1800)  # all four scenes
    assert {url for url, _ in seen} == {f"{shown}/live/screen?lang=zh"}
    assert {status for _, status in seen[1:]} == {304}


def test_all_scenes_follow_their_data(shown: str, page: Page, answers: Answers):
    hurried(page, TURN)
    opened(page, f"{shown}/screen")
    answers.totals |= {"good-rating-rate": (0.5, 500, 1000), "actual-speed-up": (0.1, 100, 1000)}
    answers.requests = of_requests(OPEN[:3])
    answers.change(completed=2001)
    for where, number in (
        ("#wall-completed", "2,001"),
        ("#wall-good30", "好评率 · 近30天 50.00%，500 / 1,000条"),
        ("#wall-open", "3"),
        ("#wall-faster", "10.00%"),
    ):
        expect(page.locator(where)).to_have_text(number)
    expect(page.locator("#wall-strips li")).to_have_count(4)  # with the line of today


# --- strips and lengths ------------------------------------------------------------------------------


def test_every_box_of_a_strip_is_a_working_day_beside_one_line(shown: str, page: Page):
    opened(page, f"{shown}/screen?scene=disclosure")
    lines = page.evaluate(
        "[...document.querySelectorAll('#wall-strips .future')]"
        ".map(e => Math.round(e.getBoundingClientRect().left))"
    )
    assert len(set(lines)) == 1
    rows = page.locator("#wall-strips li:not(.heads)")
    expect(rows).to_have_count(6)
    cell = page.evaluate("document.querySelector('#wall-strips .run').offsetWidth") / 20
    wide = "runs => runs.map(run => [run.className, run.offsetWidth])"
    for row, drawn in ((0, {"used": 20, "over": 2}), (3, {"used": 4, "still": 4, "left": 8})):
        shown_runs = rows.nth(row).locator(".run").evaluate_all(wide)
        for kind, days in drawn.items():
            width = next(width for name, width in shown_runs if name == f"run run--{kind}")
            assert width == pytest.approx(days * cell, abs=2), (row, kind)
    assert rows.locator("span.left").all_inner_texts() == [
        "逾期2个工作日", "今天到期", "剩余1个工作日", "剩余8个工作日", "剩余13个工作日", "剩余14个工作日",
    ]  # fmt: skip
    expect(page.locator("#wall-more")).to_have_text(
        "另有2件，剩余15个工作日以上；1件暂停计算或待申请人补正、缴费"
    )


def test_three_lengths_are_on_one_scale(shown: str, page: Page):
    opened(page, f"{shown}/screen?scene=promises")
    rows = page.locator("#wall-items li:has(.three)")
    expect(rows).to_have_count(2)  # what is promised at once has no length
    expect(rows.nth(0).locator(".days")).to_have_text("30→9→5.5")
    expect(rows.nth(1).locator(".days")).to_have_text("15→6→半日内")
    wide = page.evaluate(
        "[...document.querySelectorAll('#wall-items .legal, #wall-items .promised, #wall-items .took')]"
        ".map(e => e.getBoundingClientRect().width)"
    )
    legal, promised, took, other = wide[:4]
    assert promised / legal == pytest.approx(9 / 30, abs=0.01)
    assert took / legal == pytest.approx(5.5 / 30, abs=0.01)
    assert other / legal == pytest.approx(15 / 30, abs=0.01)


@pytest.mark.parametrize(
    ("cells", "left", "standing", "zh", "en"),
    [
        ("u" * 20 + "o" * 3, -3, "overdue", "逾期3个工作日", "3 working days over"),
        ("u" * 20 + "o", -1, "overdue", "逾期1个工作日", "1 working day over"),
        ("uul", 1, "due_soon", "剩余1个工作日", "1 working day left"),
        ("uuss", 12, "stopped", "暂停计算", "stopped"),
        ("uuss", None, "awaiting", "待申请人补正", "correction awaited"),
        ("uu", None, "unknown", "暂无法计算", "not known yet"),
    ],
)
def test_what_is_left_is_said_in_words(cells, left, standing, zh, en):
    one = {"left": left, "standing": standing, "cells": [], "reason": "awaiting-correction"}
    assert vocabulary.standing(one, "zh", brief=True) == zh
    assert vocabulary.standing(one, "en", brief=True) == en


def test_the_bar_of_bad_ratings_is_all_of_them(shown: str, page: Page, answers: Answers):
    """Of 20 bad ratings 12 were put right and 6 are being dealt with: 2 were not upheld."""
    hurried(page, TURN)
    opened(page, f"{shown}/screen?scene=satisfaction")
    named = page.locator("#wall-became .parts li")
    expect(named).to_have_text(["已整改12", "正在核实或整改6", "核实不属实2"])
    expect(page.locator("#wall-not-kept .late")).to_have_text("5条没有按期整改")
    answers.totals |= {"bad-ratings-pending": (8, None, None), "rectification-rate": (1.0, 50, 50)}
    answers.change()
    expect(named).to_have_text(["已整改12", "正在核实或整改8"])
    expect(page.locator("#wall-not-kept")).to_have_text(
        "整改期限（15个工作日）已到的50条，都按期整改了"
    )


def test_each_visit_tells_another_item(shown: str, page: Page):
    opened(page, f"{shown}/screen?rotate=off")
    items = []
    for _ in range(3):
        page.get_by_role("button", name="提速承诺").press("Enter")
        items.append(page.locator("#wall-told .item:visible").inner_text().split("\n")[0])
        page.get_by_role("button", name="好差评").press("Enter")
    assert items[0] == items[2] != items[1]
