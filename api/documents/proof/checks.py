"""The checks that are made in public, as a document: identities, quality of the records, the annual report.

Identities are worked out with each state of the data. The others are of months that are over: they are
worked out once a day in each process, since late entry looks at a year of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, TypedDict

from sqlalchemy import Connection, Engine

from api.documents import links
from api.documents.json_types import DatasetId, IndicatorId, Link, OneOf
from data.answers.proof.identities import Check, checks
from data.answers.quality import Finding, Rule, findings
from data.catalog import PUBLISHED
from data.definitions import Text
from data.disclosure.identities import identities
from data.disclosure.report import report, years
from data.hall import today
from data.questions import AnnualReport
from data.store.engines import answering

KINDS = ("identity", "quality")
REPORT = Rule(
    "annual-report",
    Text("年度报告的勾稽关系", "Identities of the annual report"),
    Text(
        "年度报告各表的勾稽关系全部成立。左：成立的；右：能核对的",
        "the identities of the annual report's tables hold; those that do ÷ those that can be checked",
    ),
)
_DISCLOSURE = "disclosure-requests"


class Term(TypedDict):
    """A part of a sum."""

    indicator: IndicatorId
    value: float | None


class CheckDocument(TypedDict):
    """A check in one month, or of the annual report in one year."""

    id: str
    title: str
    kind: Annotated[str, OneOf(KINDS)]
    rule: Annotated[
        str | None, Text("核对什么，左右各是什么", "what is checked, and what both sides are")
    ]
    dataset: DatasetId
    period: str
    partial: Annotated[bool, Text("本期未满", "whether the month is not over")]
    left: Annotated[float | None, Text("左边合计", "the sum on the left")]
    right: Annotated[float | None, Text("右边合计", "the sum on the right")]
    holds: Annotated[
        bool | None,
        Text("是否通过；缺值时为空值", "whether it passes; null if a value is not known"),
    ]
    reason: Annotated[str | None, Text("缺值原因", "why there is no value")]
    names: Annotated[
        list[str], Text("未通过的，至多20个", "who or what did not pass, twenty at most")
    ]
    rows: Annotated[Link | None, Text("相关记录", "the records that it is about")]
    failing_since: Annotated[
        str | None, Text("连续未通过的起始月", "first month of the failures in a row")
    ]
    failing_until: Annotated[
        str | None,
        Text(
            "其后首个通过的月；空值为仍未通过", "first month after it that passes; null: it goes on"
        ),
    ]
    left_terms: list[Term]
    right_terms: list[Term]


def all_checks(
    engine: Engine, lang: str, past: str = "", quality: bool = True
) -> list[CheckDocument]:
    """Every identity in every month and, unless only these are wanted, the checks of the records.

    `past`: which store it is; what is worked out once a day is kept by it.
    """
    with answering(engine) as connection:
        rows = [_check(one, lang) for one in checks(connection, today())]
    if quality:
        rows += [_finding(one, lang) for one in _of_day(engine, past, today())]
    return _with_history(rows)


@lru_cache(maxsize=2)
def _of_day(engine: Engine, past: str, day: date) -> tuple[Finding, ...]:
    """The checks of the records as of a day, worked out once."""
    del past
    with engine.connect() as connection:
        return (*findings(connection, day), *_reports(connection, day))


def _reports(connection: Connection, day: date) -> list[Finding]:
    if _DISCLOSURE not in PUBLISHED:
        return []
    found: list[Finding] = []
    for year in reversed(years(connection, day)):
        known = [
            one
            for one in identities(report(connection, AnnualReport(year), day))
            if one.holds is not None
        ]
        wrong = tuple(one.title.zh for one in known if not one.holds)
        if known:
            passed = len(known) - len(wrong)
            found.append(
                Finding(REPORT, _DISCLOSURE, str(year), passed, len(known), wrong, not wrong)
            )
    return found


def _with_history(rows: list[CheckDocument]) -> list[CheckDocument]:
    """Each failure with the month in which it began, and that in which it had ended."""
    series: dict[tuple[str, str], list[CheckDocument]] = defaultdict(list)
    for row in rows:
        series[row["id"], row["dataset"]].append(row)
    for of in series.values():
        of.sort(key=lambda row: row["period"])
        _mark(of)
    return rows


def _mark(of: Sequence[CheckDocument]) -> None:
    run: list[CheckDocument] = []
    for row in of:
        if row["holds"] is False:
            run.append(row)
            row["failing_since"] = run[0]["period"]
        elif row["holds"]:
            for failed in run:
                failed["failing_until"] = row["period"]
            run = []


def _finding(one: Finding, lang: str) -> CheckDocument:
    has_rows = one.rows and PUBLISHED[one.dataset].records
    at = f"{links.dataset(one.dataset)}/records{links.query_string(one.rows)}" if has_rows else None
    return {
        **_EMPTY,
        "id": one.rule.id,
        "title": one.rule.title[lang],
        "kind": "quality",
        "rule": one.rule.rule[lang],
        "dataset": one.dataset,
        "period": one.period,
        "left": one.passed,
        "right": one.checked,
        "holds": one.holds,
        "names": list(one.names),
        "rows": at,
    }


_EMPTY: CheckDocument = {
    "id": "", "title": "", "kind": "identity", "rule": None, "dataset": "", "period": "", "partial": False,
    "left": None, "right": None, "holds": None, "reason": None, "names": [], "rows": None,
    "failing_since": None, "failing_until": None, "left_terms": [], "right_terms": [],
}  # fmt: skip


def _check(one: Check, lang: str) -> CheckDocument:
    left, right = one.sums
    return {
        **_EMPTY,
        "id": one.identity.id,
        "title": one.identity.title[lang],
        "dataset": one.dataset.id,
        "period": one.period,
        "partial": one.partial,
        "left": left,
        "right": right,
        "holds": one.holds,
        "reason": one.reason,
        "left_terms": [{"indicator": id, "value": value} for id, value in one.left.items()],
        "right_terms": [{"indicator": id, "value": value} for id, value in one.right.items()],
    }
