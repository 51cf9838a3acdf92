"""`make bench-scale`, or `python -m tools.bench_scale [--millions 2,5,10] [--data FOLDER]`.

How many rows of cases a second two workers count into all rollups, how that grows, and what memory it takes.
With --data the rows of a folder that `app.py export-rows` wrote are multiplied; else those of a simulated year.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from data.store.engines import reader, scanner
from scale import plan, rows
from tools import spark_cluster as spark
from tools.many_cases import many_cases, multiplied


def main() -> int:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as made:
        folder = Path(made)
        source = Path(arguments.data) if arguments.data else _exported(folder)
        base = _rows(source)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {base:,} cases as they are")
        print(
            "\n| cases | Parquet | seconds | rows a second | of the processor | memory, all processes |"
        )
        print("|---:|---:|---:|---:|---:|---:|")
        for millions in arguments.millions.split(","):
            many = folder / f"{millions}m"
            multiplied(source, many, max(1, round(float(millions) * 1_000_000 / base)))
            (folder / f"cluster-{millions}").mkdir()
            with spark.cluster(folder / f"cluster-{millions}", memory=arguments.memory) as cluster:
                spent = cluster.counted(many)
            _print(many, spent)
    return 0


def _print(many: Path, spent: dict[str, float]) -> None:
    size = sum(file.stat().st_size for file in (many / "rows").rglob("*.parquet"))
    rate = spent["rows"] / spent["seconds"]
    cells = (
        f"{spent['rows']:,}", f"{size / 1e6:,.0f} MB", f"{spent['seconds']:,.0f}", f"{rate:,.0f}",
        f"{spent['cpu_seconds']:,.0f} s", f"{spent['memory_mb']:,} MB",
    )  # fmt: skip
    print("|", " | ".join(cells), "|", flush=True)


def _exported(folder: Path) -> Path:
    began = time.monotonic()
    url = many_cases(folder, 1)
    rows.export(scanner(reader(url)), folder / "year", ["cases"])
    print(f"a simulated year in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return folder / "year"


def _rows(folder: Path) -> int:
    made = plan.read(folder)
    asked = made.find("cases") if made else None
    return sum(asked.files.values()) if asked else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_scale", description=__doc__)
    parser.add_argument("--millions", default="2,10,50", help="of cases, comma between")
    parser.add_argument("--memory", default="1g", help="of each worker")
    parser.add_argument("--data", help="a folder with exported cases")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
