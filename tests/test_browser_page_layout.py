"""Pages in states that seldom are: nothing is cut off, nothing lies over another, at any width.

Open, with all data, every page is looked at by `test_accessibility`, where it is open anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.serve import live_views
from tests.browsing import charts_fit, hurried, opened
from tests.contracts import some
from tests.fake_answers import Answers, installed, pages
from tests.hall_data import NOW, Store, application
from tests.laid_out import faults
from tests.test_accessibility import SITE
from tests.test_browser_wall_layout import in_every_state
from tests.test_statements import STORES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
WIDTHS = (1920, 1280, 768, 360)


def at_every_width(page: Page) -> list[str]:
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        charts_fit(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{width}: scrolls sideways")
        wrong += [f"{width}: {fault}" for fault in faults(page)]
    return wrong


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    monkeypatch.setenv("HALL_NOW", "2026-11-24T10:42:05+08:00")
    return installed(monkeypatch)


@pytest.mark.parametrize("path", ["/", pytest.param("/en/", marks=pytest.mark.full)])
def test_the_first_page_holds_at_every_hour(
    answers: Answers, serve: Callable[[Any], str], page: Page, path: str
) -> None:
    hurried(page)
    opened(page, f"{serve(pages())}{path}")
    wrong = []
    for state in in_every_state(page, answers, "#foot-version"):
        wrong += [f"{state} {fault}" for fault in at_every_width(page)]
    assert wrong == []


@pytest.fixture(scope="module", params=["empty", "small"])
def other_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALL_NOW", NOW)
        patch.setattr(live_views, "heartbeat_age", lambda: 1.0)
        store = Store(tmp_path_factory.mktemp(f"layout-{request.param}"))
        for dataset, rows in STORES[request.param]().items():
            store.ingest(dataset, rows)
        with application(store) as server:
            yield server
        store.close()


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.full)])
def test_pages_of_little_or_no_data_hold(
    other_store: Any, serve: Callable[[Any], str], page: Page, lang: str
) -> None:
    address, wrong = serve(other_store), []
    for place in some((one for one in SITE if one.lang == lang), 4):
        opened(page, f"{address}{place.path}")
        wrong += [f"{place.path} {fault}" for fault in at_every_width(page)]
    assert wrong == []
