"""Of a kind of data that was never taken in not even 0 is known: null and the reason, everywhere."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.hall_data import application

SETTINGS = {"due_soon_days", "term"}  # numbers of the hall and of the law


def numbers(document: Any, name: str = "") -> Iterator[str]:
    """The names of members that hold a number."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield from numbers(value, key)
    elif isinstance(document, list):
        for value in document:
            yield from numbers(value, name)
    elif isinstance(document, int | float) and not isinstance(document, bool):
        yield name


@pytest.fixture
def empty_site(store):
    with application(store) as server:
        yield server.test_client()


@pytest.mark.parametrize("path", ["/api/v1/live", "/api/v1/disclosure/open"])
def test_a_fixed_document_states_no_number_of_it(empty_site, path):
    answer = empty_site.get(path).json
    assert set(numbers(answer["data"])) <= SETTINGS
    reasons = {answer["data"].get("reason")} | {
        d["reason"] for d in answer["data"].get("datasets", [])
    }
    assert "no-data" in reasons
    assert answer["meta"].get("total") is None


def test_an_empty_feed_says_that_nothing_is_known(empty_site, store):
    assert "no disclosure request" in empty_site.get("/feeds/overdue.atom?lang=en").text
    row = {"request_no": "R", "applicant_kind": "person", "received_on": "2026-11-20"}
    store.ingest("disclosure-requests", [row])
    with application(store) as server:
        client = server.test_client()
        assert "<subtitle>" not in client.get("/feeds/overdue.atom").text
        data = client.get("/api/v1/disclosure/open").json["data"]
    assert (data["reason"], data["summary"]["open"], data["summary"]["overdue"]) == (None, 1, 0)


@pytest.mark.parametrize(
    ("path", "name"), [("/volumes", "办件量"), ("/en/satisfaction", "Ratings")]
)
def test_a_page_without_data_says_which_it_is_and_of_no_last_numbers_that_they_are_old(
    empty_site, path, name
):
    page = empty_site.get(path).text
    shown = page[page.index('class="page-title"') :]
    assert shown.startswith(f'class="page-title">{name}<')
    assert 'data-state="empty"' in page
