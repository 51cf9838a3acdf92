"""The reference lists that the other datasets point to: departments, windows, districts (and items).

An unknown code met at intake is added to its list with `listed = false`: never dropped, and visible.
"""

from __future__ import annotations

from data.catalog.guides.windows import WINDOW_DIMENSIONS, WINDOW_FIELDS, WINDOW_INDICATORS
from data.definitions import WHEN_IT_CHANGES, Dataset, Field, Text, codes
from data.derive.reference import derive_reference

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


CALENDAR = Field(
    "calendar",
    "text",
    Text("工作日历", "Calendar of working days"),
    derived=True,
    published=False,
    note=Text("none = 数据来源未指定", "none: the source names no calendar"),
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
        cadence=WHEN_IT_CHANGES,
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
            *WINDOW_FIELDS,
            LISTED,
        ),
        dimensions=WINDOW_DIMENSIONS,
        newest=("opened_on", "closed_on"),
        indicators=WINDOW_INDICATORS,
        cadence=WHEN_IT_CHANGES,
        reference=True,
        derive=derive_reference,
        label=("title_zh", "title_en"),
    ),
    Dataset(
        id="districts",
        title=Text("县（市、区）", "Districts"),
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
            *titles("县（市、区）名称", "District name", header="行政区划名称"),
            LISTED,
        ),
        cadence=WHEN_IT_CHANGES,
        reference=True,
        derive=derive_reference,
        label=("title_zh", "title_en"),
    ),
)
