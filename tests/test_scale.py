"""Counting elsewhere: which rows leave the store, what is asked of Spark, and which sums come back.

That Spark itself gives the store's sums `make test-scale` claims; here the store's own statements stand in for it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Float, Integer, column, func, select

from data.catalog import DATASETS
from data.intake.ingest import rebuild
from data.rollups.plan import ROLLUP_TABLES, ROLLUPS
from data.rollups.recounts import recounted
from data.store.backend import backend_of
from data.store.engines import scanner
from data.store.tables import METADATA
from scale import plan, rows, sums
from scale.spark_sql import spark_sql
from tests.hall_data import Store

ROOT = Path(__file__).parents[1]
# Enough to claim it of: with fractions, with codes that are numbers, and one that is not filed by a day.
SOME = ("cases", "evaluations", "terminals")
FIELDS = {"accepted_on", "completed_on", "channel", "department", "used_days", "completed_hour"}


def exported(store: Store, folder: Path, *datasets: str) -> plan.Plan:
    return rows.export(scanner(store.engine), folder, datasets)


def counted(store: Store, folder: Path) -> None:
    """What the job leaves, counted by the store from its own rows."""
    made = plan.read(folder)
    for asked in made.datasets:
        for statement in plan.statements(asked.dataset, asked.days):
            (rollup,) = (r for r in ROLLUPS if r.name == statement["rollup"])
            days = None if asked.days is None else asked.days[rollup.dated]
            with store.engine.connect() as connection:
                sql = recounted(rollup, days)
                found = backend_of(connection).prepared(sql).rows(connection, {})
            place = folder / "sums" / rollup.name
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            columns = ROLLUP_TABLES[rollup.name].columns
            kinds = {c.name: _kind(c.type) for c in columns}
            pl.DataFrame(found, schema=kinds, orient="row").write_parquet(place / "part-0.parquet")
    plan.keep(folder / "sums" / "counted.json", made.of)


def _kind(kind):
    if isinstance(kind, Integer) or getattr(kind, "impl", None).__class__ is Integer:
        return pl.Int64
    return pl.Float64 if hasattr(kind, "asdecimal") else pl.String


def change(store: Store, statement: str, *values: object) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql(statement, values)


def all_sums(store: Store) -> dict[str, list]:
    names = [n for n in METADATA.tables if n in ROLLUP_TABLES or n.endswith("__blocks")]
    return {name: store.sql(f'select * from "{name}" order by 1, 2') for name in names}


# --- the statements -----------------------------------------------------------------------------


def test_sparks_sql_of_a_statement():
    fraction, whole = column("days", Float), column("odd`name", Integer)
    asked = select(func.sum(fraction), func.sum(whole)).where(column("text") == "it's a \\ 字")
    assert " ".join(spark_sql(asked).split()) == (
        "SELECT CAST(sum(CAST(days AS DECIMAL(38, 9))) AS DOUBLE) AS sum_1, sum(`odd``name`) AS sum_2 "
        r"WHERE text = 'it\'s a \\ 字'"
    )


def test_every_rollup_is_asked_for_once_after_the_one_that_it_is_summed_from():
    for dataset in plan.rolled_up():
        asked = list(plan.statements(dataset))
        names = [one["rollup"] for one in asked]
        assert sorted(names) == sorted(r.name for r in ROLLUPS if r.dataset == dataset)
        assert all(one["of"] is None or one["of"] in names[:n] for n, one in enumerate(asked))


def test_a_statement_names_only_columns_that_leave_the_store():
    """A row that is counted leaves without its number, and without what no rollup looks at."""
    for id in plan.rolled_up():
        fields = {f.id for f in plan.counted_fields(DATASETS[id])}
        table = DATASETS[id].id.replace("-", "_")
        for one in plan.statements(id):
            if one["of"] is None:
                named = set(re.findall(rf"\b{table}\.`(\w+)`", one["sql"]))
                assert named <= fields, one["rollup"]
    cases = {f.id for f in plan.counted_fields(DATASETS["cases"])}
    assert cases >= FIELDS
    assert not cases & {"case_no", "recorded_at", "accepted_at", "completed_at"}


# --- rows and sums ------------------------------------------------------------------------------


def test_sums_counted_elsewhere_take_the_place_of_the_stores(sample_copy, tmp_path):
    folder, store = tmp_path / "folder", sample_copy(tmp_path)
    made = exported(store, folder, *SOME)
    assert sum(made.find("cases").files.values()) == store.sql("select count(*) from cases")[0][0]
    counted(store, folder)
    before, version = all_sums(store), store.sql("select value from settings where name = 'state'")
    assert set(sums.load(store.engine, folder).values()) == {0}
    assert store.sql("select value from settings where name = 'state'") == version
    change(store, "delete from cases__accepted_on where day % 2")
    change(store, "update evaluations__rated_on set n = n + 1")
    change(store, "update cases__accepted_on__blocks set n = 0")
    differed = sums.load(store.engine, folder)
    assert {name for name, rows in differed.items() if rows} == {
        "cases__accepted_on", "evaluations__rated_on",
    }  # fmt: skip
    assert all_sums(store) == before
    assert store.sql("select value from settings where name = 'state'") != version


def test_a_corrected_day_is_rewritten_and_counted_alone(sample_copy, tmp_path):
    folder, store = tmp_path / "folder", sample_copy(tmp_path)
    exported(store, folder, *SOME)
    counted(store, folder)
    sums.load(store.engine, folder)
    files = {path: path.stat().st_mtime_ns for path in folder.glob("rows/*/*.parquet")}
    case = store.sql(
        "select case_no, accepted_on, completed_on, item, department, channel from cases "
        "where completed_on > accepted_on limit 1"
    )[0]
    change(store, "update cases set channel = 'hotline' where case_no = ?", case[0])
    change(store, "update settings set value = value + 1 where name = 'data_version'")
    month = "strftime('%Y-%m', accepted_on * 86400, 'unixepoch')"
    change(
        store,
        "update changed_months set version = (select value from settings where name = 'data_version') "
        f"where dataset = 'cases' and field = 'accepted_on' "
        f"and month = (select {month} from cases where case_no = ?)",
        case[0],
    )
    made = exported(store, folder, *SOME)
    rewritten = [p for p in folder.glob("rows/*/*.parquet") if p.stat().st_mtime_ns != files[p]]
    assert len(rewritten) == 1
    days = made.find("cases").days
    assert days["accepted_on"] == [case[1]]
    assert days["completed_on"] == [case[2]]
    assert made.find("evaluations").days["rated_on"] == []
    asked = [one["rollup"] for one in plan.statements("evaluations", made.find("evaluations").days)]
    assert asked == []
    # Not loaded yet: what the next export finds comes on top.
    assert exported(store, folder, *SOME).find("cases").days == days
    counted(store, folder)
    differed = sums.load(store.engine, folder)
    assert differed["cases__accepted_on"] == 2  # the row that was, and the one that is
    assert rebuild(store.engine) == {r.name: 0 for r in ROLLUPS}


# --- refusals -----------------------------------------------------------------------------------


def test_sums_of_other_rows_are_refused(sample_copy, tmp_path):
    folder, store = tmp_path / "folder", sample_copy(tmp_path)
    with pytest.raises(rows.NotReady, match="has no plan"):
        sums.load(store.engine, folder)
    exported(store, folder, "cases")
    with pytest.raises(rows.NotReady, match="have not been counted"):
        sums.load(store.engine, folder)
    counted(store, folder)
    (tmp_path / "other").mkdir()
    other = sample_copy(tmp_path / "other")
    change(other, "update settings set value = 'another' where name = 'store'")
    assert set(sums.load(other.engine, folder).values()) == {0}
    change(other, "delete from cases where case_no = (select min(case_no) from cases)")
    with pytest.raises(rows.NotReady, match=r"rows of cases in 2026-\d\d-\d\d"):
        sums.load(other.engine, folder)
    change(store, "update settings set value = value + 1 where name = 'data_version'")
    with pytest.raises(rows.NotReady, match="export the rows again"):
        sums.load(store.engine, folder)
    document = json.loads((folder / "plan.json").read_text("utf-8"))
    document["datasets"][0]["formulas"]["cases__accepted_on"] = "another"
    (folder / "plan.json").write_text(json.dumps(document), "utf-8")
    with pytest.raises(rows.NotReady, match="formulas of another release"):
        sums.load(store.engine, folder)


def test_the_commands_say_what_they_did(sample_copy, tmp_path):
    store, folder = sample_copy(tmp_path), tmp_path / "folder"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "app.py", *arguments, "--database", store.url]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    written = run("export-rows", str(folder), "--dataset", "cases")
    assert written.stdout == f"cases: {len(store.rows('cases'))} rows, all days to be counted\n"
    refused = run("rebuild", "--sums", str(folder))
    assert refused.returncode == 1
    assert "scale/job.py" in refused.stderr
    counted(store, folder)
    assert "cases__accepted_on: 0 rows differed" in run("rebuild", "--sums", str(folder)).stdout
