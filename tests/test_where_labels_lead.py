"""A number of a page, and one of the wall, stands on the page to which its label, or the wall's code, leads."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from dashboard.wall import satisfaction
from dashboard.wall.ask import LookBack
from tests.contracts import for_each
from tests.hall_data import Store, application

FIGURE = re.compile(
    r'<dt><a[^>]* href="(?P<href>[^"]*/indicators/[^"]+)"[^>]*>(?P<label>[^<]*)</a></dt>'
    r'<dd class="value"><strong[^>]*>(?P<number>[^<]*)</strong>'
)


@pytest.fixture
def client(sampled: Store) -> Iterator[Any]:
    with application(sampled) as server:
        yield server.test_client()


@for_each("path", ["/", "/satisfaction", "/satisfaction?period=30d&department=scjg", "/disclosure"])
def test_a_number_stands_on_the_page_of_its_label(client: Any, path: str) -> None:
    found = [m.groupdict() for m in FIGURE.finditer(client.get(path).text)]
    numbers = [one for one in found if re.search(r"\d", one["number"])]
    assert len(numbers) > 1
    for one in numbers:
        page = client.get(html.unescape(one["href"]))
        said = re.sub(r"<[^>]+>", " ", page.text)
        assert page.status_code == 200
        assert re.search(rf"(?<![\d.,]){one['number']}(?![\d])", said), (path, one)


def test_the_code_of_a_scene_leads_to_its_numbers(client: Any) -> None:
    said = client.get("/live/screen?lang=zh").json["wall-good30"]["children"]
    (number,) = re.findall(r"[\d,]+ / [\d,]+", said)
    assert number in client.get("/s/2", follow_redirects=True).text


@pytest.mark.parametrize(
    ("n", "bad", "shown", "told"), [(38_552, 512, "14", True), (900, 12, "12", False)]
)
def test_who_divides_bad_ratings_by_all_is_told_of_the_rounding(
    n: int, bad: int, shown: str, told: bool
) -> None:
    days = LookBack(date(2026, 11, 1), date(2026, 11, 30), True)
    view = satisfaction._headline(n, bad, days, "zh")
    assert view["wall-bad"]["children"] == shown
    assert ("千分数只进不舍" in view["wall-bad-note"]["children"]) is told
