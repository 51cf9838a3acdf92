"""中介服务订单: what was ordered of the listed firms, by three principles: best, cheapest, fastest."""

from __future__ import annotations

from typing import Any

from data.catalog.intermediaries.order_fields import FIELDS
from data.catalog.intermediaries.order_indicators import INDICATORS
from data.definitions import Dataset, Dimension, Impossible, Text
from data.derive.services.intermediaries import derive_orders


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Orders whose days may be among those from `first` to `last`."""
    return (r.ordered_on <= last) & (r.delivered_on.is_(None) | (r.delivered_on >= first))


DATASETS = (
    Dataset(
        id="intermediary-orders",
        title=Text("中介服务订单", "Orders of intermediary services"),
        description=Text(
            "在本厅中介服务市场选取中介机构的订单：选取方式、价格、时限和评价。中介机构公开名称；委托人一律不存，"
            "日期只公布到月。",
            "Orders in the hall's market of intermediary services: how a firm was chosen, price, time and "
            "rating. Firms are named; clients are never stored, and dates are published to the month.",
        ),
        key=("order_no",),
        counted=Text("单", "orders"),
        subject="service",
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("kind", Text("中介服务类别", "Kind of service"), grain="month"),
            Dimension("intermediary", Text("中介机构", "Firm"), grain="month"),
            Dimension("chosen_by", Text("选取方式", "Chosen by"), grain="month"),
        ),
        newest=("delivered_on", "ordered_on"),
        order="key",
        derive=derive_orders,
        waits=_looks_at,
        settings=("zone", "calendar"),
        ordered=(
            ("ordered_on", "due_on"),
            ("ordered_on", "delivered_on"),
            ("ordered_on", "ended_on"),
        ),
        impossible=(
            Impossible(
                "price",
                lambda c: c["price"] > c["price_limit"],
                "a price beyond its limit 成交价不能高于最高限价",
            ),
        ),
    ),
)
