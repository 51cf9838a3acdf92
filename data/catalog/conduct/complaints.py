"""效能投诉: complaints of how people were treated; when they were answered, and what was found."""

from __future__ import annotations

from typing import Any

from data.catalog.conduct.common import FIRST
from data.catalog.conduct.complaint_fields import FIELDS
from data.definitions import Dataset, Dimension, End, Indicator, Need, Text
from data.derive.supervision.conduct import derive_complaints
from data.measures import Count, Flow, Quantile, Ratio, Share, Stock

RULES = Text(
    "受理、答复时限见“效能投诉办理时限”清单，注明依据；统计口径为本厅规则（待大厅确认）",
    "limits are on the list of limits for complaints, with their source; counted by this hall's rules (to be "
    "confirmed)",
)
BREAKDOWN = ("kind", "channel")
_INVESTIGATED = ("upheld", "partly", "not_upheld")


def _late(r: Any) -> Any:
    return r.answered_on.is_(None) | (r.answered_on > r.due_on)


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Complaints whose limits or days used may look at days from `first` to `last`."""
    ends_later = r.due_on.is_(None) | (r.due_on >= first) | (r.answered_on >= first)
    return (r.received_on <= last) & ends_later


def _indicator(id: str, title: Text, formula: Text, measure: Any, **more: Any) -> Indicator:
    more = {"dimensions": BREAKDOWN, **more}
    return Indicator(id, title, formula, measure, reference=RULES, versions=FIRST, **more)


INDICATORS = (
    _indicator(
        "complaints",
        Text("效能投诉", "Complaints"),
        Text("期内收到的投诉件数，不含廉洁类", "complaints received in the period, without those on integrity"),
        Count(),
        dated="received_on",
    ),
    _indicator(
        "complaints-per-10000",
        Text("每万件办结投诉", "Complaints per 10,000 completed cases"),
        Text(
            "期内收到的投诉 ÷ 同期办结件 × 10,000；两者不一一对应",
            "complaints received ÷ cases completed in the same period × 10,000; the ones are not of the others",
        ),
        Ratio("complaints", "cases-completed", per=10_000),
        unit="per_ten_thousand",
        interval="poisson",
        favourable="low",
        dimensions=(),
    ),
    _indicator(
        "complaints-answered",
        Text("效能投诉答复", "Complaints answered"),
        Text("期内答复的投诉件数，含撤回的", "complaints answered in the period, those withdrawn included"),
        Count(),
        dated="answered_on",
        dimensions=(*BREAKDOWN, "verdict", "measure"),
    ),
    _indicator(
        "complaints-due-unknown",
        Text("期限不明的投诉", "Complaints without a limit"),
        Text(
            "期内收到、因缺少时限规则或节假日安排算不出答复期限的投诉",
            "complaints received whose limit is not known for want of a rule or of a year's holidays",
        ),
        Count(where=lambda r: r.due_on.is_(None)),
        dated="received_on",
        favourable="low",
    ),
    _indicator(
        "complaint-accepted-on-time",
        Text("投诉按期受理率", "Complaints accepted on time"),
        Text(
            "不晚于受理期限受理的 ÷ 期内受理期限届满的投诉",
            "accepted no later than due ÷ complaints to be accepted by a day of the period that has passed",
        ),
        Share(of=lambda r: r.accepted_on <= r.accept_due_on),
        unit="fraction",
        dated="accept_due_on",
        settled=True,
        favourable="high",
    ),
    _indicator(
        "complaint-on-time",
        Text("投诉按期答复率", "Complaints answered on time"),
        Text(
            "不晚于答复期限答复的 ÷ 期内答复期限届满的投诉",
            "answered no later than due ÷ complaints whose limit lies in the period and has passed",
        ),
        Share(of=lambda r: r.answered_on <= r.due_on),
        unit="fraction",
        dated="due_on",
        settled=True,
        favourable="high",
        left_out="complaints-due-unknown",
    ),
    _indicator(
        "upheld-rate",
        Text("投诉属实率", "Complaints upheld"),
        Text(
            "属实和部分属实的 ÷ 期内答复且经核查的投诉（不含撤回）",
            "upheld in whole or in part ÷ complaints answered in the period, without those withdrawn",
        ),
        Share(
            of=lambda r: r.verdict.in_(("upheld", "partly")),
            among=lambda r: r.verdict.in_(_INVESTIGATED),
        ),
        unit="fraction",
        dated="answered_on",
    ),
    _indicator(
        "complaints-open",
        Text("在办投诉", "Complaints open"),
        Text("期末尚未答复的投诉件数", "complaints not answered at the end of the period"),
        Stock(Flow("received_on"), Flow("answered_on")),
        favourable="low",
    ),
    _indicator(
        "complaints-overdue",
        Text("逾期未答复的投诉", "Complaints overdue"),
        Text(
            "期末答复期限已过、尚未答复的投诉件数",
            "complaints past their limit and not answered at the end of the period",
        ),
        Stock(
            Flow("due_on", where=_late, lag=1),
            Flow("answered_on", where=lambda r: r.answered_on > r.due_on),
        ),
        favourable="low",
        past_limit=True,
    ),
    _indicator(
        "complaint-days-median",
        Text("投诉答复用时中位数", "Days to answer a complaint, median"),
        Text(
            "期内答复的投诉，自收到至答复的工作日数中位数",
            "median of working days from the day it came to the answer, of complaints answered in the period",
        ),
        Quantile("used_days", 0.5),
        unit="days",
        dated="answered_on",
        favourable="low",
    ),
    _indicator(
        "complaint-reopened-rate",
        Text("再次投诉率", "Complaints raised again"),
        Text(
            "答复后30日内再次投诉的 ÷ 答复后第30日在期内且已过的投诉",
            "raised again within 30 days of the answer ÷ complaints whose thirtieth day after it lies in the "
            "period and has passed",
        ),
        Share(of=lambda r: r.reopened_on <= r.reopen_until_on),
        unit="fraction",
        dated="reopen_until_on",
        settled=True,
        favourable="low",
    ),
)  # fmt: skip

DATASETS = (
    Dataset(
        id="complaints",
        title=Text("效能投诉", "Complaints"),
        description=Text(
            "对服务态度、超时、推诿、收费、程序等的投诉：何时收到、受理、答复，结论如何。不含内容、投诉人、"
            "被投诉人和部门；廉洁类投诉另行按年公布。",
            "Complaints of manner, delay, fees, procedure and the like: when they came, were accepted and "
            "answered, and the verdict. Without their text, people or departments; those on integrity are "
            "apart, by the year.",
        ),
        key=("complaint_no",),
        counted=Text("件", "complaints"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("kind", Text("投诉类别", "Kind")),
            Dimension("channel", Text("投诉渠道", "Channel")),
            Dimension("verdict", Text("核查结论", "Verdict")),
            Dimension("measure", Text("处理措施", "Measure")),
        ),
        newest=("answered_on", "received_on"),
        subject="supervision",
        derive=derive_complaints,
        needs=(Need("complaint-limits", "rule", whole=True),),
        waits=_looks_at,
        settings=("calendar",),
        ordered=(
            ("received_on", "accepted_on"),
            ("received_on", "answered_on"),
            ("answered_on", "reopened_on"),
        ),
        ends=(End("verdict", ("answered_on",)),),
    ),
)
