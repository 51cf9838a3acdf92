"""办件期限扣除: hearings, inspections, expert reviews … during a case (行政许可法 Art. 45)."""

from __future__ import annotations

from data.catalog.codes import STOP_KINDS
from data.definitions import Dataset, Dimension, Field, Indicator, Text
from data.measures import Count, Share

ARTICLE = Text("行政许可法第四十五条", "Administrative Licensing Law, Art. 45")

DATASETS = (
    Dataset(
        id="case-stops",
        title=Text("办件期限扣除", "Stops of cases"),
        description=Text(
            "办理中不计入期限的八种情形及其起止日期。书面告知申请人的，自告知之日起不计入办理期限；"
            "未告知的照常计入。",
            "The eight reasons for which time does not count, with their dates. It does not from the day "
            "on which the applicant was told in writing; where nobody was told, it counts.",
        ),
        key=("case_no", "kind", "from_on"),
        counted=Text("项", "stops"),
        fields=(
            Field(
                "case_no", "text", Text("办件编号", "Case number"), required=True, header="办件编号"
            ),
            Field(
                "kind",
                "code",
                Text("扣除情形", "Kind of stop"),
                codes=STOP_KINDS,
                required=True,
                header="扣除情形",
            ),
            Field(
                "from_on",
                "date",
                Text("开始日期", "From"),
                required=True,
                indexed=True,
                header="开始日期",
            ),
            Field(
                "until_on",
                "date",
                Text("结束日期", "Until"),
                note=Text("含当日；空为尚未结束", "inclusive; empty: it goes on"),
                header="结束日期",
            ),
            Field(
                "notified_on",
                "date",
                Text("书面告知日期", "Applicant told on"),
                note=Text(
                    "空为未告知，所用时间计入期限",
                    "empty: the applicant was not told, and the time counts",
                ),
                header="书面告知日期",
            ),
            Field(
                "recorded_at",
                "instant",
                Text("入库时间", "Recorded at"),
                precision="day",
                header="入库时间",
            ),
        ),
        dimensions=(Dimension("kind", Text("扣除情形", "Kind of stop")),),
        indicators=(
            Indicator(
                id="case-stops-begun",
                title=Text("期限扣除项数", "Stops begun"),
                formula=Text(
                    "开始日期在期内的期限扣除项数，含未告知申请人的",
                    "stops that began in the period, those included that the applicant was not told of",
                ),
                measure=Count(),
                dated="from_on",
                dimensions=("kind",),
                reference=ARTICLE,
            ),
            Indicator(
                id="case-stops-told-rate",
                title=Text("期限扣除告知率", "Stops that the applicant was told of"),
                formula=Text(
                    "书面告知申请人的期限扣除 ÷ 期内开始的期限扣除",
                    "stops that the applicant was told of in writing ÷ stops begun in the period",
                ),
                measure=Share(of=lambda r: r.notified_on.is_not(None)),
                unit="fraction",
                dated="from_on",
                dimensions=("kind",),
                favourable="high",
                reference=ARTICLE,
            ),
        ),
        newest=("from_on",),
        ordered=(("from_on", "until_on"),),
        cadence=Text("随办件更新", "as cases proceed"),
    ),
)
