"""The questions that are asked of all, as addresses of the API and as SQL for Datasette."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from data.store.tables import day_number
from tools.bench.cases import YEAR

OVERVIEW = "/api/v1/live"
_YEAR = f"from={YEAR[0]}&to={YEAR[1]}&grain=day&by=department"
BY_DEPARTMENT = f"/api/v1/indicators/cases-completed/values?{_YEAR}"
DEFINITION = "/api/v1/indicators/cases-completed"
GRID = f"{BY_DEPARTMENT}&shape=grid"
_FIRST, _LAST = map(day_number, YEAR)
BY_DEPARTMENT_SQL = (
    "select date(day * 86400, 'unixepoch') as period, 0 as partial, r.department,"
    " title_zh as department_label, n as value, null as numerator, null as denominator"
    " from cases__completed_on__department r left join departments d using (department)"
    f" where day between {_FIRST} and {_LAST}"
)
BY_DEPARTMENT_ROWS = (
    "select completed_on, department, count(*) from cases "
    f"where completed_on between {_FIRST} and {_LAST} group by 1, 2"
)
_DAY = "(select max(day) from cases__completed_on)"
OVERVIEW_ROWS = (
    "select sum(accepted_on = d), sum(completed_on = d),"
    " sum(completed_on is null), sum(completed_on is null and due_on < d)"
    " from cases, (select max(completed_on) as d from cases)"
)


def overview_sql(store: Path) -> str:
    """What the wall shows, from the same sums, as an address of Datasette.

    The day's counts and rates, what is open, and the hours of the day and of eight days like it.
    """
    days = " union all ".join(f"select {_DAY} - {7 * n} as day" for n in range(9))
    hours = " union all ".join(
        f"select '{name}', hour, day, n from cases__{name}_on__hour where day in (select day from days)"
        for name in ("accepted", "completed")
    )
    counts = {
        "accepted": f"select n from cases__accepted_on where day = {_DAY}",
        "online": "select n from cases__accepted_on__channel"
        f" where day = {_DAY} and channel = 'online'",
        "completed": f"select n from cases__completed_on where day = {_DAY}",
        "on time": f"select on_time_rate__n from cases__completed_on where day = {_DAY}",
        "having a due date": f"select on_time_rate__d from cases__completed_on where day = {_DAY}",
        "in progress": "select (select sum(n) from cases__accepted_on)"
        " - (select sum(n) from cases__completed_on)",
        "overdue": "select (select sum(cases_overdue__in) from cases__due_on"
        f" where day < {_DAY}) - (select sum(cases_overdue__out) from cases__completed_on)",
    }
    parts = [f"select '{name}' as name, null as hour, null as day, ({sql}) as n"
             for name, sql in counts.items()]  # fmt: skip
    return sql_address(
        store, f"with days as ({days}) {' union all '.join(parts)} union all {hours}"
    )


def sql_address(store: Path, sql: str) -> str:
    return f"/{quote(store.stem)}.json?_shape=array&sql={quote(sql)}"


def milliseconds(store: Path, sql: str) -> float:
    """One run of a query on the rows, straight in SQLite."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        connection.execute("pragma mmap_size=1073741824")
        best = []
        for _ in range(3):
            began = time.perf_counter()
            connection.execute(sql).fetchall()
            best.append(1_000 * (time.perf_counter() - began))
    return sorted(best)[1]
