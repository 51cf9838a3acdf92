"""廉洁类投诉: complaints of integrity, counted for the hall and by the year; no row and no department.

A dozen a year: a month, a channel or a department would tell who is complained of, or by whom.
"""

from __future__ import annotations

from data.catalog.conduct.common import FIRST, RECORDED, number
from data.definitions import Dataset, Field, Indicator, Text, Threshold
from data.measures import Count, Share

RULES = Text(
    "纪检监察机关受理的不在此列；统计口径为本厅规则（待大厅确认）",
    "without those taken up by discipline inspection; counted by this hall's rules (to be confirmed)",
)

DATASETS = (
    Dataset(
        id="integrity-complaints",
        title=Text("廉洁类投诉", "Complaints of integrity"),
        description=Text(
            "大厅收到的廉洁类投诉，只按年公布全厅件数，不足5件的不公布。",
            "Complaints of integrity that the hall received: their number in a year for the hall as a whole; "
            "none of fewer than five.",
        ),
        key=("complaint_no",),
        counted=Text("件", "complaints"),
        fields=(
            number("complaint_no", "投诉编号", "Complaint number", published=False),
            Field(
                "received_on", "date", Text("收到日期", "Received on"), required=True, indexed=True,
                header="收到日期",
            ),
            Field(
                "passed_on", "boolean", Text("移送纪检监察", "Passed to discipline inspection"),
                required=True, header="是否移送",
                note=Text("收到当年年末", "by the end of the year it came in"),
            ),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="integrity-complaints",
                title=Text("廉洁类投诉", "Complaints of integrity"),
                formula=Text("期内收到的廉洁类投诉件数", "complaints of integrity received in the period"),
                measure=Count(),
                dated="received_on",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="integrity-passed-on",
                title=Text("廉洁类投诉移送率", "Complaints of integrity passed on"),
                formula=Text(
                    "移送纪检监察机关的 ÷ 期内收到的廉洁类投诉",
                    "passed to discipline inspection ÷ complaints of integrity received in the period",
                ),
                measure=Share(of=lambda r: r.passed_on == True),  # noqa: E712  (an SQL comparison)
                unit="fraction",
                dated="received_on",
                reference=RULES,
                versions=FIRST,
            ),
        ),
        newest=("received_on",),
        subject="supervision",
        control=Threshold(n=5, finest="year"),
        records=False,
    ),
)  # fmt: skip
