"""并联审批方案: by which several departments decide side by side, and within what limit."""

from __future__ import annotations

from data.catalog.parallel.common import PARALLEL_RULES, working_days
from data.catalog.reform.common import FIRST, RECORDED, SCHEMES
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text
from data.measures import in_force

FIELDS = (
    Field(
        "scheme",
        "code",
        Text("并联审批方案", "Parallel-approval scheme"),
        codes=SCHEMES,
        required=True,
        header="并联审批方案",
    ),
    Field(
        "lead_department",
        "text",
        Text("牵头部门", "Led by"),
        refers="departments",
        indexed=True,
        header="牵头部门编码",
        label="牵头部门名称",
    ),
    Field(
        "lead_window",
        "text",
        Text("统一受理窗口", "Unified acceptance window"),
        refers="windows",
        header="统一受理窗口编号",
        label="统一受理窗口名称",
    ),
    Field(
        "departments_n",
        "integer",
        Text("参加部门数", "Departments taking part"),
        minimum=1,
        unit=Text("个", "departments"),
        note=Text("含牵头部门", "the leading one included"),
        header="参加部门数",
    ),
    working_days(
        "legal_days",
        "法定时限合计",
        "Legal limits added up",
        Text(
            "方案所涉各审批事项法定时限合计",
            "of the approvals of the scheme, one after another",
        ),
    ),
    working_days("promised_days", "承诺时限", "Promised", required=True),
    Field(
        "issued_on",
        "date",
        Text("施行日期", "In force from"),
        required=True,
        scheduled=True,
        header="施行日期",
    ),
    Field(
        "until_on",
        "date",
        Text("废止日期", "In force until"),
        scheduled=True,
        note=Text("含当日；空为现行有效", "inclusive; empty: still in force"),
        header="废止日期",
    ),
    Field("basis", "text", Text("文件依据", "Document"), header="文件依据"),
    RECORDED,
)
INDICATORS = (
    Indicator(
        id="parallel-schemes",
        title=Text("并联审批方案", "Parallel-approval schemes"),
        formula=Text(
            "期末有效的并联审批方案数，自施行日期至废止日期",
            "schemes of parallel approval in force at the end of the period",
        ),
        measure=in_force("issued_on", "until_on"),
        dimensions=("lead_department",),
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
    Indicator(
        id="schemes-with-window",
        title=Text("设统一受理窗口的方案", "Schemes with a unified window"),
        formula=Text(
            "期末有效、设有统一受理窗口的并联审批方案数",
            "schemes in force at the end of the period that have a unified acceptance window",
        ),
        measure=in_force("issued_on", "until_on", lambda r: r.lead_window.is_not(None)),
        dimensions=("lead_department",),
        favourable="high",
        reference=PARALLEL_RULES,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="parallel-schemes",
        title=Text("并联审批方案", "Parallel-approval schemes"),
        description=Text(
            "多部门同时审批的方案：牵头部门、统一受理窗口、法定时限合计和承诺时限。",
            "The schemes by which departments decide side by side: who leads, the window, the legal limits "
            "added up, and what is promised.",
        ),
        key=("scheme", "issued_on"),
        subject="reform",
        counted=Text("个", "schemes"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(Dimension("lead_department", Text("牵头部门", "Led by")),),
        newest=("issued_on",),
        valid=("issued_on", "until_on"),
        cadence=WHEN_IT_CHANGES,
    ),
)
