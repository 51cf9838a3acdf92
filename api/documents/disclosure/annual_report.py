"""The annual disclosure report as a document: its tables, and the identities that must hold."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sqlalchemy import Connection, Engine

from api.documents.disclosure import addresses, report_tables
from api.documents.disclosure.clock import Content
from api.documents.disclosure.identity import Identity, Rule, identity, rule
from api.documents.disclosure.published_report import PublishedReport, published_report
from api.documents.disclosure.report_tables import Fees, Table2, Table3, Table4
from api.documents.json_types import Count, Day, Links
from data.answers.names import reference
from data.definitions import Text
from data.disclosure.identities import RULES, identities
from data.disclosure.report import recorded_years, report, whole, years
from data.hall import hall, today
from data.questions import AnnualReport

Period = TypedDict("Period", {"from": Day, "to": Day})


class AnnualReportDocument(TypedDict):
    year: Count
    title: str
    department: str | None
    department_label: str | None
    format: str
    period: Period
    as_of: Annotated[
        Day,
        Text(
            "第二十五行和尚未审结的数字截至哪一天：12月31日，或未满年度的今日",
            "the day that row 25 and the pending reviews are of: 31 December, or today in the "
            "year that is running",
        ),
    ]
    partial: Annotated[
        bool, Text("年度首尾是否未满", "not all of the year, at its end or at its beginning")
    ]
    counted: Annotated[
        bool,
        Text(
            "是否有这一年、这一机关的记录",
            "whether there are records of the year and the organ; if not, only what was published",
        ),
    ]
    since: Annotated[
        Day | None,
        Text(
            "记录的起始日；当年报告不知此前的情况",
            "the first day that any record is of; a report of that year knows nothing before it",
        ),
    ]
    years: list[Count]
    table3: Table3
    table4: Table4
    table2: Annotated[Table2 | None, Text("无部门填报时为空", "null where nobody stated a figure")]
    fees: Annotated[Fees | None, Text("无部门填报时为空", "null where nobody stated a figure")]
    identities: list[Identity]
    rules: list[Rule]
    published: Annotated[
        PublishedReport | None,
        Text(
            "已公布的年报逐格与记录核对；未录入时为空",
            "the published report, cell by cell beside the records; null where none was loaded",
        ),
    ]


class AnnualReportEntry(TypedDict):
    year: Count
    partial: bool
    links: Links


def annual_report(engine: Engine, query: AnnualReport, lang: str) -> Content:
    """Both tables of requests with the proof of each cell, what departments stated, the identities."""
    with engine.connect() as connection:
        result = report(connection, query, today())
        label = _department(connection, query.department, lang)
    span = result.span
    checked = identities(result)
    data: AnnualReportDocument = {
        "year": query.year,
        "title": _title(query.year, label, lang),
        "department": query.department,
        "department_label": label,
        "format": result.form.title[lang],
        "period": {"from": span.first.isoformat(), "to": span.last.isoformat()},
        "as_of": span.as_of.isoformat(),
        "partial": result.partial,
        "counted": result.counted,
        "since": result.since.isoformat() if result.since else None,
        "years": list(result.years),
        "table3": report_tables.table3(result, lang),
        "table4": report_tables.table4(result, lang),
        "table2": report_tables.table2(result, lang),
        "fees": report_tables.fees(result, lang),
        "identities": [identity(one, lang) for one in checked],
        "rules": [rule(id, RULES[id], checked, lang) for id in RULES],
        "published": published_report(result, lang),
    }
    own = addresses.of_report(query, lang)
    if query.year - 1 not in result.years:
        own.pop("previous")
    return data, own, {}


def _department(connection: Connection, code: str | None, lang: str) -> str | None:
    if code is None:
        return None
    names = reference(connection, "departments")
    return names[code][lang] if code in names else hall().name[lang]  # it alone needs no entry


def _title(year: int, department: str | None, lang: str) -> str:
    """Each organ's annual report is its own (Art. 49): this is its format, not that report."""
    zh = f"{year}年政府信息公开申请情况（按年度报告格式：表三、表四、表二）"
    en = f"in {year}, in the format of the annual report (tables 3, 4 and 2)"
    if department is None:
        return Text(zh, f"Disclosure {en}")[lang]
    return Text(f"{department}{zh}", f"{department}: disclosure {en}")[lang]


def reports(engine: Engine, lang: str) -> list[AnnualReportEntry]:
    """The years that can be reported, newest first."""
    with engine.connect() as connection:
        reportable = years(connection, today())
        recorded, since = recorded_years(connection, today())
    return [
        {
            "year": year,
            "partial": year == today().year
            or year not in recorded
            or since is None
            or not whole(year, since),
            "links": addresses.of_report(AnnualReport(year), lang),
        }
        for year in reportable
    ]
