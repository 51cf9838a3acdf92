"""电子监察规则: from which day on, and how near a limit, who gets a warning or a card."""

from __future__ import annotations

from data.catalog.reference import LISTED, titles
from data.catalog.supervision.common import LEVELS, SOURCES
from data.definitions import WHEN_IT_CHANGES, Dataset, Field, Text, codes
from data.derive.reference import derive_reference

LIMITS = codes(
    promised=("承诺期限", "the promised limit"),
    legal=("法定期限", "the legal limit"),
)
_DAYS = Text("工作日", "working days")

DATASETS = (
    Dataset(
        id="alert-rules",
        title=Text("电子监察规则", "Rules of electronic supervision"),
        description=Text(
            "预警、黄牌、红牌的发出条件，有施行日期。旧规则继续适用于施行期间，修订不改变已经发出的。",
            "When a warning, a yellow card or a red card is given. A rule holds from a day until another: a "
            "new one changes nothing that was given under the old.",
        ),
        key=("rule",),
        counted=Text("条", "rules"),
        fields=(
            Field("rule", "text", Text("规则编码", "Rule code"), required=True, header="规则编码"),
            *titles("规则名称", "Rule"),
            Field(
                "applies_to",
                "code",
                Text("适用对象", "Applies to"),
                codes=SOURCES,
                required=True,
                header="适用对象",
            ),
            Field(
                "level",
                "code",
                Text("等级", "Level"),
                codes=LEVELS,
                required=True,
                note=Text("预警不是牌", "a warning is no card"),
                header="等级",
            ),
            Field(
                "counted_from",
                "code",
                Text("起算期限", "Counted from"),
                codes=LIMITS,
                required=True,
                header="起算期限",
            ),
            Field(
                "days",
                "integer",
                Text("距期限", "Days from the limit"),
                required=True,
                minimum=-60,
                maximum=250,
                unit=_DAYS,
                note=Text(
                    "负数为期限届满前第几个工作日，0为届满当日，正数为届满后第几个工作日；当日零时仍未办结的发出",
                    "below 0: so many working days before the last day of the limit; 0: on it; above: after "
                    "it. Given to what is still open when that day begins",
                ),
                header="距期限工作日数",
            ),
            Field(
                "promised_from",
                "integer",
                Text("承诺时限下限", "Promised days, at least"),
                minimum=0,
                unit=_DAYS,
                note=Text("含；空为不限", "inclusive; empty: any"),
                header="承诺时限下限",
            ),
            Field(
                "promised_to",
                "integer",
                Text("承诺时限上限", "Promised days, at most"),
                minimum=0,
                unit=_DAYS,
                note=Text("含；空为不限", "inclusive; empty: any"),
                header="承诺时限上限",
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
        subject="supervision",
        derive=derive_reference,
        label=("title_zh", "title_en"),
    ),
)
