"""企业问题: what businesses asked for on visits, and what had become of it at the end of the year.

The state is that of the last day of the year in which a problem was raised. It is never another later:
a state that moved would, between two looks at a year that is over, tell of one firm's problem.
"""

from __future__ import annotations

from data.catalog.enterprise.common import FIRST, LEAST, RECORDED, ZONES, day, number
from data.definitions import (
    Dataset,
    Dimension,
    End,
    Field,
    Impossible,
    Indicator,
    Need,
    Text,
    Threshold,
    codes,
)
from data.derive.enterprise import derive_problems
from data.measures import Count, Quantile, Share

RULES = Text(
    "本厅走访企业制度：问题登记、限期办理、回访（待大厅确认）",
    "the hall's rules on visits: problems written down, a limit, a visit afterwards (to be confirmed)",
)
KINDS = codes(
    labour=("用工", "labour"),
    land=("用地", "land"),
    infrastructure=("配套设施", "infrastructure"),
    finance=("融资", "finance"),
    approval=("审批", "approvals"),
    utility=("水电气", "water, power, gas"),
    tax=("税费", "taxes and fees"),
    other=("其他", "other"),
)
ENDS = codes(
    solved=("已解决", "solved"),
    explained=("已解释", "explained"),
    cannot=("暂不能解决", "cannot be solved yet"),
)
STATES = codes(
    solved=("已解决", "solved"),
    cannot=("暂不能解决", "cannot be solved yet"),
    open=("办理中", "in hand"),
    explained=("已解释", "explained"),
)
BY = ("state", "zone", "kind")


DATASETS = (
    Dataset(
        id="enterprise-problems",
        title=Text("企业问题", "Problems of businesses"),
        description=Text(
            "走访企业时提出的问题及其在提出当年年末的办理情况。只公布按年汇总的数量；承办部门涉及的问题过少，不公布。",
            "Problems raised on visits to businesses, as they stood at the end of the year in which they "
            "were raised. Numbers by year; of departments, which have too few each, nothing is published.",
        ),
        key=("problem_no",),
        counted=Text("个", "problems"),
        fields=(
            number("problem_no", "问题编号", "Problem number"),
            number("visit_no", "走访编号", "Visit number"),
            Field("zone", "code", Text("园区", "Zone"), codes=ZONES, computed=True),
            day("raised_on", "提出日期", "Raised on", required=True, indexed=True),
            Field("kind", "code", Text("类型", "Kind"), codes=KINDS, required=True, header="问题类型"),
            Field(
                "department", "text", Text("承办部门", "Department"), refers="departments",
                published=False, header="部门编码", label="部门名称",
            ),
            day("due_on", "办理期限", "Due on", scheduled=True, indexed=True),
            day("ended_on", "办结日期", "Ended on", published=False),
            Field("ended_as", "code", Text("办结结果", "Ended as"), codes=ENDS, published=False, header="办结结果"),
            day("confirmed_on", "企业确认日期", "Confirmed on", published=False),
            Field("state", "code", Text("年末情况", "State at the year's end"), codes=STATES, computed=True, always=True),
            Field(
                "days", "integer", Text("办理时间", "Days"), computed=True, unit=Text("工作日", "working days"),
                note=Text(
                    "自提出至办结；年末仍在办理的，至年末",
                    "from the day it was raised until it ended, or until the year's end",
                ),
            ),
            Field("on_time", "boolean", Text("按期办结", "Ended on time"), computed=True),
            Field("confirmed", "boolean", Text("年末前企业确认", "Confirmed by the year's end"), computed=True),
            RECORDED,
        ),
        dimensions=(
            Dimension("state", Text("年末情况", "State at the year's end")),
            Dimension("zone", Text("园区", "Zone")),
            Dimension("kind", Text("类型", "Kind")),
        ),
        indicators=(
            Indicator(
                id="problems-raised",
                title=Text("企业提出的问题", "Problems raised"),
                formula=Text("期内走访时企业提出的问题数", "problems raised by businesses in the period"),
                measure=Count(),
                dated="raised_on",
                dimensions=BY,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="problem-days-median",
                title=Text("企业问题办理时间中位数", "Median days of problems"),
                formula=Text(
                    "期内提出的问题自提出至办结（年末仍在办理的至年末）的工作日的中位数",
                    "median of the working days from the day a problem of the period was raised until it "
                    "ended, or until the year's end",
                ),
                measure=Quantile("days", 0.5),
                unit="days",
                dated="raised_on",
                dimensions=BY,
                favourable="low",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="problems-on-time",
                title=Text("企业问题按期办结率", "Problems ended on time"),
                formula=Text(
                    "按期办结（解决、解释或说明暂不能解决）的问题 ÷ 期内办理期限届满的问题",
                    "problems solved, explained or declared unsolvable for now within their limit ÷ "
                    "problems whose limit fell in the period",
                ),
                measure=Share(of=lambda r: r.on_time == 1),
                unit="fraction",
                dated="due_on",
                settled=True,
                favourable="high",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="problems-confirmed",
                title=Text("企业确认率", "Confirmed by the business"),
                formula=Text(
                    "年末前回访、企业确认登记情况属实的问题 ÷ 期内提出的问题",
                    "problems of the period of which the business confirmed before the year's end that "
                    "what is written down is so ÷ all of them",
                ),
                measure=Share(of=lambda r: r.confirmed == 1),
                unit="fraction",
                dated="raised_on",
                favourable="high",
                reference=RULES,
                versions=FIRST,
            ),
        ),
        newest=("raised_on",),
        derive=derive_problems,
        settings=("calendar",),
        # Days are counted until the end of the year at most.
        waits=lambda r, first, last: (r.raised_on <= last) & (r.raised_on > first - 366),
        needs=(Need("enterprise-visits", "visit_no", renews=True),),
        ends=(End("ended_as", ("ended_on",)),),
        impossible=(
            Impossible(
                "ended_on",
                lambda c: c["ended_on"].is_not_null() & c["ended_as"].is_null(),
                "办结结果缺失 / ended_as is missing: how it ended",
            ),
        ),
        ordered=(("raised_on", "ended_on"), ("raised_on", "confirmed_on")),
        control=Threshold(LEAST, "year", BY),
        records=False,
        subject="enterprise",
    ),
)  # fmt: skip
