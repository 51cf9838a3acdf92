"""时限换算规则: how many working days a limit is that a law words in days, months or years."""

from __future__ import annotations

from data.catalog.codes import LIMIT_UNITS
from data.catalog.reference import LISTED, titles
from data.definitions import WHEN_IT_CHANGES, Dataset, Field, Text
from data.derive.reference import derive_reference

DATASETS = (
    Dataset(
        id="limit-conversions",
        title=Text("时限换算规则", "Conversion of limits"),
        description=Text(
            "法定时限以日、月、年表述的，按规则换算为工作日：时限值×工作日数÷单位数，不足一个工作日的"
            "舍去。规则有施行日期；事项清单录入时按当日有效的规则换算。",
            "How limits that a law words in days, months or years become working days: value × working "
            "days ÷ units, a part of a day dropped. Rules have dates; an item's limit is converted by "
            "the rule in force on the day its list comes in.",
        ),
        key=("rule",),
        counted=Text("条", "rules"),
        fields=(
            Field("rule", "text", Text("规则编码", "Rule code"), required=True, header="规则编码"),
            *titles("规则名称", "Rule name"),
            Field(
                "unit",
                "code",
                Text("法定时限单位", "Unit of the limit"),
                codes=LIMIT_UNITS,
                required=True,
                header="时限单位",
            ),
            Field(
                "working_days",
                "integer",
                Text("工作日数", "Working days"),
                required=True,
                minimum=1,
                unit=Text("工作日", "working days"),
                header="工作日数",
            ),
            Field(
                "per",
                "integer",
                Text("单位数", "In so many units"),
                required=True,
                minimum=1,
                note=Text(
                    "例：248个工作日对应365日", "for instance 248 working days in 365 calendar days"
                ),
                header="单位数",
            ),
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
        label=("title_zh", "title_en"),
    ),
)
