"""巡查发现的问题: what patrols found, and whether it was put right in time.

A window and a day would name who sat there. So the window is stored and not published, and days are
published as months: a finding has its kind, its floor and its months.
"""

from __future__ import annotations

from typing import Any

from data.catalog.conduct.common import FIRST, FLOOR, RECORDED_IN, WINDOW, number
from data.catalog.conduct.patrols import RULES
from data.definitions import Dataset, Dimension, Field, Indicator, Need, Text, codes
from data.derive.supervision.conduct import derive_at_window
from data.measures import Count, Flow, Share, Stock

KINDS = codes(
    absent=("离岗未公示", "absent, whereabouts not posted"),
    badge=("未挂牌上岗", "without a badge"),
    manner=("服务态度", "manner"),
    order=("工作秩序", "order"),
    equipment=("设备设施", "equipment"),
    late_start=("未按时到岗", "late at the post"),
    other=("其他", "other"),
)
BREAKDOWN = ("kind", "floor")


def _late(r: Any) -> Any:
    return r.put_right_on.is_(None) | (r.put_right_on > r.put_right_due_on)


def _month(id: str, zh: str, en: str, **more: Any) -> Field:
    """A date that is published as its month."""
    return Field(id, "date", Text(zh, en), precision="month", indexed=True, header=zh, **more)


DATASETS = (
    Dataset(
        id="patrol-findings",
        title=Text("巡查发现的问题", "Findings of patrols"),
        description=Text(
            "值周和巡查发现的问题及其整改。公布类别、楼层和月份，不公布窗口和日期，不含任何人。",
            "What patrols found and whether it was put right: kind, floor and months; without windows, days "
            "or people.",
        ),
        key=("finding_no",),
        counted=Text("个", "findings"),
        fields=(
            number("finding_no", "问题编号", "Finding number"),
            Field(
                "kind", "code", Text("问题类别", "Kind"), codes=KINDS, required=True, header="问题类别"
            ),
            WINDOW,
            FLOOR,
            _month("found_on", "发现日期", "Found in", required=True),
            _month("put_right_due_on", "整改期限", "To be put right by", required=True, scheduled=True),
            _month("put_right_on", "整改日期", "Put right in"),
            RECORDED_IN,
        ),
        indicators=(
            Indicator(
                id="patrol-findings",
                title=Text("巡查发现的问题", "Findings of patrols"),
                formula=Text("期内巡查发现的问题数", "findings of patrols in the period"),
                measure=Count(),
                dated="found_on",
                favourable="low",
                dimensions=BREAKDOWN,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="findings-open",
                title=Text("尚未整改的问题", "Findings not put right"),
                formula=Text(
                    "期末尚未整改的问题数，含期限未到的",
                    "findings not put right at the end of the period, those not due yet included",
                ),
                measure=Stock(Flow("found_on"), Flow("put_right_on")),
                favourable="low",
                dimensions=BREAKDOWN,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="findings-overdue",
                title=Text("逾期未整改的问题", "Findings overdue"),
                formula=Text(
                    "期末整改期限已过、尚未整改的问题数",
                    "findings past their limit and not put right at the end of the period",
                ),
                measure=Stock(
                    Flow("put_right_due_on", where=_late, lag=1),
                    Flow("put_right_on", where=lambda r: r.put_right_on > r.put_right_due_on),
                ),
                favourable="low",
                past_limit=True,
                dimensions=BREAKDOWN,
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="findings-right-on-time",
                title=Text("问题按期整改率", "Findings put right on time"),
                formula=Text(
                    "不晚于整改期限整改的 ÷ 期内整改期限届满的问题",
                    "put right no later than due ÷ findings whose limit lies in the period and has passed",
                ),
                measure=Share(of=lambda r: r.put_right_on <= r.put_right_due_on),
                unit="fraction",
                dated="put_right_due_on",
                settled=True,
                dimensions=BREAKDOWN,
                favourable="high",
                reference=RULES,
                versions=FIRST,
            ),
        ),
        dimensions=(
            Dimension("kind", Text("问题类别", "Kind"), grain="month"),
            Dimension("floor", Text("楼层", "Floor"), grain="month"),
        ),
        newest=("put_right_on", "found_on"),
        # In the order in which they came they could be laid beside the patrols, which have days.
        order="key",
        subject="supervision",
        derive=derive_at_window,
        needs=(Need("windows", "window"),),
        ordered=(("found_on", "put_right_due_on"), ("found_on", "put_right_on")),
    ),
)  # fmt: skip
