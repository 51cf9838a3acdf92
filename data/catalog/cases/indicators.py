"""Every number counted from cases, and what they are broken down by."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.catalog.cases.dimensions import BREAKDOWN, COMPLETED, QUANTILES
from data.catalog.cases.overdue_indicators import OVERDUE_INDICATORS
from data.catalog.cases.speed_up_indicators import SPEED_UP_INDICATORS
from data.catalog.cases.term_indicators import LIMITS, TERM_INDICATORS
from data.definitions import FIRST_VERSION, Indicator, Text, Version
from data.derive.cases import ON_SITE
from data.measures import Count, Flow, Quantile, Share, Stock

HALL_RULE = Text("本厅统计口径", "this hall's counting rules")


def _late(r: Any) -> Any:
    return r.completed_on.is_(None) | (r.completed_on > r.due_on)


WINDOWS_ONLY = (
    FIRST_VERSION,
    Version(
        date(2026, 11, 28),
        Text(
            "只计大厅窗口受理和预约的办件；此前网上、热线、自助终端办件也计为应在大厅办理并在大厅办结",
            "only cases handed in at a window or by appointment; before, cases from online, hotline and "
            "terminals were counted as belonging in the hall and completed there. All periods",
        ),
    ),
)
INDICATORS = (
    Indicator(
        id="cases-accepted",
        title=Text("受理量", "Cases accepted"),
        formula=Text("受理日期在期内的办件数", "cases accepted in the period"),
        measure=Count(),
        dated="accepted_on",
        dimensions=(*BREAKDOWN, "hour"),
        reference=HALL_RULE,
    ),
    Indicator(
        id="cases-completed",
        title=Text("办结量", "Cases completed"),
        formula=Text("办结日期在期内的办件数", "cases completed in the period"),
        measure=Count(),
        dated="completed_on",
        dimensions=(*COMPLETED, "hour"),
        reference=HALL_RULE,
    ),
    Indicator(
        id="cases-in-progress",
        title=Text("在办量", "Cases in progress"),
        formula=Text(
            "期末已受理、尚未办结的办件数",
            "cases accepted and not completed at the end of the period",
        ),
        measure=Stock(inflow=Flow("accepted_on"), outflow=Flow("completed_on")),
        dimensions=BREAKDOWN,
        reference=HALL_RULE,
    ),
    Indicator(
        id="cases-overdue",
        title=Text("超期在办", "Overdue and still open"),
        formula=Text(
            "期末承诺截止日期已过、尚未办结的办件数",
            "cases past their due date and not completed at the end of the period",
        ),
        measure=Stock(
            inflow=Flow("due_on", where=_late, lag=1),
            outflow=Flow("completed_on", where=lambda r: r.completed_on > r.due_on),
        ),
        dimensions=BREAKDOWN,
        favourable="low",
        past_limit=True,
        left_out="cases-due-unknown",
        reference=HALL_RULE,
    ),
    Indicator(
        id="on-time-rate",
        title=Text("按时办结率", "Completed on time"),
        formula=Text(
            "期内办结且不晚于承诺截止日期的办件 ÷ 期内办结且有承诺截止日期的办件",
            "completed in the period and not after the due date ÷ completed in the period and having a due date",
        ),
        measure=Share(
            of=lambda r: r.completed_on <= r.due_on, among=lambda r: r.due_on.is_not(None)
        ),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        left_out="cases-due-unknown",
        reference=LIMITS,
    ),
    Indicator(
        id="on-time-rate-due",
        title=Text("到期按时办结率", "On time, of those due"),
        formula=Text(
            "期内到期（早于今天）且按时办结的办件 ÷ 期内到期（早于今天）的办件",
            "completed by the due date ÷ all whose due date fell in the period and has passed",
        ),
        measure=Share(of=lambda r: r.completed_on <= r.due_on),
        unit="fraction",
        dated="due_on",
        dimensions=BREAKDOWN,
        settled=True,
        favourable="high",
        left_out="cases-due-unknown",
        reference=LIMITS,
    ),
    Indicator(
        id="cases-due",
        title=Text("到期办件", "Cases due"),
        formula=Text(
            "承诺截止日期在期内（截至今天）的办件数",
            "cases whose due date fell in the period, until today",
        ),
        measure=Count(),
        dated="due_on",
        dimensions=BREAKDOWN,
        matured=True,
        left_out="cases-due-unknown",
        reference=LIMITS,
        versions=(Version(date(2026, 11, 29), Text("首次公布", "first published")),),
    ),
    Indicator(
        id="early-rate",
        title=Text("提前办结率", "Completed early"),
        formula=Text(
            "用时少于承诺时限的承诺件 ÷ 期内办结、用时可算的承诺件",
            "promised cases that used less than the promised days ÷ promised cases completed whose used days are known",
        ),
        measure=Share(
            of=lambda r: r.used_days < r.promised_days,
            among=lambda r: (
                (r.case_kind == "promised")
                & r.promised_days.is_not(None)
                & r.used_days.is_not(None)
            ),
        ),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        reference=LIMITS,
    ),
    Indicator(
        id="on-site-rate",
        title=Text("现场办结率", "Completed in the hall"),
        formula=Text(
            "在大厅办结的办件 ÷ 期内办结、应在大厅办理的窗口和预约办件",
            "completed in the hall ÷ completed in the period, belonging in the hall and handed in at a "
            "window or by appointment",
        ),
        measure=Share(
            of=lambda r: r.completed_on_site == True,  # noqa: E712
            among=lambda r: (r.belongs_on_site == True) & r.channel.in_(ON_SITE),  # noqa: E712
        ),
        unit="fraction",
        dated="completed_on",
        dimensions=COMPLETED,
        favourable="high",
        reference=HALL_RULE,
        beside=("on-site-rate-instant",),
        versions=WINDOWS_ONLY,
    ),
    Indicator(
        id="on-site-rate-instant",
        title=Text("即办件当场办结率", "Instant cases done in the same visit"),
        formula=Text(
            "当场或半日内办结（用时为0）的即办件 ÷ 期内受理的即办件",
            "instant cases finished in the same visit or half day (0 days used) ÷ instant cases accepted in "
            "the period",
        ),
        measure=Share(of=lambda r: r.used_days == 0, among=lambda r: r.case_kind == "instant"),
        unit="fraction",
        dated="accepted_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=HALL_RULE,
    ),
    *SPEED_UP_INDICATORS,
    Indicator(
        id="handling-days-median",
        title=Text("办理用时中位数", "Median handling time"),
        formula=Text(
            "期内办结办件用时（工作日）的中位数", "median of used working days over cases completed"
        ),
        measure=Quantile(of="used_days", q=0.5),
        unit="days",
        dated="completed_on",
        dimensions=QUANTILES,
        distribution=("cases-completed", "used_bucket"),
        favourable="low",
        reference=HALL_RULE,
    ),
    Indicator(
        id="handling-days-p90",
        title=Text("办理用时90分位数", "Handling time, 90th percentile"),
        formula=Text(
            "九成办件的用时不超过这个工作日数",
            "nine in ten of the cases completed used no more working days",
        ),
        measure=Quantile(of="used_days", q=0.9),
        unit="days",
        dated="completed_on",
        dimensions=QUANTILES,
        distribution=("cases-completed", "used_bucket"),
        favourable="low",
        reference=HALL_RULE,
    ),
    *TERM_INDICATORS,
    *OVERDUE_INDICATORS,
)
