"""T4 to T6, and T10: answers that nobody has asked for before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.bench import servers
from tools.bench.inside import computed
from tools.bench.load import Target, milliseconds
from tools.bench.questions import (
    BY_DEPARTMENT,
    BY_DEPARTMENT_ROWS,
    BY_DEPARTMENT_SQL,
    OVERVIEW,
    OVERVIEW_ROWS,
    overview_sql,
    sql_address,
)
from tools.bench.questions import milliseconds as query_milliseconds
from tools.bench.table import Report, ratio

RECORDS = "/api/v1/datasets/cases/records?limit=100"


@dataclass(frozen=True)
class Computed:
    """Milliseconds inside the process, without HTTP."""

    overview: float
    year: float
    first_page: float
    far_page: float
    filtered: float


def _far_row(rows: int) -> int:
    """Where page 10,000 begins, or the last page before the end."""
    return min(rows - 1_000, 999_900)


def inside_only(store: Path, folder: Path, rows: int) -> Computed:
    return Computed(**computed(f"sqlite:///{store}", folder, _far_row(rows)))


def measure(report: Report, store: Path, folder: Path, rows: int) -> Computed:
    """Inside the process, then over HTTP against Datasette, then against a query on the rows."""
    far = _far_row(rows)
    times = inside_only(store, folder, rows)
    report.add("T4", "overview computed, in process", times.overview, "ms", "≤1.5")
    report.add("T5", "a year by day and department, computed and written", times.year, "ms", "≤25")
    report.add("T6", "100 records, page 1", times.first_page, "ms", "≤1")
    report.add("T6", f"100 records, page {far // 100 + 1:,}", times.far_page, "ms", "≤1")
    report.add("T6", "  against page 1", ratio(times.far_page, times.first_page), "×", "≤1.1")
    report.add("T6", "100 records of one department", times.filtered, "ms", "≤1")
    for target, what, ours, sql in (
        ("T4", "overview", times.overview, OVERVIEW_ROWS),
        ("T5", "year", times.year, BY_DEPARTMENT_ROWS),
    ):
        plain = query_milliseconds(store, sql)
        what = f"  {what} queried on the rows takes"
        report.add(target, what, ratio(plain, ours), "× as long", note=f"{plain:,.0f} ms")
    _against_datasette(report, store, folder)
    return times


def _against_datasette(report: Report, store: Path, folder: Path) -> None:
    settings = {
        "DATABASE_URL": f"sqlite:///{store}", "HALL_VAR": str(folder), "RATE_LIMIT": "off",
    }  # fmt: skip
    with (
        servers.module("tools.bench.uncached", "/healthz", 1, **settings) as ours,
        servers.datasette(store) as theirs,
    ):
        _slower(report, "T4", "overview, both over HTTP: Datasette takes", "≥5",
                Target(ours, OVERVIEW), Target(theirs, overview_sql(store)), 60)  # fmt: skip
        _slower(report, "T5", "year, both over HTTP: Datasette takes", "≥3",
                Target(ours, BY_DEPARTMENT),
                Target(theirs, sql_address(store, BY_DEPARTMENT_SQL)), 15)  # fmt: skip
        page = f"/{store.stem}/cases.json?_size=100&_shape=array&_nocount=1&_nofacet=1"
        _slower(report, "T6", "100 records, both over HTTP: Datasette takes", "",
                Target(ours, RECORDS), Target(theirs, page), 40)  # fmt: skip


def _slower(
    report: Report, target: str, what: str, must: str, ours: Target, theirs: Target, times: int
) -> None:
    mine, other = milliseconds((ours, theirs), times)
    note = f"{mine:.2f} ms, {other:.2f} ms" if mine and other else ""
    report.add(target, what, ratio(other, mine), "× as long", must, note)


def growth(report: Report, small: Computed, large: Computed) -> None:
    """T10: what ten times the rows cost."""
    parts: list[tuple[str, Callable[[Computed], float]]] = [
        ("overview", lambda c: c.overview),
        ("a year by department", lambda c: c.year),
        ("100 records, page 1", lambda c: c.first_page),
        ("100 records, a far page", lambda c: c.far_page),
        ("100 records of one department", lambda c: c.filtered),
    ]
    for what, part in parts:
        report.add("T10", f"{what}: at 8.9 M against 0.89 M", ratio(part(large), part(small)), "×",
                   "≤1.15")  # fmt: skip
