"""责任表: which steps a project in the development zone goes through, whose they are, and their limits."""

from __future__ import annotations

from data.catalog.parallel.common import working_days
from data.catalog.reference import DEPARTMENT, LISTED, titles
from data.catalog.reform.common import RECORDED
from data.definitions import WHEN_IT_CHANGES, Dataset, Field, Text
from data.derive.reference import derive_reference

RULES = Text(
    "经开区项目“一表定责、限时办结”办法（待大厅确认）",
    "the rules on one table of duties and limits for projects in the development zone (to be confirmed)",
)

STEPS = Dataset(
    id="zone-steps",
    title=Text("经开区项目责任表", "Table of duties of the development zone"),
    description=Text(
        "经开区项目从签约到投产依次经过的环节、责任部门和办理时限。",
        "The steps of a project in the development zone in their order, the department responsible for "
        "each and its limit.",
    ),
    key=("step",),
    subject="reform",
    counted=Text("个", "steps"),
    fields=(
        Field("step", "text", Text("环节编码", "Step code"), required=True, header="环节编码"),
        *titles("环节名称", "Step name"),
        Field(
            "place",
            "integer",
            Text("序号", "Place in the table"),
            minimum=1,
            header="序号",
        ),
        DEPARTMENT,
        working_days("limit_days", "办理时限", "Limit"),
        Field("basis", "text", Text("文件依据", "Document"), header="文件依据"),
        LISTED,
        RECORDED,
    ),
    reference=True,
    label=("title_zh", "title_en"),
    derive=derive_reference,
    cadence=WHEN_IT_CHANGES,
)
