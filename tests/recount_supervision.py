"""The indicators of electronic supervision, counted row by row from their words (see `tests.recount`)."""

from __future__ import annotations

from tests.flows import Flow, Row, Test, by

ALERTS = "alerts"


def _level(*levels: str) -> Test:
    return lambda r: r["level"] in levels


def _of_case(level: str) -> Flow:
    return Flow(
        ALERTS, "given_on", lambda r: r["level"] == level and r["source"] == "case", matured=True
    )


def _withdrawn(r: Row) -> bool:
    return r["withdrawn_on"] is not None and r["withdrawn_on"] - r["given_on"] <= 30


COUNTS = {
    "warnings": Flow(ALERTS, "given_on", _level("warning"), matured=True),
    "yellow-cards": Flow(ALERTS, "given_on", _level("yellow"), matured=True),
    "red-cards": Flow(ALERTS, "given_on", _level("red"), matured=True),
    "case-warnings": _of_case("warning"),
    "case-yellow-cards": _of_case("yellow"),
    "case-red-cards": _of_case("red"),
    "alerts-withdrawn": Flow(ALERTS, "withdrawn_on"),
    "cases-due": Flow("cases", "due_on", matured=True),
}
RATIOS = {
    "cards-withdrawn-share": Flow(
        ALERTS, "settles_on", _withdrawn, _level("yellow", "red"), settled=True
    ),
    "warning-resolved-rate": Flow(
        ALERTS,
        "due_on",
        by("ended_on", "due_on"),
        lambda r: r["level"] == "warning" and r["withdrawn_on"] is None,
        settled=True,
    ),
}
# So many of one per 1,000 of another.
PER_THOUSAND = {
    f"{name}-per-thousand": (f"case-{name}", "cases-due")
    for name in ("warnings", "yellow-cards", "red-cards")
}
STOCKS: dict[str, tuple[str, str, str, int, int, Test]] = {
    "supervised-halls": ("supervised-halls", "joined_on", "left_on", 0, 1, lambda r: True),
}
# Of each hall so many.
STOCKS_OF = {"supervised-cameras": ("supervised-halls", "joined_on", "left_on", "cameras")}
