"""The disclosure requests that are open past their due date, and for how long."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.catalog.disclosure.codes import ART_33
from data.definitions import Indicator, Text, Version
from data.measures import Flow, Stock

BREAKDOWN = ("department", "applicant_kind", "channel")
FIRST = Version(date(2026, 11, 24), Text("首次公布", "first published"))
CLOCK = Version(
    date(2026, 11, 28),
    Text(
        "仅期限内首次补正告知、收费通知重新起算；征求意见最多扣除收到征求意见书之日起15个工作日，"
        "送达过晚的自发出之日起计",
        "only the first notice, sent within the term, restarts it; asking somebody excludes at most 15 "
        "working days from receipt of the letter, from its sending where it came in too late",
    ),
)


def open_past_due(r: Any) -> Any:
    """Neither answered nor closed when its due date had passed."""
    return r.closed_on.is_(None) | (r.closed_on > r.due_on)


def _overdue_for(days: int) -> Stock:
    """Open requests whose due date lies more than so many calendar days back."""

    def still(r: Any) -> Any:
        return r.closed_on.is_(None) | (r.closed_on > r.due_on + days)

    return Stock(
        inflow=Flow("due_on", where=still, lag=days + 1),
        outflow=Flow("closed_on", where=lambda r: r.closed_on > r.due_on + days),
    )


OVERDUE_INDICATORS = (
    Indicator(
        id="disclosure-overdue",
        title=Text("逾期未答复", "Overdue requests"),
        formula=Text(
            "期末答复期限已过、尚未答复或结案的申请数",
            "requests past their due date and neither answered nor closed at the end of the period",
        ),
        measure=Stock(
            inflow=Flow("due_on", where=open_past_due, lag=1),
            outflow=Flow("closed_on", where=lambda r: r.closed_on > r.due_on),
        ),
        dimensions=BREAKDOWN,
        favourable="low",
        past_limit=True,
        left_out="disclosure-due-unknown",
        reference=ART_33,
        versions=(FIRST, CLOCK),
    ),
    Indicator(
        id="disclosure-overdue-over-30-days",
        title=Text("逾期30日以上未答复", "Requests overdue for more than 30 days"),
        formula=Text(
            "期末答复期限已过30日（自然日）以上、尚未答复或结案的申请数",
            "requests more than 30 calendar days past their due date and neither answered nor closed "
            "at the end of the period",
        ),
        measure=_overdue_for(30),
        dimensions=BREAKDOWN,
        favourable="low",
        past_limit=True,
        reference=ART_33,
        versions=(CLOCK,),
    ),
    Indicator(
        id="disclosure-overdue-over-90-days",
        title=Text("逾期90日以上未答复", "Requests overdue for more than 90 days"),
        formula=Text(
            "期末答复期限已过90日（自然日）以上、尚未答复或结案的申请数",
            "requests more than 90 calendar days past their due date and neither answered nor closed "
            "at the end of the period",
        ),
        measure=_overdue_for(90),
        dimensions=BREAKDOWN,
        favourable="low",
        past_limit=True,
        reference=ART_33,
        versions=(CLOCK,),
    ),
)
