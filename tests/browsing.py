"""What tests in a browser share: a page opened until Dash has drawn it, and what axe finds on it.

Playwright is imported where a browser is really driven, so that all other tests run without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, overload

from tests.hall_data import TESTS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from playwright.sync_api._generated import LocatorAssertions, PageAssertions

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@overload
def expect(shown: Page) -> PageAssertions: ...
@overload
def expect(shown: Locator) -> LocatorAssertions: ...
def expect(shown: Page | Locator) -> PageAssertions | LocatorAssertions:
    """Playwright's assertions, which wait until they hold."""
    from playwright import sync_api

    return sync_api.expect(shown)


def opened(page: Page, url: str) -> None:
    """Open a page and wait until Dash has taken it over."""
    page.goto(url)
    # What is searched for by typing is plain HTML: Dash draws no copy of it.
    page.wait_for_selector("#react-entry-point #page, body:not(:has(#react-entry-point)) #page")
    expect(page.locator("#first-paint")).to_have_count(0)


def charts_drawn(page: Page) -> None:
    """Wait until every graph of the page has its chart."""
    expect(page.locator("#page .graph:not(:has(.main-svg))")).to_have_count(0)


def charts_fit(page: Page) -> None:
    """Wait until every chart that is seen is as large as its place: after a resize it follows later."""
    page.wait_for_function(
        """() => [...document.querySelectorAll('#page .graph')].every(place => {
          const chart = place.querySelector('.main-svg');
          if (!chart || !place.checkVisibility()) return true;
          const a = chart.getBoundingClientRect(), b = place.getBoundingClientRect();
          return Math.abs(a.width - b.width) < 2 && Math.abs(a.height - b.height) < 2;
        })"""
    )


def hurried(page: Page, turning: int | None = None) -> None:
    """Polls come every 200 ms; scenes of the wall turn after so many milliseconds, if given."""
    page.add_init_script(
        "const later = window.setTimeout;"
        "window.setTimeout = (f, ms, ...more) => later("
        f"  f, ms === 20000 ? {turning or 20000} : ms >= 3000 && ms <= 8000 ? 200 : ms, ...more);"
    )


@cache
def _axe() -> str:
    return (TESTS / "vendor" / "axe.min.js").read_text("utf-8")


def complaints(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """What axe finds by these rules or groups of rules, in a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate("rules => axe.run(document, { runOnly: rules })", list(rules))
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def complaints_in_both_themes(page: Page) -> list[str]:
    """The dark theme changes nothing but colours: there only contrast is looked at."""
    page.emulate_media(color_scheme="light")
    light = complaints(page)
    page.emulate_media(color_scheme="dark")
    return light + [f"dark: {line}" for line in complaints(page, ["color-contrast"])]
