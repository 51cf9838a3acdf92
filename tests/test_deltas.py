"""The sums of a batch are the same however its rows are cut into pieces."""

import pytest
from sqlalchemy import select

from data.catalog import DATASETS
from data.intake.write import rollup_deltas
from data.rollups.plan import ROLLUP_TABLES, ROLLUPS, families
from data.store.backend import backend_of
from data.store.engines import transaction
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
@pytest.mark.parametrize(("rows", "sums"), [(10_000, 10_000), (7, 10_000), (7, 50), (1, 1)])
def test_few_rows_and_sums_passed_on_in_pieces_fill_the_same_store(
    tmp_path, monkeypatch, rows, sums
):
    at_once = filled(tmp_path, "at-once")
    monkeypatch.setattr(rollup_deltas, "_FEW_ROWS", 0)
    monkeypatch.setattr(rollup_deltas, "_ROWS", rows)
    monkeypatch.setattr(rollup_deltas, "_SUMS", sums)
    assert sum(bool(at_once[rollup.name]) for rollup in ROLLUPS) > 20
    assert at_once == filled(tmp_path, "in-pieces")


@pytest.mark.parametrize("dataset", [d for d in DATASETS if families(d)])
def test_every_rollup_is_a_sum_of_a_finest_one(dataset):
    for family in families(dataset):
        assert len(set(family.finest)) == len(family.finest)
        for rollup in family.members:
            finer = family.finer(rollup)
            assert finer in family.finest
            assert set(rollup.keys) <= set(finer.keys)
            assert (finer is rollup) == (rollup in family.finest)


@pytest.mark.parametrize("of", ["store", "postgres_store"])
@pytest.mark.parametrize("before", [0, 4], ids=["of an empty table", "of one with it"])
def test_a_key_that_comes_twice_is_added_twice(request, of, before):
    """As the pieces of a large batch bring it; PostgreSQL comes upon a row once in a statement."""
    table = ROLLUP_TABLES["cases__completed_on__department"]
    others = len(table.columns) - 3

    def sums(n):
        return [(20_000, "fgw", n, *[n] * others), (20_000, "gaj", 1, *[1] * others)]

    with request.getfixturevalue(of).engine.connect() as connection:
        backend = backend_of(connection)
        with transaction(connection):
            if before:
                with backend.scratch_rows(connection, table, sums(before)[:1]) as staged:
                    backend.add_sums(connection, table, select(*staged.c))
            with backend.scratch_rows(connection, table, [*sums(2), *sums(5)]) as staged:
                backend.add_sums(connection, table, select(*staged.c))
        kept = {row.department: row[2:] for row in connection.execute(select(table))}
    assert kept == {"fgw": (before + 7,) * (others + 1), "gaj": (2,) * (others + 1)}
