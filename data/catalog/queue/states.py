"""排队现状: how many wait and how many windows are open on a floor, as last stated on a day.

A level, not a flow: quarter hours added up would count who waits through three of them three times.
"""

from __future__ import annotations

from data.catalog.queue.common import FLOOR, ON, RULES, WAITING, WINDOWS, counter
from data.catalog.visitors.common import FIRST, RECORDED
from data.definitions import Dataset, Dimension, Field, Indicator, Text
from data.measures import Level

DATASETS = (
    Dataset(
        id="queue-states",
        title=Text("排队现状", "The queue as last stated"),
        description=Text(
            "各楼层当日最近一次报告的等候号数和开放窗口数；楼层没有报告的，没有数，不记为0。",
            "Of each floor and day: how many tickets wait and how many windows are open, as last stated. A floor "
            "that stated nothing has no number, and not 0.",
        ),
        key=("on", "floor"),
        counted=Text("行", "rows"),
        fields=(
            ON,
            FLOOR,
            Field(
                "stated_at",
                "instant",
                Text("报告时间", "Stated at"),
                required=True,
                header="报告时间",
            ),
            counter("waiting", "等候号数", "Tickets waiting", WAITING),
            counter("windows_open", "开放窗口数", "Windows open", WINDOWS),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="waiting-now",
                title=Text("现时等候号数", "Tickets waiting now"),
                formula=Text(
                    "期内各楼层最近一次报告的等候号数合计",
                    "tickets waiting as last stated in the period, added up over floors",
                ),
                measure=Level(of=lambda r: r.waiting, reporter="floor"),
                dated="on",
                counted=WAITING,
                dimensions=("floor",),
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="windows-open-now",
                title=Text("现时开放窗口", "Windows open now"),
                formula=Text(
                    "期内各楼层最近一次报告的开放窗口数合计",
                    "windows open as last stated in the period, added up over floors",
                ),
                measure=Level(of=lambda r: r.windows_open, reporter="floor"),
                dated="on",
                counted=WINDOWS,
                dimensions=("floor",),
                reference=RULES,
                versions=FIRST,
            ),
        ),
        dimensions=(Dimension("floor", Text("楼层", "Floor")),),
        newest=("on",),
        subject="service",
    ),
)
