"""考核办法: the parts of an assessment with their weights, and from which score on a band begins; with dates."""

from __future__ import annotations

from data.catalog.people.common import RECORDED, day
from data.definitions import WHEN_IT_CHANGES, Dataset, Field, Text, codes

PARTS = codes(
    volume=("办件量", "volume"),
    on_time=("按时办结", "on time"),
    satisfaction=("群众评价", "ratings"),
    discipline=("工作纪律", "discipline"),
    learning=("学习培训", "training"),
)
BANDS = codes(a=("A档", "band A"), b=("B档", "band B"), c=("C档", "band C"))
_FROM = day("since", "施行日期", "In force from", required=True, scheduled=True)
_UNTIL = day(
    "until",
    "废止日期",
    "In force until",
    scheduled=True,
    note=Text("含当日；空为现行有效", "inclusive; empty: still in force"),
)
_BASIS = Field("basis", "text", Text("文件依据", "Document"), header="文件依据")


def _points(id: str, zh: str, en: str, unit: Text) -> Field:
    return Field(
        id, "integer", Text(zh, en), required=True, minimum=0, maximum=100, unit=unit, header=zh
    )


DATASETS = (
    Dataset(
        id="assessment-rules",
        title=Text("考核权重", "Weights of assessments"),
        description=Text(
            "窗口考核各项的权重和施行日期；当月按月初有效的权重计分，合计不为100%的不计分。",
            "The weight of each part of an assessment, with dates; a month is scored by the weights in force on its "
            "first day, and not at all where they do not add up to 100%.",
        ),
        key=("part", "since"),
        counted=Text("项", "parts"),
        fields=(
            Field("part", "code", Text("考核项", "Part"), codes=PARTS, required=True, header="考核项"),
            _FROM,
            _UNTIL,
            _points("weight", "权重", "Weight", Text("%", "%")),
            _BASIS,
            RECORDED,
        ),
        newest=("since",),
        valid=("since", "until"),
        cadence=WHEN_IT_CHANGES,
        subject="supervision",
    ),
    Dataset(
        id="assessment-bands",
        title=Text("考核档次", "Bands of assessments"),
        description=Text(
            "窗口考核各档的最低得分和施行日期；只分档，不排名。",
            "The least score of each band of an assessment, with dates; there are bands and no ranks.",
        ),
        key=("band", "since"),
        counted=Text("项", "bands"),
        fields=(
            Field("band", "code", Text("档次", "Band"), codes=BANDS, required=True, header="档次"),
            _FROM,
            _UNTIL,
            _points("least", "最低得分", "Least score", Text("分", "points")),
            _BASIS,
            RECORDED,
        ),
        newest=("since",),
        valid=("since", "until"),
        cadence=WHEN_IT_CHANGES,
        subject="supervision",
    ),
)  # fmt: skip
