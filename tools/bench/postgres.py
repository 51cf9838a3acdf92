"""`python -m tools.bench.postgres [ROWS]`: PostgreSQL against SQLite, the same cases and questions in one run.

As an operator would: cases come in by intake (T8), answers are computed in the process (T4 to T6). The server
is one of the tests' own, which leaves out of writing what a crash would need. Renews its table in
`docs/benchmarks.md`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from data.intake.ingest import ingest_file
from data.intake.profile.load import load
from data.rollups.writer import writer
from tests.own_postgres import TEMPLATE, WRITER, OwnPostgres
from tools.bench import cases, paper
from tools.bench.inside import computed
from tools.bench.table import Report

# What is asked, as `inside.computed` calls it.
_ASKED = {
    "overview": ("T4", "overview computed"),
    "year": ("T5", "a year by department"),
    "first_page": ("T6", "100 rows, first page"),
    "far_page": ("T6", "100 rows, a far page"),
    "filtered": ("T6", "100 rows of a department"),
}


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else cases.PER_YEAR
    report = Report()
    server = OwnPostgres()
    try:
        server.prepare()
        with tempfile.TemporaryDirectory(prefix="bench-") as made:
            _measure(report, server, Path(made), rows)
    finally:
        server.close()
    paper.write("PostgreSQL", report)


def _measure(report: Report, server: OwnPostgres, folder: Path, rows: int) -> None:
    file = folder / "cases.csv"
    cases.write(file, rows, 1)
    urls = (f"sqlite:///{folder / 'hall.sqlite'}", server.database(TEMPLATE, WRITER))
    in_sqlite, in_postgres = (_taken_in(url, file, rows) for url in urls)
    report.add("T8", f"{rows:,} cases taken in, SQLite", in_sqlite, "rows/s")
    report.add("T8", "  PostgreSQL", in_postgres, "rows/s", "≥200,000")
    report.add("T8", "  of SQLite's", in_postgres / in_sqlite, "")
    times = [computed(url, folder, rows // 2) for url in urls]
    for name, (target, what) in _ASKED.items():
        sqlite, postgres = times[0][name], times[1][name]
        report.add(target, f"{what}, SQLite", sqlite, "ms")
        report.add(target, "  PostgreSQL", postgres, "ms")
        report.add(target, "  of SQLite's", postgres / sqlite, "", "≤1.5")


def _taken_in(url: str, file: Path, rows: int) -> float:
    """Rows a second; after it a server knows its tables, as it does by itself within a minute."""
    engine = writer(url)
    for name in cases.REFERENCE:
        ingest_file(engine, name, cases.SOURCES / f"{name}.csv", load(None))
    began = time.perf_counter()
    ingest_file(engine, "cases", file, load(None))
    taken = time.perf_counter() - began
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.exec_driver_sql("analyze")
    engine.dispose()
    return rows / taken


if __name__ == "__main__":
    main()
