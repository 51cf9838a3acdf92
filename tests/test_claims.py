"""Reported figures held against the records of the same period."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.answers.proof.claims import reproduces
from tests.contracts import for_each
from tests.hall_data import REFERENCE, SOURCES, Store, application

ALL = SOURCES / "reported-figures.csv"
CASE = {
    "item": "scjg-01", "department": "scjg", "district": "511302", "window": "W01", "channel": "hall",
    "applicant_kind": "individual", "case_kind": "promised", "outcome": "granted",
}  # fmt: skip


def case(no: str, on: str, due: str | None, done: str | None) -> dict[str, str | None]:
    return CASE | {"case_no": no, "accepted_on": on, "due_on": due, "completed_on": done}


def claim(id: str, **more: object) -> dict[str, object]:
    """On time in January 2026, said to be 100 %."""
    return {
        "claim": id, "title_zh": f"数字{id}", "title_en": f"Figure {id}", "report_zh": "报道",
        "period_from": "2026-01-01", "period_to": "2026-01-31", "indicator": "on-time-rate",
        "value": "1", "decimals": "0", "comparator": "eq", "unit": "fraction",
    } | more  # fmt: skip


CLAIMS = (
    claim("on-time"),
    claim("two-thirds", value="0.6666", decimals="2"),
    claim("over-half", value="0.5", comparator="gt"),
    claim("handled", indicator="cases-completed", value="4", unit="count"),
    claim("departments", indicator="cases-completed", value="1", unit="count", dimension="department"),
    claim("approvals", indicator="cases-completed", value="9", unit="count", filter="item_kind=approval"),
    claim("mistyped", filter="item_kind=aproval"),
    claim("no-dimension", filter="colour=red"),
    claim("unknown", indicator="red-cards-of-tomorrow"),
    claim("none", indicator=""),
    claim("undated", period_from="", period_to=""),
    claim("long-ago", period_from="2013-01-01", period_to="2013-12-31"),
)  # fmt: skip


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Four cases completed in January 2026: two on time, one late, one without a due date."""
    store = Store(tmp_path_factory.mktemp("claims"))
    for name in REFERENCE:
        store.ingest(name, SOURCES / f"{name}.csv")
    rows = [
        case("1", "2026-01-05", "2026-01-09", "2026-01-08"),
        case("2", "2026-01-05", "2026-01-09", "2026-01-09"),
        case("3", "2026-01-05", "2026-01-09", "2026-01-12"),
        case("4", "2026-01-05", None, "2026-01-05") | {"case_kind": "unknown", "item": "x-1"},
    ]
    store.ingest("cases", rows)
    store.ingest("reported-figures", CLAIMS)
    with application(store) as site:
        document = site.test_client().get("/api/v1/claims?lang=en").json
    assert document["meta"]["total"] == len(CLAIMS)
    return {one["claim"]: one for one in document["data"]}


@for_each(
    ("id", "verdict", "reason"),
    [
        ("on-time", "differs", None),
        ("two-thirds", "reproduced", None),  # 2 of 3, cut to two decimals
        ("over-half", "reproduced", None),
        ("handled", "reproduced", None),
        ("departments", "reproduced", None),
        ("approvals", "differs", None),
        ("mistyped", "no-data", "unknown-filter"),
        ("no-dimension", "no-data", "unknown-filter"),
        ("unknown", "no-data", "unknown-indicator"),
        ("none", "no-data", "no-indicator"),
        ("undated", "no-data", "period-unknown"),
        ("long-ago", "no-data", "not-covered"),
    ],
)
def test_a_claim_is_recomputed_for_its_own_period(answered, id, verdict, reason):
    one = answered[id]
    assert (one["verdict"], one["reason"]) == (verdict, reason)
    assert (one["recomputed"] is None) == (verdict == "no-data")
    assert one["why"] if reason else True


def test_a_whole_100_percent_says_what_it_is_of(answered):
    """Three of four cases had a due date: the fourth is in no rate, whatever became of it."""
    one = answered["on-time"]
    found = one["recomputed"]
    assert (found["numerator"], found["denominator"], found["considered"]) == (2, 3, 4)
    assert found["outside"] == 1
    assert "the denominator is 3" in one["why"]
    assert "of all 4" in one["why"]


def test_an_indicator_that_is_not_there_is_named(answered):
    assert "red-cards-of-tomorrow" in answered["unknown"]["why"]


@for_each(
    ("reported", "comparator", "unit", "decimals", "computed", "agrees"),
    [
        (1, "eq", "fraction", 0, 1.0, True),
        (1, "eq", "fraction", 0, 0.99996, False),  # 100 % is not nearly all
        (0.9998, "eq", "fraction", 2, 0.99989, True),  # cut
        (0.9998, "eq", "fraction", 2, 0.99976, True),  # rounded
        (0.9998, "eq", "fraction", 2, 0.9999, False),
        (0.9, "gt", "fraction", 0, 0.9, False),
        (0.9, "gt", "fraction", 0, 0.90001, True),
        (20, "gte", "count", 0, 20, True),
        (890_000, "about", "count", 0, 885_535, True),  # within half of the last digit printed
        (890_000, "about", "count", 0, 884_999, False),
        (3.5, "eq", "days", 1, 3.5, True),
        (43, "eq", "count", 0, 44, False),
    ],
)
def test_figures_agree_to_the_digits_that_were_printed(
    reported, comparator, unit, decimals, computed, agrees
):
    assert reproduces(reported, comparator, unit, decimals, computed) is agrees


def test_all_36_figures_of_the_two_reports_ship_with_a_source(tmp_path: Path) -> None:
    store = Store(tmp_path)
    entry = store.ingest("reported-figures", ALL)
    assert (entry.accepted, entry.rejected) == (36, 0)
    with application(store) as site:
        client = site.test_client()
        assert client.get("/api/v1/claims.csv").text.count("\r\n") == 37
        rows = client.get("/api/v1/claims").json["data"]
    assert len(rows) == 36
    assert all(row["source"] for row in rows)
    assert {row["verdict"] for row in rows} <= {"reproduced", "no-data"}
    assert sum(row["reported"] == 1 and row["unit"] == "fraction" for row in rows) == 5
