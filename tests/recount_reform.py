"""The indicators of the reform, counted row by row from their words (see `tests.recount`)."""

from __future__ import annotations

from tests.flows import Flow, Test, by, given

CHANGES, REVIEWED = "item-changes", "item-reviews"
VISITS, DEFERRED, PAPERS = "joint-inspections", "deferred-approvals", "deferred-papers"
CUT = ("merged", "cancelled", "delegated", "changed")


def _reviewed(field: str) -> Flow:
    return Flow(
        REVIEWED, "reviewed_on", considered=given("items_after", field), adds=lambda r: r[field]
    )


COUNTS = {
    "items-cut": Flow(CHANGES, "decided_on", lambda r: r["action"] in CUT),
    "zero-handling-cut": Flow(
        CHANGES, "decided_on", lambda r: bool(r["zero_24m"]) and r["action"] in CUT
    ),
    "departments-submitted": Flow(REVIEWED, "submitted_on"),
    "departments-reviewed": Flow(REVIEWED, "reviewed_on"),
    "limits-cut": Flow("time-commitments", "effective_on", settled=True),
    "joint-inspections": Flow(VISITS, "inspected_on"),
    "joint-inspections-concluded": Flow(VISITS, "concluded_on"),
    "joint-inspections-excluded": Flow(VISITS, "inspected_on", lambda r: bool(r["excluded"])),
    "deferred-approvals": Flow(DEFERRED, "granted_on"),
    "deferred-complete": Flow(DEFERRED, "closed_on", lambda r: r["closed_as"] == "complete"),
    "deferred-revoked": Flow(DEFERRED, "closed_on", lambda r: r["closed_as"] == "revoked"),
    "papers-received": Flow(PAPERS, "received_on"),
}
SUMS = {
    "items-before-review": _reviewed("items_before"),
    "items-added-in-review": _reviewed("items_added"),
    "items-cut-in-review": _reviewed("items_cut"),
    "items-after-review": _reviewed("items_after"),
    "joint-inspection-departments": Flow(
        VISITS, "inspected_on", considered=given("departments_n"), adds=lambda r: r["departments_n"]
    ),
}
RATIOS = {
    "cut-rate": Flow(
        REVIEWED,
        "reviewed_on",
        considered=given("items_after"),
        adds=lambda r: r["items_cut"] or 0,
        over=lambda r: r["items_before"],
    ),
    "joint-inspection-saved": Flow(
        VISITS,
        "concluded_on",
        considered=given("single_days", "used_days"),
        adds=lambda r: r["single_days"] - r["used_days"],
        over=lambda r: r["single_days"],
    ),
    "one-visit-rate": Flow(
        VISITS, "concluded_on", lambda r: r["outcome"] == "passed" and not r["repeated"]
    ),
    "papers-on-time": Flow(PAPERS, "due_on", by("received_on", "due_on"), settled=True),
}
# Dataset, the column that is a quantile of, its date, the quantile.
QUANTILES: dict[str, tuple[str, str, str, float]] = {
    "joint-inspection-wait-median": (VISITS, "wait_days", "inspected_on", 0.5),
    "joint-inspection-days-median": (VISITS, "used_days", "concluded_on", 0.5),
}
# Dataset, begins on, ends on, lag at the beginning, lag at the end, which rows.
STOCKS: dict[str, tuple[str, str, str, int, int, Test]] = {
    "items-kept": (
        CHANGES, "effective_on", "until_on", 0, 1,
        lambda r: r["action"] in ("kept", "moved_in", "added"),
    ),
    "departments-in-review": (REVIEWED, "submitted_on", "reviewed_on", 0, 0, lambda r: True),
    "deferred-open": (DEFERRED, "granted_on", "closed_on", 0, 0, lambda r: True),
    "deferred-overdue": (
        DEFERRED, "papers_due_on", "closed_on", 1, 0,
        lambda r: r["closed_on"] is None or r["closed_on"] > r["papers_due_on"],
    ),
}  # fmt: skip
LISTS = ("on-hall-rate", "commitment-cut", "round-cut-1", "round-cut-2", "cut-together")
