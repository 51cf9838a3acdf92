"""事项梳理: each department's list of items, handed in and combed in a round of the clean-up."""

from __future__ import annotations

from typing import Any

from data.catalog.reference import DEPARTMENT
from data.catalog.reform.common import FIRST, RECORDED
from data.catalog.reform.item_changes import CLEAN_UP, ITEMS
from data.definitions import (
    WHEN_IT_CHANGES,
    Dataset,
    Dimension,
    End,
    Field,
    Identity,
    Indicator,
    Text,
)
from data.derive.reform import derive_item_reviews
from data.measures import Count, Flow, Stock, Sum, Total

BREAKDOWN = ("department",)
DEPARTMENTS = Text("个", "departments")
ONCE = Text("同一部门每批次计一次", "each department once in a round")


def _reviewed(r: Any) -> Any:
    return r.items_after.is_not(None)


def _number(id: str, zh: str, en: str, header: str, **more: Any) -> Field:
    return Field(
        id, "integer", Text(zh, en), minimum=0, unit=Text("项", "items"), header=header, **more
    )


FIELDS = (
    Field("round", "text", Text("清理批次", "Round"), required=True, header="清理批次"),
    Field(
        "department",
        "text",
        DEPARTMENT.title,
        refers="departments",
        required=True,
        indexed=True,
        header=DEPARTMENT.header,
        label=DEPARTMENT.label,
    ),
    Field(
        "submitted_on",
        "date",
        Text("报送日期", "Handed in on"),
        required=True,
        indexed=True,
        header="报送日期",
    ),
    Field(
        "reviewed_on",
        "date",
        Text("审核完成日期", "Reviewed on"),
        indexed=True,
        header="审核完成日期",
    ),
    _number("items_before", "清理前事项", "Items before", "清理前事项数", required=True),
    _number(
        "items_added",
        "新增和进驻事项",
        "Items added",
        "新增进驻事项数",
        note=Text("新增或进驻大厅的事项", "added, or moved into the hall"),
    ),
    _number(
        "items_cut",
        "精简事项",
        "Items cut",
        "精简事项数",
        derived=True,
        note=Text(
            "未填报的为清理前事项＋新增和进驻事项－清理后事项；几项合并为一项的，减少的项数计入",
            "where not stated: before + added − after; of several merged into one, those that are gone",
        ),
    ),
    _number("items_after", "清理后事项", "Items after", "清理后事项数"),
    RECORDED,
)
INDICATORS = (
    Indicator(
        id="departments-submitted",
        title=Text("已报送部门", "Departments that handed in"),
        formula=Text(
            f"期内报送事项清单的部门数，{ONCE.zh}",
            f"departments that handed in their list in the period, {ONCE.en}",
        ),
        measure=Count(),
        dated="submitted_on",
        dimensions=BREAKDOWN,
        reference=CLEAN_UP,
        versions=FIRST,
    ),
    Indicator(
        id="departments-reviewed",
        title=Text("已梳理部门", "Departments reviewed"),
        formula=Text(
            f"期内完成事项清单审核的部门数，{ONCE.zh}",
            f"departments whose list was reviewed in the period, {ONCE.en}",
        ),
        measure=Count(),
        dated="reviewed_on",
        dimensions=BREAKDOWN,
        reference=CLEAN_UP,
        versions=FIRST,
    ),
    Indicator(
        id="departments-in-review",
        title=Text("正在审核部门", "Departments in review"),
        formula=Text(
            "期末已报送事项清单、尚未完成审核的部门数",
            "departments that handed in their list and were not reviewed at the end of the period",
        ),
        measure=Stock(Flow("submitted_on"), Flow("reviewed_on")),
        dimensions=BREAKDOWN,
        reference=CLEAN_UP,
        versions=FIRST,
    ),
    Indicator(
        id="items-before-review",
        title=Text("清理前事项", "Items before the review"),
        formula=Text(
            "期内完成审核的部门清理前的事项数",
            "items on the lists reviewed in the period, before the review",
        ),
        measure=Sum(of=lambda r: r.items_before, among=_reviewed),
        dated="reviewed_on",
        dimensions=BREAKDOWN,
        counted=ITEMS,
        reference=CLEAN_UP,
        versions=FIRST,
    ),
    Indicator(
        id="items-added-in-review",
        title=Text("新增和进驻事项", "Items added in the review"),
        formula=Text(
            "期内完成审核的部门新增或进驻大厅的事项数",
            "items added to the lists reviewed in the period or moved into the hall",
        ),
        measure=Sum(of=lambda r: r.items_added, among=_reviewed),
        dated="reviewed_on",
        dimensions=BREAKDOWN,
        counted=ITEMS,
        reference=CLEAN_UP,
        versions=FIRST,
    ),
    Indicator(
        id="items-cut-in-review",
        title=Text("审核精简事项", "Items cut in the review"),
        formula=Text(
            "期内完成审核的部门精简的事项数",
            "items cut from the lists reviewed in the period",
        ),
        measure=Sum(of=lambda r: r.items_cut, among=_reviewed),
        dated="reviewed_on",
        dimensions=BREAKDOWN,
        counted=ITEMS,
        reference=CLEAN_UP,
        versions=FIRST,
    ),
    Indicator(
        id="items-after-review",
        title=Text("清理后事项", "Items after the review"),
        formula=Text(
            "期内完成审核的部门清理后的事项数",
            "items on the lists reviewed in the period, after the review",
        ),
        measure=Sum(of=lambda r: r.items_after, among=_reviewed),
        dated="reviewed_on",
        dimensions=BREAKDOWN,
        counted=ITEMS,
        reference=CLEAN_UP,
        versions=FIRST,
    ),
    Indicator(
        id="cut-rate",
        title=Text("精简率", "Share of items cut"),
        formula=Text(
            "期内完成审核的部门精简的事项数 ÷ 其清理前的事项数",
            "items cut ÷ items before, of the lists reviewed in the period",
        ),
        measure=Total(of=lambda r: r.items_cut, over=lambda r: r.items_before, among=_reviewed),
        unit="fraction",
        dated="reviewed_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=CLEAN_UP,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="item-reviews",
        title=Text("事项清单审核", "Reviews of lists of items"),
        description=Text(
            "各部门在每批次清理中报送的事项清单及审核结果。",
            "The lists of items that the departments handed in for a round of the clean-up, and what "
            "came of the review.",
        ),
        key=("round", "department"),
        subject="reform",
        counted=DEPARTMENTS,
        fields=FIELDS,
        indicators=INDICATORS,
        identities=(
            Identity(
                "reviewed-items",
                Text(
                    "清理前事项＋新增和进驻事项＝精简事项＋清理后事项",
                    "items before + added = cut + after",
                ),
                left=("items-before-review", "items-added-in-review"),
                right=("items-cut-in-review", "items-after-review"),
            ),
        ),
        dimensions=(Dimension("department", Text("部门", "Department")),),
        newest=("reviewed_on", "submitted_on"),
        derive=derive_item_reviews,
        ordered=(("submitted_on", "reviewed_on"),),
        ends=(End("items_after", ("reviewed_on",)),),
        cadence=WHEN_IT_CHANGES,
    ),
)
