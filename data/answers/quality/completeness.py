"""Whether totals are their parts, and who sent nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, select

from data.answers.names import reference
from data.answers.quality.asked import Asked, Finding, Rule, month_end
from data.answers.reporting import not_reported
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Dataset, Text
from data.measures import Count
from data.periods import ONE_DAY
from data.questions import Values
from data.store.tables import TABLES

# --- totals and parts ---------------------------------------------------------------------------

PARTS = Rule(
    "totals-parts",
    Text("总数与分组之和", "Totals and their parts"),
    Text(
        "每项计数按第一个维度分组后相加，应等于总数。左：相等的指标数；右：核对的指标数",
        "each count, broken down by its first dimension, adds up to its total; counts that do ÷ counts checked",
    ),
)


def parts(asked: Asked) -> Iterator[Finding]:
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


def silent(asked: Asked) -> Iterator[Finding]:
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


def missing(asked: Asked) -> Iterator[Finding]:
    for dataset in PUBLISHED.values():
        dated = next((i for i in dataset.indicators if i.dated), None)
        if not dataset.expects or dated is None:
            continue
        day = asked.first
        while day <= asked.last:
            end = month_end(day)
            query = Values(dated.id, day, end, "month")
            lacking = not_reported(asked.connection, query, asked.today)
            names = tuple(f"{code} × {n}" for code, n in lacking)
            yield Finding(MISSING, dataset.id, f"{day:%Y-%m}", 0, len(names), names, not names)
            day = end + ONE_DAY
