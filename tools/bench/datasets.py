"""What each dataset costs: `python -m tools.bench.datasets [--years 1] [--data FOLDER]`.

The demo's files are taken in one after another, as `ingest` does it. A line is a dataset: its records, how
many of them were taken in a second (with all that follows them: a case's cards, a round's sums), how many rows
its rollups have, what of the store is its own for 1,000 records (rows, indexes and rollups), and how long the
first answer takes that nothing has been kept of: its first indicator by year, and then its page.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine

import app
from data.catalog import PUBLISHED
from data.definitions import Dataset
from data.hall import now
from data.intake.ingest import ingest_file
from data.intake.profile.load import load
from data.rollups.writer import writer
from data.store.tables import METADATA
from demo import SimulatedHall, history

HEAD = (
    "| dataset | records | rows/s | rollup rows | bytes per 1,000 | first indicator, ms | its page, ms |",
    "|---|--:|--:|--:|--:|--:|--:|",
)
# Below this the seconds of a file are those of opening and committing it.
ROWS_LEAST = 1_000


@dataclass(frozen=True)
class Intake:
    """Records taken in and the seconds that took, by dataset."""

    rows: Counter[str]
    seconds: dict[str, float]

    def a_second(self, id: str) -> str:
        return f"{self.rows[id] / self.seconds[id]:,.0f}" if self.rows[id] >= ROWS_LEAST else ""


def main() -> int:
    """Make a store of the demo and measure it."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.datasets", description=__doc__)
    parser.add_argument("--years", type=float, default=1.0)
    parser.add_argument("--data", help="where the store is made, and stays")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(arguments.data or made).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "datasets.sqlite"
        engine = writer(f"sqlite:///{path}")
        taken = _taken_in(engine, folder / "files", timedelta(365 * arguments.years))
        engine.dispose()
        _print(path, folder, taken)
    return 0


def _taken_in(engine: Engine, folder: Path, back: timedelta) -> Intake:
    rows: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    instant: datetime = now()
    profile = load("hall")
    for id, file in history(SimulatedHall(1, (instant - back).date()), folder, instant):
        began = time.perf_counter()
        entry = ingest_file(engine, id, file, profile)
        seconds[id] = seconds.get(id, 0.0) + time.perf_counter() - began
        rows[id] += entry.accepted
        file.unlink()
    return Intake(rows, seconds)


def _print(path: Path, folder: Path, taken: Intake) -> None:
    with sqlite3.connect(path) as connection:
        sizes = _sizes(connection)
        counts = {
            table.name: connection.execute(f'select count(*) from "{table.name}"').fetchone()[0]
            for table in METADATA.sorted_tables
        }
    client = app.create_app(f"sqlite:///{path}", folder).test_client()
    client.get("/api/v1/live")  # whatever a process does once
    print(f"{sum(taken.rows.values()):,} records", file=sys.stderr)
    print("\n".join(HEAD))
    for dataset in sorted(PUBLISHED.values(), key=lambda one: -counts[_table(one)]):
        records = counts[_table(dataset)]
        if not records:
            continue
        own = [name for name in counts if _belongs(name, dataset)]
        rollups = sum(counts[name] for name in own if "__" in name)
        size = sum(size for name, size in sizes.items() if _belongs(name, dataset))
        first = next((one.id for one in dataset.indicators), None)
        values = f"/api/v1/indicators/{first}/values?grain=year"
        cells = (
            dataset.id,
            f"{records:,}",
            taken.a_second(dataset.id) if dataset.id in taken.seconds else "",
            f"{rollups:,}",
            f"{size / records * 1_000:,.0f}" if size else "",
            _milliseconds(client, values) if first else "",
            _milliseconds(client, f"/data/{dataset.id}"),
        )
        print(f"| {' | '.join(cells)} |", flush=True)


def _table(dataset: Dataset) -> str:
    return dataset.id.replace("-", "_")


def _belongs(name: str, dataset: Dataset) -> bool:
    """Whether a table is a dataset's own: its rows, or one of its rollups."""
    return name == _table(dataset) or name.startswith(f"{_table(dataset)}__")


def _sizes(connection: sqlite3.Connection) -> Counter[str]:
    """Bytes of each table with its indexes; nothing where SQLite was built without `dbstat`."""
    of: Counter[str] = Counter()
    tables = dict(connection.execute("select name, tbl_name from sqlite_master"))
    try:
        pages = connection.execute("select name, sum(pgsize) from dbstat group by name")
        for name, size in pages:
            of[tables.get(name, name)] += size
    except sqlite3.OperationalError:
        return Counter()
    return of


def _milliseconds(client: FlaskClient, path: str) -> str:
    began = time.perf_counter()
    answer = client.get(path)
    took = 1_000 * (time.perf_counter() - began)
    return f"{took:,.0f}" if answer.status_code == 200 else str(answer.status_code)


if __name__ == "__main__":
    sys.exit(main())
