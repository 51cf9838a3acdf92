"""事项清理与调整: what was merged, cancelled, delegated, managed otherwise, and what was kept."""

from __future__ import annotations

from typing import Any

from data.catalog.codes import ITEM_KINDS
from data.catalog.reference import DEPARTMENT, titles
from data.catalog.reform.common import FIRST, RECORDED
from data.definitions import WHEN_IT_CHANGES, Dataset, Dimension, Field, Indicator, Text, codes
from data.derive.reform import derive_item_changes
from data.measures import Count, in_force

CLEAN_UP = Text(
    "本厅事项清理规则（待大厅确认）", "the rules of the clean-up of the list (to be confirmed)"
)
ACTIONS = codes(
    kept=("保留", "kept"),
    merged=("合并", "merged"),
    cancelled=("取消", "cancelled"),
    delegated=("下放", "delegated"),
    changed=("转变管理方式", "managed otherwise"),
    moved_in=("进驻大厅", "moved into the hall"),
    added=("新增", "added"),
)
CUT = ("merged", "cancelled", "delegated", "changed")
BODIES = codes(
    supervision=("纪检监察机关", "supervision"),
    legal=("司法行政部门", "legal affairs"),
    both=("纪检监察机关和司法行政部门", "supervision and legal affairs"),
    none=("无", "neither"),
)
BREAKDOWN = ("department", "kind")
ITEMS = Text("项", "items")


def _cut(r: Any) -> Any:
    return r.action.in_(CUT)


FIELDS = (
    Field("change_no", "text", Text("变动编号", "Change number"), required=True, header="变动编号"),
    Field(
        "item",
        "text",
        Text("事项编码", "Item code"),
        note=Text(
            "清理前的编码，可能已不在现行事项清单内",
            "as it was before the clean-up; it may be on the list no more",
        ),
        header="事项编码",
    ),
    *titles("事项名称", "Item name"),
    DEPARTMENT,
    Field(
        "kind",
        "code",
        Text("事项类别", "Kind of item"),
        codes=ITEM_KINDS,
        derived=True,
        header="事项类型",
    ),
    Field(
        "action",
        "code",
        Text("清理结果", "What became of it"),
        codes=ACTIONS,
        required=True,
        header="清理结果",
    ),
    Field(
        "into_item",
        "text",
        Text("并入事项编码", "Merged into"),
        note=Text("合并后由该事项承接", "the item that has taken it over"),
        header="并入事项编码",
    ),
    Field(
        "into_district",
        "text",
        Text("承接县（市、区）", "Delegated to"),
        refers="districts",
        header="承接区划代码",
        label="承接区划名称",
    ),
    Field(
        "decided_on",
        "date",
        Text("决定日期", "Decided on"),
        required=True,
        indexed=True,
        header="决定日期",
    ),
    Field(
        "effective_on",
        "date",
        Text("实施日期", "In force from"),
        scheduled=True,
        header="实施日期",
    ),
    Field(
        "until_on",
        "date",
        Text("停止实施日期", "In force until"),
        scheduled=True,
        note=Text(
            "保留、进驻或新增的事项此后不再实施的最后一日；空为继续有效",
            "of an item kept, moved in or added: its last day; empty: until further notice",
        ),
        header="停止实施日期",
    ),
    Field("basis", "text", Text("文件依据", "Document"), header="文件依据"),
    Field("round", "text", Text("清理批次", "Round"), header="清理批次"),
    Field("joint_with", "code", Text("会同部门", "Together with"), codes=BODIES, header="会同部门"),
    Field(
        "last_case_on",
        "date",
        Text("最后一次办件日期", "Last case on"),
        note=Text(
            "决定前最后一次办理该事项的日期，由清理台账填报",
            "when it was last handled before the decision, as the books of the clean-up state",
        ),
        header="最后办件日期",
    ),
    Field(
        "zero_24m",
        "boolean",
        Text("零办件", "Without a case"),
        derived=True,
        note=Text(
            "决定前24个月内没有办件；最后办件日期和本项均未填报的为空",
            "no case in the 24 months before the decision; empty where neither was stated",
        ),
        header="零办件",
    ),
    RECORDED,
)
INDICATORS = (
    Indicator(
        id="items-kept",
        title=Text("保留事项", "Items kept"),
        formula=Text(
            "期末有效的保留、进驻和新增事项数，自实施日期至停止实施日期",
            "items kept, moved in or added that are in force at the end of the period",
        ),
        measure=in_force(
            "effective_on", "until_on", lambda r: r.action.in_(("kept", "moved_in", "added"))
        ),
        dimensions=BREAKDOWN,
        reference=CLEAN_UP,
        versions=FIRST,
    ),
    Indicator(
        id="items-cut",
        title=Text("精简事项", "Items cut"),
        formula=Text(
            "决定日期在期内、清理结果为合并、取消、下放或转变管理方式的事项数",
            "items that were merged, cancelled, delegated or are managed otherwise, by the date of decision",
        ),
        measure=Count(where=_cut),
        dated="decided_on",
        dimensions=(*BREAKDOWN, "action"),
        favourable="high",
        reference=CLEAN_UP,
        versions=FIRST,
    ),
    Indicator(
        id="zero-handling-cut",
        title=Text("零办件事项清理", "Items without a case that were cut"),
        formula=Text(
            "决定前24个月没有办件、清理后不再保留的事项数，按决定日期",
            "items without a case in the 24 months before the decision that were not kept",
        ),
        measure=Count(where=lambda r: (r.zero_24m == True) & _cut(r)),  # noqa: E712
        dated="decided_on",
        dimensions=(*BREAKDOWN, "action"),
        reference=CLEAN_UP,
        versions=FIRST,
    ),
)

DATASETS = (
    Dataset(
        id="item-changes",
        title=Text("事项清理与调整", "Changes to the list of items"),
        description=Text(
            "历次事项清理中每个事项的处理结果、依据和最后一次办件日期。",
            "What became of each item when the list was cleaned up, on what basis, and when it was last "
            "handled before.",
        ),
        key=("change_no",),
        subject="reform",
        counted=ITEMS,
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("department", Text("部门", "Department")),
            Dimension("kind", Text("事项类别", "Kind of item")),
            Dimension("action", Text("清理结果", "What became of it")),
        ),
        newest=("decided_on", "effective_on"),
        derive=derive_item_changes,
        ordered=(("effective_on", "until_on"),),
        cadence=WHEN_IT_CHANGES,
    ),
)
