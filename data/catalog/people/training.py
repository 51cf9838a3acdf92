"""培训与研讨: sessions, how many were invited and came, and hours of training.

Who passed a test is not taken in: of a session of few it would tell of those who failed.
"""

from __future__ import annotations

from data.catalog.people.common import FIRST, PEOPLE, RECORDED, day, whole
from data.definitions import Dataset, Dimension, Field, Impossible, Indicator, Text, codes
from data.measures import Count, Sum, Total

RULES = Text("本厅工作人员培训制度（待大厅确认）", "the hall's rules on training (to be confirmed)")
KINDS = codes(
    conduct=("行为规范", "conduct"),
    manners=("服务礼仪", "manners"),
    language=("文明用语", "courteous language"),
    process=("办事流程", "how items are handled"),
    law=("法规制度", "laws and rules"),
    seminar=("理论研讨", "seminars"),
)
ORGANISERS = codes(
    hall=("政务服务中心", "the hall"),
    society=("政务服务学会", "the society of government services"),
    department=("进驻部门", "departments in the hall"),
)
BREAKDOWN = ("kind", "organiser")

DATASETS = (
    Dataset(
        id="training",
        title=Text("培训与研讨", "Training and seminars"),
        description=Text(
            "每场培训和研讨的日期、类别、主办方、学时、应到和实到人数。不含参加人员，不含考核成绩。",
            "Of each session the day, kind, organiser, hours, people invited and people who came; neither who "
            "they were nor how they did.",
        ),
        key=("session_no",),
        counted=Text("次", "sessions"),
        fields=(
            Field("session_no", "text", Text("培训编号", "Session"), required=True, header="培训编号"),
            day("held_on", "培训日期", "Held on", required=True, indexed=True),
            Field("kind", "code", Text("培训类别", "Kind"), codes=KINDS, required=True, header="培训类别"),
            Field("organiser", "code", Text("主办方", "Organiser"), codes=ORGANISERS, required=True, header="主办方"),
            Field(
                "hours", "number", Text("学时", "Hours"), required=True, minimum=0.5, maximum=40,
                unit=Text("学时", "hours"), header="学时",
            ),
            whole("invited", "应到人数", "Invited", PEOPLE, required=True),
            whole("attended", "实到人数", "Came", PEOPLE, required=True),
            RECORDED,
        ),
        dimensions=(
            Dimension("kind", Text("培训类别", "Kind")),
            Dimension("organiser", Text("主办方", "Organiser")),
        ),
        indicators=(
            Indicator(
                id="training-sessions",
                title=Text("培训场次", "Training sessions"),
                formula=Text("期内举办的培训和研讨次数", "sessions of training and seminars held in the period"),
                measure=Count(),
                dated="held_on",
                dimensions=BREAKDOWN,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="training-hours",
                title=Text("培训学时", "Hours of training"),
                formula=Text(
                    "Σ（学时×实到人数），期内举办的培训和研讨",
                    "Σ (hours × people who came), of sessions held in the period",
                ),
                measure=Sum(lambda r: r.hours * r.attended),
                unit="person_hours",
                dated="held_on",
                dimensions=BREAKDOWN,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="training-coverage",
                title=Text("培训到训率", "Came to training"),
                formula=Text(
                    "Σ实到人数 ÷ Σ应到人数，期内举办的培训和研讨；应到人数由主办方确定，不是全体人员",
                    "Σ people who came ÷ Σ people invited, of sessions held in the period; the organiser "
                    "says who is invited, which is not all of the staff",
                ),
                measure=Total(lambda r: r.attended, lambda r: r.invited),
                unit="fraction",
                dated="held_on",
                dimensions=BREAKDOWN,
                favourable="high",
                reference=RULES,
                beside=("training-sessions",),
                versions=FIRST,
            ),
        ),
        newest=("held_on",),
        impossible=(
            Impossible(
                "attended", lambda c: c["attended"] > c["invited"],
                "实到多于应到 / more came than were invited",
            ),
        ),
        subject="supervision",
    ),
)  # fmt: skip
