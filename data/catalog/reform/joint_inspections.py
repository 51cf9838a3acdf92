"""联合踏勘: departments that look at one place together, once. No address is ever stored."""

from __future__ import annotations

from typing import Any

from data.catalog.reform.common import FIRST
from data.catalog.reform.joint_inspection_fields import FIELDS
from data.definitions import Dataset, Dimension, End, Indicator, Text
from data.derive.reform import derive_joint_inspections
from data.measures import Count, Quantile, Share, Sum, Total

RULES = Text(
    "本厅联合踏勘办法（待大厅确认）", "the hall's rules on joint inspections (to be confirmed)"
)
ARTICLE_45 = Text(
    "行政许可法第四十五条：不计入期限的八种情形不含踏勘",
    "Administrative Licensing Law, Art. 45: visits are not among what is outside the term",
)
BREAKDOWN = ("kind", "organiser", "item")


def _both(r: Any) -> Any:
    return r.used_days.is_not(None) & r.single_days.is_not(None)


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Inspections whose days may be among those from `first` to `last`."""
    return (r.requested_on <= last) & (r.concluded_on.is_(None) | (r.concluded_on >= first))


INDICATORS = (
    Indicator(
        id="joint-inspections",
        title=Text("联合踏勘", "Joint inspections"),
        formula=Text("期内踏勘的次数", "joint inspections made in the period"),
        measure=Count(),
        dated="inspected_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="joint-inspection-departments",
        title=Text("参加联合踏勘的部门", "Departments at joint inspections"),
        formula=Text(
            "期内各次联合踏勘参加部门数合计，同一部门每次计一次",
            "departments that took part in inspections of the period, each once a visit",
        ),
        measure=Sum(of=lambda r: r.departments_n),
        dated="inspected_on",
        dimensions=BREAKDOWN,
        counted=Text("个次", "departments"),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="joint-inspections-concluded",
        title=Text("出具踏勘结论", "Inspections concluded"),
        formula=Text("期内出具结论的踏勘次数", "inspections concluded in the period"),
        measure=Count(),
        dated="concluded_on",
        dimensions=(*BREAKDOWN, "outcome"),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="joint-inspection-wait-median",
        title=Text("等候踏勘用时中位数", "Days until the visit, median"),
        formula=Text(
            "期内踏勘的，自提请至踏勘的工作日数中位数",
            "median of working days from the request to the visit, of those made in the period",
        ),
        measure=Quantile("wait_days", 0.5),
        unit="days",
        dated="inspected_on",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="joint-inspection-days-median",
        title=Text("联合踏勘用时中位数", "Days used, median"),
        formula=Text(
            "期内出具结论的，自提请至出具结论的工作日数中位数（可为半日）",
            "median of working days, in halves, from the request to the conclusion, of those concluded",
        ),
        measure=Quantile("used_days", 0.5),
        unit="days",
        dated="concluded_on",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="joint-inspection-saved",
        title=Text("联合踏勘节省时间", "Time saved by joint inspections"),
        formula=Text(
            "（分别踏勘所需时限合计 − 联合踏勘用时合计）÷ 分别踏勘所需时限合计，限期内出具结论的",
            "(Σ days of visits one by one − Σ days used) ÷ Σ days of visits one by one, of those concluded",
        ),
        measure=Total(
            of=lambda r: r.single_days - r.used_days, over=lambda r: r.single_days, among=_both
        ),
        unit="fraction",
        dated="concluded_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="one-visit-rate",
        title=Text("一次踏勘通过率", "Passed in one visit"),
        formula=Text(
            "结论为通过且未复勘的 ÷ 期内出具结论的踏勘",
            "passed without another visit ÷ inspections concluded in the period",
        ),
        measure=Share(of=lambda r: (r.outcome == "passed") & (r.repeated == False)),  # noqa: E712
        unit="fraction",
        dated="concluded_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="joint-inspections-excluded",
        title=Text("踏勘未计入审批时限", "Inspections left out of the term"),
        formula=Text(
            "期内踏勘、用时被排除在审批时限之外的次数；法律未作此规定",
            "inspections of the period whose time was left out of the term, which the law does not say",
        ),
        measure=Count(where=lambda r: r.excluded == True),  # noqa: E712
        dated="inspected_on",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=ARTICLE_45,
        versions=FIRST,
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
        subject="reform",
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
        derivation=2,
        settings=("zone", "calendar"),
        ordered=(
            ("requested_at", "concluded_at"),
            ("requested_on", "inspected_on"),
            ("inspected_on", "concluded_on"),
            ("requested_on", "concluded_on"),
        ),
        ends=(End("outcome", ("concluded_on",)),),
    ),
)
