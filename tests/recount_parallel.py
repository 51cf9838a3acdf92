"""The indicators of work done side by side or as one, counted from their words (see `tests.recount`)."""

from __future__ import annotations

from tests.flows import Flow, Row, Test, by, given

RUNS, STEPS, COMMITMENTS = "parallel-approvals", "parallel-steps", "zone-commitments"
SCHEMES, MATTERS, AS_ONE = "parallel-schemes", "one-matters", "one-matter-runs"


def _decided(r: Row) -> bool:
    return r["outcome"] in ("granted", "refused")


def _together(r: Row) -> bool:
    return bool(r["together"])


def _late(r: Row) -> bool:
    return r["completed_on"] is None or r["completed_on"] > r["due_on"]


def _by_due(dataset: str, considered: Test = lambda r: True) -> Flow:
    return Flow(dataset, "due_on", by("completed_on", "due_on"), considered, settled=True)


COUNTS = {
    "parallel-runs": Flow(RUNS, "accepted_on"),
    "parallel-completed": Flow(RUNS, "completed_on"),
    "steps-opened": Flow(STEPS, "opened_on"),
    "steps-completed": Flow(STEPS, "completed_on"),
    "zone-steps-started": Flow(COMMITMENTS, "started_on"),
    "zone-steps-completed": Flow(COMMITMENTS, "completed_on"),
    "one-matter-runs": Flow(AS_ONE, "accepted_on"),
}
SUMS = {
    "one-matter-items": Flow(
        AS_ONE,
        "accepted_on",
        considered=lambda r: _together(r) and r["cases_n"] is not None,
        adds=lambda r: r["cases_n"],
    ),
}
RATIOS = {
    "parallel-on-time": _by_due(RUNS, lambda r: r["outcome"] != "withdrawn"),
    "parallel-saved": Flow(
        RUNS,
        "completed_on",
        considered=lambda r: _decided(r) and given("serial_days", "used_days")(r),
        adds=lambda r: r["serial_days"] - r["used_days"],
        over=lambda r: r["serial_days"],
    ),
    "step-on-time": _by_due(STEPS),
    "zone-step-on-time": _by_due(COMMITMENTS),
    "one-matter-on-time": _by_due(AS_ONE, _together),
    "together-rate": Flow(AS_ONE, "accepted_on", _together),
}
# Dataset, the column that is a quantile of, its date, the quantile, which rows.
QUANTILES: dict[str, tuple[str, str, str, float, Test]] = {
    "parallel-days-median": (RUNS, "used_days", "completed_on", 0.5, _decided),
    "parallel-days-p90": (RUNS, "used_days", "completed_on", 0.9, _decided),
    "step-days-median": (STEPS, "used_days", "completed_on", 0.5, lambda r: True),
    "zone-step-days-median": (COMMITMENTS, "used_days", "completed_on", 0.5, lambda r: True),
    "one-matter-days-median": (AS_ONE, "used_days", "completed_on", 0.5, _together),
}
# Dataset, begins on, ends on, lag at the beginning, lag at the end, which rows.
STOCKS: dict[str, tuple[str, str, str, int, int, Test]] = {
    "parallel-schemes": (SCHEMES, "issued_on", "until_on", 0, 1, lambda r: True),
    "schemes-with-window": (
        SCHEMES, "issued_on", "until_on", 0, 1, lambda r: r["lead_window"] is not None
    ),
    "parallel-open": (RUNS, "accepted_on", "completed_on", 0, 0, lambda r: True),
    "parallel-overdue": (RUNS, "due_on", "completed_on", 1, 0, _late),
    "steps-overdue": (STEPS, "due_on", "completed_on", 1, 0, _late),
    "zone-steps-waiting": (COMMITMENTS, "listed_on", "started_on", 0, 0, lambda r: True),
    "zone-steps-running": (COMMITMENTS, "started_on", "completed_on", 0, 0, lambda r: True),
    "zone-steps-overdue": (COMMITMENTS, "due_on", "completed_on", 1, 0, _late),
    "matters-listed": (MATTERS, "listed_on", "until_on", 0, 1, lambda r: True),
    "matters-launched": (MATTERS, "launched_on", "until_on", 0, 1, lambda r: True),
}  # fmt: skip
# Of a list, of two stocks, or withheld in part: tests of their own.
LISTS = (
    "matter-papers-cut", "matter-steps-cut", "matter-days-cut", "matters-launched-rate", "zone-runs",
)  # fmt: skip
