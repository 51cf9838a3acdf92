"""The indicators of help and contact, counted row by row from their words (see `tests.recount`)."""

from __future__ import annotations

from tests.flows import Flow, Row, Test, by, given

CALLS, BOOKED, STUCK = "hotline-calls", "appointments", "stuck-matters"
TERMINALS, HELP = "terminal-days", "assisted-services"
OFF = ("weekend", "holiday")


def _order(r: Row) -> bool:
    return r["settled"] == "work_order"


def _sum(dataset: str, field: str) -> Flow:
    return Flow(dataset, "on", considered=given(field), adds=lambda r: r[field])


def _share(dataset: str, part: str, whole: str) -> Flow:
    return Flow(
        dataset,
        "on",
        considered=given(part, whole),
        adds=lambda r: r[part],
        over=lambda r: r[whole],
    )


def _served(of: Test) -> Flow:
    return Flow(BOOKED, "for_on", lambda r: bool(r["served"]) and of(r), settled=True)


COUNTS = {
    "calls": Flow(CALLS, "called_on"),
    "calls-96196": Flow(CALLS, "called_on", lambda r: r["line"] == "96196"),
    "appointments": Flow(BOOKED, "for_on", settled=True),
    "appointments-standing": Flow(
        BOOKED,
        "for_on",
        lambda r: r["outcome"] not in ("cancelled_by_applicant", "cancelled_by_hall"),
        matured=True,
    ),
    "appointments-kept": Flow(BOOKED, "for_on", lambda r: r["outcome"] == "kept", settled=True),
    "off-day-served": _served(lambda r: r["day_kind"] in OFF),
    "extended-hours-served": _served(lambda r: r["slot"] in ("noon", "evening")),
    "home-visits": _served(lambda r: r["kind"] == "home"),
    "stuck-matters": Flow(STUCK, "received_on"),
    "stuck-closed": Flow(STUCK, "closed_on"),
}
SUMS = {
    "terminal-uses": _sum(TERMINALS, "uses"),
    "terminal-cases": _sum(TERMINALS, "cases_n"),
    "terminal-faults": _sum(TERMINALS, "faults"),
    "people-assisted": _sum(HELP, "served_n"),
}
RATIOS = {
    "answered-rate": Flow(CALLS, "called_on", lambda r: bool(r["answered"])),
    "answered-15s": Flow(
        CALLS,
        "called_on",
        lambda r: bool(r["answered"]) and r["wait_seconds"] is not None and r["wait_seconds"] <= 15,
    ),
    "out-of-hours-share": Flow(
        CALLS, "called_on", lambda r: r["time_kind"] != "work", given("time_kind")
    ),
    "settled-at-once": Flow(
        CALLS,
        "called_on",
        lambda r: r["settled"] == "at_once",
        lambda r: bool(r["answered"]) and r["settled"] is not None,
    ),
    "order-on-time": Flow(
        CALLS, "order_due_on", by("order_closed_on", "order_due_on"), _order, settled=True
    ),
    "reopened-rate": Flow(
        CALLS, "reopen_until_on", by("reopened_on", "reopen_until_on"), _order, settled=True
    ),
    "kept-appointments-rate": Flow(
        BOOKED,
        "for_on",
        lambda r: r["outcome"] == "kept",
        lambda r: r["outcome"] in ("kept", "no_show"),
        settled=True,
    ),
    "hall-cancelled-rate": Flow(
        BOOKED,
        "for_on",
        lambda r: r["outcome"] == "cancelled_by_hall",
        given("outcome"),
        settled=True,
    ),
    "stuck-solved-rate": Flow(
        STUCK,
        "due_on",
        lambda r: r["outcome"] == "solved" and by("closed_on", "due_on")(r),
        settled=True,
    ),
    "terminal-uptime": _share(TERMINALS, "up_minutes", "due_minutes"),
    "easy-mode-share": _share(TERMINALS, "easy_uses", "uses"),
    "older-assisted-share": _share(HELP, "older_n", "served_n"),
}
# Which rows, the column that is a quantile of them, the quantile.
QUANTILES: dict[str, tuple[Flow, str, float]] = {
    "booking-lead-median": (
        Flow(BOOKED, "for_on", considered=given("lead_days"), settled=True), "lead_days", 0.5,
    ),
    "appointment-wait-median": (
        Flow(
            BOOKED, "for_on", settled=True,
            considered=lambda r: r["kind"] == "hall" and r["wait_minutes"] is not None,
        ),
        "wait_minutes", 0.5,
    ),
    "stuck-days-median": (Flow(STUCK, "closed_on", considered=given("used_days")), "used_days", 0.5),
}  # fmt: skip
# Of no fewer than five rows, and of whole quarters: tried by an attack of its own.
CONTROLLED = ("follow-ups", "solved-rate", "caller-satisfied")
# Dataset, begins on, ends on, lag at the beginning, lag at the end, which rows.
STOCKS: dict[str, tuple[str, str, str, int, int, Test]] = {
    "orders-open": (CALLS, "called_on", "order_closed_on", 0, 0, _order),
    "orders-overdue": (
        CALLS, "order_due_on", "order_closed_on", 1, 0,
        lambda r: _order(r) and not by("order_closed_on", "order_due_on")(r),
    ),
    "stuck-open": (STUCK, "received_on", "closed_on", 0, 0, lambda r: True),
    "stuck-overdue": (
        STUCK, "due_on", "closed_on", 1, 0, lambda r: not by("closed_on", "due_on")(r),
    ),
    "terminals-in-service": ("terminals", "opened_on", "closed_on", 0, 1, lambda r: True),
}  # fmt: skip
