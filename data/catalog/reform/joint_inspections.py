"""联合踏勘: departments that look at one place together, once. No address is ever stored."""

from __future__ import annotations

from typing import Any

from data.catalog.reference import CALENDAR
from data.catalog.reform.common import FIRST, RECORDED
from data.definitions import Dataset, Dimension, End, Field, Indicator, Text, codes
from data.derive.reform import derive_joint_inspections
from data.measures import Count, Quantile, Share, Sum, Total

RULES = Text(
    "本厅联合踏勘办法（待大厅确认）", "the hall's rules on joint inspections (to be confirmed)"
)
ARTICLE_45 = Text(
    "行政许可法第四十五条：不计入期限的八种情形不含踏勘",
    "Administrative Licensing Law, Art. 45: visits are not among what is outside the term",
)
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
BREAKDOWN = ("kind", "organiser", "item")
DAYS = Text("工作日", "working days")


def _both(r: Any) -> Any:
    return r.used_days.is_not(None) & r.single_days.is_not(None)


def _indicator(id: str, title: Text, formula: Text, measure: Any, dated: str, **more: Any) -> Any:
    return Indicator(
        id=id,
        title=title,
        formula=formula,
        measure=measure,
        dated=dated,
        dimensions=more.pop("dimensions", BREAKDOWN),
        reference=more.pop("reference", RULES),
        versions=FIRST,
        **more,
    )


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Inspections whose days may be among those from `first` to `last`."""
    return (r.requested_on <= last) & (r.concluded_on.is_(None) | (r.concluded_on >= first))


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
INDICATORS = (
    _indicator(
        "joint-inspections",
        Text("联合踏勘", "Joint inspections"),
        Text("期内踏勘的次数", "joint inspections made in the period"),
        Count(),
        "inspected_on",
    ),
    _indicator(
        "joint-inspection-departments",
        Text("参加联合踏勘的部门", "Departments at joint inspections"),
        Text(
            "期内各次联合踏勘参加部门数合计，同一部门每次计一次",
            "departments that took part in inspections of the period, each once a visit",
        ),
        Sum(of=lambda r: r.departments_n),
        "inspected_on",
        counted=Text("个次", "departments"),
    ),
    _indicator(
        "joint-inspections-concluded",
        Text("出具踏勘结论", "Inspections concluded"),
        Text("期内出具结论的踏勘次数", "inspections concluded in the period"),
        Count(),
        "concluded_on",
        dimensions=(*BREAKDOWN, "outcome"),
    ),
    _indicator(
        "joint-inspection-wait-median",
        Text("等候踏勘用时中位数", "Days until the visit, median"),
        Text(
            "期内踏勘的，自提请至踏勘的工作日数中位数",
            "median of working days from the request to the visit, of those made in the period",
        ),
        Quantile("wait_days", 0.5),
        "inspected_on",
        unit="days",
        favourable="low",
    ),
    _indicator(
        "joint-inspection-days-median",
        Text("联合踏勘用时中位数", "Days used, median"),
        Text(
            "期内出具结论的，自提请至出具结论的工作日数中位数（可为半日）",
            "median of working days, in halves, from the request to the conclusion, of those concluded",
        ),
        Quantile("used_days", 0.5),
        "concluded_on",
        unit="days",
        favourable="low",
    ),
    _indicator(
        "joint-inspection-saved",
        Text("联合踏勘节省时间", "Time saved by joint inspections"),
        Text(
            "（分别踏勘所需时限合计 − 联合踏勘用时合计）÷ 分别踏勘所需时限合计，限期内出具结论的",
            "(Σ days of visits one by one − Σ days used) ÷ Σ days of visits one by one, of those concluded",
        ),
        Total(of=lambda r: r.single_days - r.used_days, over=lambda r: r.single_days, among=_both),
        "concluded_on",
        unit="fraction",
        favourable="high",
    ),
    _indicator(
        "one-visit-rate",
        Text("一次踏勘通过率", "Passed in one visit"),
        Text(
            "结论为通过且未复勘的 ÷ 期内出具结论的踏勘",
            "passed without another visit ÷ inspections concluded in the period",
        ),
        Share(of=lambda r: (r.outcome == "passed") & (r.repeated == False)),  # noqa: E712
        "concluded_on",
        unit="fraction",
        favourable="high",
    ),
    _indicator(
        "joint-inspections-excluded",
        Text("踏勘未计入审批时限", "Inspections left out of the term"),
        Text(
            "期内踏勘、用时被排除在审批时限之外的次数；法律未作此规定",
            "inspections of the period whose time was left out of the term, which the law does not say",
        ),
        Count(where=lambda r: r.excluded == True),  # noqa: E712
        "inspected_on",
        favourable="low",
        reference=ARTICLE_45,
    ),
)

DATASETS = (
    Dataset(
        id="joint-inspections",
        title=Text("联合踏勘", "Joint inspections"),
        description=Text(
            "多部门一次到场的联合踏勘及其结论。不含地址，不含申请人。",
            "Visits that several departments made together, and their outcome; without addresses or "
            "applicants.",
        ),
        key=("inspection_no",),
        counted=Text("次", "inspections"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("kind", Text("踏勘类别", "Kind")),
            Dimension("organiser", Text("牵头部门", "Organised by")),
            Dimension("item", Text("事项", "Item")),
            Dimension("outcome", Text("踏勘结论", "Outcome")),
        ),
        newest=("concluded_on", "inspected_on"),
        derive=derive_joint_inspections,
        waits=_looks_at,
        ordered=(
            ("requested_at", "concluded_at"),
            ("requested_on", "inspected_on"),
            ("inspected_on", "concluded_on"),
            ("requested_on", "concluded_on"),
        ),
        ends=(End("outcome", ("concluded_on",)),),
        cadence=Text("每日", "daily"),
    ),
)
