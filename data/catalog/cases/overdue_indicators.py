"""How late the cases are that are open past their limits."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.catalog.cases.term_indicators import LIMITS
from data.definitions import Indicator, Text, Version
from data.measures import Count, Flow, Stock

_BREAKDOWN = ("department", "item", "window", "district", "channel", "applicant_kind", "case_kind")
HALL_RULE = Text("本厅统计口径", "this hall's counting rules")
_FIRST = (Version(date(2026, 11, 28), Text("首次公布", "first published")),)


def _open_past(due: str, days: int = 0) -> Stock:
    """Open cases whose date `due` lies more than so many calendar days back."""

    def still(r: Any) -> Any:
        return r.completed_on.is_(None) | (r.completed_on > r[due] + days)

    def ended_late(r: Any) -> Any:
        return r.completed_on > r[due] + days

    return Stock(Flow(due, where=still, lag=days + 1), Flow("completed_on", where=ended_late))


OVERDUE_INDICATORS = (
    Indicator(
        id="cases-past-legal-limit",
        title=Text("超法定期限在办", "Past the legal limit and still open"),
        formula=Text(
            "期末法定截止日期已过、尚未办结的办件数",
            "cases past their legal due date and not completed at the end of the period",
        ),
        measure=_open_past("legal_due_on"),
        dimensions=_BREAKDOWN,
        favourable="low",
        past_limit=True,
        reference=LIMITS,
        versions=_FIRST,
    ),
    Indicator(
        id="cases-overdue-over-30-days",
        title=Text("超期30日以上在办", "Overdue for more than 30 days and still open"),
        formula=Text(
            "期末承诺截止日期已过30日（自然日）以上、尚未办结的办件数",
            "cases more than 30 calendar days past their due date and not completed at the end of the period",
        ),
        measure=_open_past("due_on", 30),
        dimensions=_BREAKDOWN,
        favourable="low",
        past_limit=True,
        reference=HALL_RULE,
        left_out="cases-due-unknown",
        versions=_FIRST,
    ),
    Indicator(
        id="cases-overdue-over-90-days",
        title=Text("超期90日以上在办", "Overdue for more than 90 days and still open"),
        formula=Text(
            "期末承诺截止日期已过90日（自然日）以上、尚未办结的办件数",
            "cases more than 90 calendar days past their due date and not completed at the end of the period",
        ),
        measure=_open_past("due_on", 90),
        dimensions=_BREAKDOWN,
        favourable="low",
        past_limit=True,
        reference=HALL_RULE,
        left_out="cases-due-unknown",
        versions=_FIRST,
    ),
    Indicator(
        id="cases-due-unknown",
        title=Text("承诺期限待定", "Cases whose due date is not known yet"),
        formula=Text(
            "受理日期在期内、承诺截止日期落在尚无放假安排的年份而暂无法计算的办件数",
            "cases accepted in the period whose due date lies in a year without a holiday notice",
        ),
        measure=Count(where=lambda r: r.due_reason.like("calendar-%")),
        dated="accepted_on",
        dimensions=_BREAKDOWN,
        reference=HALL_RULE,
        versions=_FIRST,
    ),
)
