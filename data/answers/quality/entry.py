"""Whether cases were entered and closed as people close them: in time, one by one, by uneven numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import Integer, case, func, select, type_coerce

from data.answers.quality.asked import NAMED_MOST, Asked, Finding, Rule, last_day
from data.answers.values import values
from data.calendar import calendar
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import hall
from data.questions import Values
from data.rules.digits import UNUSUAL, chi_square
from data.rules.workdays import Calendar, CalendarNotLoaded
from data.store.tables import TABLES, day_number, from_day_number

# A day on which a department closes so many times its usual number, and so many at least.
BULK_TIMES, BULK_LEAST = 3, 30
# Of smaller counts the last digit is not evenly spread.
DIGITS_FROM = 30
DIGITS_LEAST = 100
# Datasets whose entries are late if recorded more than a working day after their event.
LATE = {"cases": "completed_on"}
LATE_DAYS = 1

# --- late entry ---------------------------------------------------------------------------------

ENTRY = Rule(
    "late-entry",
    Text("补录（迟于次一工作日入库）", "Late entry"),
    Text(
        f"现行版本的入库日期不迟于办结后{LATE_DAYS}个工作日，其后更正的也计为迟。左：及时入库的；右：全部",
        f"the version in force is recorded no later than {LATE_DAYS} working day after completion, later corrections "
        "count as late; those in time ÷ all",
    ),
)


def late(asked: Asked) -> Iterator[Finding]:
    days = calendar(asked.connection)
    offset = datetime.now(hall().zone).utcoffset()
    seconds = int(offset.total_seconds()) if offset else 0
    for id, dated in LATE.items():
        if id not in PUBLISHED:
            continue
        columns = TABLES[id].c
        event = type_coerce(columns[dated], Integer)
        recorded = (type_coerce(columns.recorded_at, Integer) + seconds) // 86_400
        lag = recorded - event
        span = columns[dated].between(asked.first, asked.last)
        # Few are late: only their days are told apart, which takes half as long as to group all.
        apart = case((lag > LATE_DAYS, lag), else_=0)
        known = columns.recorded_at.is_not(None)  # else the source says nothing of when
        statement = select(event, apart, func.count()).where(span, known).group_by(event, apart)
        yield from _late_of(id, dated, list(asked.connection.execute(statement)), days)


def _late_of(id: str, dated: str, rows: list[Any], days: Calendar) -> Iterator[Finding]:
    passed: Counter[str] = Counter()
    checked: Counter[str] = Counter()
    by_day: dict[str, Counter[str]] = defaultdict(Counter)
    for number, lag, n in rows:
        on = from_day_number(int(number))
        month = f"{on:%Y-%m}"
        checked[month] += n
        if lag <= LATE_DAYS or _working(days, on, int(lag)) <= LATE_DAYS:
            passed[month] += n
        else:
            by_day[month][on.isoformat()] += n
    for month, n in sorted(checked.items()):
        # Most first, and days of as many in their order: a database gives groups in any.
        most = sorted(by_day[month].items(), key=lambda day: (-day[1], day[0]))[:NAMED_MOST]
        names = tuple(f"{on} × {k}" for on, k in most)
        rows_of = ((f"{dated}__from", f"{month}-01"), (f"{dated}__to", last_day(month)))
        yield Finding(ENTRY, id, month, passed[month], n, names, passed[month] == n, rows_of)


def _working(days: Calendar, on: date, lag: int) -> int:
    try:
        return days.count(on, from_day_number(day_number(on) + lag))
    except CalendarNotLoaded:
        return 0


# --- bulk closings and digits -------------------------------------------------------------------

BULK = Rule(
    "bulk-closing",
    Text("集中办结", "Bulk closings"),
    Text(
        f"一个部门一天办结不超过其当月日中位数的{BULK_TIMES}倍（不足{BULK_LEAST}件不论）。左：未超过的部门日；右：全部部门日",
        f"a department closes no more in a day than {BULK_TIMES} times its month's median (under {BULK_LEAST} never "
        "counts); department-days that keep to it ÷ all",
    ),
)
DIGITS = Rule(
    "last-digits",
    Text("日办结量末位数字", "Last digits of daily counts"),
    Text(
        f"各部门日办结量（{DIGITS_FROM}件以上）的末位数字应大致均匀。左：卡方值；右：自由度9、千分之一的界限",
        f"last digits of departments' daily counts of {DIGITS_FROM} and more are about even; χ² and its limit at 1 in 1,000",
    ),
)


def bulk(asked: Asked) -> Iterator[Finding]:
    if "cases-completed" not in PUBLISHED_INDICATORS:
        return
    query = Values("cases-completed", asked.first, asked.last, "day", ("department",))
    by: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    digits: dict[str, list[int]] = defaultdict(list)
    for one in values(asked.connection, query, asked.today):
        if one.period and one.value:
            month = one.period.name[:7]
            by[month, "".join(one.codes)].append((one.period.name, one.value))
            if one.value >= DIGITS_FROM:
                digits[month].append(int(one.value) % 10)
    for month in sorted({month for month, _ in by}):
        names: list[str] = []
        checked = 0
        for (at, department), counts in by.items():
            if at == month:
                checked += len(counts)
                most = max(BULK_TIMES * median(n for _, n in counts), BULK_LEAST)
                names += [f"{on} {department} × {n:.0f}" for on, n in counts if n > most]
        found, rows = (
            len(names),
            (("completed_on__from", f"{month}-01"), ("completed_on__to", last_day(month))),
        )
        named = tuple(sorted(names)[:NAMED_MOST])
        yield Finding(BULK, "cases", month, checked - found, checked, named, not found, rows)
        if len(digits[month]) >= DIGITS_LEAST:
            statistic = round(chi_square(digits[month]), 2)
            yield Finding(DIGITS, "cases", month, statistic, UNUSUAL, (), statistic <= UNUSUAL)
