"""等候时长: how many waited how long, by hour of the hall and bin of waits.

Medians cannot be had from sums: the system counts its tickets by bin, and a quantile is the upper bound of
the bin in which it lies.
"""

from __future__ import annotations

from data.catalog.queue.common import HOUR, ON, RULES, TICKETS, counter, windows_open
from data.catalog.visitors.common import FIRST, RECORDED
from data.definitions import Dataset, Dimension, Field, Indicator, Text
from data.measures import Quantile

BINS = (1, 3, 5, 10, 15, 20, 30, 45, 60, 90, 240)  # minutes, upper bounds


DATASETS = (
    Dataset(
        id="queue-waits",
        title=Text("叫号等候时长", "Waits in the queue"),
        description=Text(
            "全厅每小时叫到的号，按等候时长区间计数；开放窗口不足3个的小时不计。不含号码、楼层、窗口和任何人。",
            "Tickets called in each hour, counted by how long their holders waited; of the whole hall, and of no "
            "hour with fewer than 3 windows open. No ticket's number, floor, window or person.",
        ),
        key=("on", "hour", "wait_up_to"),
        counted=Text("行", "rows"),
        fields=(
            ON,
            HOUR,
            Field(
                "wait_up_to",
                "integer",
                Text("等候时长上限", "Wait up to"),
                required=True,
                minimum=1,
                maximum=BINS[-1],
                unit=Text("分钟", "minutes"),
                note=Text(
                    "区间上限：1、3、5、10、15、20、30、45、60、90；超过90分钟的记240",
                    "upper bound of a bin: 1, 3, 5, 10, 15, 20, 30, 45, 60, 90; more than 90 is 240",
                ),
                header="等候分钟上限",
            ),
            counter("n", "号数", "Tickets", TICKETS),
            windows_open("本小时最多开放窗口数", "Most windows open in the hour"),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="queue-wait-median",
                title=Text("等候时长中位数", "Wait, median"),
                formula=Text(
                    "期内叫到的号，取号至叫号的等候时长中位数；取所在区间上限",
                    "median of minutes from taking a ticket to its call, of tickets called in the period; the upper "
                    "bound of its bin",
                ),
                measure=Quantile("wait_up_to", 0.5, weight="n"),
                unit="minutes",
                dated="on",
                dimensions=("hour",),
                favourable="low",
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="queue-wait-p90",
                title=Text("等候时长第90百分位数", "Wait, 90th percentile"),
                formula=Text(
                    "期内叫到的号，取号至叫号的等候时长第90百分位数；取所在区间上限",
                    "90th percentile of minutes from taking a ticket to its call, of tickets called in the period; the upper "
                    "bound of its bin",
                ),
                measure=Quantile("wait_up_to", 0.9, weight="n"),
                unit="minutes",
                dated="on",
                dimensions=("hour",),
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
