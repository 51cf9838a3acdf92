"""In a real browser: a choice changes the address and the numbers, back works, late answers do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browsing import charts_drawn, expect, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser


@pytest.fixture
def url(sample_site: str) -> str:
    return sample_site


def total(page: Page, query: str) -> str:
    """The number of completed cases as the API answers it for a query."""
    asked = f"/api/v1/indicators/cases-completed/values?grain=total&{query}"
    rows = page.evaluate("async (u) => (await (await fetch(u)).json()).data", asked)
    return f"{rows[0]['value']:,}"


NUMBER = "#volumes-measures [aria-current] .n"
DAYS_90 = "from=2026-08-27&to=2026-11-24"


def test_a_choice_changes_the_address_and_the_numbers(url: str, page: Page):
    opened(page, f"{url}/volumes?period=90d")
    expect(page.locator(NUMBER)).to_have_text(total(page, DAYS_90))
    page.focus("select[name=department]")
    page.select_option("select[name=department]", "fgw")
    expect(page).to_have_url(re.compile(r"\?period=90d&department=fgw$"))
    expect(page.locator(NUMBER)).to_have_text(total(page, f"{DAYS_90}&department=fgw"))
    expect(page.locator("select[name=department]")).to_be_focused()
    page.click("text=受理 >> visible=true")
    expect(page).to_have_url(re.compile("measure=accepted"))
    expect(page.locator("#volumes-series-title")).to_contain_text("受理")
    page.reload()
    expect(page.locator("#react-entry-point select[name=department]")).to_have_value("fgw")
    expect(page.locator("#react-entry-point #volumes-series-title")).to_contain_text("受理")


def test_back_and_forward_show_what_was_seen(url: str, page: Page):
    opened(page, f"{url}/volumes?period=90d")
    whole = page.locator(NUMBER).inner_text()
    page.select_option("select[name=channel]", "online")
    expect(page.locator(NUMBER)).not_to_have_text(whole)
    online = page.locator(NUMBER).inner_text()
    page.go_back()
    expect(page.locator(NUMBER)).to_have_text(whole)
    expect(page.locator("select[name=channel]")).to_have_value("")
    page.go_forward()
    expect(page.locator(NUMBER)).to_have_text(online)
    expect(page.locator("select[name=channel]")).to_have_value("online")


def test_a_late_answer_does_not_overwrite_a_newer_one(url: str, page: Page):
    opened(page, f"{url}/volumes?period=90d")
    held: list[Route] = []
    page.route(re.compile(r"/live/volumes.*channel=online"), lambda route: held.append(route))
    page.select_option("select[name=channel]", "online")
    page.wait_for_timeout(200)
    page.select_option("select[name=channel]", "hall")
    right = total(page, f"{DAYS_90}&channel=hall")
    expect(page.locator(NUMBER)).to_have_text(right)
    assert held
    for route in held:
        route.continue_()
    page.wait_for_timeout(600)
    assert page.locator(NUMBER).inner_text() == right
    expect(page).to_have_url(re.compile("channel=hall"))


def test_dates_of_ones_own_wait_for_the_button(url: str, page: Page):
    opened(page, f"{url}/volumes")
    page.click(".own-dates summary")
    page.fill("input[name=from]", "2026-10-01")
    page.wait_for_timeout(200)
    assert "from=" not in page.url
    page.fill("input[name=to]", "2026-10-31")
    page.click(".dates button")
    expect(page).to_have_url(re.compile(r"\?from=2026-10-01&to=2026-10-31$"))
    expect(page.locator(NUMBER)).to_have_text(total(page, "from=2026-10-01&to=2026-10-31"))


def test_from_a_number_to_its_departments_to_its_records_by_keyboard(url: str, page: Page):
    opened(page, f"{url}/volumes?period=90d")
    first = page.locator("#volumes-ranking-bars a").first
    # The bar has the short name.
    name = first.get_attribute("title") or ""
    assert name != first.inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#volumes-series-title")).to_contain_text(name)
    page.locator("#volumes-records").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/volumes/records"))
    page.wait_for_selector("#react-entry-point #page")
    expect(page.locator("#react-entry-point #records-title")).to_contain_text(name)
    rows = page.locator("#react-entry-point #records-rows tr")
    expect(rows.first.locator("td").nth(1)).to_have_text(name)
    page.locator("#react-entry-point #records-head a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sort=case_no"))
    expect(page.locator("#react-entry-point #records-head [aria-sort=ascending]")).to_have_count(1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_said_over_a_mark_can_be_read_and_no_column_has_a_number(
    url: str, page: Page, theme
):
    """Met by column, plotly would write the number of the column under the axis."""
    page.emulate_media(color_scheme=theme)
    opened(page, f"{url}/volumes")
    charts_drawn(page)
    chart = page.locator('[data-figure="volumes-series"] .graph')
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.6)
    over = chart.locator(".hoverlayer .hovertext")
    expect(over).to_contain_text("件")
    fills = over.evaluate(
        "e => ['path', 'text'].map(part => getComputedStyle(e.querySelector(part)).fill)"
    )
    paper, ink = (sum(int(part) for part in re.findall(r"\d+", fill)[:3]) for fill in fills)
    assert abs(paper - ink) > 450, fills
    assert chart.locator(".axistext:visible").count() == 0


def test_what_does_not_go_together_cannot_be_chosen(url: str, page: Page):
    opened(page, f"{url}/volumes?department=fgw")
    expect(page.locator("select[name=window]")).to_be_enabled()
    page.select_option("select[name=channel]", "hall")
    expect(page.locator("select[name=window]")).to_be_disabled()
    expect(page.locator("select[name=item]")).to_be_disabled()


@pytest.mark.parametrize("path", ["/volumes", "/satisfaction", "/volumes/records"])
def test_without_scripts_links_and_the_form_load_pages(url: str, browser, path: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}{path}?period=90d")
    assert page.locator("main h1:visible").inner_text()
    if path != "/volumes/records":
        page.select_option("select[name=department]", "fgw")
        page.locator(".filters button").click()
        assert "period=90d" in page.url or path == "/satisfaction"
        assert "department=fgw" in page.url
        assert page.locator("select[name=department]").input_value() == "fgw"
    context.close()


@pytest.mark.parametrize("path", ["/volumes", "/satisfaction"])
@pytest.mark.parametrize("prefix", ["", pytest.param("/en", marks=pytest.mark.full)])
def test_explored_pages_fit_every_width(url: str, page: Page, prefix: str, path: str):
    opened(page, f"{url}{prefix}{path}?period=all")
    for width in (360, 768, 1024, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_date_that_is_not_sent_yet_stays_when_the_page_is_redrawn(url: str, page: Page):
    opened(page, f"{url}/volumes?period=90d")
    page.click(".own-dates summary")
    typed = page.locator("#from-field")
    typed.fill("2026-10-01")
    page.click("#volumes-measures a:not([aria-current])")
    expect(page.locator("#dates-kept input[name=measure]")).to_have_count(1)
    expect(typed).to_have_value("2026-10-01")
    page.click(".dates button")
    expect(page).to_have_url(re.compile("measure=.*from=2026-10-01"))
    expect(page.locator("#dates")).to_have_class(re.compile("dates--own"))
    page.go_back()
    expect(typed).to_have_value("2026-08-27")


def test_on_a_phone_the_slopes_are_seen_from_end_to_end(url: str, page: Page):
    """How long it takes now stands at the right end: that is what the figure is for."""
    page.set_viewport_size({"width": 360, "height": 800})
    opened(page, f"{url}/reform")
    drawn = page.locator('[data-figure="slopes"] .drawn')
    drawn.scroll_into_view_if_needed()
    edge = drawn.bounding_box()
    shown = drawn.locator("svg:visible")
    expect(shown).to_have_count(1)
    ends = [label.bounding_box() for label in shown.locator("text").all()]
    assert edge
    assert len(ends) > 4
    for end in ends:
        assert end
        assert end["x"] >= edge["x"] - 1
        assert end["x"] + end["width"] <= edge["x"] + edge["width"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
