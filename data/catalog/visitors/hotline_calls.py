"""热线: calls to the hall's line, from the ring to what became of those passed on.

A line of 2013 (96196) and the line of today (12345) are two series: what came to one was never counted
by the other, so the numbers before and after the change are not compared.
"""

from __future__ import annotations

from typing import Any

from data.catalog.visitors.common import FIRST, yes
from data.catalog.visitors.hotline_fields import FIELDS
from data.definitions import Code, Dataset, Dimension, Indicator, Text
from data.derive.services.visitors import REOPEN_DAYS, derive_hotline_calls
from data.measures import Count, Flow, Share, Stock

RULES = Text(
    "本厅热线统计口径（待大厅确认）；96196于2018年底并入12345（待核），前后数据不可比",
    "this hall's counting rules of the hotline (to be confirmed); 96196 became 12345 at the end of 2018 "
    "(to be checked), and numbers before and after are not comparable",
)
ORDERS = Text(
    "办理期限由热线系统在转办时确定（待大厅确认）",
    "the limit is set by the hotline's system as a call is passed on (to be confirmed)",
)
ANSWERED_WITHIN = 15  # seconds
BREAKDOWN = ("kind", "time_kind", "hour")


def _order(r: Any) -> Any:
    return r.settled == "work_order"


def _late(r: Any) -> Any:
    return r.order_closed_on.is_(None) | (r.order_closed_on > r.order_due_on)


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Calls whose day lies among those from `first` to `last`."""
    return (r.called_on >= first) & (r.called_on <= last)


_CALLS = (
    Indicator(
        id="calls",
        title=Text("热线来电", "Calls to the hotline"),
        formula=Text(
            "期内拨打热线的次数，含未接通的", "calls made in the period, unanswered ones included"
        ),
        measure=Count(),
        dated="called_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="calls-96196",
        title=Text("96196来电", "Calls to 96196"),
        formula=Text("期内拨打96196的次数", "calls made to 96196 in the period"),
        measure=Count(where=lambda r: r.line == "96196"),
        dated="called_on",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="answered-rate",
        title=Text("热线接通率", "Calls answered"),
        formula=Text("接通的来电 ÷ 期内来电", "calls answered ÷ calls made in the period"),
        measure=Share(of=lambda r: yes(r.answered)),
        unit="fraction",
        dated="called_on",
        dimensions=("time_kind", "hour"),
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="answered-15s",
        title=Text("15秒接通率", "Calls answered within 15 seconds"),
        formula=Text(
            "等待不超过15秒接通的来电 ÷ 期内来电",
            "calls answered after a wait of at most 15 seconds ÷ calls made in the period",
        ),
        measure=Share(of=lambda r: yes(r.answered) & (r.wait_seconds <= ANSWERED_WITHIN)),
        unit="fraction",
        dated="called_on",
        dimensions=("time_kind", "hour"),
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="out-of-hours-share",
        title=Text("非工作时间来电占比", "Calls out of hours"),
        formula=Text(
            "非工作时间、公休日和节假日的来电 ÷ 期内可判定时间类别的来电",
            "calls while the windows are closed, at weekends and on holidays ÷ calls of the period of "
            "which that can be told",
        ),
        measure=Share(of=lambda r: r.time_kind != "work", among=lambda r: r.time_kind.is_not(None)),
        unit="fraction",
        dated="called_on",
        dimensions=("kind",),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="settled-at-once",
        title=Text("直接答复率", "Calls dealt with at once"),
        formula=Text(
            "当场直接答复的 ÷ 期内接通且已注明处理方式的来电",
            "calls dealt with at once ÷ calls answered in the period, where it is stated how",
        ),
        measure=Share(
            of=lambda r: r.settled == "at_once",
            among=lambda r: yes(r.answered) & r.settled.is_not(None),
        ),
        unit="fraction",
        dated="called_on",
        dimensions=("kind", "time_kind"),
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
)
_ORDERS = (
    Indicator(
        id="order-on-time",
        title=Text("转办按时办结率", "Calls passed on, closed on time"),
        formula=Text(
            "不晚于办理期限办结的 ÷ 期内办理期限届满的转办来电",
            "closed no later than due ÷ calls passed on that fell due in the period",
        ),
        measure=Share(of=lambda r: r.order_closed_on <= r.order_due_on, among=_order),
        unit="fraction",
        dated="order_due_on",
        settled=True,
        dimensions=("department",),
        favourable="high",
        reference=ORDERS,
        versions=FIRST,
    ),
    Indicator(
        id="orders-open",
        title=Text("转办未办结", "Passed on and not closed"),
        formula=Text(
            "期末已转办、尚未办结的来电", "calls passed on and not closed at the end of the period"
        ),
        measure=Stock(
            Flow("called_on", where=_order),
            Flow("order_closed_on", where=_order),
        ),
        favourable="low",
        reference=ORDERS,
        versions=FIRST,
    ),
    Indicator(
        id="orders-overdue",
        title=Text("转办逾期未办结", "Passed on and overdue"),
        formula=Text(
            "期末办理期限已过、尚未办结的转办来电",
            "calls passed on that were due and are not closed at the end of the period",
        ),
        measure=Stock(
            Flow("order_due_on", where=lambda r: _order(r) & _late(r), lag=1),
            Flow("order_closed_on", where=lambda r: _order(r) & (r.order_closed_on > r.order_due_on)),
        ),
        favourable="low",
        past_limit=True,
        dimensions=("department",),
        reference=ORDERS,
        versions=FIRST,
    ),
    Indicator(
        id="reopened-rate",
        title=Text("重复反映率", "Raised again"),
        formula=Text(
            f"办结后{REOPEN_DAYS}日内就同一事项再次来电的 ÷ 期内观察期届满的已办结转办来电",
            f"raised again within {REOPEN_DAYS} days of being closed ÷ calls passed on and closed whose "
            f"{REOPEN_DAYS} days ended in the period",
        ),
        measure=Share(of=lambda r: r.reopened_on <= r.reopen_until_on, among=_order),
        unit="fraction",
        dated="reopen_until_on",
        settled=True,
        dimensions=("department",),
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
)  # fmt: skip

DATASETS = (
    Dataset(
        id="hotline-calls",
        title=Text("热线来电", "Hotline calls"),
        description=Text(
            "政务服务热线的来电：接通、诉求类别、直接答复或转办、转办后的办理。不含电话号码和通话内容，"
            "时刻只用于全厅分时段统计。",
            "Calls to the hotline: whether answered, what kind, dealt with at once or passed on, and what "
            "became of those. Without numbers and words; the hour is counted for the hall as a whole only.",
        ),
        key=("call_no",),
        counted=Text("次", "calls"),
        fields=FIELDS,
        indicators=(*_CALLS, *_ORDERS),
        dimensions=(
            Dimension("kind", Text("诉求类别", "Kind")),
            Dimension("time_kind", Text("时间类别", "When")),
            Dimension(
                "hour",
                Text("时段", "Hour of the day"),
                columns={"called_on": "called_hour"},
                codes=tuple(Code(str(h), Text(f"{h}时", f"{h}:00")) for h in range(24)),
                hall_wide=True,
            ),
            Dimension("department", Text("承办部门", "Passed on to")),
        ),
        newest=("called_on",),
        subject="service",
        derive=derive_hotline_calls,
        waits=_looks_at,
        settings=("zone", "calendar", "hours"),
        ordered=(("called_on", "order_closed_on"), ("order_closed_on", "reopened_on")),
    ),
)
