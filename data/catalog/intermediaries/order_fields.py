"""The fields of an order: what, of whom, for how much, how long it took. Who ordered is never stored.

Dates are published to the month: by the day a rare service would tell who had it made.
"""

from __future__ import annotations

from data.catalog.intermediaries.common import service
from data.catalog.reference import CALENDAR
from data.definitions import Field, Text, codes

CHOSEN_BY = codes(
    draw=("随机抽取（摇号）", "drawn by lot"),
    choice=("择优选取", "chosen by merit"),
    price=("竞价选取", "lowest bid"),
    direct=("直接选取", "chosen directly"),
)
_YUAN = Text("元", "yuan")

FIELDS = (
    Field(
        "order_no",
        "text",
        Text("订单编号", "Order number"),
        required=True,
        keyed=True,
        note=Text(
            "系统内编号的密钥散列，仅用于识别同一条记录",
            "a keyed hash of the system's number; it only tells records apart",
        ),
        header="订单编号",
    ),
    service(),
    Field(
        "intermediary",
        "text",
        Text("中介机构", "Firm"),
        refers="intermediaries",
        required=True,
        indexed=True,
        header="中介机构编号",
        label="中介机构名称",
    ),
    Field(
        "chosen_by",
        "code",
        Text("选取方式", "Chosen by"),
        codes=CHOSEN_BY,
        required=True,
        header="选取方式",
        words={"摇号": "draw", "择优": "choice", "竞价": "price", "直接选取": "direct"},
    ),
    Field(
        "bidders",
        "integer",
        Text("报名机构数", "Bidders"),
        minimum=1,
        unit=Text("家", "firms"),
        header="报名机构数",
    ),
    Field("price_limit", "number", Text("最高限价", "Price limit"), minimum=0, unit=_YUAN, header="最高限价"),
    Field("price", "number", Text("成交价", "Price"), minimum=0, unit=_YUAN, header="成交价"),
    Field(
        "ordered_on",
        "date",
        Text("下单月份", "Ordered in"),
        required=True,
        precision="month",
        indexed=True,
        header="下单日期",
    ),
    Field(
        "due_on",
        "date",
        Text("约定交付月份", "Due in"),
        precision="month",
        scheduled=True,
        header="约定交付日期",
    ),
    Field(
        "delivered_on",
        "date",
        Text("交付月份", "Delivered in"),
        precision="month",
        indexed=True,
        header="交付日期",
    ),
    Field("ended_on", "date", Text("终止月份", "Ended in"), precision="month",
          note=Text("委托人撤回或服务终止", "withdrawn by its client, or broken off"), header="终止日期"),
    Field(
        "closed_on",
        "date",
        Text("了结月份", "Closed in"),
        computed=True,
        precision="month",
        note=Text("交付或终止，以先者为准", "delivered or ended, whichever came first"),
    ),
    Field(
        "used_days",
        "number",
        Text("服务用时", "Days used"),
        computed=True,
        unit=Text("工作日", "working days"),
        note=Text("下单至交付的工作日", "working days from the order to the delivery"),
    ),
    Field(
        "score",
        "integer",
        Text("委托人评价", "Client's rating"),
        minimum=1,
        maximum=5,
        unit=Text("星", "stars"),
        header="评价星级",
    ),
    Field(
        "rework",
        "boolean",
        Text("返工", "Reworked"),
        note=Text("成果经审查退回修改", "sent back and made again"),
        header="是否返工",
    ),
    Field("recorded_at", "instant", Text("入库时间", "Recorded at"), precision="month", header="入库时间"),
    CALENDAR,
)  # fmt: skip
