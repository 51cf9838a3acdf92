"""The knowledge base: its entries, their reviews, and counts of questions of which nothing is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from data.catalog import DATASETS
from demo import SimulatedHall
from demo.export import write
from demo.lives.guidance.knowledge_base import entries
from demo.states import state_at
from demo.world.references import read
from tests.hall_data import REFERENCE, SOURCES, Store, application

START, NOW = date(2024, 11, 25), datetime(2026, 11, 24, 10, 42)
IDS = ("faqs", "faq-reviews", "faq-answers-daily")
API = "/api/v1"


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, Any]]]:
    """Two years of the simulated knowledge base, taken in from its exports."""
    hall = SimulatedHall(7, START)
    first = (START - date(1970, 1, 1)).days
    days = [first + n for n in range((NOW.date() - START).days + 1)]
    faqs, reviews = hall._knowledge_base.lives(days)
    lives = dict(zip(IDS, (faqs, reviews, hall._questions.lives(days)), strict=True))
    folder = tmp_path_factory.mktemp("knowledge-base")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(folder)
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        ledger = {
            name: store.ingest(
                name, write(name, state_at(name, frame, NOW), folder / f"{name}.csv"), "hall"
            )
            for name, frame in lives.items()
        }
        yield store, ledger
        store.close()


@pytest.fixture(scope="module")
def client(taken: tuple[Store, dict[str, Any]]) -> Iterator[Any]:
    with application(taken[0]) as server:
        yield server.test_client()


def values(client: Any, id: str, asked: str) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/indicators/{id}/values?{asked}")
    assert answer.status_code == 200, answer.text
    return answer.json["data"]


def test_43_entries_came_first_and_all_say_what_they_rest_on(client: Any) -> None:
    stock = [row["value"] for row in values(client, "faq-entries", "grain=month")]
    assert stock[0] == 43
    assert stock[-1] >= 60
    items, departments = (read()[name].to_series(0).to_list() for name in ("items", "departments"))
    for entry in entries():
        assert entry["department"] in departments, entry["faq"]
        assert entry["basis_zh"]
        assert entry["basis_en"]
        named = [entry["item"], *(entry["other_items"] or "").split(";")]
        assert {one for one in named if one} <= set(items), entry["faq"]
        assert not re.search(r"[\u4e00-\u9fff] \d|\d [\u4e00-\u9fff]", entry["answer_zh"])


def test_a_year_has_the_questions_it_is_meant_to_have_and_a_few_bad_lines(
    client: Any, taken: tuple[Store, dict[str, Any]]
) -> None:
    year = "grain=total&from=2025-01-01&to=2025-12-31&by=channel"
    asked = {row["channel"]: row["value"] for row in values(client, "faq-asked", year)}
    assert asked["knowledge_base"] == pytest.approx(60_000, rel=0.02)
    assert asked["site"] == pytest.approx(9_000, rel=0.03)
    assert 0 < taken[1]["faq-answers-daily"].rejected < 40
    assert taken[1]["faqs"].rejected == taken[1]["faq-reviews"].rejected == 0


def test_what_matched_no_entry_is_counted_and_is_no_entry(client: Any) -> None:
    (row,) = values(client, "self-answer-rate", "grain=total&faq=unmatched")
    assert row["value"] == 0
    assert row["denominator"] > 1_000
    (all_,) = values(client, "self-answer-rate", "grain=total")
    assert 0.75 < all_["value"] < 0.9


def test_an_entry_is_stale_from_the_day_after_its_year_until_it_is_looked_at(store: Store) -> None:
    """By hand: reviewed on 1 March 2025, due on 1 March 2026, looked at on 11 March 2026."""
    review = {"faq": "K01", "review_no": "a", "reviewed_on": "2025-03-01", "result": "unchanged"}
    store.ingest("faqs", [{"faq": "K01", "title_zh": "几点开门", "live_from": "2025-03-01"}])
    store.ingest(
        "faq-reviews",
        [
            review | {"followed_on": "2026-03-11"},
            review | {"review_no": "b", "reviewed_on": "2026-03-11", "followed_on": "2026-09-01"},
        ],
    )
    with application(store) as server:
        days = values(server.test_client(), "faq-stale", "grain=day&from=2026-02-28&to=2026-03-12")
        share = values(server.test_client(), "faq-reviewed-on-time", "grain=total")
    stale = [row["period"] for row in days if row["value"]]
    assert stale == [f"2026-03-{day:02d}" for day in range(2, 11)]
    assert (share[0]["numerator"], share[0]["denominator"]) == (0, 1)


def test_a_day_that_nobody_reported_is_no_zero(store: Store) -> None:
    line = {"faq": "K01", "asked": 4, "answered_by_machine": 3, "channel": "knowledge_base"}
    store.ingest(
        "faq-answers-daily", [line | {"on": "2026-11-02"}, line | {"on": "2026-11-04", "asked": 6}]
    )
    with application(store) as server:
        days = values(server.test_client(), "self-answer-rate", "grain=day")
    assert [row["value"] for row in days] == [0.75, None, 0.5]
    assert days[1]["reason"] == "not-reported"


def test_more_answers_than_questions_are_refused(store: Store) -> None:
    line = {"faq": "K01", "on": "2026-11-02", "channel": "site", "asked": 1}
    assert store.ingest("faq-answers-daily", [line | {"answered_by_machine": 2}]).rejected == 1


def test_counts_hold_nothing_that_was_typed_and_nobody_who_typed_it() -> None:
    """Beside the entry, day and channel there are numbers only: no text of a question fits in."""
    fields = DATASETS["faq-answers-daily"].fields
    words = {f.id for f in fields if f.type == "text"}
    assert words == {"faq"}
    assert all(f.type in ("integer", "date", "code", "instant") for f in fields if f.id != "faq")
    exported = {f.header for f in fields}
    assert not any(re.search("内容|问题|地址|姓名|电话", str(head)) for head in exported)


def test_the_simulated_books_say_the_same_however_often_they_are_opened() -> None:
    days = list(range(20_000, 20_060))
    whole = SimulatedHall(3, date(2024, 10, 4))
    parts = [whole._questions.lives(days[:20]), whole._questions.lives(days[20:])]
    assert pl.concat(parts).equals(whole._questions.lives(days))
