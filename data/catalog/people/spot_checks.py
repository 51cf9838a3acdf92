"""办件抽查: cases of a past period read again, and what was wrong with them.

Only a random sample says something of the cases that were not read: its error rate has an interval
(Clopper–Pearson: errors are few). Of a census, all cases read, the rate is what it is. Of a sample drawn by
strata the sizes of which are not known nothing can be inferred: it is counted, and has no rate.
"""

from __future__ import annotations

from typing import Any

from data.catalog.people.common import FIRST, RECORDED, day, whole
from data.definitions import (
    Dataset,
    Dimension,
    Field,
    Impossible,
    Indicator,
    Need,
    Text,
    codes,
)
from data.derive.supervision.people import derive_findings
from data.measures import Count, Flow, Stock, Sum, Total

RULES = Text("本厅办件抽查制度（待大厅确认）", "the hall's rules on spot checks (to be confirmed)")
METHODS = codes(
    random=("随机抽取", "drawn at random"),
    stratified=("分层抽取", "drawn by strata"),
    all=("全部", "all cases"),
)
BODIES = codes(
    supervision=("纪检监察机关", "supervision"),
    legal=("司法行政部门", "legal affairs"),
    both=("纪检监察机关和司法行政部门", "supervision and legal affairs"),
    alone=("本厅独立", "the hall alone"),
)
KINDS = codes(
    backdated=("补录", "entered afterwards"),
    wrong_limit=("时限有误", "wrong limit"),
    missing_paper=("材料缺失", "papers missing"),
    other=("其他", "other"),
    zero_case=("零办件", "items without a case"),
)
CASES, ITEMS = Text("件", "cases"), Text("项", "items")
METHOD, JOINT = Text("抽查方式", "How drawn"), Text("会同部门", "Together with")
BREAKDOWN = ("method", "joint_with")


def _too_many(part: str, of: str) -> Any:
    return lambda c: c[part] > c[of]


_CHECKS = Dataset(
    id="spot-checks",
    title=Text("办件抽查", "Spot checks"),
    description=Text(
        "每次抽查的办件时段、总量、抽查件数和有差错的件数。不含经办人、部门和窗口。",
        "Of each check the time that its cases are of, how many there were, how many were read and how many had "
        "an error; neither who handled them nor department or window.",
    ),
    key=("check_no",),
    counted=Text("次", "checks"),
    fields=(
        Field("check_no", "text", Text("抽查编号", "Check"), required=True, header="抽查编号"),
        day("from_on", "办件起始日期", "Cases from", required=True),
        day("to_on", "办件截止日期", "Cases to", required=True, indexed=True),
        day("checked_on", "抽查完成日期", "Check done on", required=True, indexed=True),
        day("published_on", "结果公布日期", "Published on"),
        Field("method", "code", METHOD, codes=METHODS, required=True, header="抽查方式"),
        Field("joint_with", "code", JOINT, codes=BODIES, required=True, header="会同部门"),
        whole("population_n", "办件总量", "Cases there were", CASES, required=True),
        whole("sampled_n", "抽查件数", "Cases read", CASES, required=True),
        whole("findings_n", "差错件数", "Cases with an error", CASES, required=True),
        RECORDED,
    ),
    dimensions=(Dimension("method", METHOD), Dimension("joint_with", JOINT)),
    indicators=(
        Indicator(
            id="spot-checks",
            title=Text("抽查次数", "Spot checks"),
            formula=Text("办件截止日期在期内的抽查次数", "checks of cases of a time that ended in the period"),
            measure=Count(),
            dated="to_on",
            dimensions=BREAKDOWN,
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="cases-checked",
            title=Text("抽查办件", "Cases read again"),
            formula=Text("期内抽查的办件数合计，按办件截止日期", "cases read in checks of a time that ended in the period"),
            measure=Sum(lambda r: r.sampled_n),
            dated="to_on",
            counted=CASES,
            dimensions=BREAKDOWN,
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="error-rate",
            title=Text("随机抽查差错率", "Errors in random samples"),
            formula=Text(
                "Σ差错件数 ÷ Σ抽查件数，随机抽取的；附95%克洛珀—皮尔逊区间。一件有几种差错的计一次",
                "Σ cases with an error ÷ Σ cases read, of random samples; with the 95% Clopper–Pearson interval. "
                "A case with several errors counts once",
            ),
            measure=Total(
                lambda r: r.findings_n, lambda r: r.sampled_n, among=lambda r: r.method == "random"
            ),
            unit="fraction",
            dated="to_on",
            dimensions=("joint_with",),
            interval="clopper_pearson",
            favourable="low",
            reference=RULES,
            beside=("cases-checked",),
            versions=FIRST,
        ),
        Indicator(
            id="error-rate-census",
            title=Text("全部检查差错率", "Errors where all were read"),
            formula=Text(
                "Σ差错件数 ÷ Σ抽查件数，全部检查的；不是抽样，没有区间",
                "Σ cases with an error ÷ Σ cases read, where all cases were read; no sample, so no interval",
            ),
            measure=Total(
                lambda r: r.findings_n, lambda r: r.sampled_n, among=lambda r: r.method == "all"
            ),
            unit="fraction",
            dated="to_on",
            dimensions=("joint_with",),
            favourable="low",
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="spot-checks-unpublished",
            title=Text("抽查结果未公布", "Checks not published"),
            formula=Text(
                "期末已完成、结果尚未公布的抽查次数",
                "checks done whose results are not published at the end of the period",
            ),
            measure=Stock(Flow("checked_on"), Flow("published_on")),
            dimensions=BREAKDOWN,
            favourable="low",
            reference=RULES,
            versions=FIRST,
        ),
    ),
    newest=("to_on", "checked_on", "published_on"),
    ordered=(("from_on", "to_on"), ("to_on", "checked_on"), ("checked_on", "published_on")),
    impossible=(
        Impossible(
            "sampled_n", _too_many("sampled_n", "population_n"),
            "抽查多于总量 / more cases read than there were",
        ),
        Impossible(
            "findings_n", _too_many("findings_n", "sampled_n"),
            "差错多于抽查 / more errors than cases read",
        ),
        Impossible(
            "sampled_n",
            lambda c: (c["method"] == "all") & (c["sampled_n"] != c["population_n"]),
            "全部检查的应与总量相等 / where all were read, as many as there were",
        ),
    ),
    subject="supervision",
)  # fmt: skip

_FINDINGS = Dataset(
    id="spot-check-findings",
    title=Text("抽查发现", "What spot checks found"),
    description=Text(
        "每次抽查各类差错的件数；零办件为事项数。一件有几种差错的分别计入各类。",
        "Of each check how many cases had each kind of error, and how many items had no case. A case with "
        "several errors counts for each.",
    ),
    key=("check_no", "kind"),
    fields=(
        Field("check_no", "text", Text("抽查编号", "Check"), required=True, header="抽查编号"),
        Field("kind", "code", Text("差错类别", "Kind of error"), codes=KINDS, required=True, header="差错类别"),
        Field(
            "count", "integer", Text("数量", "Number"), required=True, minimum=0, header="数量",
            note=Text("零办件为项，其余为件", "items of those without a case, else cases"),
        ),
        Field(
            "to_on", "date", Text("办件截止日期", "Cases to"), computed=True, indexed=True,
            note=Text("取自该次抽查", "of the check"),
        ),
        RECORDED,
    ),
    dimensions=(Dimension("kind", Text("差错类别", "Kind of error")),),
    indicators=(
        Indicator(
            id="errors-found",
            title=Text("抽查发现差错", "Errors found"),
            formula=Text(
                "期内抽查发现的各类差错合计，按办件截止日期；一件有几种差错的分别计入",
                "cases with each kind of error found in checks of a time that ended in the period, added up; one "
                "with several counts for each",
            ),
            measure=Sum(lambda r: r["count"], among=lambda r: r.kind != "zero_case"),
            dated="to_on",
            counted=CASES,
            dimensions=("kind",),
            favourable="low",
            reference=RULES,
            versions=FIRST,
        ),
        Indicator(
            id="items-found-without-a-case",
            title=Text("抽查发现零办件事项", "Items found without a case"),
            formula=Text(
                "期内抽查发现没有办件的事项数，按办件截止日期",
                "items found without a case in checks of a time that ended in the period",
            ),
            measure=Sum(lambda r: r["count"], among=lambda r: r.kind == "zero_case"),
            dated="to_on",
            counted=ITEMS,
            reference=RULES,
            versions=FIRST,
        ),
    ),
    newest=("to_on",),
    needs=(Need("spot-checks", "check_no", renews=True),),
    derive=derive_findings,
    subject="supervision",
)  # fmt: skip

DATASETS = (_CHECKS, _FINDINGS)
