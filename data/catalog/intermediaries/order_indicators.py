"""What is counted of orders: the three principles, and how much choice there was."""

from __future__ import annotations

from typing import Any

from data.catalog.intermediaries.common import FIRST, RULES
from data.definitions import Indicator, Text
from data.measures import Count, Flow, Quantile, Share, Stock, Sum, Total

BREAKDOWN = ("kind", "intermediary", "chosen_by")
DELIVERED = "期内交付的订单"


def _priced(r: Any) -> Any:
    return r.price.is_not(None) & (r.price_limit > 0)


def _chosen(r: Any) -> Any:
    """Among several: a firm that is chosen directly has no competitor by its nature."""
    return (r.chosen_by != "direct") & r.bidders.is_not(None)


def _late(r: Any) -> Any:
    return r.closed_on.is_(None) | (r.closed_on > r.due_on)


def _one(
    id: str, title: Text, formula: Text, measure: Any, dated: str | None, **more: Any
) -> Indicator:
    return Indicator(
        id=id, title=title, formula=formula, measure=measure, dated=dated, dimensions=BREAKDOWN,
        reference=RULES, versions=FIRST, **more,
    )  # fmt: skip


INDICATORS = (
    _one(
        "intermediary-orders",
        Text("中介服务订单", "Orders"),
        Text("期内下单的订单数", "orders made in the period"),
        Count(),
        "ordered_on",
    ),
    _one(
        "intermediary-delivered",
        Text("中介服务交付", "Orders delivered"),
        Text("期内交付的订单数", "orders delivered in the period"),
        Count(),
        "delivered_on",
    ),
    _one(
        "intermediary-open",
        Text("在办中介服务", "Orders in progress"),
        Text(
            "期末已下单、尚未交付且未终止的订单数",
            "orders made, neither delivered nor ended at the end of the period",
        ),
        Stock(Flow("ordered_on"), Flow("closed_on")),
        None,
    ),
    _one(
        "intermediary-overdue",
        Text("逾期未交付", "Orders overdue"),
        Text(
            "期末约定交付日期已过、尚未交付且未终止的订单数",
            "orders past their agreed day, neither delivered nor ended at the end of the period",
        ),
        Stock(
            Flow("due_on", where=_late, lag=1),
            Flow("closed_on", where=lambda r: r.closed_on > r.due_on),
        ),
        None,
        favourable="low",
        past_limit=True,
    ),
    _one(
        "intermediary-score",
        Text("中介服务平均星级", "Mean rating of firms"),
        Text(
            f"{DELIVERED}：委托人评价的星级合计 ÷ 评价数（1–5）",
            "Σ stars given by clients ÷ ratings, of orders delivered in the period (1–5)",
        ),
        Total(of=lambda r: r.score, over=lambda r: 1, among=lambda r: r.score.is_not(None)),
        "delivered_on",
        unit="score",
        favourable="high",
    ),
    _one(
        "intermediary-good-rate",
        Text("服务最优：中介服务好评率", "Best service: share of good ratings"),
        Text(
            f"{DELIVERED}：三星及以上的评价 ÷ 评价数；好评含“基本满意”，与大厅好差评相同",
            "ratings of three stars and more ÷ ratings, of orders delivered in the period; 'fairly satisfied' "
            "counts as good, as in the hall's own ratings",
        ),
        Share(of=lambda r: r.score >= 3, among=lambda r: r.score.is_not(None)),
        "delivered_on",
        unit="fraction",
        favourable="high",
    ),
    _one(
        "intermediary-price-cut",
        Text("收费最低：成交价低于限价幅度", "Lowest fee: price below its limit"),
        Text(
            "（最高限价合计 − 成交价合计）÷ 最高限价合计，限期内下单、两价齐全的",
            "(Σ price limits − Σ prices) ÷ Σ price limits, of orders made in the period that state both",
        ),
        Total(of=lambda r: r.price_limit - r.price, over=lambda r: r.price_limit, among=_priced),
        "ordered_on",
        unit="fraction",
        favourable="high",
    ),
    _one(
        "intermediary-priced",
        Text("两价齐全的订单", "Orders with price and limit"),
        Text(
            "期内下单、最高限价和成交价齐全的订单数，即“收费最低”的样本",
            "orders made in the period that state price and limit: what the price cut is of",
        ),
        Count(where=_priced),
        "ordered_on",
    ),
    _one(
        "intermediary-on-time",
        Text("办事最快：中介服务按时交付率", "Fastest: delivered on time"),
        Text(
            "不晚于约定日期交付的 ÷ 约定交付日期在期内（早于今天）且此前未终止的订单",
            "delivered by the agreed day ÷ orders whose agreed day lies in the period and before today, "
            "without those that ended before it",
        ),
        Share(
            of=lambda r: r.delivered_on <= r.due_on,
            among=lambda r: (
                r.ended_on.is_(None) | (r.ended_on > r.due_on) | (r.delivered_on <= r.ended_on)
            ),
        ),
        "due_on",
        unit="fraction",
        settled=True,
        favourable="high",
    ),
    _one(
        "intermediary-days-median",
        Text("办事最快：中介服务用时中位数", "Fastest: days used, median"),
        Text(
            f"{DELIVERED}，自下单至交付的工作日数中位数",
            "median of working days from order to delivery, of orders delivered in the period",
        ),
        Quantile("used_days", 0.5),
        "delivered_on",
        unit="days",
        favourable="low",
    ),
    _one(
        "intermediary-bids",
        Text("报名家次", "Bids"),
        Text(
            "期内下单、非直接选取的各订单报名机构数合计",
            "bids for orders made in the period that were not chosen directly, added up",
        ),
        Sum(of=lambda r: r.bidders, among=_chosen),
        "ordered_on",
        counted=Text("家次", "bids"),
    ),
    _one(
        "bidders-per-order",
        Text("报名机构数与订单数之比", "Bidders per order"),
        Text(
            "报名机构数合计 ÷ 订单数，限期内下单、非直接选取的",
            "Σ bidders ÷ orders made in the period that were not chosen directly",
        ),
        Total(of=lambda r: r.bidders, over=lambda r: 1, among=_chosen),
        "ordered_on",
        unit="ratio",
        favourable="high",
    ),
    _one(
        "single-bid-share",
        Text("单家报名占比", "Orders with one bidder"),
        Text(
            "只有一家报名的 ÷ 期内下单、非直接选取的订单",
            "orders with one bidder ÷ orders made in the period that were not chosen directly",
        ),
        Share(of=lambda r: r.bidders == 1, among=_chosen),
        "ordered_on",
        unit="fraction",
        favourable="low",
    ),
    _one(
        "intermediary-rework-rate",
        Text("中介成果返工率", "Work sent back"),
        Text(
            f"{DELIVERED}中成果经审查退回修改的 ÷ 注明是否返工的",
            "sent back and made again ÷ orders delivered in the period that say so",
        ),
        Share(of=lambda r: r.rework == True, among=lambda r: r.rework.is_not(None)),  # noqa: E712
        "delivered_on",
        unit="fraction",
        favourable="low",
    ),
)
