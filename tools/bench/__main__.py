"""`make bench`, or `python -m tools.bench [--full] [--only T1,T3] [--data FOLDER]`.

A run of all targets renews its table in `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tools.bench import cases, computed, crowd, files, hot, intake, pages, paper, servers
from tools.bench.table import Report

ALL = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T11", "T15", "T16")


def main() -> int:
    """1 if a bound was missed that is not allowed to be."""
    arguments = _arguments()
    report = Report()
    os.environ.pop("HALL_NOW", None)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(arguments.data or made).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        _missing_tools()
        _run(report, folder, arguments)
    if not arguments.only:
        paper.write("one machine", report)
    missed = report.missed()
    print(f"\n{time.monotonic() - began:.0f} s; {len(missed)} bounds missed")
    for line in missed:
        print(f"  {line.target} {line.what.strip()}")
    return 1 if missed and arguments.strict else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help="8.9 million cases too, and T10 (minutes)"
    )
    parser.add_argument("--only", default="", help="targets, comma between: T1,T4")
    parser.add_argument(
        "--data", help="keep the stores in this folder, and use those that are there"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 if a bound is missed")
    return parser.parse_args()


def _missing_tools() -> None:
    for program, without in (
        ("nginx", "nothing is compared with nginx"),
        ("wrk", "a slow client in Python is used: ratios of hot answers say little"),
        ("sqlite3", "intake is not compared with .import"),
    ):
        if shutil.which(program) is None and not (program == "nginx" and servers.nginx_here()):
            print(f"{program} is not installed: {without}", file=sys.stderr)


def _run(report: Report, folder: Path, arguments: argparse.Namespace) -> None:
    targets = set(arguments.only.split(",")) if arguments.only else set(ALL)
    report.heading(f"a year of a hall: {cases.PER_YEAR:,} cases")
    small = _store(report, folder, "small", cases.PER_YEAR, 1)
    times = None
    if targets & {"T4", "T5", "T6", "T10"}:
        times = computed.measure(report, small, folder, cases.PER_YEAR)
    if targets & {"T1", "T2", "T3"}:
        hot.measure(report, small, folder)
    if "T7" in targets:
        files.measure(report, small, folder)
    if "T11" in targets:
        pages.measure(report, small, folder)
    if "T15" in targets:
        crowd.cold(report, small, folder)
    if "T16" in targets:
        crowd.measure(report, small, folder)
    if not arguments.full:
        if "T9" in targets:
            intake.live(report, small, folder)
        return
    report.heading(f"ten years: {10 * cases.PER_YEAR:,} cases")
    large = _store(report, folder, "full", 10 * cases.PER_YEAR, 10)
    if times:
        grown = computed.measure(report, large, folder, 10 * cases.PER_YEAR)
        # Once more, so that both are measured on the same machine at the same time.
        again = computed.inside_only(small, folder, cases.PER_YEAR)
        computed.growth(report, again, grown)
    if "T9" in targets:
        intake.live(report, large, folder)


def _store(report: Report, folder: Path, name: str, rows: int, years: int) -> Path:
    """The store of that name, made by intake (T8) unless it is there."""
    store, file = folder / f"{name}.sqlite", folder / f"{name}.csv"
    if not store.exists():
        cases.write(file, rows, years)
        intake.bulk(report, store, folder, file, rows)
        file.unlink()
    return store


if __name__ == "__main__":
    sys.exit(main())
