"""窗口考核: the score of each window and month, made of five parts by dated weights; bands, and no ranks.

A window with one clerk is that clerk, and volume or ratings of a window are published elsewhere: whoever has a
row without its window finds the window. So no row leaves, numbers are of the hall as a whole and of
whole months, and a month is answered once its books are closed, 31 days after its end: windows that were
not assessed are named, and a score that came later would be the one of the window that is named no longer.
"""

from __future__ import annotations

from data.catalog.people.assessment_rules import BANDS, PARTS
from data.catalog.people.common import FIRST, RECORDED, month
from data.definitions import (
    Dataset,
    Expected,
    Field,
    Impossible,
    Indicator,
    Need,
    Text,
    Threshold,
)
from data.derive.supervision.people import CLOSED_AFTER, derive_assessments, is_late
from data.measures import Sum, Total

RULES = Text(
    "本厅窗口考核办法（待大厅确认）", "the hall's rules on assessing windows (to be confirmed)"
)
WINDOWS, POINTS = Text("个次", "windows"), Text("分", "points")


def _part(id: str) -> Field:
    title = next(part.title for part in PARTS if part.id == id)
    return Field(
        id, "integer", title, required=True, published=False, minimum=0, maximum=100, unit=POINTS,
        header=f"{title.zh}得分",
    )  # fmt: skip


def _flag(id: str, zh: str, en: str) -> Field:
    return Field(id, "integer", Text(zh, en), computed=True, published=False)


DATASETS = (
    Dataset(
        id="assessments",
        title=Text("窗口考核", "Assessments of windows"),
        description=Text(
            "窗口每月考核的平均得分、各项平均分和各档窗口数，只有全厅的数；不公布单个窗口的得分和档次，不排名。",
            "Mean score of the windows' monthly assessments, means of its parts and windows in each band, of the hall "
            "as a whole; neither score nor band of a window is published, and there are no ranks.",
        ),
        key=("month", "window"),
        counted=WINDOWS,
        fields=(
            month(),
            Field(
                "window", "text", Text("窗口", "Window"), refers="windows", required=True, published=False,
                header="窗口编号", label="窗口名称",
            ),
            *(_part(part.id) for part in PARTS),
            Field(
                "stated_score", "number", Text("上报得分", "Score as reported"), published=False, minimum=0,
                maximum=100, unit=POINTS, header="考核得分",
            ),
            Field(
                "rules_since", "date", Text("所依权重的施行日期", "Weights in force from"), computed=True,
                published=False,
            ),
            Field(
                "score", "integer", Text("得分", "Score"), computed=True, published=False, unit=POINTS,
                note=Text("Σ权重×各项得分，不足1分的舍去", "Σ weight × points of each part, a part of a point dropped"),
            ),
            Field("band", "code", Text("档次", "Band"), codes=BANDS, computed=True, published=False),
            _flag("assessed", "已计分", "Scored"),
            _flag("in_a", "A档", "In band A"),
            _flag("in_b", "B档", "In band B"),
            _flag("in_c", "C档", "In band C"),
            _flag("differs", "上报得分与重算不符", "Reported score differs"),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="windows-assessed",
                title=Text("参加考核窗口", "Windows assessed"),
                formula=Text(
                    "期内计分的窗口个次；没有考核的窗口另列",
                    "windows scored in the period, once for each month; those that were not assessed are named",
                ),
                measure=Sum(lambda r: r.assessed),
                dated="month",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="windows-in-band-a",
                title=Text("A档窗口", "Windows in band A"),
                formula=Text("期内考核为A档的窗口个次", "windows in band A, once for each month"),
                measure=Sum(lambda r: r.in_a),
                dated="month",
                reference=RULES,
                beside=("windows-in-band-c",),
                versions=FIRST,
            ),
            Indicator(
                id="windows-in-band-b",
                title=Text("B档窗口", "Windows in band B"),
                formula=Text("期内考核为B档的窗口个次", "windows in band B, once for each month"),
                measure=Sum(lambda r: r.in_b),
                dated="month",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="windows-in-band-c",
                title=Text("C档窗口", "Windows in band C"),
                formula=Text("期内考核为C档的窗口个次", "windows in band C, once for each month"),
                measure=Sum(lambda r: r.in_c),
                dated="month",
                favourable="low",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="scores-differing",
                title=Text("上报得分与重算不符", "Reported scores that differ"),
                formula=Text(
                    "期内上报得分与按权重重算相差1分及以上的窗口个次",
                    "windows whose reported score is a point or more from that of the weights, once for each month",
                ),
                measure=Sum(lambda r: r.differs),
                dated="month",
                favourable="low",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="assessment-score",
                title=Text("考核平均得分", "Mean score of assessments"),
                formula=Text("Σ得分 ÷ 计分的窗口个次；得分按当月有效的权重重算", "Σ score ÷ windows scored; scores by the weights in force in the month"),
                measure=Total(lambda r: r.score, lambda r: r.assessed),
                unit="points",
                dated="month",
                favourable="high",
                reference=RULES,
                beside=("windows-assessed",),
                versions=FIRST,
            ),
            Indicator(
                id="assessment-volume",
                title=Text("办件量平均得分", "Mean points for volume"),
                formula=Text("Σ办件量得分 ÷ 计分的窗口个次", "Σ points for volume ÷ windows scored"),
                measure=Total(lambda r: r.volume * r.assessed, lambda r: r.assessed),
                unit="points",
                dated="month",
                favourable="high",
                reference=RULES,
                beside=("windows-assessed",),
                versions=FIRST,
            ),
            Indicator(
                id="assessment-on-time",
                title=Text("按时办结平均得分", "Mean points for being on time"),
                formula=Text("Σ按时办结得分 ÷ 计分的窗口个次", "Σ points for being on time ÷ windows scored"),
                measure=Total(lambda r: r.on_time * r.assessed, lambda r: r.assessed),
                unit="points",
                dated="month",
                favourable="high",
                reference=RULES,
                beside=("windows-assessed",),
                versions=FIRST,
            ),
            Indicator(
                id="assessment-satisfaction",
                title=Text("群众评价平均得分", "Mean points for ratings"),
                formula=Text("Σ群众评价得分 ÷ 计分的窗口个次", "Σ points for ratings ÷ windows scored"),
                measure=Total(lambda r: r.satisfaction * r.assessed, lambda r: r.assessed),
                unit="points",
                dated="month",
                favourable="high",
                reference=RULES,
                beside=("windows-assessed",),
                versions=FIRST,
            ),
            Indicator(
                id="assessment-discipline",
                title=Text("工作纪律平均得分", "Mean points for discipline"),
                formula=Text("Σ工作纪律得分 ÷ 计分的窗口个次", "Σ points for discipline ÷ windows scored"),
                measure=Total(lambda r: r.discipline * r.assessed, lambda r: r.assessed),
                unit="points",
                dated="month",
                favourable="high",
                reference=RULES,
                beside=("windows-assessed",),
                versions=FIRST,
            ),
            Indicator(
                id="assessment-learning",
                title=Text("学习培训平均得分", "Mean points for training"),
                formula=Text("Σ学习培训得分 ÷ 计分的窗口个次", "Σ points for training ÷ windows scored"),
                measure=Total(lambda r: r.learning * r.assessed, lambda r: r.assessed),
                unit="points",
                dated="month",
                favourable="high",
                reference=RULES,
                beside=("windows-assessed",),
                versions=FIRST,
            ),
        ),
        newest=("month",),
        grain="month",
        derive=derive_assessments,
        needs=(
            Need("assessment-rules", "since", "month", renews=True, whole=True),
            Need("assessment-bands", "since", "month", renews=True, whole=True),
        ),
        expects=Expected("window", "month"),
        impossible=(
            Impossible(
                "month", is_late,
                f"月末{CLOSED_AFTER}天后考核已封账 / the books of a month are closed {CLOSED_AFTER} days after its end",
            ),
        ),
        control=Threshold(5, "month", wait_days=CLOSED_AFTER),
        records=False,
        subject="supervision",
    ),
)  # fmt: skip
