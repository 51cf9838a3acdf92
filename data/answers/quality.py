"""Checks of the records' quality over the months that are over, worked out from what is there.

Nothing of it is stored: a failure stays as long as the records that show it. Counts come from the sums;
late entry alone looks at rows. See `api.documents.checks` for when it is worked out anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import Connection, Integer, func, select, type_coerce

from data.answers.names import reference
from data.answers.reporting import not_reported
from data.answers.values import values
from data.calendar import calendar
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Dataset, Text
from data.hall import hall
from data.measures import Count
from data.periods import ONE_DAY, months_before, period_start
from data.questions import Unanswerable, Values
from data.rules.digits import UNUSUAL, chi_square
from data.rules.workdays import Calendar, CalendarNotLoaded
from data.store.tables import BATCHES, TABLES, day_number, from_day_number

MONTHS = 12
# A day on which a department closes so many times its usual number, and so many at least.
BULK_TIMES, BULK_LEAST = 3, 30
# Of smaller counts the last digit is not evenly spread.
DIGITS_FROM = 30
NAMED_MOST = 20
# Datasets whose entries are late if recorded more than a working day after their event.
LATE = {"cases": "completed_on"}
LATE_DAYS = 1


@dataclass(frozen=True)
class Rule:
    """A check: what is asked of the records, and what `passed` and `checked` count."""

    id: str
    title: Text
    rule: Text


@dataclass(frozen=True)
class Finding:
    """A check of a dataset in one month (2026-03): how many were checked and passed; who did not.

    `holds`: all passed, unless the check has a limit of its own. `rows`: fields and values by which
    the records are listed.
    """

    rule: Rule
    dataset: str
    period: str
    passed: float
    checked: float
    names: tuple[str, ...] = ()
    holds: bool = True
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Asked:
    """What a check looks at: the months from `first` to `last`, both whole."""

    connection: Connection
    first: date
    last: date
    today: date

    def by_month(self, indicator: str, by: str = "") -> dict[str, dict[str, float]]:
        """Month → code ("" without `by`) → value, where there is one."""
        dimensions = (by,) if by else ()
        query = Values(indicator, self.first, self.last, "month", dimensions)
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for one in values(self.connection, query, self.today):
            if one.period and one.value is not None:
                found[one.period.name]["".join(one.codes)] = one.value
        return found


def findings(connection: Connection, today: date) -> list[Finding]:
    """All checks of the last twelve months that are over."""
    last = today.replace(day=1) - ONE_DAY
    first = period_start(months_before(last, MONTHS), "month")
    asked = _Asked(connection, first, last, today)
    return [finding for check in CHECKS for finding in check(asked)]


# --- totals and parts ---------------------------------------------------------------------------

PARTS = Rule(
    "totals-parts",
    Text("总数与分组之和", "Totals and their parts"),
    Text(
        "每项计数按第一个维度分组后相加，应等于总数。左：相等的指标数；右：核对的指标数",
        "each count, broken down by its first dimension, adds up to its total; counts that do ÷ counts checked",
    ),
)


def _parts(asked: _Asked) -> Iterator[Finding]:
    for dataset in PUBLISHED.values():
        if dataset.control or dataset.reference:
            continue
        checked: Counter[str] = Counter()
        wrong: dict[str, list[str]] = defaultdict(list)
        for indicator in dataset.indicators:
            by = next((d for d in indicator.dimensions if _plain(dataset, d)), None)
            if by is None or not isinstance(indicator.measure, Count) or not indicator.dated:
                continue
            parts = asked.by_month(indicator.id, by)
            for month, total in asked.by_month(indicator.id).items():
                checked[month] += 1
                if sum(parts[month].values()) != total[""]:
                    wrong[month].append(indicator.id)
        for month, n in checked.items():
            bad = tuple(wrong[month])
            yield Finding(PARTS, dataset.id, month, n - len(bad), n, bad, not bad)


def _plain(dataset: Dataset, dimension: str) -> bool:
    one = dataset.dimension(dimension)
    return not one.hall_wide and one.grain in ("day", "month")


# --- who sent nothing ---------------------------------------------------------------------------

SILENT = Rule(
    "departments-silent",
    Text("没有任何办件的部门", "Departments without any case"),
    Text(
        "清单内每个部门每月应有受理。左：有受理的部门数；右：清单内部门数",
        "each department on the list accepts cases in a month; those that do ÷ those on the list",
    ),
)
MISSING = Rule(
    "reports-missing",
    Text("应报未报", "Reports that are missing"),
    Text(
        "应逐日或逐月报送的，一次不缺。左：不缺报的单位数；右：有缺报的与其合计",
        "what is due by the day or month is all there; reporters with a report missing are named",
    ),
)


def _silent(asked: _Asked) -> Iterator[Finding]:
    if "cases-accepted" not in PUBLISHED_INDICATORS:
        return
    listed = _listed(asked.connection)
    for month, by in asked.by_month("cases-accepted", "department").items():
        none = [code for code in listed if not by.get(code)]
        sent = len(listed) - len(none)
        rows = (("accepted_on__from", f"{month}-01"),)
        yield Finding(SILENT, "cases", month, sent, len(listed), tuple(none), not none, rows)


def _listed(connection: Connection) -> list[str]:
    columns = TABLES["departments"].c
    known = set(connection.execute(select(columns.department).where(columns.listed)).scalars())
    return [code for code in reference(connection, "departments") if code in known]


def _missing(asked: _Asked) -> Iterator[Finding]:
    for dataset in PUBLISHED.values():
        dated = next((i for i in dataset.indicators if i.dated), None)
        if not dataset.expects or dated is None:
            continue
        day = asked.first
        while day <= asked.last:
            end = _month_end(day)
            query = Values(dated.id, day, end, "month")
            lacking = not_reported(asked.connection, query, asked.today)
            names = tuple(f"{code} × {n}" for code, n in lacking)
            yield Finding(MISSING, dataset.id, f"{day:%Y-%m}", 0, len(names), names, not names)
            day = end + ONE_DAY


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - ONE_DAY


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


def _late(asked: _Asked) -> Iterator[Finding]:
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
        statement = select(event, lag, func.count()).where(span).group_by(event, lag)
        yield from _late_of(id, dated, list(asked.connection.execute(statement)), days)


def _late_of(id: str, dated: str, rows: list[Any], days: Calendar) -> Iterator[Finding]:
    passed: Counter[str] = Counter()
    checked: Counter[str] = Counter()
    by_day: dict[str, Counter[str]] = defaultdict(Counter)
    for number, lag, n in rows:
        if lag is None:  # the source says nothing of when it was recorded
            continue
        on = from_day_number(int(number))
        month = f"{on:%Y-%m}"
        checked[month] += n
        if lag <= LATE_DAYS or _working(days, on, int(lag)) <= LATE_DAYS:
            passed[month] += n
        else:
            by_day[month][on.isoformat()] += n
    for month, n in sorted(checked.items()):
        names = tuple(f"{on} × {k}" for on, k in by_day[month].most_common(NAMED_MOST))
        rows_of = ((f"{dated}__from", f"{month}-01"), (f"{dated}__to", _last(month)))
        yield Finding(ENTRY, id, month, passed[month], n, names, passed[month] == n, rows_of)


def _working(days: Calendar, on: date, lag: int) -> int:
    try:
        return days.count(on, from_day_number(day_number(on) + lag))
    except CalendarNotLoaded:
        return 0


def _last(month: str) -> str:
    return _month_end(date.fromisoformat(f"{month}-01")).isoformat()


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


def _bulk(asked: _Asked) -> Iterator[Finding]:
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
            (("completed_on__from", f"{month}-01"), ("completed_on__to", _last(month))),
        )
        named = tuple(sorted(names)[:NAMED_MOST])
        yield Finding(BULK, "cases", month, checked - found, checked, named, not found, rows)
        if len(digits[month]) >= 10 * 10:
            statistic = round(chi_square(digits[month]), 2)
            yield Finding(DIGITS, "cases", month, statistic, UNUSUAL, (), statistic <= UNUSUAL)


# --- ratings, and what intake refused -----------------------------------------------------------

DEFAULTS = Rule(
    "default-ratings-share",
    Text("默认评价不多于主动评价", "Default ratings are not the majority"),
    Text(
        "系统默认的评价不应多于办事人主动作出的。左：默认评价；右：主动评价",
        "ratings given by silence are not more than those given by people; default ÷ active",
    ),
)
REFUSED = Rule(
    "lines-refused",
    Text("入库拒收的行", "Lines refused at intake"),
    Text(
        "日期先后矛盾、日期在将来、编码不明等的行不入库。左：收下的行；右：全部行（按入库月份）",
        "lines with impossible dates, unknown codes and the like are refused; taken in ÷ all, by month of intake",
    ),
)
TWICE = Rule(
    "duplicate-ratings",
    Text("重复的评价", "Duplicate ratings"),
    Text(
        "同一编号的评价再次送达的不重复计入。左：不重复的行；右：全部行（按入库月份）",
        "a rating sent again under its number counts once; lines not sent before ÷ all, by month of intake",
    ),
)


def _defaults(asked: _Asked) -> Iterator[Finding]:
    if not {"ratings", "default-ratings"} <= set(PUBLISHED_INDICATORS):
        return
    active, default = asked.by_month("ratings"), asked.by_month("default-ratings")
    for month, by in active.items():
        given, silent = by[""], default.get(month, {}).get("", 0)
        yield Finding(DEFAULTS, "evaluations", month, silent, given, (), silent <= given)


def _ledger(asked: _Asked) -> Iterator[Finding]:
    columns = BATCHES.c
    statement = select(
        columns.dataset, columns.committed_at, columns.lines, columns.rejected, columns.duplicate
    ).where(columns.lines > 0)
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for dataset, at, *numbers in asked.connection.execute(statement):
        if dataset in PUBLISHED and at is not None:
            total = sums[dataset, f"{at.astimezone(hall().zone):%Y-%m}"]
            for i, n in enumerate(numbers):
                total[i] += n or 0
    for (dataset, month), (lines, rejected, twice) in sorted(sums.items()):
        yield Finding(REFUSED, dataset, month, lines - rejected, lines, (), not rejected)
        if dataset == "evaluations":
            yield Finding(TWICE, dataset, month, lines - twice, lines, (), not twice)


def _answered(check: Callable[[_Asked], Iterator[Finding]]) -> Callable[[_Asked], list[Finding]]:
    """A check, or nothing where what it asks cannot be asked of this hall's data."""

    def answer(asked: _Asked) -> list[Finding]:
        try:
            return list(check(asked))
        except Unanswerable:
            return []

    return answer


CHECKS = tuple(
    _answered(check) for check in (_parts, _silent, _missing, _late, _bulk, _defaults, _ledger)
)
RULES = (PARTS, SILENT, MISSING, ENTRY, BULK, DIGITS, DEFAULTS, REFUSED, TWICE)
