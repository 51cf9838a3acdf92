"""The indicators of conduct, counted row by row from their words (see `tests.recount`)."""

from __future__ import annotations

from tests.flows import Flow, Row, Test, by, given

PATROLS, FINDINGS, COMPLAINTS, BOX = "patrols", "patrol-findings", "complaints", "box-openings"


def _sum(dataset: str, field: str) -> Flow:
    return Flow(dataset, "on", considered=given(field), adds=lambda r: r[field])


def _ratio(part: str, whole: str) -> Flow:
    return Flow(
        PATROLS,
        "on",
        considered=given(part, whole),
        adds=lambda r: r[part],
        over=lambda r: r[whole],
    )


def _on_time(done: str, due: str) -> Flow:
    return Flow(COMPLAINTS, due, by(done, due), settled=True)


COUNTS = {
    "patrols": Flow(PATROLS, "on"),
    "patrol-findings": Flow(FINDINGS, "found_on"),
    "complaints": Flow(COMPLAINTS, "received_on"),
    "complaints-answered": Flow(COMPLAINTS, "answered_on"),
    "complaints-due-unknown": Flow(COMPLAINTS, "received_on", lambda r: r["due_on"] is None),
    "box-openings": Flow(BOX, "on"),
}
SUMS = {
    "windows-patrolled": _sum(PATROLS, "windows_seen"),
    "findings-noted": _sum(PATROLS, "findings_n"),
    "box-letters": _sum(BOX, "letters_n"),
}
RATIOS = {
    "patrol-coverage": _ratio("windows_seen", "windows_open"),
    "first-asked-kept": _ratio("first_asked_kept_n", "first_asked_n"),
    "findings-right-on-time": Flow(
        FINDINGS, "put_right_due_on", by("put_right_on", "put_right_due_on"), settled=True
    ),
    "complaint-accepted-on-time": _on_time("accepted_on", "accept_due_on"),
    "complaint-on-time": _on_time("answered_on", "due_on"),
    "complaint-reopened-rate": _on_time("reopened_on", "reopen_until_on"),
    "upheld-rate": Flow(
        COMPLAINTS,
        "answered_on",
        lambda r: r["verdict"] in ("upheld", "partly"),
        lambda r: r["verdict"] in ("upheld", "partly", "not_upheld"),
    ),
}
# Dataset, the value, the date, the quantile.
QUANTILES = {"complaint-days-median": (COMPLAINTS, "used_days", "answered_on", 0.5)}
# One ÷ another in the same period, times so many.
PER = {
    "findings-per-100": ("findings-noted", "windows-patrolled", 100),
    "complaints-per-10000": ("complaints", "cases-completed", 10_000),
}
# Of no fewer than five rows, and of whole months, quarters or years: recounted where rows are made.
CONTROLLED = (
    "attendance-rate", "late-rate", "posted-rate", "badge-rate", "windows-open-rate",
    "complaint-follow-ups", "complainant-satisfied", "integrity-complaints", "integrity-passed-on",
)  # fmt: skip


def _always(_: Row) -> bool:
    return True


def _late(done: str, due: str) -> Test:
    return lambda r: not by(done, due)(r)


# Dataset, begins on, ends on, lag at the beginning, lag at the end, which rows.
STOCKS: dict[str, tuple[str, str, str, int, int, Test]] = {
    "findings-open": (FINDINGS, "found_on", "put_right_on", 0, 0, _always),
    "findings-overdue": (
        FINDINGS, "put_right_due_on", "put_right_on", 1, 0, _late("put_right_on", "put_right_due_on"),
    ),
    "complaints-open": (COMPLAINTS, "received_on", "answered_on", 0, 0, _always),
    "complaints-overdue": (
        COMPLAINTS, "due_on", "answered_on", 1, 0, _late("answered_on", "due_on"),
    ),
}  # fmt: skip
