"""效能投诉办理时限: within how many working days a complaint is accepted and answered, from when on, by what."""

from __future__ import annotations

from data.catalog.reference import LISTED, titles
from data.definitions import WHEN_IT_CHANGES, Dataset, Field, Text
from data.derive.reference import derive_reference


def _days(id: str, zh: str, en: str) -> Field:
    return Field(
        id, "integer", Text(zh, en), required=True, minimum=1, unit=Text("工作日", "working days"), header=zh,
    )  # fmt: skip


DATASETS = (
    Dataset(
        id="complaint-limits",
        title=Text("效能投诉办理时限", "Limits for complaints"),
        description=Text(
            "效能投诉受理和答复的时限，注明施行日期和依据。投诉按收到当日施行的规则计算，以后的规则不改写以前的期限。",
            "Within how many working days a complaint is accepted and answered, with dates and sources. A "
            "complaint's limits are those in force on the day it came; a later rule rewrites none.",
        ),
        key=("rule",),
        counted=Text("条", "rules"),
        fields=(
            Field("rule", "text", Text("规则编码", "Rule code"), required=True, header="规则编码"),
            *titles("规则名称", "Rule name"),
            _days("acceptance_days", "受理时限", "To be accepted within"),
            _days("answer_days", "答复时限", "To be answered within"),
            Field(
                "since",
                "date",
                Text("施行日期", "In force from"),
                required=True,
                scheduled=True,
                header="施行日期",
            ),
            Field(
                "until",
                "date",
                Text("废止日期", "In force until"),
                scheduled=True,
                note=Text("含当日；空为现行有效", "inclusive; empty: still in force"),
                header="废止日期",
            ),
            Field("basis", "text", Text("依据", "Basis"), required=True, header="依据"),
            LISTED,
        ),
        ordered=(("since", "until"),),
        cadence=WHEN_IT_CHANGES,
        reference=True,
        derive=derive_reference,
        ships=True,
        subject="supervision",
        label=("title_zh", "title_en"),
    ),
)
