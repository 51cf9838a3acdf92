"""The numbers counted from disclosure requests."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.catalog.disclosure.codes import ART_33, REPORT
from data.catalog.disclosure.overdue_indicators import (
    BREAKDOWN,
    CLOCK,
    FIRST,
    OVERDUE_INDICATORS,
    open_past_due,
)
from data.definitions import Indicator, Text, Version
from data.measures import Count, Flow, Quantile, Share, Stock

CLOSED = (*BREAKDOWN, "outcome")
ANSWERED = (*CLOSED, "used_bucket", "timeliness")

CLOSED_APART = Version(
    date(2026, 11, 28),
    Text(
        "撤回、逾期不补正、逾期未缴费而结案的（r21至r23）是办结，不再算作答复",
        "requests that were withdrawn, not corrected or not paid in time (r21 to r23) are closed, and "
        "no longer count as answered",
    ),
)


def _needs_answer(r: Any) -> Any:
    """Answered, or open when its due date had passed: what was closed by then needs no answer."""
    return r.answered_on.is_not(None) | open_past_due(r)


INDICATORS = (
    Indicator(
        id="disclosure-received",
        title=Text("新收申请", "Requests received"),
        formula=Text("收到日期在期内的申请数", "requests received in the period"),
        measure=Count(),
        dated="received_on",
        dimensions=BREAKDOWN,
        reference=REPORT,
    ),
    Indicator(
        id="disclosure-answered",
        title=Text("已答复申请", "Requests answered"),
        formula=Text(
            "答复日期在期内的申请数；未作答复即结案的（撤回、逾期不补正、逾期未缴费）不计",
            "requests answered in the period; not those closed without an answer (withdrawn, not "
            "corrected or not paid in time)",
        ),
        measure=Count(),
        dated="answered_on",
        dimensions=ANSWERED,
        reference=REPORT,
        versions=(FIRST, CLOSED_APART),
    ),
    Indicator(
        id="disclosure-closed",
        title=Text("已办结申请", "Requests closed"),
        formula=Text(
            "办结日期（答复或未作答复而结案之日）在期内的申请数，即年度报告表三的办理结果总计",
            "requests answered, or closed without an answer, in the period: all outcomes of table 3 of "
            "the annual report",
        ),
        measure=Count(),
        dated="closed_on",
        dimensions=CLOSED,
        reference=REPORT,
        versions=(CLOSED_APART,),
    ),
    Indicator(
        id="disclosure-open",
        title=Text("在办申请", "Open requests"),
        formula=Text(
            "期末已收到、尚未答复或结案的申请数",
            "requests received and neither answered nor closed at the end of the period",
        ),
        measure=Stock(inflow=Flow("received_on"), outflow=Flow("closed_on")),
        dimensions=BREAKDOWN,
        reference=REPORT,
    ),
    *OVERDUE_INDICATORS,
    Indicator(
        id="disclosure-due-to-close",
        title=Text("应结案未结案", "Requests due to be closed"),
        formula=Text(
            "期末补正期限或缴费期限（收费通知后20个工作日）已过、申请人未补正或未缴费、尚未结案的申请数",
            "requests whose applicant has neither corrected by the limit of the notice nor paid within "
            "20 working days of the fee notice, and that are not closed at the end of the period",
        ),
        measure=Stock(
            inflow=Flow(
                "applicant_limit_on",
                where=lambda r: r.closed_on.is_(None) | (r.closed_on > r.applicant_limit_on),
                lag=1,
            ),
            outflow=Flow("closed_on", where=lambda r: r.closed_on > r.applicant_limit_on),
        ),
        dimensions=BREAKDOWN,
        favourable="low",
        past_limit=True,
        reference=REPORT,
        versions=(CLOCK,),
    ),
    Indicator(
        id="disclosure-due-unknown",
        title=Text("答复期限待定", "Requests whose due date is not known yet"),
        formula=Text(
            "收到日期在期内、答复期限落在尚无放假安排的年份而暂无法计算的申请数",
            "requests received in the period whose due date lies in a year without a holiday notice",
        ),
        measure=Count(where=lambda r: r.due_reason.like("calendar-%")),
        dated="received_on",
        dimensions=BREAKDOWN,
        reference=ART_33,
        versions=(CLOCK,),
    ),
    Indicator(
        id="disclosure-on-time",
        title=Text("按期答复率", "Answered on time"),
        formula=Text(
            "期内到期（早于今天）且按期答复的申请 ÷ 期内到期（早于今天）的申请；"
            "期限届满前未作答复即结案的不计",
            "answered by the due date ÷ all whose due date fell in the period and has passed; not those "
            "closed without an answer by then",
        ),
        measure=Share(of=lambda r: r.answered_on <= r.due_on, among=_needs_answer),
        unit="fraction",
        dated="due_on",
        dimensions=BREAKDOWN,
        settled=True,
        favourable="high",
        left_out="disclosure-due-unknown",
        reference=ART_33,
        versions=(FIRST, CLOCK, CLOSED_APART),
    ),
    Indicator(
        id="disclosure-answered-at-once",
        title=Text("当场答复率", "Answered on the spot"),
        formula=Text(
            "期内答复的申请中，收到当日答复的 ÷ 期内答复的申请",
            "of requests answered in the period, those answered on the day of receipt ÷ all answered",
        ),
        measure=Share(of=lambda r: r.answered_on == r.received_on),
        unit="fraction",
        dated="answered_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=ART_33,
        versions=(CLOCK,),
    ),
    Indicator(
        id="disclosure-granted-rate",
        title=Text("公开率", "Disclosed in whole or in part"),
        formula=Text(
            "（予以公开 + 部分公开）÷ 办理结果总计",
            "(disclosed + disclosed in part) ÷ all outcomes",
        ),
        measure=Share(
            of=lambda r: r.outcome.in_(("r03", "r04")), among=lambda r: r.outcome.is_not(None)
        ),
        unit="fraction",
        dated="closed_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=REPORT,
    ),
    Indicator(
        id="disclosure-days-median",
        title=Text("答复用时中位数", "Median time to answer"),
        formula=Text(
            "期内答复申请的用时（工作日）中位数；未作答复即结案的不计",
            "median of used working days over requests answered; not over those closed without an answer",
        ),
        measure=Quantile(of="used_days", q=0.5),
        unit="days",
        dated="answered_on",
        dimensions=("department", "applicant_kind"),
        distribution=("disclosure-answered", "used_bucket"),
        favourable="low",
        reference=ART_33,
        versions=(FIRST, CLOSED_APART, CLOCK),
    ),
)
