"""From whole lives to what an export at some instant shows.

A life frame has one row per record with everything that will ever happen to it, and *step* columns:
the instants at which the record is written anew. The version shown at an instant is the one of the
last step by then; its `recorded_at` is that step, so history and live steps give the same versions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from demo.lives import (
    cases,
    clean_up,
    deferred,
    disclosure,
    inspections,
    promises,
    ratings,
    reviews,
    statements,
    supervision_lists,
    survey,
    terms,
)
from demo.lives.business import linked, projects, visits
from demo.lives.conduct import attendance, complaints, patrols
from demo.lives.guidance import guides, knowledge_base, questions
from demo.lives.market import firms, orders
from demo.lives.people import assessed, checks, posts, rulebook, sessions
from demo.lives.queue import tickets
from demo.lives.together import matters, parallel, zone
from demo.lives.visitors import appointments, assisted, hotline, stuck


@dataclass(frozen=True)
class Kind:
    """How lives are cut: the steps, the fields shown, and the key if the rows are versions.

    `small`: so few rows that history is one file, not one a quarter.
    """

    steps: tuple[str, ...]
    fields_at: Callable[[datetime], list[pl.Expr]]
    key: str | None = None
    small: bool = False


KINDS: dict[str, Kind] = {
    "alert-rules": Kind(("recorded_at",), supervision_lists.rules_shown, key="rule"),
    "supervised-halls": Kind(("recorded_at",), supervision_lists.halls_shown, key="hall"),
    "cases": Kind(("entered_at", "extended_at", "finished_at", "delivered_at"), cases.fields_at),
    "case-stops": Kind(("began_at", "told_at", "ended_at"), terms.fields_at),
    "evaluations": Kind(
        ("rated_at", "verified_at", "replied_at", "rectified_at", "called_back_at"),
        ratings.fields_at,
    ),
    "disclosure-requests": Kind(("recorded_at",), disclosure.requests_shown, key="request_no"),
    "disclosure-events": Kind(("recorded_at",), disclosure.events_shown),
    "disclosure-reviews": Kind(("filed_at", "concluded_at"), reviews.fields_at),
    "disclosure-statements": Kind(("recorded_at",), statements.fields_at),
    "item-reviews": Kind(("submitted_at", "reviewed_at"), clean_up.reviews_shown, small=True),
    "item-changes": Kind(("recorded_at",), clean_up.changes_shown, key="change_no", small=True),
    "time-commitments": Kind(("recorded_at",), promises.fields_at, key="commitment_no", small=True),
    "joint-inspections": Kind(
        ("recorded_at",), inspections.fields_at, key="inspection_no", small=True
    ),
    # The papers first: else each file of them renews its approvals.
    "deferred-papers": Kind(("asked_at", "entered_at"), deferred.papers_shown, small=True),
    "deferred-approvals": Kind(("granted_at", "revoked_at"), deferred.approvals_shown, small=True),
    "hotline-calls": Kind(("entered_at", "closed_at", "reopened_at"), hotline.calls_shown),
    "hotline-follow-ups": Kind(("followed_up_at",), hotline.follow_ups_shown, small=True),
    "appointments": Kind(("listed_at", "noted_at", "put_right_at"), appointments.fields_at),
    "stuck-matters": Kind(("registered_at", "closed_at"), stuck.fields_at, small=True),
    "terminals": Kind(("recorded_at",), assisted.terminals_shown, key="terminal", small=True),
    "terminal-days": Kind(("reported_at", "put_right_at"), assisted.days_shown, small=True),
    "assisted-services": Kind(("reported_at", "put_right_at"), assisted.help_shown, small=True),
    "queue": Kind(("reported_at", "put_right_at"), tickets.queue_shown),
    "queue-states": Kind(("recorded_at",), tickets.states_shown, key="state"),
    "queue-waits": Kind(("recorded_at",), tickets.waits_shown, small=True),
    "survey-results": Kind(("recorded_at",), survey.fields_at, key="result", small=True),
    "intermediaries": Kind(("recorded_at",), firms.firms_shown, key="intermediary", small=True),
    "intermediary-items": Kind(("recorded_at",), firms.services_shown, small=True),
    "intermediary-orders": Kind(
        ("entered_at", "put_right_at", "closed_at", "rated_at"), orders.fields_at, small=True
    ),
    "faqs": Kind(("recorded_at",), knowledge_base.faqs_shown, key="faq", small=True),
    "faq-reviews": Kind(
        ("recorded_at",), knowledge_base.reviews_shown, key="review_no", small=True
    ),
    "faq-answers-daily": Kind(("reported_at", "put_right_at"), questions.fields_at, small=True),
    "item-forms": Kind(("recorded_at",), guides.forms_shown, key="form_no", small=True),
    "item-papers": Kind(("recorded_at",), guides.papers_shown, key="entry", small=True),
    "enterprise-visits": Kind(("visited_at",), visits.visits_shown, small=True),
    "enterprise-problems": Kind(
        ("raised_at", "ended_at", "confirmed_at"), visits.problems_shown, small=True
    ),
    "agency-projects": Kind(("signed_at", "completed_at"), projects.projects_shown, small=True),
    "agency-steps": Kind(("accepted_at", "completed_at"), projects.steps_shown, small=True),
    "enterprise-files": Kind(("opened_at", "counted_at"), projects.files_shown, small=True),
    "contact-cards": Kind(("recorded_at",), projects.cards_shown, small=True),
    "linked-reviews": Kind(
        ("begun_at", "city_done_at", "district_done_at", "completed_at"),
        linked.linked_shown,
        small=True,
    ),
    "parallel-schemes": Kind(("recorded_at",), parallel.schemes_shown, key="scheme", small=True),
    # The steps first, as the papers above.
    "parallel-steps": Kind(("opened_at", "entered_at"), parallel.steps_shown, small=True),
    "parallel-approvals": Kind(("recorded_at",), parallel.runs_shown, key="run_no", small=True),
    "zone-runs": Kind(("accepted_at",), parallel.zone_runs_shown, small=True),
    "zone-steps": Kind(("recorded_at",), zone.steps_shown, key="step", small=True),
    "zone-commitments": Kind(
        ("listed_at", "started_at", "entered_at"), zone.commitments_shown, small=True
    ),
    "one-matters": Kind(("recorded_at",), matters.matters_shown, key="matter", small=True),
    "assessment-rules": Kind(("recorded_at",), assessed.rules_shown, small=True),
    "assessment-bands": Kind(("recorded_at",), assessed.bands_shown, small=True),
    "assessments": Kind(("recorded_at",), assessed.scores_shown, small=True),
    "commendations": Kind(("recorded_at",), assessed.windows_shown, small=True),
    "staff-commendations": Kind(("recorded_at",), assessed.staff_shown, small=True),
    "staffing": Kind(("recorded_at",), posts.posts_shown, small=True),
    "staff-changes": Kind(("recorded_at",), posts.changes_shown, small=True),
    "department-staffing": Kind(("recorded_at",), posts.departments_shown, small=True),
    "training": Kind(("recorded_at",), sessions.fields_at, small=True),
    "spot-checks": Kind(("checked_at", "published_at"), checks.checks_shown, small=True),
    "spot-check-findings": Kind(("recorded_at",), checks.findings_shown, small=True),
    "hall-rules": Kind(("recorded_at",), rulebook.fields_at, key="rule", small=True),
    "one-matter-runs": Kind(("accepted_at", "completed_at"), matters.runs_shown),
    "attendance": Kind(("reported_at", "put_right_at"), attendance.fields_at),
    "patrols": Kind(("recorded_at",), patrols.patrols_shown, small=True),
    "patrol-findings": Kind(("found_at", "put_right_at"), patrols.findings_shown, small=True),
    "complaints": Kind(
        ("received_at", "accepted_at", "answered_at", "reopened_at"),
        complaints.complaints_shown,
        small=True,
    ),
    "complaint-follow-ups": Kind(("followed_up_at",), complaints.follow_ups_shown, small=True),
    "box-openings": Kind(("recorded_at",), complaints.openings_shown, small=True),
    "integrity-complaints": Kind(("recorded_at",), complaints.integrity_shown, small=True),
}


def state_at(dataset: str, lives: pl.DataFrame, instant: datetime) -> pl.DataFrame:
    """The records of `lives` as exported at the instant (local, without zone)."""
    kind = KINDS[dataset]
    return _newest(kind, lives.filter(pl.col(kind.steps[0]) <= instant)).select(
        *kind.fields_at(instant), _recorded(kind, instant)
    )


def changed(dataset: str, lives: pl.DataFrame, after: datetime, until: datetime) -> pl.DataFrame:
    """The records written anew in (after, until], as exported at `until`."""
    steps = KINDS[dataset].steps
    moved = pl.any_horizontal((pl.col(s) > after) & (pl.col(s) <= until) for s in steps)
    return state_at(dataset, lives.filter(moved.fill_null(False)), until)


def unfinished(dataset: str, lives: pl.DataFrame, instant: datetime) -> pl.DataFrame:
    """The lives that have a step after the instant."""
    later = pl.any_horizontal(pl.col(s) > instant for s in KINDS[dataset].steps)
    return lives.filter(later.fill_null(False))


def _newest(kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    if kind.key is None:
        return rows
    return rows.sort("recorded_at").unique(kind.key, keep="last", maintain_order=True)


def _recorded(kind: Kind, instant: datetime) -> pl.Expr:
    if kind.steps == ("recorded_at",):
        return pl.col("recorded_at")
    by_then = (pl.when(pl.col(s) <= instant).then(pl.col(s)) for s in kind.steps)
    return pl.max_horizontal(by_then).alias("recorded_at")
