"""The indicators of the staff, counted row by row from their words (see `tests.recount`).

Those of controlled datasets are answered by whole months: `tests.test_people` recounts them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.flows import Flow, Row, Test

SCORES, WINDOWS, PERSONS = "assessments", "commendations", "staff-commendations"
POSTS, CHANGES, SIZES = "staffing", "staff-changes", "department-staffing"
SESSIONS, CHECKS, FINDINGS = "training", "spot-checks", "spot-check-findings"


def _add(dataset: str, dated: str, adds: Callable[[Row], Any], considered: Test = lambda r: True) -> Flow:  # fmt: skip
    return Flow(dataset, dated, considered=considered, adds=adds)


def _band(name: str) -> Flow:
    return _add(SCORES, "month", lambda r: 1 if r["band"] == name else 0)


def _mean(of: str) -> Flow:
    return Flow(
        SCORES,
        "month",
        considered=lambda r: r["score"] is not None,
        adds=lambda r: r[of],
        over=lambda r: 1,
    )


def _errors(method: str) -> Flow:
    return Flow(
        CHECKS,
        "to_on",
        considered=lambda r: r["method"] == method,
        adds=lambda r: r["findings_n"],
        over=lambda r: r["sampled_n"],
    )


COUNTS = {
    "commended-windows": Flow(WINDOWS, "month"),
    "training-sessions": Flow(SESSIONS, "held_on"),
    "spot-checks": Flow(CHECKS, "to_on"),
}
SUMS = {
    "commended-staff": _add(PERSONS, "month", lambda r: r["persons"]),
    "windows-assessed": _add(SCORES, "month", lambda r: int(r["score"] is not None)),
    "windows-in-band-a": _band("a"),
    "windows-in-band-b": _band("b"),
    "windows-in-band-c": _band("c"),
    "scores-differing": _add(SCORES, "month", lambda r: r["differs"]),
    "staff-joined": _add(CHANGES, "month", lambda r: r["joined"]),
    "staff-left": _add(CHANGES, "month", lambda r: r["left"]),
    "training-hours": _add(SESSIONS, "held_on", lambda r: r["hours"] * r["attended"]),
    "cases-checked": _add(CHECKS, "to_on", lambda r: r["sampled_n"]),
    "errors-found": _add(FINDINGS, "to_on", lambda r: r["count"], lambda r: r["kind"] != "zero_case"),
    "items-found-without-a-case": _add(FINDINGS, "to_on", lambda r: r["count"], lambda r: r["kind"] == "zero_case"),
}  # fmt: skip
RATIOS = {
    "assessment-score": _mean("score"),
    "assessment-volume": _mean("volume"),
    "assessment-on-time": _mean("on_time"),
    "assessment-satisfaction": _mean("satisfaction"),
    "assessment-discipline": _mean("discipline"),
    "assessment-learning": _mean("learning"),
    "training-coverage": Flow(
        SESSIONS, "held_on", adds=lambda r: r["attended"], over=lambda r: r["invited"]
    ),
    "error-rate": _errors("random"),
    "error-rate-census": _errors("all"),
}
# Dataset, the members that are counted once, the date.
MEMBERS = {"distinct-windows-commended": (WINDOWS, "window", "month")}
# Dataset, begins on, ends on, lag at the beginning, lag at the end, which rows.
STOCKS: dict[str, tuple[str, str, str, int, int, Test]] = {
    "rules-in-force": ("hall-rules", "in_force_from", "repealed_on", 0, 0, lambda r: True),
    "spot-checks-unpublished": (CHECKS, "checked_on", "published_on", 0, 0, lambda r: True),
}
# Dataset, the amount, who states it, which rows.
LEVELS: dict[str, tuple[str, str, str, Test]] = {
    "staff": (POSTS, "people", "post_kind", lambda r: True),
    "temporary-staff": (POSTS, "people", "post_kind", lambda r: r["post_kind"] == "temporary"),
    "department-staff": (SIZES, "people", "department", lambda r: True),
}
# One number ÷ another, each as it is recounted.
QUOTIENTS = {
    "share-of-windows": ("distinct-windows-commended", "windows-open"),
    "temporary-share": ("temporary-staff", "staff"),
    "staff-per-window": ("staff", "windows-open"),
}


def level(
    rows: Sequence[Row], of: str, reporter: str, first: int, last: int, test: Test
) -> int | None:
    """Σ over reporters of what each stated last from one day to another; None where none did."""
    newest: dict[Any, int] = {}
    for row in rows:
        if first <= row["month"] <= last:
            newest[row[reporter]] = max(row["month"], newest.get(row[reporter], 0))
    if not any(test(row) for row in rows if newest.get(row[reporter]) == row["month"]):
        return None
    return sum(row[of] for row in rows if newest.get(row[reporter]) == row["month"] and test(row))
