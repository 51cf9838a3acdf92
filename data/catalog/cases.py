"""办件: the matters handled in the hall, and every number counted from them.

A case has three dates, hence three series, never one word: accepted (受理), completed (办结), due
(承诺截止). Stops that do not count towards a limit: 行政许可法 Art. 45.
"""

from __future__ import annotations

from typing import Any

from data.catalog.evaluations import CHANNELS
from data.catalog.reference import CASE_KINDS, DEPARTMENT
from data.definitions import Code, Dataset, Dimension, End, Field, Indicator, Need, Text, codes
from data.derive.cases import USED_BUCKETS, derive_cases
from data.measures import Count, Flow, Quantile, Share, Stock, Total

DAYS = Text("工作日", "working days")
LIMITS = Text(
    "行政许可法第四十二条、第四十五条、第八十二条；公共服务事项和承诺时限依本厅事项清单",
    "Administrative Licensing Law, Art. 42, 45 and 82; public services and promised limits by this "
    "hall's item list",
)
HALL_RULE = Text("本厅统计口径", "this hall's counting rules")

BREAKDOWN = (
    "department",
    "item",
    "window",
    "district",
    "channel",
    "applicant_kind",
    "case_kind",
)
COMPLETED = (*BREAKDOWN, "outcome", "used_bucket")
QUANTILES = ("department", "item", "channel", "case_kind")


def _late(r: Any) -> Any:
    return r.completed_on.is_(None) | (r.completed_on > r.due_on)


def _waits(r: Any, first: int, last: int) -> Any:
    """Cases whose due date or used days were not computed for want of a year's notice."""
    return r.due_reason.like("calendar-%") | (
        r.used_days.is_(None) & r.completed_on.between(first, last)
    )


FIELDS = (
    Field("case_no", "text", Text("办件编号", "Case number"), required=True, header="办件编号"),
    Field(
        "item",
        "text",
        Text("事项", "Item"),
        refers="items",
        required=True,
        indexed=True,
        header="事项编码",
        label="事项名称",
    ),
    DEPARTMENT,
    Field(
        "district",
        "text",
        Text("区县", "District"),
        refers="districts",
        header="行政区划代码",
        label="行政区划名称",
    ),
    Field(
        "window",
        "text",
        Text("窗口", "Window"),
        refers="windows",
        header="窗口编号",
        label="窗口名称",
    ),
    Field(
        "channel",
        "code",
        Text("渠道", "Channel"),
        codes=CHANNELS,
        required=True,
        header="受理渠道",
        words={
            "窗口": "hall",
            "网上": "online",
            "热线": "hotline",
            "预约": "appointment",
            "自助": "self_service",
            "其他": "other",
        },
    ),
    Field(
        "applicant_kind",
        "code",
        Text("申请人类别", "Kind of applicant"),
        derived=True,
        codes=codes(
            individual=("个人", "individual"),
            organisation=("单位", "organisation"),
            unknown=("未注明", "not stated"),
        ),
        header="申请人类型",
    ),
    Field(
        "case_kind",
        "code",
        Text("办件类型", "Kind of case"),
        codes=CASE_KINDS,
        derived=True,
        header="办件类型",
    ),
    Field(
        "accepted_on",
        "date",
        Text("受理日期", "Accepted on"),
        required=True,
        indexed=True,
        header="受理日期",
    ),
    Field(
        "due_on",
        "date",
        Text("承诺截止日期", "Due on"),
        derived=True,
        indexed=True,
        scheduled=True,
        header="承诺截止日期",
    ),
    Field(
        "completed_on", "date", Text("办结日期", "Completed on"), indexed=True, header="办结日期"
    ),
    Field(
        "outcome",
        "code",
        Text("办理结果", "Outcome"),
        codes=codes(
            granted=("准予/办成", "granted"),
            refused=("不予", "refused"),
            withdrawn=("撤回", "withdrawn"),
            other=("其他", "other"),
        ),
        header="办理结果",
        words={"准予": "granted", "不予": "refused", "撤回": "withdrawn", "其他": "other"},
    ),
    Field(
        "legal_days",
        "integer",
        Text("法定时限", "Legal limit"),
        minimum=0,
        maximum=2000,
        unit=DAYS,
        derived=True,
        header="法定时限",
    ),
    Field(
        "promised_days",
        "integer",
        Text("承诺时限", "Promised limit"),
        minimum=0,
        maximum=2000,
        unit=DAYS,
        derived=True,
        header="承诺时限",
    ),
    Field(
        "excluded_days",
        "integer",
        Text("不计时限的工作日", "Excluded days"),
        minimum=0,
        maximum=2000,
        unit=DAYS,
        derived=True,
        note=Text(
            "听证、检验、检测、专家评审等（行政许可法第四十五条）",
            "hearing, testing, expert review … (Art. 45)",
        ),
        header="不计时限天数",
    ),
    Field(
        "used_days",
        "number",
        Text("办理用时", "Used days"),
        minimum=0,
        unit=DAYS,
        derived=True,
        note=Text(
            "当场办结为 0；有时刻的以半日计（以正午为界），只有日期的以整工作日计",
            "0 in the same visit; in half days (split at noon) where instants are known, else whole days",
        ),
        header="实际用时",
    ),
    Field(
        "belongs_on_site",
        "boolean",
        Text("应在大厅办理", "Belongs in the hall"),
        derived=True,
        header="应现场办理",
    ),
    Field(
        "completed_on_site",
        "boolean",
        Text("在大厅办结", "Completed in the hall"),
        header="现场办结",
    ),
    Field(
        "due_reason",
        "text",
        Text("未算出期限的原因", "Why there is no due date"),
        derived=True,
        note=Text(
            "calendar-2027 = 2027 年放假安排尚未公布或装入",
            "calendar-2027 = that year's notice is not loaded",
        ),
    ),
    Field(
        "recorded_at",
        "instant",
        Text("入库时间", "Recorded at"),
        day_only=True,
        note=Text(
            "精确到日（当天零时），以免评价与办件能按时刻对上",
            "to the day (its beginning), so that no rating can be matched to a case by the second",
        ),
        header="入库时间",
    ),
    Field(
        "accepted_at",
        "instant",
        Text("受理时间", "Accepted at"),
        published=False,
        header="受理时间",
    ),
    Field(
        "completed_at",
        "instant",
        Text("办结时间", "Completed at"),
        published=False,
        header="办结时间",
    ),
    Field(
        "accepted_hour", "integer", Text("受理时段", "Hour accepted"), derived=True, published=False
    ),
    Field(
        "completed_hour",
        "integer",
        Text("办结时段", "Hour completed"),
        derived=True,
        published=False,
    ),
    Field(
        "used_bucket", "text", Text("用时分档", "Time used, grouped"), derived=True, published=False
    ),
)

DIMENSIONS = (
    Dimension("department", Text("部门", "Department")),
    Dimension("item", Text("事项", "Item")),
    Dimension("window", Text("窗口", "Window")),
    Dimension("district", Text("区县", "District")),
    Dimension("channel", Text("渠道", "Channel")),
    Dimension("applicant_kind", Text("申请人类别", "Kind of applicant")),
    Dimension("case_kind", Text("办件类型", "Kind of case")),
    Dimension("outcome", Text("办理结果", "Outcome")),
    Dimension("used_bucket", Text("用时分档", "Time used, grouped"), codes=USED_BUCKETS),
    Dimension(
        "hour",
        Text("时段", "Hour of the day"),
        columns={"accepted_on": "accepted_hour", "completed_on": "completed_hour"},
        codes=tuple(Code(str(h), Text(f"{h}时", f"{h}:00")) for h in range(24)),
        hall_wide=True,
    ),
)

INDICATORS = (
    Indicator(
        id="cases-accepted",
        title=Text("受理量", "Cases accepted"),
        formula=Text("受理日期在期内的办件数", "cases accepted in the period"),
        measure=Count(),
        dated="accepted_on",
        dimensions=(*BREAKDOWN, "hour"),
        reference=HALL_RULE,
    ),
    Indicator(
        id="cases-completed",
        title=Text("办结量", "Cases completed"),
        formula=Text("办结日期在期内的办件数", "cases completed in the period"),
        measure=Count(),
        dated="completed_on",
        dimensions=(*COMPLETED, "hour"),
        reference=HALL_RULE,
    ),
    Indicator(
        id="cases-in-progress",
        title=Text("在办量", "Cases in progress"),
        formula=Text(
            "期末已受理、尚未办结的办件数",
            "cases accepted and not completed at the end of the period",
        ),
        measure=Stock(inflow=Flow("accepted_on"), outflow=Flow("completed_on")),
        dimensions=BREAKDOWN,
        reference=HALL_RULE,
    ),
    Indicator(
        id="cases-overdue",
        title=Text("超期在办", "Overdue and still open"),
        formula=Text(
            "期末承诺截止日期已过、尚未办结的办件数",
            "cases past their due date and not completed at the end of the period",
        ),
        measure=Stock(
            inflow=Flow("due_on", where=_late, lag=1),
            outflow=Flow("completed_on", where=lambda r: r.completed_on > r.due_on),
        ),
        dimensions=BREAKDOWN,
        favourable="low",
        reference=HALL_RULE,
    ),
    Indicator(
        id="on-time-rate",
        title=Text("按时办结率", "Completed on time"),
        formula=Text(
            "期内办结且不晚于承诺截止日期的办件 ÷ 期内办结且有承诺截止日期的办件",
            "completed in the period and not after the due date ÷ completed in the period and having a due date",
        ),
        measure=Share(
            of=lambda r: r.completed_on <= r.due_on, among=lambda r: r.due_on.is_not(None)
        ),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        reference=LIMITS,
    ),
    Indicator(
        id="on-time-rate-due",
        title=Text("到期按时办结率", "On time, of those due"),
        formula=Text(
            "期内到期（早于今天）且按时办结的办件 ÷ 期内到期（早于今天）的办件",
            "completed by the due date ÷ all whose due date fell in the period and has passed",
        ),
        measure=Share(of=lambda r: r.completed_on <= r.due_on),
        unit="fraction",
        dated="due_on",
        dimensions=BREAKDOWN,
        settled=True,
        favourable="high",
        reference=LIMITS,
    ),
    Indicator(
        id="early-rate",
        title=Text("提前办结率", "Completed early"),
        formula=Text(
            "用时少于承诺时限的承诺件 ÷ 期内办结、用时可算的承诺件",
            "promised cases that used less than the promised days ÷ promised cases completed whose used days are known",
        ),
        measure=Share(
            of=lambda r: r.used_days < r.promised_days,
            among=lambda r: (
                (r.case_kind == "promised")
                & r.promised_days.is_not(None)
                & r.used_days.is_not(None)
            ),
        ),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        reference=LIMITS,
    ),
    Indicator(
        id="on-site-rate",
        title=Text("现场办结率", "Completed in the hall"),
        formula=Text(
            "在大厅办结的办件 ÷ 期内办结、应在大厅办理的办件",
            "completed in the hall ÷ completed in the period and belonging in the hall",
        ),
        measure=Share(
            of=lambda r: r.completed_on_site == True,  # noqa: E712
            among=lambda r: r.belongs_on_site == True,  # noqa: E712
        ),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        reference=HALL_RULE,
    ),
    Indicator(
        id="on-site-rate-instant",
        title=Text("即办件当场办结率", "Instant cases done in the same visit"),
        formula=Text(
            "当场或半日内办结（用时为 0）的即办件 ÷ 期内受理的即办件",
            "instant cases finished in the same visit or half day (0 days used) ÷ instant cases accepted in "
            "the period",
        ),
        measure=Share(of=lambda r: r.used_days == 0, among=lambda r: r.case_kind == "instant"),
        unit="fraction",
        dated="accepted_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=HALL_RULE,
    ),
    Indicator(
        id="actual-speed-up",
        title=Text("实际提速", "Actual speed-up"),
        formula=Text(
            "（法定时限合计 − 实际用时合计）÷ 法定时限合计，期内办结、有法定时限的办件（含即办件）",
            "(Σ legal limits − Σ used days) ÷ Σ legal limits, over cases completed having a legal limit, instant ones included",
        ),
        measure=Total(
            of=lambda r: r.legal_days - r.used_days,
            over=lambda r: r.legal_days,
            among=lambda r: r.legal_days.is_not(None) & r.used_days.is_not(None),
        ),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        reference=LIMITS,
    ),
    Indicator(
        id="handling-days-median",
        title=Text("办理用时中位数", "Median handling time"),
        formula=Text(
            "期内办结办件用时（工作日）的中位数", "median of used working days over cases completed"
        ),
        measure=Quantile(of="used_days", q=0.5),
        unit="days",
        dated="completed_on",
        dimensions=QUANTILES,
        favourable="low",
        reference=HALL_RULE,
    ),
    Indicator(
        id="handling-days-p90",
        title=Text("办理用时第 90 百分位", "Handling time, 90th percentile"),
        formula=Text(
            "九成办件的用时不超过这个工作日数",
            "nine in ten of the cases completed used no more working days",
        ),
        measure=Quantile(of="used_days", q=0.9),
        unit="days",
        dated="completed_on",
        dimensions=QUANTILES,
        favourable="low",
        reference=HALL_RULE,
    ),
)

DATASETS = (
    Dataset(
        id="cases",
        title=Text("办件", "Cases"),
        description=Text(
            "在大厅受理的行政审批和公共服务办件，每件一行，随办理进度更新。",
            "Approvals and public-service matters accepted in the hall, one row each, updated as they proceed.",
        ),
        key=("case_no",),
        counted=Text("件", "cases"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=DIMENSIONS,
        # What /volumes combines: two years of rows take half a second, their sums a few milliseconds.
        pairs=(
            ("department", "item"),
            ("department", "channel"),
            ("department", "window"),
            ("item", "window"),
            ("item", "channel"),
            ("window", "channel"),
            ("department", "used_bucket"),
            ("item", "used_bucket"),
            ("window", "used_bucket"),
            ("channel", "used_bucket"),
        ),
        newest=("completed_at", "accepted_at", "completed_on", "accepted_on"),
        derive=derive_cases,
        needs=(Need("items", "item"),),
        waits=_waits,
        ordered=(("accepted_at", "completed_at"), ("accepted_on", "completed_on")),
        ends=(End("outcome", "completed_on"),),
        cadence=Text("开放时间内每分钟", "every minute while the hall is open"),
        max_age_seconds=900,
    ),
)
