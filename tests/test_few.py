"""A few rows are counted by SQLite, many by DuckDB: the sums are the same."""

import pytest

from data.intake import few
from data.rollups import ROLLUPS
from tests.hall_data import Store

STAMP = "2026-11-20T00:00:00+08:00"


def cases(numbers, **more):
    for n in numbers:
        yield {
            "case_no": f"C{n}",
            "item": ("fgw-01", "gaj-02", "own item")[n % 3],
            "channel": ("hall", "online", "hotline")[n % 3],
            "applicant_kind": ("individual", "organisation", None)[n % 3],
            "window": None if n % 4 else "W01",
            "accepted_at": f"2026-09-{1 + n % 28:02}T{9 + n % 8:02}:30:00+08:00",
            "completed_at": None if n % 5 == 0 else f"2026-10-{9 + n % 20:02}T16:00:00+08:00",
            "promised_days": 3 + n % 9,
            "legal_days": 20,
            "outcome": None if n % 5 == 0 else "granted",
        } | more


def evaluations(numbers):
    for n in numbers:
        yield {
            "evaluation_no": f"E{n}",
            "department": "fgw",
            "channel": "hall",
            "score": 1 + n % 5,
            "is_default": n % 7 == 0,
            "named": n % 2 == 0,
            "rated_on": f"2026-11-{1 + n % 20:02}",
        }


def filled(folder, name):
    """A store with new, changed and withdrawn rows; the items' own department is a list's."""
    store = Store(folder, name)
    store.ingest(
        "items", [{"item": "fgw-01", "title_zh": "甲", "department": "fgw", "kind": "approval"}]
    )
    store.ingest("cases", cases(range(60)))
    store.ingest("cases", cases(range(30, 40), recorded_at=STAMP, channel="self_service"))
    store.ingest("cases", cases(range(5), recorded_at=STAMP, void="true"))
    store.ingest("evaluations", evaluations(range(40)))
    found = store.content()
    store.close()
    return found


@pytest.mark.usefixtures("clock")
def test_both_ways_fill_the_same_store(tmp_path, monkeypatch):
    by_sqlite = filled(tmp_path, "few")
    monkeypatch.setattr(few, "FEW", 0)
    monkeypatch.setattr(few, "write", lambda *_: pytest.fail("counted as a few rows"))
    by_duckdb = filled(tmp_path, "many")
    assert sum(bool(by_sqlite[rollup.name]) for rollup in ROLLUPS) > 20
    assert by_sqlite == by_duckdb


@pytest.mark.usefixtures("clock")
def test_a_batch_that_grows_changes_over(tmp_path, monkeypatch):
    monkeypatch.setattr(few, "FEW", 45)  # the sixty cases, but no other batch
    mixed = filled(tmp_path, "mixed")
    monkeypatch.setattr(few, "FEW", 2_000)
    assert mixed == filled(tmp_path, "few")
