"""联合踏勘: the fields of a joint inspection. None of them can hold an address."""

from __future__ import annotations

from data.catalog.reference import CALENDAR
from data.catalog.reform.common import RECORDED
from data.definitions import Field, Text, codes

KINDS = codes(
    venue=("娱乐场所", "entertainment venue"),
    site=("建设项目", "construction site"),
    fire=("消防", "fire safety"),
    environment=("环境保护", "environment"),
    other=("其他", "other"),
)
OUTCOMES = codes(
    passed=("通过", "passed"),
    conditions=("整改后通过", "passed once put right"),
    failed=("不通过", "failed"),
)
DAYS = Text("工作日", "working days")

FIELDS = (
    Field(
        "inspection_no",
        "text",
        Text("踏勘编号", "Inspection number"),
        required=True,
        keyed=True,
        note=Text(
            "系统内编号的密钥散列，仅用于识别同一条记录",
            "a keyed hash of the system's number; it only tells records apart",
        ),
        header="踏勘编号",
    ),
    Field(
        "item",
        "text",
        Text("事项", "Item"),
        refers="items",
        indexed=True,
        header="事项编码",
        label="事项名称",
    ),
    Field(
        "organiser",
        "text",
        Text("牵头部门", "Organised by"),
        refers="departments",
        indexed=True,
        header="牵头部门编码",
        label="牵头部门名称",
    ),
    Field(
        "departments_n",
        "integer",
        Text("参加部门数", "Departments taking part"),
        minimum=1,
        unit=Text("个", "departments"),
        note=Text("含牵头部门", "the organising one included"),
        header="参加部门数",
    ),
    Field("kind", "code", Text("踏勘类别", "Kind"), codes=KINDS, required=True, header="踏勘类别"),
    Field(
        "requested_at",
        "instant",
        Text("提请时间", "Requested at"),
        published=False,
        header="提请时间",
    ),
    Field(
        "requested_on",
        "date",
        Text("提请日期", "Requested on"),
        required=True,
        indexed=True,
        header="提请日期",
    ),
    Field("inspected_on", "date", Text("踏勘日期", "Visited on"), indexed=True, header="踏勘日期"),
    Field(
        "concluded_at",
        "instant",
        Text("出具结论时间", "Concluded at"),
        published=False,
        header="出具结论时间",
    ),
    Field(
        "concluded_on",
        "date",
        Text("出具结论日期", "Concluded on"),
        indexed=True,
        header="出具结论日期",
    ),
    Field("outcome", "code", Text("踏勘结论", "Outcome"), codes=OUTCOMES, header="踏勘结论"),
    Field(
        "wait_days",
        "integer",
        Text("等候踏勘用时", "Days until the visit"),
        computed=True,
        unit=DAYS,
        note=Text("提请至踏勘", "from the request to the visit"),
    ),
    Field(
        "used_days",
        "number",
        Text("联合踏勘用时", "Days used"),
        computed=True,
        unit=DAYS,
        note=Text(
            "提请至出具结论；有时刻的精确到半日",
            "from the request to the conclusion; in halves where the times are known",
        ),
    ),
    Field(
        "single_days",
        "number",
        Text("分别踏勘所需时限", "Days of visits one by one"),
        minimum=0,
        unit=DAYS,
        note=Text(
            "各部门分别踏勘的时限合计", "the limits of the departments' own visits, added up"
        ),
        header="分别踏勘所需时限",
    ),
    Field(
        "repeated",
        "boolean",
        Text("复勘", "Visited again"),
        derived=True,
        note=Text("未填报的为否", "false where not stated"),
        header="是否复勘",
    ),
    Field(
        "excluded",
        "boolean",
        Text("不计入审批时限", "Left out of the term"),
        derived=True,
        note=Text(
            "未填报的为否；踏勘不在行政许可法第四十五条所列情形之内",
            "false where not stated; visits are not among what Art. 45 leaves out",
        ),
        header="是否不计入审批时限",
    ),
    RECORDED,
    CALENDAR,
)
