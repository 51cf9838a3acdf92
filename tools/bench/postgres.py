"""`python -m tools.bench.postgres [ROWS]`: PostgreSQL against SQLite, the same cases and questions in one run.

As an operator would: cases come in by intake (T8), answers are computed in the process (T4 to T6).
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
from tools.bench import cases
from tools.bench.inside import computed

_ROWS = 100_000


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else _ROWS
    server = OwnPostgres()
    try:
        server.prepare()
        with tempfile.TemporaryDirectory(prefix="bench-") as made:
            folder = Path(made)
            file = folder / "cases.csv"
            cases.write(file, rows, 1)
            urls = (f"sqlite:///{folder / 'hall.sqlite'}", server.database(TEMPLATE, WRITER))
            speeds = [_taken_in(url, file, rows) for url in urls]
            _say("T8 rows/s", *speeds)
            times = [computed(url, folder, rows // 2) for url in urls]
            for name, sqlite in times[0].items():
                _say(f"{name} ms", sqlite, times[1][name])
    finally:
        server.close()


def _taken_in(url: str, file: Path, rows: int) -> float:
    engine = writer(url)
    for name in cases.REFERENCE:
        ingest_file(engine, name, cases.SOURCES / f"{name}.csv", load(None))
    began = time.perf_counter()
    ingest_file(engine, "cases", file, load(None))
    taken = time.perf_counter() - began
    engine.dispose()
    return rows / taken


def _say(what: str, sqlite: float, postgres: float) -> None:
    print(
        f"{what:<16} SQLite {sqlite:>10,.1f}  PostgreSQL {postgres:>10,.1f}  × {postgres / sqlite:.2f}"
    )


if __name__ == "__main__":
    main()
