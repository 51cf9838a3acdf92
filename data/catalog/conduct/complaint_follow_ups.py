"""投诉回访: what those who complained say of the answer.

Without the complaint's number: whoever is complained of knows the days of it, and would know what was
said of them (as with callers of the hotline).
"""

from __future__ import annotations

from data.catalog.conduct.common import FIRST, RECORDED, number
from data.catalog.conduct.complaint_fields import KINDS
from data.definitions import Dataset, Dimension, Field, Indicator, Text, Threshold
from data.measures import Count, Share

RULES = Text(
    "本厅投诉回访规定（待大厅确认）",
    "the hall's rules on calling back who complained (to be confirmed)",
)
BREAKDOWN = ("kind",)

DATASETS = (
    Dataset(
        id="complaint-follow-ups",
        title=Text("投诉回访", "Complainants called back"),
        description=Text(
            "投诉答复后回访的满意情况。按季度公布，不与投诉对应，不足5人的数不公布。",
            "How satisfied those who complained are with the answer; by quarter, not tied to complaints, and "
            "no number of fewer than five.",
        ),
        key=("follow_up_no",),
        counted=Text("人次", "answers"),
        fields=(
            number("follow_up_no", "回访编号", "Follow-up number"),
            Field("followed_up_on", "date", Text("回访日期", "Called back on"), required=True, indexed=True, header="回访日期"),
            Field("kind", "code", Text("投诉类别", "Kind"), codes=KINDS, required=True, header="投诉类别"),
            Field(
                "satisfied", "integer", Text("评价等级", "Rating"), required=True, minimum=1, maximum=5,
                note=Text("5非常满意、4满意、3基本满意、2不满意、1非常不满意",
                          "5 very satisfied … 3 fairly satisfied … 1 very dissatisfied"),
                header="评价等级",
            ),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="complaint-follow-ups",
                title=Text("投诉回访", "Complainants called back"),
                formula=Text("期内接受回访的投诉人次", "answers of those who complained, called back in the period"),
                measure=Count(),
                dated="followed_up_on",
                dimensions=BREAKDOWN,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="complainant-satisfied",
                title=Text("投诉人满意率", "Complainants satisfied"),
                formula=Text(
                    "评价为非常满意、满意、基本满意的 ÷ 期内回访",
                    "very, quite or fairly satisfied ÷ those called back in the period",
                ),
                measure=Share(of=lambda r: r.satisfied >= 3),
                unit="fraction",
                dated="followed_up_on",
                dimensions=BREAKDOWN,
                favourable="high",
                reference=RULES,
                versions=FIRST,
            ),
        ),
        dimensions=(Dimension("kind", Text("投诉类别", "Kind")),),
        newest=("followed_up_on",),
        subject="supervision",
        control=Threshold(n=5, finest="quarter", alone=BREAKDOWN),
        records=False,
    ),
)  # fmt: skip
