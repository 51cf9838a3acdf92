"""预警和黄牌、红牌: what electronic supervision gives to cases and requests near or past their limit."""

from __future__ import annotations

from data.catalog.supervision.alert_indicators import INDICATORS
from data.catalog.supervision.common import LEVELS, SOURCES
from data.definitions import Dataset, Dimension, Field, Follow, Text, codes
from data.derive.supervision.alerts import (
    CASE_FIELDS,
    REQUEST_FIELDS,
    RULES,
    case_alerts,
    case_alerts_stay,
    request_alerts,
    request_alerts_stay,
)

FIELDS = (
    Field(
        "subject",
        "text",
        Text("监察对象编号", "Case or request number"),
        required=True,
        note=Text(
            "办件编号或申请编号，与原数据集公布的相同",
            "the number of the case or request, as their own datasets publish it",
        ),
    ),
    Field(
        "source",
        "code",
        Text("对象类别", "Kind of subject"),
        codes=SOURCES,
        required=True,
        computed=True,
    ),
    Field(
        "rule",
        "text",
        Text("规则", "Rule"),
        refers="alert-rules",
        required=True,
        computed=True,
    ),
    Field("level", "code", Text("等级", "Level"), codes=LEVELS, required=True, computed=True),
    Field("department", "text", Text("部门", "Department"), refers="departments", computed=True),
    Field("item", "text", Text("事项", "Item"), refers="items", computed=True),
    Field(
        "given_on",
        "date",
        Text("发出日期", "Given on"),
        required=True,
        computed=True,
        indexed=True,
        scheduled=True,
        note=Text(
            "当日零时仍未办结的，依规则发出", "given to what is still open when this day begins"
        ),
    ),
    Field(
        "due_on",
        "date",
        Text("截止日期", "Due on"),
        computed=True,
        indexed=True,
        scheduled=True,
        note=Text(
            "办件为承诺截止日期，申请为答复期限",
            "of a case the promised limit, of a request the law's",
        ),
    ),
    Field(
        "ended_on",
        "date",
        Text("办结日期", "Completed on"),
        computed=True,
        note=Text("空为尚未办结", "empty: still open"),
    ),
    # What was published on an earlier day never goes without a reason.
    Field(
        "stored_on", "date", Text("计入日期", "In the books from"), computed=True, published=False
    ),
    Field(
        "withdrawn_on",
        "date",
        Text("撤销日期", "Withdrawn on"),
        computed=True,
        note=Text("发出的保留，撤销另计", "what was given stays, and is counted as withdrawn"),
    ),
    Field(
        "withdrawn_reason",
        "code",
        Text("撤销原因", "Why withdrawn"),
        note=Text(
            "补录：发出前已办结，发出后才登记；期限变动：发出后登记的中止、延长或更正改变了期限；"
            "更正：发出后的更正使其不再符合发出条件",
            "late entry: completed before the alert was given, entered after; limit moved: a stop, an "
            "extension or a correction that was entered after it moved the limit; corrected: by what was "
            "corrected after it, it would not have been given",
        ),
        codes=codes(
            late_entry=("补录", "late entry"),
            limit_moved=("期限变动", "limit moved"),
            corrected=("更正", "corrected"),
        ),
        computed=True,
    ),
    Field(
        "settles_on",
        "date",
        Text("满30日日期", "30 days old on"),
        computed=True,
        scheduled=True,
        note=Text(
            "发出后满30日；撤销率以此日统计",
            "30 days after it was given; withdrawals are counted then",
        ),
    ),
)
DATASETS = (
    Dataset(
        id="alerts",
        title=Text("预警和红黄牌", "Warnings and cards"),
        description=Text(
            "电子监察对临近期限和超过期限的办件、依申请公开件发出的预警、黄牌和红牌。按期限和规则自动计算，"
            "不由人工填报；期限届满即发出，不待下一批数据。",
            "Warnings, yellow cards and red cards that electronic supervision gives to cases and requests "
            "near or past their limit. They are computed from limits and dated rules, entered by nobody, and "
            "given on their day whether or not new data has come.",
        ),
        key=("subject", "rule", "given_on"),
        counted=Text("次", "alerts"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("level", Text("等级", "Level")),
            Dimension("source", Text("对象类别", "Kind of subject")),
            Dimension("department", Text("部门", "Department")),
            Dimension("item", Text("事项", "Item")),
            Dimension("rule", Text("规则", "Rule")),
            Dimension("withdrawn_reason", Text("撤销原因", "Why withdrawn")),
        ),
        newest=("given_on",),
        cadence=Text("随办件期限每日产生", "daily, as limits come near"),
        subject="supervision",
        listed_from="given_on",
        follows=(
            Follow(
                "cases",
                "case_no",
                "case",
                ("due_on", "legal_due_on"),
                CASE_FIELDS,
                case_alerts,
                by=(RULES,),
                stays=case_alerts_stay,
            ),
            Follow(
                "disclosure-requests",
                "request_no",
                "disclosure",
                ("due_on",),
                REQUEST_FIELDS,
                request_alerts,
                by=(RULES,),
                stays=request_alerts_stay,
            ),
        ),
    ),
)
