"""The numbers of complaints: how many, accepted and answered in time, upheld, open."""

from __future__ import annotations

from typing import Any

from data.catalog.conduct.common import FIRST
from data.definitions import Indicator, Text
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


INDICATORS = (
    Indicator(
        "complaints",
        Text("效能投诉", "Complaints"),
        Text(
            "期内收到的投诉件数，不含廉洁类",
            "complaints received in the period, without those on integrity",
        ),
        Count(),
        dated="received_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
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
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        "complaints-answered",
        Text("效能投诉答复", "Complaints answered"),
        Text(
            "期内答复的投诉件数，含撤回的",
            "complaints answered in the period, those withdrawn included",
        ),
        Count(),
        dated="answered_on",
        dimensions=(*BREAKDOWN, "verdict", "measure"),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        "complaints-due-unknown",
        Text("期限不明的投诉", "Complaints without a limit"),
        Text(
            "期内收到、因缺少时限规则或节假日安排算不出答复期限的投诉",
            "complaints received whose limit is not known for want of a rule or of a year's holidays",
        ),
        Count(where=lambda r: r.due_on.is_(None)),
        dated="received_on",
        favourable="low",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
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
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
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
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
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
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        "complaints-open",
        Text("在办投诉", "Complaints open"),
        Text("期末尚未答复的投诉件数", "complaints not answered at the end of the period"),
        Stock(Flow("received_on"), Flow("answered_on")),
        favourable="low",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
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
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
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
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
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
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
)
