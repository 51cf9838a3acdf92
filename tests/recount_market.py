"""The indicators of intermediary services and of surveys, counted row by row from their words."""

from __future__ import annotations

from tests.flows import Flow, Row, Test, by, given

FIRMS, ORDERS, SURVEY = "intermediaries", "intermediary-orders", "survey-results"


def _chosen(r: Row) -> bool:
    return r["chosen_by"] != "direct" and r["bidders"] is not None


def _priced(r: Row) -> bool:
    return r["price"] is not None and r["price_limit"] is not None and r["price_limit"] > 0


def _not_ended_before_due(r: Row) -> bool:
    ended, delivered = r["ended_on"], r["delivered_on"]
    return ended is None or ended > r["due_on"] or (delivered is not None and delivered <= ended)


def _overall(r: Row) -> bool:
    return r["question"] == "overall" and r["satisfied"] is not None


def _of_hall(r: Row) -> bool:
    return _overall(r) and r["rated"] == "hall"


COUNTS = {
    "intermediary-orders": Flow(ORDERS, "ordered_on"),
    "intermediary-delivered": Flow(ORDERS, "delivered_on"),
    "intermediary-priced": Flow(ORDERS, "ordered_on", _priced),
}
SUMS = {
    "intermediary-bids": Flow(
        ORDERS, "ordered_on", considered=_chosen, adds=lambda r: r["bidders"]
    ),
    "survey-answers": Flow(
        SURVEY,
        "to_on",
        considered=lambda r: r["question"] == "overall",
        adds=lambda r: r["responses"],
    ),
}
RATIOS = {
    "intermediary-score": Flow(
        ORDERS,
        "delivered_on",
        considered=given("score"),
        adds=lambda r: r["score"],
        over=lambda r: 1,
    ),
    "intermediary-good-rate": Flow(
        ORDERS, "delivered_on", lambda r: r["score"] >= 3, given("score")
    ),
    "intermediary-price-cut": Flow(
        ORDERS,
        "ordered_on",
        considered=_priced,
        adds=lambda r: r["price_limit"] - r["price"],
        over=lambda r: r["price_limit"],
    ),
    "intermediary-on-time": Flow(
        ORDERS, "due_on", by("delivered_on", "due_on"), _not_ended_before_due, settled=True
    ),
    "bidders-per-order": Flow(
        ORDERS, "ordered_on", considered=_chosen, adds=lambda r: r["bidders"], over=lambda r: 1
    ),
    "single-bid-share": Flow(ORDERS, "ordered_on", lambda r: r["bidders"] == 1, _chosen),
    "intermediary-rework-rate": Flow(
        ORDERS, "delivered_on", lambda r: bool(r["rework"]), given("rework")
    ),
    "survey-share": Flow(
        SURVEY,
        "to_on",
        considered=_overall,
        adds=lambda r: r["satisfied"],
        over=lambda r: r["responses"],
    ),
    "survey-share-hall": Flow(
        SURVEY,
        "to_on",
        considered=_of_hall,
        adds=lambda r: r["satisfied"],
        over=lambda r: r["responses"],
    ),
    "survey-response-rate": Flow(
        SURVEY,
        "to_on",
        considered=lambda r: r["question"] == "overall" and r["sample_n"] is not None,
        adds=lambda r: r["responses"],
        over=lambda r: r["sample_n"],
    ),
}
# In percentage points: the one less the other.
DIFFERENCES = {"survey-gap": ("survey-share-hall", "good-rating-rate")}
# Dataset, the column that is a quantile of, its date, the quantile.
QUANTILES: dict[str, tuple[str, str, str, float]] = {
    "intermediary-days-median": (ORDERS, "used_days", "delivered_on", 0.5),
}
# Dataset, begins on, ends on, lag at the beginning, lag at the end, which rows.
STOCKS: dict[str, tuple[str, str, str, int, int, Test]] = {
    "intermediaries-listed": (FIRMS, "joined_on", "left_on", 0, 1, lambda r: True),
    "intermediary-open": (ORDERS, "ordered_on", "closed_on", 0, 0, lambda r: True),
    "intermediary-overdue": (
        ORDERS, "due_on", "closed_on", 1, 0,
        lambda r: r["closed_on"] is None or r["closed_on"] > r["due_on"],
    ),
}  # fmt: skip
LISTS = ("services-asked-for", "services-with-basis")
