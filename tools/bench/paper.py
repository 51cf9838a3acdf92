"""Writes what was measured into `docs/benchmarks.md`: each command renews the table between its own marks."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import date
from pathlib import Path

from tools.bench.table import Report, bound, mark, measured

PAPER = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def write(name: str, report: Report, paper: Path = PAPER) -> None:
    """Put the lines of a report in the place of those that bear this name. `ValueError`: no such place."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, begun, rest = paper.read_text("utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not (begun and ended):
        raise ValueError(f"{paper.name} has no {begin} … {end}")
    paper.write_text(f"{before}{begin}\n{_table(report)}\n{end}{after}", "utf-8")


def _table(report: Report) -> str:
    rows = [
        f"| {line.target} | {_indented(line.what)} | {measured(line)} | {bound(line)} | {mark(line)} |"
        for line in report.lines
    ]
    head = ["| | what | measured | must be | |", "|---|---|---:|---|---|"]
    return "\n".join([_when(), "", *head, *rows])


def _indented(what: str) -> str:
    """Lines that belong to the one above begin with blanks, which Markdown would drop."""
    return f"· {what.strip()}" if what.startswith(" ") else what


def _when() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PAPER.parent, capture_output=True, text=True
    ).stdout.strip()
    return (
        f"{date.today():%Y-%m-%d}, commit {commit or 'unknown'}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, load of the machine at the end {os.getloadavg()[0]:.1f}"
    )
