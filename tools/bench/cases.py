"""Cases of a made-up hall, as a file that intake takes without a profile."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from tools.bench.servers import ROOT

SOURCES = ROOT / "data" / "sources"
REFERENCE = ("departments", "districts", "items", "windows")
# A year of a hall in a prefecture-level city; ten of them are the large store.
PER_YEAR = 890_000
# Yesterday, as far as there is a calendar of working days without loading a notice.
LAST_DAY = min(date.today() - timedelta(days=1), date(2026, 12, 30))
YEAR = (LAST_DAY - timedelta(days=364), LAST_DAY)
CHANNELS, SHARES = ("hall", "online", "hotline", "self_service"), (0.5, 0.35, 0.1, 0.05)


def ids(dataset: str) -> list[str]:
    """The ids of a reference list that ships with the project."""
    with (SOURCES / f"{dataset}.csv").open(encoding="utf-8", newline="") as file:
        return [row[0] for row in list(csv.reader(file))[1:]]


def write(path: Path, rows: int, years: int, seed: int = 1) -> None:
    """`rows` cases over `years` years, as CSV with our field ids and instants with their offset."""
    draw = np.random.default_rng(seed)
    items = ids("items")
    popular = 1 / np.arange(1, len(items) + 1)
    first = LAST_DAY - timedelta(days=round(365.25 * years) - 1)
    days = np.arange(np.datetime64(first), np.datetime64(LAST_DAY) + 1)
    busy = np.where(np.is_busday(days), 1.0, 0.2)  # some apply online at the weekend
    accepted = np.sort(draw.choice(days, rows, p=busy / busy.sum())).astype("datetime64[m]")
    accepted += draw.integers(9 * 60, 17 * 60, rows).astype("timedelta64[m]")
    lasting = draw.choice([0, 0, 0, 1, 2, 3, 5, 8, 13], rows) * 1_440 + draw.integers(5, 60, rows)
    completed = accepted + lasting.astype("timedelta64[m]")
    done = completed < np.datetime64(LAST_DAY + timedelta(days=1))
    item = draw.choice(items, rows, p=popular / popular.sum())
    number = pl.Series(np.arange(rows)).cast(pl.String).str.zfill(9)
    frame = pl.DataFrame(
        {
            "case_no": "B" + number,
            "item": item,
            "district": draw.choice(ids("districts"), rows),
            "window": _windows(item, draw),
            "channel": draw.choice(CHANNELS, rows, p=SHARES),
            "applicant_kind": draw.choice(("individual", "organisation"), rows),
            "accepted_at": _written(accepted),
            "completed_at": pl.select(
                pl.when(pl.Series(done)).then(_written(completed)).otherwise(None)
            ).to_series(),
            "outcome": pl.select(
                pl.when(pl.Series(done)).then(pl.lit("granted")).otherwise(None)
            ).to_series(),
        }
    )
    frame.write_csv(path)


def _windows(item: np.ndarray, draw: np.random.Generator) -> pl.Series:
    """For each case a window of its item's department; none where the department has none."""
    of_department = pl.read_csv(SOURCES / "windows.csv").group_by("department").agg("window")
    listed = pl.read_csv(SOURCES / "items.csv").select("item", "department")
    windows = pl.DataFrame({"item": item}).join(
        listed.join(of_department, on="department", how="left"),
        on="item",
        how="left",
        maintain_order="left",
    )["window"]
    turn = pl.Series(draw.integers(0, 1 << 30, len(item)))
    place = turn % windows.list.len()
    return windows.list.get(place, null_on_oob=True)


def _written(instants: np.ndarray) -> pl.Series:
    return pl.Series(instants.astype("datetime64[ms]")).dt.strftime("%Y-%m-%dT%H:%M:%S+08:00")


def taken_in(store: Path, folder: Path, dataset: str, file: Path) -> None:
    """`python app.py ingest`, as an operator runs it."""
    command = [sys.executable, "app.py", "ingest", dataset, str(file)]
    command += ["--database", f"sqlite:///{store}"]
    environment = {"HALL_VAR": str(folder), "PATH": "/usr/bin:/bin"}
    completed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if completed.returncode:
        ended = f"ingest {dataset} {file.name} ended with {completed.returncode}"
        raise RuntimeError(f"{ended}: {completed.stdout}{completed.stderr}")


def with_references(store: Path, folder: Path) -> None:
    """A new store with the reference lists that ship."""
    for dataset in REFERENCE:
        taken_in(store, folder, dataset, SOURCES / f"{dataset}.csv")
