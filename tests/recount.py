"""What each indicator should be, counted row by row in plain Python from its words.

Records are dicts of stored values: days as day numbers. Nothing here asks the product's SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from data.questions import Where
from tests import recount_conduct as conduct
from tests import recount_enterprise as enterprise
from tests import recount_guides as guides
from tests import recount_knowledge_base as knowledge_base
from tests import recount_market as market
from tests import recount_parallel as parallel
from tests import recount_people as people
from tests import recount_queue as queue
from tests import recount_reform as reform
from tests import recount_supervision as supervision
from tests import recount_visitors as visitors
from tests.flows import Flow, Row, Test, by, given

Rows = Mapping[str, list[dict[str, Any]]]
EPOCH = date(1970, 1, 1)


def number(day: date) -> int:
    return (day - EPOCH).days


def day(text: str) -> int:
    return number(date.fromisoformat(text))


def _active(r: Row) -> bool:
    return not r["is_default"]


def _bad(r: Row) -> bool:
    return _active(r) and r["score"] in (1, 2)


CASES, RATINGS, REQUESTS = "cases", "evaluations", "disclosure-requests"
REVIEWS, STOPS = "disclosure-reviews", "case-stops"


def _accepted(r: Row) -> bool:
    return _active(r) and not r["set_aside"]


def _limited(*kinds: str) -> Test:
    known = given("legal_days", "used_days")
    return lambda r: known(r) and (not kinds or r["case_kind"] in kinds)


def _faster(*kinds: str) -> Flow:
    return Flow(
        CASES,
        "completed_on",
        considered=_limited(*kinds),
        adds=lambda r: r["legal_days"] - r["used_days"],
        over=lambda r: r["legal_days"],
    )


def _upheld(r: Row) -> bool:
    return _bad(r) and r["verified"] == "upheld"


COUNTS = {
    "cases-accepted": Flow(CASES, "accepted_on"),
    "cases-completed": Flow(CASES, "completed_on"),
    "ratings": Flow(RATINGS, "rated_on", _active),
    "default-ratings": Flow(RATINGS, "rated_on", lambda r: bool(r["is_default"])),
    "bad-ratings": Flow(RATINGS, "rated_on", _bad),
    "bad-ratings-verified": Flow(
        RATINGS, "rated_on", lambda r: _bad(r) and r["verified"] in ("upheld", "not_upheld")
    ),
    "bad-ratings-upheld": Flow(
        RATINGS, "rated_on", lambda r: _bad(r) and r["verified"] == "upheld"
    ),
    "bad-ratings-rectified": Flow(
        RATINGS, "rated_on", lambda r: _bad(r) and r["rectified_on"] is not None
    ),
    "bad-ratings-pending": Flow(
        RATINGS,
        "rated_on",
        lambda r: _bad(r) and r["rectified_on"] is None and r["verified"] != "not_upheld",
    ),
    "ratings-set-aside": Flow(RATINGS, "rated_on", lambda r: _active(r) and bool(r["set_aside"])),
    "case-stops-begun": Flow(STOPS, "from_on"),
    "disclosure-received": Flow(REQUESTS, "received_on"),
    "disclosure-answered": Flow(REQUESTS, "answered_on"),
    "disclosure-closed": Flow(REQUESTS, "closed_on"),
    "cases-due-unknown": Flow(
        CASES, "accepted_on", lambda r: (r["due_reason"] or "").startswith("calendar-")
    ),
    "disclosure-due-unknown": Flow(
        REQUESTS, "received_on", lambda r: (r["due_reason"] or "").startswith("calendar-")
    ),
    "disclosure-reviews-filed": Flow(REVIEWS, "filed_on"),
    "disclosure-reviews-concluded": Flow(REVIEWS, "concluded_on"),
    **reform.COUNTS,
    **visitors.COUNTS,
    **market.COUNTS,
    **knowledge_base.COUNTS,
    **enterprise.COUNTS,
    **parallel.COUNTS,
    **people.COUNTS,
    **supervision.COUNTS,
    **conduct.COUNTS,
}
SUMS = {
    **reform.SUMS,
    **visitors.SUMS,
    **queue.SUMS,
    **market.SUMS,
    **knowledge_base.SUMS,
    **enterprise.SUMS,
    **parallel.SUMS,
    **people.SUMS,
    **conduct.SUMS,
}
RATIOS = {
    "on-time-rate": Flow(CASES, "completed_on", by("completed_on", "due_on"), given("due_on")),
    "on-time-rate-due": Flow(CASES, "due_on", by("completed_on", "due_on"), settled=True),
    "early-rate": Flow(
        CASES,
        "completed_on",
        lambda r: r["used_days"] < r["promised_days"],
        lambda r: r["case_kind"] == "promised" and given("promised_days", "used_days")(r),
    ),
    "on-site-rate": Flow(
        CASES,
        "completed_on",
        lambda r: bool(r["completed_on_site"]),
        lambda r: bool(r["belongs_on_site"]) and r["channel"] in ("hall", "appointment"),
    ),
    "on-site-rate-instant": Flow(
        CASES,
        "accepted_on",
        lambda r: r["used_days"] == 0,
        lambda r: r["case_kind"] == "instant",
    ),
    "actual-speed-up": _faster(),
    "actual-speed-up-instant": _faster("instant"),
    "actual-speed-up-promised": _faster("promised"),
    "first-notice-on-time": Flow(
        CASES,
        "notice_due_on",
        lambda r: r["accepted_on"] <= r["notice_due_on"] or by("notified_on", "notice_due_on")(r),
        given("submitted_on"),
        settled=True,
    ),
    "delivery-on-time": Flow(
        CASES, "delivery_due_on", by("delivered_on", "delivery_due_on"), settled=True
    ),
    "extended-rate": Flow(
        CASES,
        "completed_on",
        lambda r: r["extension_basis"] in ("dated", "undated"),
        lambda r: r["case_kind"] == "promised",
    ),
    "online-rate": Flow(CASES, "accepted_on", lambda r: r["channel"] == "online"),
    "case-stops-told-rate": Flow(STOPS, "from_on", given("notified_on")),
    "satisfied-rating-rate": Flow(RATINGS, "rated_on", lambda r: r["score"] >= 4, _active),
    "good-rating-rate-accepted": Flow(RATINGS, "rated_on", lambda r: r["score"] >= 3, _accepted),
    "bad-rating-rate-accepted": Flow(RATINGS, "rated_on", lambda r: r["score"] <= 2, _accepted),
    "bad-reply-rate": Flow(
        RATINGS,
        "rated_on",
        given("replied_on"),
        lambda r: _bad(r) and (bool(r["reply_recorded"]) or r["replied_on"] is not None),
    ),
    "called-back-rectified-rate": Flow(
        RATINGS, "rectify_due_on", given("rectified_on", "called_back_on"), _upheld, settled=True
    ),
    "called-back-satisfied-rate": Flow(
        RATINGS,
        "rated_on",
        lambda r: bool(r["callback_satisfied"]),
        lambda r: _bad(r) and given("rectified_on", "called_back_on", "callback_satisfied")(r),
    ),
    "good-rating-rate": Flow(RATINGS, "rated_on", lambda r: r["score"] >= 3, _active),
    "bad-rating-rate": Flow(RATINGS, "rated_on", lambda r: r["score"] <= 2, _active),
    "mean-score": Flow(
        RATINGS, "rated_on", considered=_active, adds=lambda r: r["score"], over=lambda r: 1
    ),
    "rectification-rate": Flow(
        RATINGS,
        "rectify_due_on",
        by("rectified_on", "rectify_due_on"),
        lambda r: _bad(r) and r["verified"] == "upheld",
        settled=True,
    ),
    "call-back-rate": Flow(
        RATINGS,
        "rated_on",
        lambda r: r["called_back_on"] is not None,
        lambda r: _bad(r) and bool(r["named"]),
    ),
    "disclosure-on-time": Flow(
        REQUESTS,
        "due_on",
        by("answered_on", "due_on"),
        lambda r: r["answered_on"] is not None or not by("closed_on", "due_on")(r),
        settled=True,
    ),
    "disclosure-answered-at-once": Flow(
        REQUESTS, "answered_on", lambda r: r["answered_on"] == r["received_on"]
    ),
    "disclosure-corrected-rate": Flow(
        REVIEWS, "concluded_on", lambda r: r["result"] == "corrected"
    ),
    "disclosure-granted-rate": Flow(
        REQUESTS, "closed_on", lambda r: r["outcome"] in ("r03", "r04"), given("outcome")
    ),
    **reform.RATIOS,
    **visitors.RATIOS,
    **queue.RATIOS,
    **market.RATIOS,
    **knowledge_base.RATIOS,
    **enterprise.RATIOS,
    **parallel.RATIOS,
    **people.RATIOS,
    **supervision.RATIOS,
    **conduct.RATIOS,
}
QUANTILES = {
    "handling-days-median": (CASES, "completed_on", 0.5),
    "handling-days-p90": (CASES, "completed_on", 0.9),
    "disclosure-days-median": (REQUESTS, "answered_on", 0.5),
}
# Begins on, ends on, and whether a row is in stock only from the day after it begins.
STOCKS = {
    "cases-in-progress": (CASES, "accepted_on", "completed_on", 0),
    "cases-overdue": (CASES, "due_on", "completed_on", 1),
    "cases-past-legal-limit": (CASES, "legal_due_on", "completed_on", 1),
    "cases-overdue-over-30-days": (CASES, "due_on", "completed_on", 31),
    "cases-overdue-over-90-days": (CASES, "due_on", "completed_on", 91),
    "disclosure-open": (REQUESTS, "received_on", "closed_on", 0),
    "disclosure-overdue": (REQUESTS, "due_on", "closed_on", 1),
    "disclosure-overdue-over-30-days": (REQUESTS, "due_on", "closed_on", 31),
    "disclosure-overdue-over-90-days": (REQUESTS, "due_on", "closed_on", 91),
    "disclosure-due-to-close": (REQUESTS, "applicant_limit_on", "closed_on", 1),
    "disclosure-reviews-pending": (REVIEWS, "filed_on", "concluded_on", 0),
}
QUOTIENTS = {"active-rating-rate": ("ratings", "cases-completed")}
REMAINDERS = {"unrated-rate": ("ratings", "cases-completed")}
LISTS = (
    "promised-speed-up",
    "limits-checked-rate",
    "zero-handling-items",
    *reform.LISTS,
    *market.LISTS,
    *parallel.LISTS,
    *guides.LISTS,
)

# Those whose module says everything about them.
_QUANTILES = {
    **reform.QUANTILES,
    **market.QUANTILES,
    **enterprise.QUANTILES,
    **parallel.QUANTILES,
    **conduct.QUANTILES,
}
_STOCKS = {
    **reform.STOCKS,
    **visitors.STOCKS,
    **market.STOCKS,
    **knowledge_base.STOCKS,
    **parallel.STOCKS,
    **guides.STOCKS,
    **people.STOCKS,
    **supervision.STOCKS,
    **conduct.STOCKS,
}
_MEMBERS = {**enterprise.MEMBERS, **people.MEMBERS}
KNOWN = {
    *COUNTS, *SUMS, *RATIOS, *QUANTILES, *_QUANTILES, *visitors.QUANTILES, *STOCKS, *_STOCKS, *QUOTIENTS,
    *REMAINDERS, *LISTS, *market.DIFFERENCES, *visitors.CONTROLLED,
    *_MEMBERS, *people.LEVELS, *people.QUOTIENTS,
    *supervision.PER_THOUSAND, *supervision.STOCKS_OF,
    *conduct.PER, *conduct.CONTROLLED,
    *queue.KNOWN,
}  # fmt: skip

_COLUMNS = {
    ("accepted_on", "hour"): "accepted_hour",
    ("completed_on", "hour"): "completed_hour",
    ("rated_on", "score"): "score",
}


def code(row: Row, dated: str, dimension: str) -> str:
    value = row[_COLUMNS.get((dated, dimension), dimension)]
    return "none" if value is None else str(value)


@dataclass(frozen=True)
class Cell:
    """The rows that a value is about: two days (inclusive), a code per dimension, filters."""

    first: int
    last: int
    codes: Mapping[str, str]
    where: Where
    today: int

    def holds(self, row: Row, dated: str) -> bool:
        wanted = {**{k: (v,) for k, v in self.codes.items()}}
        return all(code(row, dated, k) in v for k, v in wanted.items()) and all(
            code(row, dated, k) in v for k, v in self.where
        )


Answer = tuple[float | None, float | None, float | None]


def recount(rows: Rows, indicator: str, cell: Cell) -> Answer:
    """Value, numerator and denominator, as published (both None where there is no ratio)."""
    if indicator in COUNTS:
        return _count(rows, COUNTS[indicator], cell), None, None
    if indicator in SUMS:
        flow = SUMS[indicator]
        return sum(flow.adds(r) for r in within(rows, flow, cell) if flow.adds), None, None
    if indicator in RATIOS:
        return _ratio(rows, RATIOS[indicator], cell)
    if indicator in QUANTILES:
        dataset, dated, q = QUANTILES[indicator]
        return _quantile(rows, dataset, "used_days", dated, q, cell=cell)
    if indicator in _QUANTILES:
        return _quantile(rows, *_QUANTILES[indicator], cell=cell)
    if indicator in visitors.QUANTILES:
        flow, of, q = visitors.QUANTILES[indicator]
        return _of_values([r[of] for r in within(rows, flow, cell)], q)
    if indicator in queue.KNOWN:
        return queue.recount(rows, indicator, cell.first, cell.last, cell.holds)
    if indicator in market.DIFFERENCES:
        one, other = (_ratio(rows, RATIOS[id], cell)[0] for id in market.DIFFERENCES[indicator])
        return (None if one is None or other is None else 100 * (one - other)), None, None
    if indicator in people.QUOTIENTS:
        top, bottom = (recount(rows, id, cell)[0] for id in people.QUOTIENTS[indicator])
        return (None, top, bottom) if top is None or not bottom else _divided(top, bottom)
    if indicator in people.LEVELS:
        dataset, of, reporter, among = people.LEVELS[indicator]

        def test(r: Row) -> bool:
            return among(r) and cell.holds(r, "month")

        stated = rows[dataset], of, reporter, cell.first, cell.last, test
        return people.level(*stated), None, None
    if indicator in conduct.PER:
        of, over, per = conduct.PER[indicator]
        top, bottom = recount(rows, of, cell)[0] or 0, recount(rows, over, cell)[0] or 0
        return (per * top / bottom if bottom else None), top, bottom
    if indicator in _MEMBERS:
        dataset, of, dated = _MEMBERS[indicator]
        return len({r[of] for r in within(rows, Flow(dataset, dated), cell)}), None, None
    if indicator in STOCKS:
        return _stock(rows, *STOCKS[indicator], 0, lambda r: True, cell), None, None
    if indicator in _STOCKS:
        return _stock(rows, *_STOCKS[indicator], cell), None, None
    if indicator in supervision.PER_THOUSAND:
        top, bottom = (_count(rows, COUNTS[id], cell) for id in supervision.PER_THOUSAND[indicator])
        return (top / bottom * 1000 if bottom else None), top, bottom
    if indicator in supervision.STOCKS_OF:
        dataset, begins, ends, of = supervision.STOCKS_OF[indicator]
        there = [r for r in rows[dataset] if r[begins] <= cell.last]
        held = [r for r in there if r[ends] is None or r[ends] + 1 > cell.last]
        return sum(r[of] or 0 for r in held), None, None
    if indicator in QUOTIENTS:
        top, bottom = (_count(rows, COUNTS[id], cell) for id in QUOTIENTS[indicator])
        return _divided(top, bottom)
    if indicator in REMAINDERS:
        part, whole = (_count(rows, COUNTS[id], cell) for id in REMAINDERS[indicator])
        if not whole or part > whole:
            return None, None, whole
        return (whole - part) / whole, whole - part, whole
    raise KeyError(indicator)


def _divided(top: float, bottom: float) -> Answer:
    return (top / bottom if bottom else None), top, bottom


def within(rows: Rows, flow: Flow, cell: Cell) -> list[Row]:
    """The rows considered."""
    last = min(cell.last, cell.today - 1) if flow.settled else cell.last
    last = min(last, cell.today) if flow.matured else last
    return [
        r
        for r in rows[flow.dataset]
        if r[flow.dated] is not None
        and cell.first <= r[flow.dated] <= last
        and cell.holds(r, flow.dated)
        and flow.considered(r)
    ]


def _count(rows: Rows, flow: Flow, cell: Cell) -> int:
    return sum(flow.counts(r) for r in within(rows, flow, cell))


def _ratio(rows: Rows, flow: Flow, cell: Cell) -> Answer:
    found = within(rows, flow, cell)
    if flow.adds and flow.over:
        return _divided(sum(map(flow.adds, found)), sum(map(flow.over, found)))
    return _divided(sum(map(flow.counts, found)), len(found))


def _quantile(
    rows: Rows,
    dataset: str,
    of: str,
    dated: str,
    q: float,
    among: Test = lambda r: True,
    *,
    cell: Cell,
) -> Answer:
    flow = Flow(dataset, dated, considered=lambda r: r[of] is not None and among(r))
    return _of_values([r[of] for r in within(rows, flow, cell)], q)


def _of_values(values: list[Any], q: float) -> Answer:
    if not values:
        return None, None, None
    return sorted(values)[ceil(q * len(values)) - 1], None, len(values)


def _stock(
    rows: Rows,
    dataset: str,
    begins: str,
    ends: str,
    lag: int,
    end_lag: int,
    of: Test,
    cell: Cell,
) -> int:
    """In stock at the end of the cell's last day."""
    return sum(
        1
        for r in rows[dataset]
        if r[begins] is not None
        and r[begins] + lag <= cell.last
        and (r[ends] is None or r[ends] + end_lag > cell.last)
        and of(r)
        and cell.holds(r, begins)
    )


def speed_up(items: Iterable[Row]) -> Answer:
    """Promised speed-up over approval items that have both limits."""
    both = [i for i in items if i["kind"] == "approval" and given("legal_days", "promised_days")(i)]
    legal = sum(i["legal_days"] for i in both)
    return _divided(legal - sum(i["promised_days"] for i in both), legal)


def unused_items(rows: Rows, on: date, months: int) -> set[str]:
    """Listed items for which no case was accepted in the months that end on `on`."""
    after = on + timedelta(days=1)
    years, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    begin = number(date(years, month + 1, after.day))
    met = {r["item"] for r in rows[CASES] if begin <= r["accepted_on"] <= number(on)}
    return {i["item"] for i in rows["items"] if i["listed"]} - met


def period_name(day: date, grain: str) -> str:
    """The period that a day lies in, as it is called in answers."""
    iso = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{iso[0]}-W{iso[1]:02d}",
        "month": day.isoformat()[:7],
        "quarter": f"{day.year}-Q{ceil(day.month / 3)}",
        "year": str(day.year),
        "total": "total",
    }[grain]
