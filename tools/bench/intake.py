"""T8 and T9: how fast a file comes in, and how soon a live batch is seen."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from data.intake.ingest import ingest_file
from data.intake.profile.load import load
from data.rollups.writer import writer
from data.store.tables import INDEXES, TABLES
from tools.bench import cases, servers
from tools.bench.load import Target, check
from tools.bench.table import Report, middle, ratio

# SQLite, must; the stretch is 175,000.
ROWS_PER_SECOND = 120_000
EVENTS = 100


def bulk(report: Report, store: Path, folder: Path, file: Path, rows: int) -> None:
    """Make the store from a file, and load the same file the plain way."""
    cases.with_references(store, folder)
    began = time.perf_counter()
    cases.taken_in(store, folder, "cases", file)
    ours = rows / (time.perf_counter() - began)
    plain = _import(folder, file, rows)
    what = "cases a second: checked, indexed, rolled up, in the ledger"
    report.add("T8", what, ours, "rows/s", f"≥{ROWS_PER_SECOND}", f"{rows:,} rows")
    report.add("T8", "  against sqlite3 .import and the same indexes", ratio(ours, plain), "×")


def _import(folder: Path, file: Path, rows: int) -> float | None:
    """Rows a second of `sqlite3 .import` into a plain table, then the indexes that ours has."""
    program = shutil.which("sqlite3")
    if program is None:
        return None
    path = folder / "import.sqlite"
    table = TABLES["cases"]
    with file.open(encoding="utf-8") as opened:
        columns = opened.readline().strip().split(",")
    indexes = [
        str(CreateIndex(index).compile(dialect=sqlite.dialect()))
        for index in INDEXES["cases"]
        if {c.name for c in index.columns} <= set(columns)
    ]
    # Dates are instants in the file: the same number of indexes, on the columns that it has.
    indexes += [
        f"CREATE INDEX i{n} ON {table.name} ({name})" for n, name in enumerate(columns[6:8])
    ]
    script = f".import --csv {file} {table.name}\n" + "".join(f"{sql};\n" for sql in indexes)
    began = time.perf_counter()
    subprocess.run([program, str(path)], input=script, text=True, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    path.unlink()
    return rows / seconds


def live(report: Report, store: Path, folder: Path, batches: int = 7) -> None:
    """100 events as one batch: until it is committed, and until another process answers with it."""
    engine, profile = writer(f"sqlite:///{store}"), load(None)
    committed, visible = [], []
    with servers.site(store, folder) as (port, _):
        version = Target(port, "/api/v1/live")
        for n in range(batches):
            file = _batch(folder, n, int(time.time()))
            before = _version(version)
            began = time.perf_counter()
            entry = ingest_file(engine, "cases", file, profile)
            committed.append(1_000 * (time.perf_counter() - began))
            if entry.accepted != EVENTS:
                raise RuntimeError(f"batch not taken in: {entry.document()}")
            began = time.perf_counter()
            while _version(version) == before:
                time.sleep(0.005)
            visible.append(1_000 * (time.perf_counter() - began))
    engine.dispose()
    rows = _rows(store)
    what = f"live batch of {EVENTS} into {rows:,} cases, committed"
    report.add("T9", what, middle(committed[1:]), "ms", "≤100")
    report.add("T9", "  then seen by another process", max(visible), "ms", "≤1000", "slowest")


def _batch(folder: Path, n: int, stamp: int) -> Path:
    """New cases, half of them of the last day and half of one of the days before."""
    file = folder / f"batch-{n}.csv"
    items, lines = cases.ids("items"), ["case_no,item,channel,accepted_at,completed_at"]
    for i in range(EVENTS):
        day = cases.LAST_DAY - timedelta(days=0 if i % 2 else 1 + n)
        item = items[i % len(items)]
        times = (f"{day}T{hour}:{i % 60:02}:00+08:00" for hour in (10, 11))
        lines.append(f"L{stamp}-{n}-{i},{item},hall,{','.join(times)}")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _version(target: Target) -> int:
    return int(json.loads(check(target))["meta"]["data_version"])


def _rows(store: Path) -> int:
    with sqlite3.connect(store) as connection:
        return int(connection.execute("select count(*) from cases").fetchone()[0])
