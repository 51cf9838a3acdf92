"""The indicators of services to businesses, counted row by row from their words (see `tests.recount`).

Those of controlled datasets are answered by whole years: `tests.test_enterprise` recounts them.
"""

from __future__ import annotations

from tests.flows import Flow, by, given

VISITS, PROBLEMS, PROJECTS = "enterprise-visits", "enterprise-problems", "agency-projects"
STEPS, FILES, CARDS, LINKED = "agency-steps", "enterprise-files", "contact-cards", "linked-reviews"

COUNTS = {
    "enterprise-visits": Flow(VISITS, "visited_on"),
    "problems-raised": Flow(PROBLEMS, "raised_on"),
    "projects-signed": Flow(PROJECTS, "signed_on"),
    "agency-steps": Flow(STEPS, "completed_on"),
    "enterprise-files": Flow(FILES, "opened_on"),
    "linked-reviews": Flow(LINKED, "completed_on"),
}
SUMS = {
    "cards-issued": Flow(CARDS, "month", adds=lambda r: r["issued"]),
    "card-contacts": Flow(CARDS, "month", adds=lambda r: r["contacts"]),
    "linked-trips-saved": Flow(LINKED, "completed_on", adds=lambda r: r["trips_saved"] or 0),
}
RATIOS = {
    "problems-on-time": Flow(PROBLEMS, "due_on", lambda r: bool(r["on_time"])),
    "problems-confirmed": Flow(PROBLEMS, "raised_on", lambda r: bool(r["confirmed"])),
    "agency-coverage": Flow(PROJECTS, "signed_on", lambda r: r["service"] != "unaided"),
    "two-secretaries-rate": Flow(
        PROJECTS, "signed_on", lambda r: bool(r["secretary_hall"] and r["secretary_zone"])
    ),
    "projects-upward": Flow(PROJECTS, "signed_on", lambda r: bool(r["upward"])),
    "agency-speed-up": Flow(
        PROJECTS,
        "completed_on",
        considered=given("legal_days", "used_days"),
        adds=lambda r: r["legal_days"] - r["used_days"],
        over=lambda r: r["legal_days"],
    ),
    "agency-steps-on-time": Flow(STEPS, "due_on", by("completed_on", "due_on"), settled=True),
    "entries-closed-rate": Flow(
        FILES, "opened_on", adds=lambda r: r["closed_entries"], over=lambda r: r["entries"]
    ),
    "contacts-same-day": Flow(
        CARDS, "month", adds=lambda r: r["answered_same_day"], over=lambda r: r["contacts"]
    ),
    "simultaneous-rate": Flow(LINKED, "completed_on", lambda r: r["start_gap_days"] <= 1),
    "linked-on-time": Flow(LINKED, "due_on", by("completed_on", "due_on"), settled=True),
}
# Dataset, the column that is a quantile of, its date, the quantile.
QUANTILES: dict[str, tuple[str, str, str, float]] = {
    "problem-days-median": (PROBLEMS, "days", "raised_on", 0.5),
    "agency-days-median": (PROJECTS, "used_days", "completed_on", 0.5),
    "agency-step-days-median": (STEPS, "used_days", "completed_on", 0.5),
    "linked-days-median": (LINKED, "used_days", "completed_on", 0.5),
    "linked-city-days": (LINKED, "city_days", "completed_on", 0.5),
    "linked-district-days": (LINKED, "district_days", "completed_on", 0.5),
    "linked-overlap-days": (LINKED, "overlap_days", "completed_on", 0.5),
}
# Dataset, the members that are counted once, the date.
MEMBERS = {"enterprises-visited": (VISITS, "enterprise_ref", "visited_on")}
