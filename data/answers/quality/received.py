"""What came in: ratings by silence, lines that were refused, ratings sent twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from data.answers.quality.asked import Asked, Finding, Rule
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import hall
from data.store.tables import BATCHES

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


def defaults(asked: Asked) -> Iterator[Finding]:
    if not {"ratings", "default-ratings"} <= set(PUBLISHED_INDICATORS):
        return
    active, default = asked.by_month("ratings"), asked.by_month("default-ratings")
    for month, by in active.items():
        given, silent = by[""], default.get(month, {}).get("", 0)
        yield Finding(DEFAULTS, "evaluations", month, silent, given, (), silent <= given)


def ledger(asked: Asked) -> Iterator[Finding]:
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
