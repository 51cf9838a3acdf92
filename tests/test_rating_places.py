"""A rating names department, window and channel only where enough cases of its day share them."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.derive.evaluations import shared_cells
from data.intake.ingest import beat, rebuild
from data.rollups.writer import writer
from data.store.engines import transaction
from data.store.tables import ROW_ID
from tests.hall_data import Store, application

LARGE, FEW = ("scjg", "W01", "hall"), ("jyt", "W02", "online")
BASE = "/api/v1"


def cases(place: tuple[str, str, str], day: str, n: int, first: int = 0) -> list[dict[str, Any]]:
    department, window, channel = place
    at = {"department": department, "window": window, "channel": channel, "item": "i"}
    return [
        {"case_no": f"{department}{day}-{i}", "accepted_on": day, "completed_on": day} | at
        for i in range(first, first + n)
    ]


def ratings(place: tuple[str, str, str], day: str, n: int) -> list[dict[str, Any]]:
    department, window, channel = place
    at = {"department": department, "window": window, "channel": channel, "score": 5}
    return [{"evaluation_no": f"R{department}{day}-{i}", "rated_on": day} | at for i in range(n)]


def places(store: Store, day: str) -> set[tuple[str | None, ...]]:
    return set(
        store.sql(
            "select department, window, channel from evaluations "
            f"where date(rated_on * 86400, 'unixepoch') = '{day}'"
        )
    )


def test_a_small_cell_and_as_many_beside_it_name_no_place() -> None:
    def open_cells(*numbers: int) -> list[int]:
        rows = [("d", f"D{i}", "w", "c", n) for i, n in enumerate(numbers)]
        names = ["completed_on", "department", "window", "channel", "n"]
        cells = pl.DataFrame(rows, schema=names, orient="row")
        return sorted(shared_cells(cells, 10)["n"].to_list())

    assert open_cells(10, 30) == [10, 30]
    # Alone the three would be the only ones without a place: the next larger cell joins them.
    assert open_cells(3, 12, 30) == [30]
    assert open_cells(6, 7, 12) == [12]
    assert open_cells(9) == []


@pytest.mark.full
def test_places_are_the_same_whatever_is_loaded_first(tmp_path: Path, clock: Any) -> None:
    day = "2026-11-20"
    batches = (
        ("cases", cases(LARGE, day, 15) + cases(FEW, day, 9)),
        ("cases", cases(("fgw", "W03", "hall"), day, 12)),
        ("evaluations", ratings(LARGE, day, 4) + ratings(FEW, day, 2)),
    )
    kept = set()
    for n, order in enumerate(permutations(batches)):
        store = Store(tmp_path, f"hall{n}")
        for dataset, rows in order:
            store.ingest(dataset, rows)
        rows = [{k: v for k, v in row.items() if k != ROW_ID} for row in store.rows("evaluations")]
        kept.add(repr(rows))
        assert places(store, day) == {LARGE, (None, None, None)}
        assert not any(rebuild(store.engine).values())
        store.close()
    assert len(kept) == 1


def test_the_place_comes_when_the_day_is_over_and_goes_when_its_cases_change(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = "2026-11-24"
    store.ingest("cases", cases(LARGE, today, 12))
    store.ingest("evaluations", ratings(LARGE, today, 23))
    assert places(store, today) == {(None, None, None)}
    version = store.version()
    monkeypatch.setenv("HALL_NOW", "2026-11-25T00:00:05+08:00")
    beat(store.engine)
    assert places(store, today) == {LARGE}
    assert store.version() == version + 1
    beat(store.engine)
    assert store.version() == version + 1
    # Three of the cases turn out to be of another day: nine are too few.
    moved = [row | {"completed_on": "2026-11-25"} for row in cases(LARGE, today, 3)]
    store.ingest("cases", moved)
    assert places(store, today) == {(None, None, None)}
    store.ingest("cases", cases(LARGE, today, 1, first=50))
    assert places(store, today) == {LARGE}


def test_the_next_batch_of_any_kind_settles_the_day_before(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.ingest("cases", cases(LARGE, "2026-11-24", 12))
    store.ingest("evaluations", ratings(LARGE, "2026-11-24", 3))
    monkeypatch.setenv("HALL_NOW", "2026-11-25T09:00:00+08:00")
    store.ingest("cases", cases(FEW, "2026-11-25", 1))
    assert places(store, "2026-11-24") == {LARGE}


def test_numbers_by_place_and_not_stated_are_the_whole(store: Store) -> None:
    day = "2026-11-20"
    store.ingest(
        "cases", cases(LARGE, day, 15) + cases(FEW, day, 9) + cases(("fgw", "W03", "hall"), day, 3)
    )
    store.ingest("evaluations", ratings(LARGE, day, 4) + ratings(FEW, day, 2))
    with application(store) as server:
        client: Any = server.test_client()
        for name, code in zip(("department", "window", "channel"), LARGE, strict=True):
            rows = client.get(f"{BASE}/indicators/ratings/values?grain=total&by={name}").json[
                "data"
            ]
            assert {row[name]: row["value"] for row in rows if row["value"]} == {code: 4, "none": 2}
        listed = client.get(f"{BASE}/datasets/evaluations/records").json["data"]
        assert sorted(str(row["department"]) for row in listed) == ["None"] * 2 + ["scjg"] * 4
        assert not any(name.startswith(("given_", "place_")) for row in listed for name in row)


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    day = "2026-11-20"
    store.ingest("cases", cases(LARGE, day, 15))
    store.ingest("evaluations", ratings(LARGE, day, 4))
    version = store.version()
    assert (
        store.ingest("evaluations", ratings(LARGE, day, 4) + ratings(LARGE, day, 1)).duplicate == 5
    )
    assert store.version() == version
    assert places(store, day) == {LARGE}


def test_a_store_of_an_earlier_release_keeps_its_places_and_shows_those_that_it_may(
    store: Store,
) -> None:
    day = "2026-11-20"
    store.ingest("cases", cases(LARGE, day, 15) + cases(FEW, day, 9))
    store.ingest("evaluations", ratings(LARGE, day, 4) + ratings(FEW, day, 2))
    now = store.rows("evaluations")
    with store.engine.connect() as connection, transaction(connection):
        for name in ("department", "window", "channel"):
            connection.exec_driver_sql(f'update evaluations set "{name}" = given_{name}')
            connection.exec_driver_sql(f"alter table evaluations drop column given_{name}")
        connection.exec_driver_sql("alter table evaluations drop column place_settled")
        connection.exec_driver_sql("delete from settings where name = 'derivation:evaluations'")
    writer(store.url).dispose()
    assert [{**row} for row in store.rows("evaluations")] == now
    assert not any(rebuild(store.engine).values())
