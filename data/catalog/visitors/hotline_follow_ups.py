"""热线回访: what callers say of how their matter was dealt with.

Of a matter passed on its department knows who called: a single answer would tell it what that caller
said. So answers are apart from calls, none leaves, and no number of fewer than five. All indicators are of
the same rows: the difference of two would be a number that nobody guards.
"""

from __future__ import annotations

from data.catalog.visitors.common import FIRST, RECORDED, number, yes
from data.catalog.visitors.hotline_fields import KINDS
from data.definitions import Dataset, Dimension, Field, Indicator, Text, Threshold
from data.measures import Count, Share

RULES = Text(
    "热线回访办法（待大厅确认）；五级评价后两级为不满意：国办发〔2019〕51号",
    "the hotline's rules on calling back (to be confirmed); of five levels the last two are not "
    "satisfied: Guobanfa [2019] No. 51",
)
BREAKDOWN = ("department", "kind")

DATASETS = (
    Dataset(
        id="hotline-follow-ups",
        title=Text("热线回访", "Callers called back"),
        description=Text(
            "转办来电办结后的回访：是否解决、是否满意。只按季度公布统计数，不公布逐条记录，不与来电对应。",
            "What callers said when called back after their matter was closed: solved or not, satisfied or "
            "not. Numbers by quarter only, no single answer, and none tied to its call.",
        ),
        key=("follow_up_no",),
        counted=Text("次", "answers"),
        fields=(
            number("follow_up_no", "回访编号", "Number"),
            Field(
                "followed_up_on",
                "date",
                Text("回访日期", "Called back on"),
                required=True,
                indexed=True,
                header="回访日期",
            ),
            Field(
                "department",
                "text",
                Text("承办部门", "Department"),
                refers="departments",
                header="承办部门编码",
                label="承办部门名称",
            ),
            Field("kind", "code", Text("诉求类别", "Kind"), codes=KINDS, header="诉求类别"),
            Field(
                "solved", "boolean", Text("已解决", "Solved"), required=True, header="是否解决"
            ),
            Field(
                "rated",
                "integer",
                Text("评价等级", "Rating"),
                required=True,
                minimum=1,
                maximum=5,
                note=Text("5为非常满意，1为非常不满意", "5 very satisfied, 1 very dissatisfied"),
                header="评价等级",
            ),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="follow-ups",
                title=Text("热线回访", "Callers called back"),
                formula=Text("期内接受回访的来电人次", "answers of callers called back in the period"),
                measure=Count(),
                dated="followed_up_on",
                dimensions=BREAKDOWN,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="solved-rate",
                title=Text("诉求解决率", "Solved, callers say"),
                formula=Text(
                    "回访中来电人认为已解决的 ÷ 期内回访",
                    "callers who say that it is solved ÷ callers called back in the period",
                ),
                measure=Share(of=lambda r: yes(r.solved)),
                unit="fraction",
                dated="followed_up_on",
                dimensions=BREAKDOWN,
                favourable="high",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="caller-satisfied",
                title=Text("来电人满意率", "Callers satisfied"),
                formula=Text(
                    "回访中评价为非常满意、满意、基本满意的 ÷ 期内回访",
                    "very, quite or fairly satisfied ÷ callers called back in the period",
                ),
                measure=Share(of=lambda r: r.rated >= 3),
                unit="fraction",
                dated="followed_up_on",
                dimensions=BREAKDOWN,
                favourable="high",
                reference=RULES,
                versions=FIRST,
            ),
        ),
        dimensions=(
            Dimension("department", Text("承办部门", "Department")),
            Dimension("kind", Text("诉求类别", "Kind")),
        ),
        newest=("followed_up_on",),
        subject="service",
        control=Threshold(n=5, finest="quarter", alone=BREAKDOWN),
        records=False,
    ),
)  # fmt: skip
