"""In a real browser: numbers move when a file is taken in, and old ones say that they are old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.serve import live_views
from data.hall import today
from tests.browsing import charts_drawn, expect, hurried, opened
from tests.fake_answers import LIVE, Answers, installed, pages
from tests.hall_data import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HEADLINE = {"/": "#today-completed", "/screen": "#wall-completed"}


def drawn(page: Page, url: str) -> None:
    hurried(page)
    opened(page, url)


@pytest.fixture
def answers(monkeypatch) -> Answers:
    return installed(monkeypatch)


@pytest.fixture
def shown(answers: Answers, serve: Callable[[Any], str]) -> str:
    return serve(pages())


def cases(batch: str, count: int) -> list[dict[str, str]]:
    """Cases accepted and completed today."""
    day = today().isoformat()
    same = {"item": "xk-001", "department": "fgw", "channel": "online", "outcome": "granted"}
    same |= {"accepted_on": day, "completed_on": day}
    return [{"case_no": f"{batch}-{i}", **same} for i in range(count)]


@pytest.mark.parametrize("path", HEADLINE)
def test_a_number_changes_when_a_file_is_taken_in(site: Site, page: Page, path: str):
    site.ingest("cases", cases("a", 41))
    drawn(page, site.url + path)
    expect(page.locator(HEADLINE[path])).to_have_text("41")
    site.ingest("cases", cases("b", 1200))
    expect(page.locator(HEADLINE[path])).to_have_text("1,241")


@pytest.mark.parametrize("path", HEADLINE)
def test_an_empty_store_says_so_until_there_is_data(site: Site, page: Page, path: str):
    drawn(page, site.url + path)
    expect(page.get_by_text("暂无数据").first).to_be_visible()
    expect(page.locator(HEADLINE[path])).to_be_hidden()
    site.ingest("cases", cases("a", 7))
    expect(page.locator(HEADLINE[path])).to_have_text("7")
    expect(page.locator(HEADLINE[path])).to_be_visible()


@pytest.mark.parametrize("path", HEADLINE)
def test_old_numbers_stay_and_say_so_and_recover_by_themselves(
    shown: str, page: Page, answers: Answers, path: str
):
    drawn(page, shown + path)
    root = page.locator("html")
    expect(root).to_have_attribute("data-state", "live")
    answers.heartbeat_age = 75  # intake was killed
    expect(root).to_have_attribute("data-state", "stale")
    expect(page.locator(HEADLINE[path])).to_have_text("1,846")
    expect(page.locator(".stale-words").first).to_be_visible()
    answers.heartbeat_age = 1  # a quiet hall: no new data, but intake is alive
    expect(root).to_have_attribute("data-state", "live")
    expect(page.locator(".stale-words").first).to_be_hidden()


@pytest.mark.parametrize("path", HEADLINE)
def test_a_screen_that_slept_does_not_look_live(
    shown: str, page: Page, answers: Answers, path: str
):
    """The calendar goes on while a machine sleeps, and its other clock does not."""
    drawn(page, shown + path)
    root = page.locator("html")
    expect(root).to_have_attribute("data-state", "live")
    page.route("**/live/**", lambda route: None)  # the network is not back yet
    page.evaluate("const real = Date.now; Date.now = () => real() + 9 * 3600 * 1000")
    expect(root).to_have_attribute("data-state", "stale", timeout=10_000)


def test_a_server_out_of_reach_makes_the_numbers_old(shown: str, page: Page, answers: Answers):
    answers.heartbeat_age = 58.5
    drawn(page, shown + "/")
    page.evaluate("void (window.fetch = () => Promise.reject(new Error('offline')))")
    expect(page.locator("html")).to_have_attribute("data-state", "stale")


def test_a_page_that_gets_no_answer_at_all_does_not_look_live(
    shown: str, page: Page, answers: Answers
):
    """It says that intake was alive when it was made, not how long ago: that it asks at once."""
    page.add_init_script(
        "const real = window.fetch; window.fetch = (url, ...more) => String(url).includes('/live/')"
        " ? Promise.reject(new Error('offline')) : real(url, ...more);"
    )
    drawn(page, shown + "/")
    expect(page.locator("html")).to_have_attribute("data-state", "stale")


def test_one_request_at_a_time_and_a_304_when_nothing_changed(
    shown: str, page: Page, answers: Answers
):
    seen: list[int] = []
    page.on("response", lambda r: seen.append(r.status) if "/live/" in r.url else None)
    drawn(page, shown + "/")
    for _ in range(100):  # as long as a slow machine takes
        if len(seen) >= 3:
            break
        page.wait_for_timeout(100)
    assert len(seen) >= 3
    assert set(seen[1:]) == {304}


def test_a_chart_that_did_not_change_is_not_drawn_again(shown: str, page: Page, answers: Answers):
    """Numbers are there before charts are: the chart below, which changes, says when all is drawn.

    The first view that comes is drawn whole, as the page knows of none before it.
    """
    drawn(page, shown + "/")
    charts_drawn(page)
    best = page.locator("#ratings-graph .bartext").first

    def rated(count: int) -> None:
        answers.change(scores=[{"score": 5, "n": count}, *LIVE["scores"][1:]])
        expect(best).to_have_text(f"{count:,}")
        page.evaluate(  # what was begun with it is drawn
            "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
        )

    page.evaluate(
        "document.querySelector('#hours-graph .js-plotly-plot')"
        ".on('plotly_afterplot', () => { window.drawings += 1; })"
    )
    rated(2020)
    # The two charts are drawn side by side: the one above may be later than the one that changed.
    page.wait_for_timeout(500)
    page.evaluate("window.drawings = 0")
    rated(2021)
    page.wait_for_timeout(500)
    assert page.evaluate("window.drawings") == 0


def test_a_chart_follows_its_data(shown: str, page: Page, answers: Answers):
    drawn(page, shown + "/")
    expect(page.locator("#hours-graph .textpoint text").first).to_have_text("612")
    answers.live["hours"][8]["completed"] = 645
    answers.change()
    expect(page.locator("#hours-graph .textpoint text").first).to_have_text("645")


def test_there_is_no_button_that_uploads_the_data(shown: str, page: Page):
    drawn(page, shown + "/")
    page.wait_for_selector("#hours-graph .main-svg")
    page.hover("#hours-graph")
    assert page.locator(".modebar-btn").count() == 0


def test_a_new_build_reloads_a_screen_once(shown: str, page: Page, monkeypatch):
    drawn(page, shown + "/screen")
    loads: list[str] = []
    # A server of another build that still sends the old pages must not make it reload for ever.
    real = live_views.freshness
    with page.expect_event("load"):
        monkeypatch.setattr(live_views, "freshness", lambda: real() | {"X-Build": "next"})
    page.on("load", lambda _: loads.append("load"))
    page.wait_for_timeout(1500)  # polls come every 200 ms
    assert loads == []


def test_the_chosen_theme_is_kept_without_a_cookie(shown: str, page: Page):
    drawn(page, shown + "/")
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.click("[data-theme-switch]")
    after = page.evaluate(ground)
    assert after != before
    page.reload()
    assert page.evaluate(ground) == after
    assert page.context.cookies() == []


def test_the_wall_shows_the_halls_clock(shown: str, page: Page, monkeypatch):
    monkeypatch.setenv("HALL_NOW", "2026-11-24T10:42:05+08:00")
    drawn(page, shown + "/screen")
    expect(page.locator("[data-clock]")).to_have_text("10:42")
    page.wait_for_timeout(300)
    monkeypatch.setenv("HALL_NOW", datetime(2026, 11, 24, 17, 3).isoformat())
    expect(page.locator("[data-clock]")).to_have_text("17:03")


@pytest.mark.parametrize("path", ["/screen", "/en/screen"])
def test_the_wall_can_be_read_from_afar_and_fits(shown: str, page: Page, path: str):
    """Smallest text 28 px and headline 160 px at 1080p; nothing scrolls or is cut off."""
    drawn(page, shown + path)
    for width, height in ((1920, 1080), (3840, 2160), (1080, 1920)):
        page.set_viewport_size({"width": width, "height": height})
        scale = min(width, height) / 1080
        sizes = page.evaluate("""() => [...document.querySelectorAll('#page *')]
            .filter(e => e.offsetParent)
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
            .map(e => parseFloat(getComputedStyle(e).fontSize))""")
        assert min(sizes) >= 28 * scale
        assert max(sizes) >= 160 * scale
        overflow = page.evaluate("""() => [document.documentElement.scrollWidth > innerWidth,
            document.documentElement.scrollHeight > innerHeight,
            [...document.querySelectorAll('#page *')].filter(e => {
                const box = e.getBoundingClientRect();
                return box.width && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1);
            }).length]""")
        assert overflow == [False, False, 0], (width, height)


@pytest.mark.parametrize("path", ["/", pytest.param("/en/", marks=pytest.mark.full)])
def test_a_page_fits_its_width(shown: str, page: Page, path: str):
    drawn(page, shown + path)
    charts_drawn(page)
    for width in (360, 768, 1024, 1216, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
