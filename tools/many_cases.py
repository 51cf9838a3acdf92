"""Cases by the million: those of the simulated hall, taken in again under other numbers, and as Parquet.

Nothing is drawn: a copy has the district and the channel of another row, so that its sums are others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from data import hall as settings
from data.intake.ingest import ingest_file
from data.rollups.writer import writer
from demo import SimulatedHall, history
from demo.export import profile
from scale import plan
from scale.plan import Plan

YEAR = timedelta(days=365)
# Taken from so many rows further on, in each copy more.
_STEP = 7
_MOVED = ("district", "channel")


def many_cases(folder: Path, cases: int) -> str:
    """A store with everything of a year of the simulated hall, and at least so many cases; its address."""
    url = f"sqlite:///{folder / 'many.sqlite'}"
    engine, now = writer(url), settings.now()
    files = folder / "files"
    of_cases: list[Path] = []
    stored = 0
    for dataset, path in history(SimulatedHall(1, now.date() - YEAR), files, now):
        taken = _taken_in(engine, dataset, path)
        if dataset == "cases":
            of_cases.append(path)
            stored += taken
    for copy in _copies(of_cases, files):
        if stored >= cases:
            break
        stored += _taken_in(engine, "cases", copy)
    engine.dispose()
    return url


def _taken_in(engine: Engine, dataset: str, path: Path) -> int:
    entry = ingest_file(engine, dataset, path, profile())
    if entry.refused:
        raise RuntimeError(f"{path.name}: {entry.refused}")
    return entry.accepted


def _copies(files: list[Path], folder: Path) -> Iterator[Path]:
    headers = profile().datasets["cases"].columns
    n = 0
    while True:
        n += 1
        for path in files:
            rows = pl.read_csv(path, infer_schema=False)
            number = pl.col(headers["case_no"]) + f"-{n}"
            moved = [_further(headers[name], n) for name in _MOVED if headers[name] in rows.columns]
            copy = folder / f"{path.stem}-{n}.csv"
            rows.with_columns(number, *moved).write_csv(copy)
            yield copy


def _further(column: str, n: int) -> pl.Expr:
    """The column, of the row that comes so many later; after the last comes the first."""
    values = pl.col(column)
    return values.gather((pl.int_range(pl.len()) + n * _STEP) % pl.len())


def multiplied(source: Path, target: Path, times: int) -> Plan:
    """The cases of an exported folder as many times over, as another such folder."""
    made = plan.read(source)
    asked = made.find("cases") if made else None
    if made is None or asked is None:
        raise ValueError(f"{source} has no cases")
    files = {}
    (target / "rows" / asked.table).mkdir(parents=True)
    for name in asked.files:
        rows = pl.read_parquet(source / "rows" / asked.table / f"{name}.parquet")
        copies = [rows.with_columns(_further(c, n) for c in _MOVED) for n in range(times)]
        pl.concat(copies).write_parquet(target / "rows" / asked.table / f"{name}.parquet")
        files[name] = len(rows) * times
    many = Plan(made.of, (replace(asked, files=files, days=None),))
    plan.write(target, many)
    return many
