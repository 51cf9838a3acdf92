"""Spark gives the store's sums, row for row, and does so with a worker killed in mid-job.

No part of `make test`: it needs Spark and Java, which `make test-scale` installs, and minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import polars as pl
import pytest

from data.rollups.plan import ROLLUP_TABLES
from data.rollups.writer import writer
from data.store.engines import reader, scanner
from data.store.tables import METADATA
from scale import rows, sums
from tools import spark_cluster as spark
from tools.many_cases import many_cases

# Fewer only to see whether the tests themselves run.
CASES = int(os.environ.get("SCALE_CASES", "2000000"))


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> str:
    """The address of a store with so many cases, whose sums intake has kept."""
    return many_cases(tmp_path_factory.mktemp("store"), CASES)


@pytest.fixture(scope="module")
def exported(store, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("folder")
    made = rows.export(scanner(reader(store)), folder)
    (cases,) = (asked for asked in made.datasets if asked.dataset == "cases")
    assert sum(cases.files.values()) >= CASES
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with spark.cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


def stored_sums(url: str) -> dict[str, list[tuple]]:
    names = [n for n in METADATA.tables if n in ROLLUP_TABLES or n.endswith("__blocks")]
    with reader(url).connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(METADATA.tables[name].select())), key=repr)
            for name in names
        }


def counted_sums(folder: Path) -> dict[str, list[tuple]]:
    found = {}
    for place in sorted((folder / "sums").iterdir()):
        if place.is_dir():
            frame = pl.read_parquet(sorted(place.glob("*.parquet")))
            columns = ROLLUP_TABLES[place.name].columns.keys()
            found[place.name] = sorted(frame.select(columns).rows(), key=repr)
    return found


def emptied(store: str, folder: Path) -> str:
    """A copy of the store that has lost its sums."""
    copy = folder / "copy.sqlite"
    with reader(store).connect() as connection:
        connection.exec_driver_sql("select 1")
    shutil.copy(store.removeprefix("sqlite:///"), copy)
    engine = writer(f"sqlite:///{copy}")
    with engine.begin() as connection:
        for name in stored_sums(store):
            connection.execute(METADATA.tables[name].delete())
    engine.dispose()
    return f"sqlite:///{copy}"


def test_spark_counts_what_the_store_has(store, exported, cluster, tmp_path):
    spent = cluster.counted(exported)
    assert spent["rows"] >= CASES
    copy = emptied(store, tmp_path)
    differed = sums.load(writer(copy), exported)
    assert sum(differed.values()) == sum(
        len(found) for name, found in stored_sums(store).items() if name in differed
    )
    assert stored_sums(copy) == stored_sums(store)


def test_who_has_not_the_secret_is_refused(exported, cluster, tmp_path):
    lines = cluster.properties.read_text("utf-8").splitlines()
    without = [line for line in lines if not line.startswith("spark.authenticate.secret")]
    stranger = spark.Cluster(tmp_path, cluster.port)
    stranger.properties.write_text("\n".join([*without, "spark.authenticate.secret guessed"]))
    joined = cluster.log("master").count("Registered app")
    job = stranger.submit(exported, "stranger")
    try:
        assert job.wait(spark.PATIENCE + 120) != 0
    finally:
        spark.end(job)
    assert '{"rows"' not in stranger.log("stranger")
    assert cluster.log("master").count("Registered app") == joined


def test_everything_listens_on_loopback(cluster):
    group = {p for one in cluster.groups(cluster.master) for p in spark.members(one)}
    ports = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True).stdout.splitlines()
    ours = [line for line in ports if any(f"pid={process}," in line for process in group)]
    assert ours
    assert [line for line in ours if "127.0.0.1" not in line.split()[3]] == []


def test_a_worker_killed_in_mid_job_changes_nothing(exported, cluster, tmp_path):
    """The last of its tests: the cluster goes on with one worker."""
    before = counted_sums(exported)
    shutil.rmtree(exported / "sums")
    job = cluster.submit(exported, "second")
    try:
        while len(list((exported / "sums").glob("*/_SUCCESS"))) < 5:
            assert job.poll() is None, cluster.log("second")[-2_000:]
            time.sleep(0.1)
        spark.end(cluster.workers[0])
        cluster.outcome(job, "second")
    finally:
        spark.end(job)
    assert "Lost executor" in cluster.log("second")
    assert counted_sums(exported) == before
