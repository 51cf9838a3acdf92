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


INDICATORS = (
    Indicator(
        id="intermediary-orders",
        title=Text("中介服务订单", "Orders"),
        formula=Text("期内下单的订单数", "orders made in the period"),
        measure=Count(),
        dated="ordered_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-delivered",
        title=Text("中介服务交付", "Orders delivered"),
        formula=Text("期内交付的订单数", "orders delivered in the period"),
        measure=Count(),
        dated="delivered_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-open",
        title=Text("在办中介服务", "Orders in progress"),
        formula=Text(
            "期末已下单、尚未交付且未终止的订单数",
            "orders made, neither delivered nor ended at the end of the period",
        ),
        measure=Stock(Flow("ordered_on"), Flow("closed_on")),
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-overdue",
        title=Text("逾期未交付", "Orders overdue"),
        formula=Text(
            "期末约定交付日期已过、尚未交付且未终止的订单数",
            "orders past their agreed day, neither delivered nor ended at the end of the period",
        ),
        measure=Stock(
            Flow("due_on", where=_late, lag=1),
            Flow("closed_on", where=lambda r: r.closed_on > r.due_on),
        ),
        dimensions=BREAKDOWN,
        favourable="low",
        past_limit=True,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-score",
        title=Text("中介服务平均星级", "Mean rating of firms"),
        formula=Text(
            f"{DELIVERED}：委托人评价的星级合计 ÷ 评价数（1–5）",
            "Σ stars given by clients ÷ ratings, of orders delivered in the period (1–5)",
        ),
        measure=Total(of=lambda r: r.score, over=lambda r: 1, among=lambda r: r.score.is_not(None)),
        unit="score",
        dated="delivered_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-good-rate",
        title=Text("中介服务好评率", "Intermediaries: share of good ratings"),
        formula=Text(
            f"{DELIVERED}：三星及以上的评价 ÷ 评价数；好评含“基本满意”，与大厅好差评相同",
            "ratings of three stars and more ÷ ratings, of orders delivered in the period; 'fairly satisfied' "
            "counts as good, as in the hall's own ratings",
        ),
        measure=Share(of=lambda r: r.score >= 3, among=lambda r: r.score.is_not(None)),
        unit="fraction",
        dated="delivered_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-price-cut",
        title=Text("中介服务成交价低于限价幅度", "Intermediaries: price below its limit"),
        formula=Text(
            "（最高限价合计 − 成交价合计）÷ 最高限价合计，限期内下单、两价齐全的",
            "(Σ price limits − Σ prices) ÷ Σ price limits, of orders made in the period that state both",
        ),
        measure=Total(
            of=lambda r: r.price_limit - r.price, over=lambda r: r.price_limit, among=_priced
        ),
        unit="fraction",
        dated="ordered_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-priced",
        title=Text("两价齐全的订单", "Orders with price and limit"),
        formula=Text(
            "期内下单、最高限价和成交价齐全的订单数",
            "orders made in the period that state price and limit: what the price cut is of",
        ),
        measure=Count(where=_priced),
        dated="ordered_on",
        dimensions=BREAKDOWN,
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-on-time",
        title=Text("中介服务按时交付率", "Intermediaries: delivered on time"),
        formula=Text(
            "不晚于约定日期交付的 ÷ 约定交付日期在期内（早于今天）且此前未终止的订单",
            "delivered by the agreed day ÷ orders whose agreed day lies in the period and before today, "
            "without those that ended before it",
        ),
        measure=Share(
            of=lambda r: r.delivered_on <= r.due_on,
            among=lambda r: (
                r.ended_on.is_(None) | (r.ended_on > r.due_on) | (r.delivered_on <= r.ended_on)
            ),
        ),
        unit="fraction",
        dated="due_on",
        settled=True,
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-days-median",
        title=Text("中介服务用时中位数", "Intermediaries: days used, median"),
        formula=Text(
            f"{DELIVERED}，自下单至交付的工作日数中位数",
            "median of working days from order to delivery, of orders delivered in the period",
        ),
        measure=Quantile("used_days", 0.5),
        unit="days",
        dated="delivered_on",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-bids",
        title=Text("报名家次", "Bids"),
        formula=Text(
            "期内下单、非直接选取的各订单报名机构数合计",
            "bids for orders made in the period that were not chosen directly, added up",
        ),
        measure=Sum(of=lambda r: r.bidders, among=_chosen),
        dated="ordered_on",
        dimensions=BREAKDOWN,
        counted=Text("家次", "bids"),
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="bidders-per-order",
        title=Text("报名机构数与订单数之比", "Bidders per order"),
        formula=Text(
            "报名机构数合计 ÷ 订单数，限期内下单、非直接选取的",
            "Σ bidders ÷ orders made in the period that were not chosen directly",
        ),
        measure=Total(of=lambda r: r.bidders, over=lambda r: 1, among=_chosen),
        unit="ratio",
        dated="ordered_on",
        dimensions=BREAKDOWN,
        favourable="high",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="single-bid-share",
        title=Text("单家报名占比", "Orders with one bidder"),
        formula=Text(
            "只有一家报名的 ÷ 期内下单、非直接选取的订单",
            "orders with one bidder ÷ orders made in the period that were not chosen directly",
        ),
        measure=Share(of=lambda r: r.bidders == 1, among=_chosen),
        unit="fraction",
        dated="ordered_on",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
    Indicator(
        id="intermediary-rework-rate",
        title=Text("中介成果返工率", "Work sent back"),
        formula=Text(
            f"{DELIVERED}中成果经审查退回修改的 ÷ 注明是否返工的",
            "sent back and made again ÷ orders delivered in the period that say so",
        ),
        measure=Share(of=lambda r: r.rework == True, among=lambda r: r.rework.is_not(None)),  # noqa: E712
        unit="fraction",
        dated="delivered_on",
        dimensions=BREAKDOWN,
        favourable="low",
        reference=RULES,
        versions=FIRST,
    ),
)
