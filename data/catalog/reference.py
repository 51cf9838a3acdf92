"""The reference lists that the other datasets point to: departments, items, windows, districts.

An unknown code met at intake is added to its list with `listed = false`: never dropped, and visible.
"""

from __future__ import annotations

from data.definitions import Dataset, Dimension, Field, Indicator, Text, codes
from data.derive.reference import derive_reference
from data.measures import Total, Unused

LISTED = Field(
    "listed",
    "boolean",
    Text("在清单内", "On the list"),
    derived=True,
    note=Text(
        "否：随数据首次出现、清单里没有的编码",
        "false: a code first met in the data and not on the list",
    ),
)


def titles(zh: str, en: str, header: str = "") -> tuple[Field, Field]:
    """The two names of a list's entries; `header` is that of the Chinese one, if it is not `zh`."""
    header = header or zh
    return (
        Field(
            "title_zh",
            "text",
            Text(f"{zh}（中文）", f"{en} (Chinese)"),
            required=True,
            header=header,
        ),
        Field(
            "title_en",
            "text",
            Text(f"{zh}（英文）", f"{en} (English)"),
            derived=True,
            header=header.replace("名称", "英文名称"),
        ),
    )


DEPARTMENT = Field(
    "department",
    "text",
    Text("部门", "Department"),
    refers="departments",
    indexed=True,
    header="部门编码",
    label="部门名称",
)
CASE_KINDS = codes(
    instant=("即办件", "instant"), promised=("承诺件", "promised"), unknown=("未注明", "not stated")
)

DATASETS = (
    Dataset(
        id="departments",
        title=Text("部门", "Departments"),
        description=Text(
            "进驻大厅、办理事项的市级部门。",
            "The municipal departments that handle items in the hall.",
        ),
        key=("department",),
        fields=(
            Field(
                "department",
                "text",
                Text("部门编码", "Department code"),
                required=True,
                header="部门编码",
            ),
            *titles("部门名称", "Department name"),
            Field(
                "short_zh", "text", Text("简称（中文）", "Short name (Chinese)"), header="部门简称"
            ),
            Field(
                "short_en",
                "text",
                Text("简称（英文）", "Short name (English)"),
                header="部门英文简称",
            ),
            LISTED,
        ),
        cadence=Text("有变动时", "when it changes"),
        reference=True,
        derive=derive_reference,
        label=("title_zh", "title_en"),
    ),
    Dataset(
        id="items",
        title=Text("事项", "Items"),
        description=Text(
            "在大厅办理的行政审批事项和公共服务事项，含法定时限与承诺时限（工作日）。",
            "The administrative-approval and public-service items handled in the hall, with their "
            "legal and promised limits in working days.",
        ),
        key=("item",),
        counted=Text("项", "items"),
        fields=(
            Field("item", "text", Text("事项编码", "Item code"), required=True, header="事项编码"),
            *titles("事项名称", "Item name"),
            Field(
                "kind",
                "code",
                Text("事项类别", "Kind of item"),
                codes=codes(
                    approval=("行政审批", "administrative approval"),
                    service=("公共服务", "public service"),
                    unknown=("未注明", "not stated"),
                ),
                derived=True,
                header="事项类型",
            ),
            DEPARTMENT,
            Field(
                "legal_days",
                "integer",
                Text("法定时限", "Legal limit"),
                minimum=0,
                maximum=2000,
                unit=Text("工作日", "working days"),
                header="法定时限",
            ),
            Field(
                "promised_days",
                "integer",
                Text("承诺时限", "Promised limit"),
                minimum=0,
                maximum=2000,
                unit=Text("工作日", "working days"),
                header="承诺时限",
            ),
            Field(
                "case_kind",
                "code",
                Text("办件类型", "Kind of case"),
                codes=CASE_KINDS,
                header="办件类型",
            ),
            Field(
                "belongs_on_site",
                "boolean",
                Text("应在大厅办理", "Belongs in the hall"),
                header="应现场办理",
            ),
            Field("basis", "text", Text("依据", "Legal basis"), header="设定依据"),
            LISTED,
        ),
        dimensions=(
            Dimension("department", Text("部门", "Department")),
            Dimension("kind", Text("事项类别", "Kind of item")),
        ),
        indicators=(
            Indicator(
                id="promised-speed-up",
                title=Text("承诺提速", "Promised speed-up"),
                formula=Text(
                    "（法定时限合计 − 承诺时限合计）÷ 法定时限合计，限两种时限都有的行政审批事项",
                    "(Σ legal limits − Σ promised limits) ÷ Σ legal limits, over approval items having both",
                ),
                measure=Total(
                    of=lambda r: r.legal_days - r.promised_days,
                    over=lambda r: r.legal_days,
                    among=lambda r: (r.kind == "approval") & r.promised_days.is_not(None),
                ),
                unit="fraction",
                dimensions=("department", "kind"),
                favourable="high",
                reference=Text("本厅事项清单", "this hall's list of items"),
            ),
            Indicator(
                id="zero-handling-items",
                title=Text("零办件事项", "Items without a case"),
                formula=Text(
                    "此前 24 个月没有受理过办件的清单内事项数",
                    "listed items for which no case was accepted in the 24 months before",
                ),
                measure=Unused(of="cases-accepted", by="item", months=24),
                favourable="low",
                reference=Text("事项清理规则", "the clean-up of the item list"),
            ),
        ),
        cadence=Text("有变动时", "when it changes"),
        reference=True,
        derive=derive_reference,
        label=("title_zh", "title_en"),
    ),
    Dataset(
        id="windows",
        title=Text("窗口", "Windows"),
        description=Text("大厅的办事窗口。", "The service windows of the hall."),
        key=("window",),
        fields=(
            Field(
                "window", "text", Text("窗口编号", "Window code"), required=True, header="窗口编号"
            ),
            *titles("窗口名称", "Window name"),
            DEPARTMENT,
            Field("floor", "text", Text("楼层", "Floor"), header="楼层"),
            LISTED,
        ),
        cadence=Text("有变动时", "when it changes"),
        reference=True,
        derive=derive_reference,
        label=("title_zh", "title_en"),
    ),
    Dataset(
        id="districts",
        title=Text("区县", "Districts"),
        description=Text(
            "办件申请人所在的县（市、区）。",
            "The districts, counties and county-level city of the applicants.",
        ),
        key=("district",),
        fields=(
            Field(
                "district",
                "text",
                Text("行政区划代码", "Division code"),
                required=True,
                header="行政区划代码",
            ),
            *titles("区县名称", "District name", header="行政区划名称"),
            LISTED,
        ),
        cadence=Text("有变动时", "when it changes"),
        reference=True,
        derive=derive_reference,
        label=("title_zh", "title_en"),
    ),
)
