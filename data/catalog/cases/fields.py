"""The fields of a case.

A case has three dates, hence three series, never one word: accepted (受理), completed (办结), due
(承诺截止). Stops that do not count towards a limit: 行政许可法 Art. 45.
"""

from __future__ import annotations

from data.catalog.codes import CHANNELS
from data.catalog.reference import CASE_KINDS, DEPARTMENT
from data.definitions import Field, Text, codes

DAYS = Text("工作日", "working days")

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
