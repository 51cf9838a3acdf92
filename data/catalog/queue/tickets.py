"""叫号情况: tickets of the whole hall by quarter hour; no ticket's number, no floor, no few windows' quarter hour.

What floors take and what waits there tell what they serve; where a floor has one window open, that is a
clerk's. So flows are the hall's, and what waits where is a state (`queue-states`).
"""

from __future__ import annotations

from data.catalog.queue.common import HOUR, ON, RULES, TICKETS, WAITING, counter, windows_open
from data.catalog.visitors.common import FIRST, RECORDED
from data.definitions import Dataset, Dimension, Field, Indicator, Text, codes
from data.measures import Sum, Total

QUARTERS = codes(
    q1=("0至15分", "minutes 0 to 15"),
    q2=("15至30分", "minutes 15 to 30"),
    q3=("30至45分", "minutes 30 to 45"),
    q4=("45至60分", "minutes 45 to 60"),
)
BREAKDOWN = ("hour",)

DATASETS = (
    Dataset(
        id="queue",
        title=Text("排队叫号", "The queue"),
        description=Text(
            "全厅每一刻钟的取号、办理、弃号和刻末等候号数、开放窗口数；开放窗口不足3个的不计。不含号码、楼层、单个窗口和任何人。",
            "Of each quarter hour of the whole hall: tickets taken, served and left, how many wait at its end and "
            "how many windows are open; none with fewer than 3 open. No ticket's number, floor, single window or "
            "person.",
        ),
        key=("on", "hour", "quarter"),
        counted=Text("行", "rows"),
        fields=(
            ON,
            HOUR,
            Field(
                "quarter",
                "code",
                Text("刻", "Quarter"),
                codes=QUARTERS,
                required=True,
                header="刻",
            ),
            counter("taken", "取号数", "Tickets taken", TICKETS),
            counter("served", "办理数", "Tickets served", TICKETS),
            counter("left", "弃号数", "Left without being served", TICKETS),
            counter("waiting", "刻末等候号数", "Waiting at its end", WAITING),
            windows_open("开放窗口数", "Windows open"),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="tickets-taken",
                title=Text("取号量", "Tickets taken"),
                formula=Text("期内取号数合计", "tickets taken in the period"),
                measure=Sum(of=lambda r: r.taken),
                dated="on",
                counted=TICKETS,
                dimensions=BREAKDOWN,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="tickets-served",
                title=Text("叫号办理量", "Tickets served"),
                formula=Text("期内办理数合计", "tickets served in the period"),
                measure=Sum(of=lambda r: r.served),
                dated="on",
                counted=TICKETS,
                dimensions=BREAKDOWN,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="tickets-left-rate",
                title=Text("弃号率", "Left without being served"),
                formula=Text(
                    "期内弃号数合计 ÷（办理数 + 弃号数）合计",
                    "Σ tickets left ÷ Σ (tickets served + tickets left) in the period",
                ),
                measure=Total(of=lambda r: r.left, over=lambda r: r.served + r.left),
                unit="fraction",
                dated="on",
                dimensions=BREAKDOWN,
                favourable="low",
                reference=RULES,
                versions=FIRST,
            ),
        ),
        dimensions=(Dimension("hour", Text("时段", "Hour")),),
        newest=("on",),
        subject="service",
    ),
)
