"""The indicators of the knowledge base, counted row by row from their words (see `tests.recount`)."""

from __future__ import annotations

from tests.flows import Flow, Test, by, given

FAQS, REVIEWS, ASKED = "faqs", "faq-reviews", "faq-answers-daily"


def _of(part: str, whole: str = "asked") -> Flow:
    return Flow(
        ASKED,
        "on",
        considered=given(part, whole),
        adds=lambda r: r[part],
        over=lambda r: r[whole],
    )


COUNTS = {
    "faq-entries-added": Flow(FAQS, "live_from"),
    "faq-reviews-made": Flow(REVIEWS, "reviewed_on"),
}
SUMS = {
    "faq-asked": Flow(ASKED, "on", adds=lambda r: r["asked"]),
    "faq-passed-on": Flow(
        ASKED, "on", considered=given("passed_to_person"), adds=lambda r: r["passed_to_person"]
    ),
}
RATIOS = {
    "self-answer-rate": _of("answered_by_machine"),
    "faq-out-of-hours": _of("out_of_hours"),
    "faq-helpful-rate": Flow(
        ASKED,
        "on",
        considered=given("helpful", "not_helpful"),
        adds=lambda r: r["helpful"],
        over=lambda r: r["helpful"] + r["not_helpful"],
    ),
    "faq-reviewed-on-time": Flow(REVIEWS, "due_on", by("followed_on", "due_on"), settled=True),
}
# As those of the reform: dataset, begins on, ends on, lags, which rows.
STOCKS: dict[str, tuple[str, str, str, int, int, Test]] = {
    "faq-entries": (FAQS, "live_from", "retired_on", 0, 0, lambda r: True),
    "faq-stale": (
        REVIEWS, "due_on", "followed_on", 1, 0,
        lambda r: r["followed_on"] is None or r["followed_on"] > r["due_on"],
    ),
}  # fmt: skip
