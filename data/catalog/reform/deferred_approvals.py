"""先办后补: approvals granted before all papers were in, and the papers that were still owed.

A hall grants a handful a year, and who knows the day, the item and the department knows the firm. So
which item and which department it was is not published, nor is any number of its own.
"""

from __future__ import annotations

from typing import Any

from data.catalog.reform.common import FIRST, RECORDED
from data.catalog.reform.deferred_papers import PAPERS
from data.definitions import (
    WHEN_IT_CHANGES,
    Dataset,
    Dimension,
    Field,
    Indicator,
    Need,
    Text,
    codes,
)
from data.derive.reform import derive_deferred_approvals
from data.measures import Count, Flow, Stock

RULES = Text(
    "本厅先办后补规定（待大厅确认）；现行做法另称容缺受理、告知承诺（国办发〔2020〕42号，待核）",
    "the hall's rules on papers that follow (to be confirmed); today's related terms are acceptance "
    "with papers missing and approval on a promise (General Office, letter 42 of 2020, to be checked)",
)
GROUNDS = codes(
    mutual=("互为前置", "papers that require each other"),
    above=("权限不在本级", "decided at a higher level"),
    other=("其他", "other"),
)
ENDS = codes(complete=("已补齐", "papers complete"), revoked=("撤销", "revoked"))
BREAKDOWN = ("ground",)


def _late(r: Any) -> Any:
    return r.closed_on.is_(None) | (r.closed_on > r.papers_due_on)


FIELDS = (
    Field(
        "approval_no",
        "text",
        Text("先办后补编号", "Number"),
        required=True,
        keyed=True,
        note=Text(
            "系统内编号的密钥散列，仅用于识别同一条记录",
            "a keyed hash of the system's number; it only tells records apart",
        ),
        header="先办后补编号",
    ),
    Field(
        "item",
        "text",
        Text("事项", "Item"),
        refers="items",
        published=False,
        header="事项编码",
        label="事项名称",
    ),
    Field(
        "department",
        "text",
        Text("部门", "Department"),
        refers="departments",
        published=False,
        header="部门编码",
        label="部门名称",
    ),
    Field("ground", "code", Text("情形", "Ground"), codes=GROUNDS, required=True, header="情形"),
    Field(
        "granted_on",
        "date",
        Text("作出决定日期", "Granted on"),
        required=True,
        indexed=True,
        header="作出决定日期",
    ),
    Field(
        "papers_n",
        "integer",
        Text("应补材料份数", "Papers owed"),
        computed=True,
        unit=Text("份", "papers"),
    ),
    Field(
        "papers_received",
        "integer",
        Text("已补材料份数", "Papers received"),
        computed=True,
        unit=Text("份", "papers"),
    ),
    Field(
        "papers_due_on",
        "date",
        Text("补齐期限", "Papers due on"),
        computed=True,
        scheduled=True,
        indexed=True,
        note=Text(
            "未填报的为各份材料期限中最后一日", "where not stated: the last day of its papers"
        ),
    ),
    Field(
        "papers_limit_on",
        "date",
        Text("填报的补齐期限", "Papers due on, as stated"),
        published=False,
        scheduled=True,
        header="补齐期限",
    ),
    Field(
        "papers_complete_on",
        "date",
        Text("填报的补齐日期", "Complete on, as stated"),
        published=False,
        header="补齐日期",
    ),
    Field(
        "complete_on",
        "date",
        Text("补齐日期", "Papers complete on"),
        computed=True,
        indexed=True,
        note=Text(
            "未填报的为最后一份材料收到之日", "where not stated: when the last of its papers came"
        ),
    ),
    Field("revoked_on", "date", Text("撤销日期", "Revoked on"), indexed=True, header="撤销日期"),
    Field(
        "closed_on",
        "date",
        Text("了结日期", "Ended on"),
        computed=True,
        indexed=True,
        note=Text("补齐或撤销之日，以先者为准", "complete or revoked, whichever came first"),
    ),
    Field("closed_as", "code", Text("了结方式", "Ended by"), codes=ENDS, computed=True),
    RECORDED,
)
INDICATORS = (
    Indicator(
        id="deferred-approvals",
        title=Text("先办后补", "Approved first, papers later"),
        formula=Text(
            "期内先行作出决定的项目数", "projects approved in the period before all papers were in"
        ),
        measure=Count(),
        dated="granted_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="deferred-open",
        title=Text("待补材料", "Papers still owed"),
        formula=Text(
            "期末已先行作出决定、材料尚未补齐且未撤销的项目数",
            "projects approved whose papers are not complete at the end of the period, nor revoked",
        ),
        measure=Stock(Flow("granted_on"), Flow("closed_on")),
        favourable="low",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="deferred-overdue",
        title=Text("逾期未补", "Papers overdue"),
        formula=Text(
            "期末补齐期限已过、材料尚未补齐且未撤销的项目数",
            "projects whose papers were due and are not complete at the end of the period, nor revoked",
        ),
        measure=Stock(
            Flow("papers_due_on", where=_late, lag=1),
            Flow("closed_on", where=lambda r: r.closed_on > r.papers_due_on),
        ),
        favourable="low",
        past_limit=True,
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="deferred-complete",
        title=Text("已补齐材料", "Papers complete"),
        formula=Text("期内补齐材料的项目数", "projects whose papers became complete in the period"),
        measure=Count(where=lambda r: r.closed_as == "complete"),
        dated="closed_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="deferred-revoked",
        title=Text("撤销先办后补", "Revoked"),
        formula=Text(
            "期内撤销先行决定的项目数", "projects whose approval was revoked in the period"
        ),
        measure=Count(where=lambda r: r.closed_as == "revoked"),
        dated="closed_on",
        favourable="low",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="deferred-approvals",
        title=Text("先办后补", "Approved first, papers later"),
        description=Text(
            "材料互为前置或权限不在本级时先行作出的决定及其补齐情况。不含企业名称、事项和部门。",
            "Approvals granted before all papers were in, where papers require each other or a higher "
            "level decides, and when the papers came; without firms, items or departments.",
        ),
        key=("approval_no",),
        subject="reform",
        counted=Text("项", "projects"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(Dimension("ground", Text("情形", "Ground")),),
        newest=("closed_on", "granted_on"),
        derive=derive_deferred_approvals,
        needs=(Need("deferred-papers", "approval_no", renews=True),),
        ordered=(("granted_on", "papers_complete_on"), ("granted_on", "revoked_on")),
        cadence=WHEN_IT_CHANGES,
    ),
    PAPERS,
)
