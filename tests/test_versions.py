"""Which version of a record counts: the newest by its own time, whatever order it arrives in."""

from __future__ import annotations

from itertools import pairwise, permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.hall_data import Store

pytestmark = pytest.mark.usefixtures("clock")


def version(hour: int | None, item: str, key: str = "A", **more: Any) -> dict[str, Any]:
    at = None if hour is None else f"2026-11-20T{hour:02d}:00:00"
    return {
        "case_no": key,
        "item": item,
        "channel": "hall",
        "accepted_on": "2026-11-20",
        "recorded_at": at,
        **more,
    }


def ledger(entry: Any) -> tuple[int, int, int]:
    return entry.accepted, entry.rejected, entry.duplicate


THREE = [version(8, "first"), version(9, "second"), version(10, "third")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("split", [(3,), (1, 2), (2, 1), (1, 1, 1)])
def test_the_highest_recorded_at_wins_in_any_order_and_any_split(
    store: Store, order: tuple[int, ...], split: tuple[int, ...]
) -> None:
    lines = [THREE[i] for i in order]
    accepted = duplicate = 0
    for size in split:
        entry = store.ingest("cases", lines[:size])
        lines = lines[size:]
        assert entry.lines == size
        accepted, duplicate = accepted + entry.accepted, duplicate + entry.duplicate
    assert [row["item"] for row in store.rows("cases")] == ["third"]
    # A line is a duplicate exactly when an equal or later version came before it.
    late = sum(any(order[j] > order[i] for j in range(i)) for i in range(3))
    assert (accepted, duplicate) == (3 - late, late)


@pytest.mark.parametrize("hours", [(9, 9), (9, 8)])
def test_an_equal_or_lower_recorded_at_is_a_duplicate_even_with_other_content(
    store: Store, hours: tuple[int, int]
) -> None:
    store.ingest("cases", [version(hours[0], "kept")])
    before = store.version()
    assert ledger(store.ingest("cases", [version(hours[1], "other")])) == (0, 0, 1)
    assert store.record("cases", "A")["item"] == "kept"
    assert store.version() == before


def test_without_recorded_at_the_same_is_a_duplicate_and_a_change_an_update(store: Store) -> None:
    assert ledger(store.ingest("cases", [version(None, "one")])) == (1, 0, 0)
    assert ledger(store.ingest("cases", [version(None, "one")])) == (0, 0, 1)
    assert ledger(store.ingest("cases", [version(None, "two")])) == (1, 0, 0)
    assert store.record("cases", "A")["item"] == "two"


def test_within_a_file_without_recorded_at_the_last_different_line_holds(store: Store) -> None:
    lines = [version(None, "one"), version(None, "one"), version(None, "two"), version(None, "one")]
    assert ledger(store.ingest("cases", lines)) == (3, 0, 1)
    assert store.record("cases", "A")["item"] == "one"


@pytest.mark.parametrize("hour", [None, 9])
def test_the_same_file_again_under_any_name_changes_nothing(store: Store, hour: int | None) -> None:
    lines = [version(hour, "one", key) for key in "ABC"]
    path = store.file(lines)
    first = store.ingest("cases", path)
    before = store.content(without=["batches"])
    renamed = path.rename(path.with_name("another name 副本.csv"))
    again = store.ingest("cases", renamed)
    assert ledger(again) == (0, 0, 3)
    assert again.data_version == first.data_version == store.version()
    assert again.sha256 == first.sha256
    assert store.content(without=["batches"]) == before
    assert [row[0] for row in store.sql("select file from batches order by id")] == [
        path.name,
        renamed.name,
    ]


# --- withdrawal ---------------------------------------------------------------------------------


def withdrawn(store: Store) -> list[tuple[str, str]]:
    return store.sql("select dataset, key from withdrawn")


def accepted_cases(store: Store) -> int:
    return store.sql("select coalesce(sum(n), 0) from cases__accepted_on")[0][0]


def test_a_withdrawn_record_leaves_and_stays_among_the_withdrawn_until_a_later_version(
    store: Store,
) -> None:
    store.ingest("cases", [version(8, "one"), version(8, "other", "B")])
    assert ledger(store.ingest("cases", [version(9, "one", void=True)])) == (1, 0, 0)
    assert [row["case_no"] for row in store.rows("cases")] == ["B"]
    assert withdrawn(store) == [("cases", "A")]
    assert accepted_cases(store) == 1

    kept = store.sql("select record from withdrawn")[0][0]
    assert '"item":"one"' in kept.replace(" ", "")

    assert ledger(store.ingest("cases", [version(8, "one")])) == (0, 0, 1), "older than the end"
    assert ledger(store.ingest("cases", [version(9, "one", void=True)])) == (0, 0, 1)
    assert ledger(store.ingest("cases", [version(10, "back")])) == (1, 0, 0)
    assert store.record("cases", "A")["item"] == "back"
    assert withdrawn(store) == []
    assert accepted_cases(store) == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_withdrawal_counts_by_its_time_too(store: Store, order: tuple[int, ...]) -> None:
    lines = [version(8, "one"), version(9, "one", void=True), version(10, "back")]
    for i in order:
        store.ingest("cases", [lines[i]])
    assert [row["item"] for row in store.rows("cases")] == ["back"]
    assert withdrawn(store) == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_last_withdrawal_holds_in_any_order_in_one_file(
    store: Store, order: tuple[int, ...]
) -> None:
    lines = [version(8, "one"), version(9, "two"), version(10, "two", void=True)]
    entry = store.ingest("cases", [lines[i] for i in order])
    assert entry.lines == 3 == entry.accepted + entry.duplicate
    assert store.rows("cases") == []
    assert withdrawn(store) == [("cases", "A")]
    assert accepted_cases(store) == 0


def test_a_withdrawal_of_an_unknown_record_keeps_it_out_until_a_later_version(store: Store) -> None:
    store.ingest("cases", [version(9, "one", void=True)])
    assert ledger(store.ingest("cases", [version(8, "one")])) == (0, 0, 1)
    assert store.rows("cases") == []
    assert ledger(store.ingest("cases", [version(10, "one")])) == (1, 0, 0)


# --- any sequence -------------------------------------------------------------------------------

LINES = st.lists(
    st.builds(
        version,
        hour=st.integers(0, 5),
        item=st.sampled_from(["x", "y"]),
        key=st.sampled_from("AB"),
        void=st.sampled_from([None, None, True]),
    ),
    min_size=1,
    max_size=10,
)


def holds(lines: list[dict[str, Any]]) -> tuple[dict[str, str], int]:
    """What should be stored after the lines, and how many of them are duplicates."""
    best: dict[str, dict[str, Any]] = {}
    duplicates = 0
    for line in lines:
        before = best.get(line["case_no"])
        if before is not None and line["recorded_at"] <= before["recorded_at"]:
            duplicates += 1
        else:
            best[line["case_no"]] = line
    return {k: v["item"] for k, v in sorted(best.items()) if not v["void"]}, duplicates


@given(LINES, st.lists(st.integers(1, 9), max_size=3))
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_any_lines_in_any_files_end_as_one_after_the_other(
    lines: list[dict[str, Any]], cuts: list[int]
) -> None:
    bounds = sorted({0, len(lines), *(c for c in cuts if c < len(lines))})
    with TemporaryDirectory() as folder:
        store, duplicates = Store(Path(folder)), 0
        for first, last in pairwise(bounds):
            entry = store.ingest("cases", lines[first:last])
            assert entry.lines == last - first == entry.accepted + entry.duplicate
            duplicates += entry.duplicate
        assert ({r["case_no"]: r["item"] for r in store.rows("cases")}, duplicates) == holds(lines)
        store.close()
