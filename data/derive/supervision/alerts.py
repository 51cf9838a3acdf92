"""Warnings and cards, computed ahead from limits and the dated rules of the hall.

What is still open on the morning of `given_on` gets its alert. Of what ended before, nothing is left,
unless the end was entered only later (补录): then the alert stands in the books, and is withdrawn.
So it is of one that was published and no longer follows, as when a stop moves the limit afterwards.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from data.derive.frames import Context
from data.rules.alerts import given_on
from data.rules.workdays import Calendar

RULES = "alert-rules"
# A card that is withdrawn is withdrawn within so many days of it, by this hall's counting rules.
SETTLES_AFTER = timedelta(days=30)
_DAY = timedelta(days=1)
CASE_FIELDS = (
    "case_no", "department", "item", "accepted_on", "promised_days", "due_on", "legal_due_on",
    "completed_on", "completion_recorded_at", "calendar",
)  # fmt: skip
REQUEST_FIELDS = ("request_no", "department", "received_on", "due_on", "closed_on", "calendar")
_SCHEMA = {
    "subject": pl.String, "source": pl.String, "rule": pl.String, "level": pl.String,
    "department": pl.String, "item": pl.String, "given_on": pl.Date, "due_on": pl.Date,
    "ended_on": pl.Date, "withdrawn_on": pl.Date, "withdrawn_reason": pl.String,
    "settles_on": pl.Date,
}  # fmt: skip
LATE_ENTRY, MOVED, CORRECTED = "late_entry", "limit_moved", "corrected"


def case_alerts(cases: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Of cases, by their promise and by their legal limit."""
    return _alerts(_case_terms(cases.filter(pl.col("calendar").is_null())), "case", context)


def request_alerts(requests: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Of disclosure requests, whose limit is the law's; when an end was entered, nobody says."""
    own = requests.filter(pl.col("calendar").is_null())
    return _alerts(_request_terms(own), "disclosure", context)


def case_alerts_stay(given: pl.DataFrame, cases: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Alerts of cases that were published and no longer follow: withdrawn, with the reason."""
    return _stay(given, _case_terms(cases), context)


def request_alerts_stay(
    given: pl.DataFrame, requests: pl.DataFrame, context: Context
) -> pl.DataFrame:
    """The same of disclosure requests."""
    return _stay(given, _request_terms(requests), context)


def _case_terms(cases: pl.DataFrame) -> pl.DataFrame:
    return cases.select(
        "department", "item", "promised_days", "due_on", "legal_due_on",
        subject="case_no", began_on="accepted_on", ended_on="completed_on",
        entered_on=pl.col("completion_recorded_at").dt.date(),
    )  # fmt: skip


def _request_terms(requests: pl.DataFrame) -> pl.DataFrame:
    return requests.select(
        "department", "due_on",
        subject="request_no", item=pl.lit(None, pl.String),
        promised_days=pl.lit(None, pl.Int64), legal_due_on="due_on",
        began_on="received_on", ended_on="closed_on", entered_on=pl.lit(None, pl.Date),
    )  # fmt: skip


def _stay(given: pl.DataFrame, terms: pl.DataFrame, context: Context) -> pl.DataFrame:
    """`given` whose subjects are in `terms`, withdrawn today unless they were before.

    They are of the department and item that the subject has now, and say when it ended; the limit is
    the one by which they were given. Of a record that was withdrawn nothing is left, nor of an alert
    whose subject had ended in time when only our books were behind.
    """
    days = [
        _due(terms, rule, context.calendar).select("subject", rule=pl.lit(rule["rule"]), by_now="given_on")
        for rule in context.needed(RULES).iter_rows(named=True)
    ]  # fmt: skip
    by_now = pl.DataFrame(schema={"subject": pl.String, "rule": pl.String, "by_now": pl.Date})
    by_now = pl.concat([by_now, *days]).unique(["subject", "rule"])
    of = terms.select("subject", "department", "item", "ended_on", "entered_on")
    day = pl.col("given_on")
    moved = pl.col("by_now").ne_missing(day)
    in_time = (pl.col("ended_on") < day) & (pl.col("entered_on") < day).fill_null(True)
    return (
        given.drop("department", "item", "ended_on")
        .join(of, on="subject")
        .join(by_now, on=["subject", "rule"], how="left")
        .filter(pl.col("withdrawn_on").is_not_null() | ~in_time.fill_null(False))
        .with_columns(
            withdrawn_on=pl.col("withdrawn_on").fill_null(context.today),
            withdrawn_reason=pl.col("withdrawn_reason").fill_null(
                pl.when(moved).then(pl.lit(MOVED)).otherwise(pl.lit(CORRECTED))
            ),
        )
        .select(given.columns)
    )


def _alerts(terms: pl.DataFrame, source: str, context: Context) -> pl.DataFrame:
    rules = context.needed(RULES)
    if rules.is_empty() or terms.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    given = [
        _given(terms, rule, context.calendar)
        for rule in rules.filter(pl.col("applies_to") == source).iter_rows(named=True)
    ]
    rows = pl.concat([pl.DataFrame(schema=_SCHEMA), *given], how="diagonal_relaxed")
    settles = pl.col("given_on") + SETTLES_AFTER
    return rows.with_columns(source=pl.lit(source), settles_on=settles).select(*_SCHEMA)


def _due(terms: pl.DataFrame, rule: dict, calendar: Calendar) -> pl.DataFrame:
    """What one rule is for, with the day on which it gives an alert to what is still open then."""
    limit = "legal_due_on" if rule["counted_from"] == "legal" else "due_on"
    least, most = rule["promised_from"], rule["promised_to"]
    chosen = terms.filter(
        pl.col(limit).is_not_null(),
        *([pl.col("promised_days") >= least] if least is not None else []),
        *([pl.col("promised_days") <= most] if most is not None else []),
    )
    limits = chosen[limit].unique()
    days = pl.Series([given_on(day, rule["days"], calendar) for day in limits], dtype=pl.Date)
    chosen = chosen.join(pl.DataFrame({limit: limits, "given_on": days}), on=limit, how="left")
    # What comes into the books when its day is over gets it the day after: a card, or a warning if
    # there is still time.
    first = pl.col("began_on") + _DAY
    chosen = chosen.with_columns(
        given_on=pl.when(pl.col("given_on").is_not_null()).then(
            pl.max_horizontal("given_on", first)
        )
    )
    if rule["days"] <= 0:
        chosen = chosen.filter(pl.col("given_on") <= pl.col(limit))
    return chosen


def _given(terms: pl.DataFrame, rule: dict, calendar: Calendar) -> pl.DataFrame:
    """The alerts of one rule; it holds for what falls between its first day and its last."""
    chosen = _due(terms, rule, calendar)
    day, ended, entered = pl.col("given_on"), pl.col("ended_on"), pl.col("entered_on")
    in_time = (ended < day).fill_null(False)
    late = in_time & (entered >= day).fill_null(False)
    until = pl.lit(True) if rule["until"] is None else day <= rule["until"]
    given = chosen.filter(day >= rule["since"], until, ~in_time | late)
    return given.select(
        "subject", "department", "item", "given_on", "due_on", "ended_on",
        rule=pl.lit(rule["rule"]), level=pl.lit(rule["level"]),
        withdrawn_on=pl.when(in_time).then(entered),
        withdrawn_reason=pl.when(in_time).then(pl.lit(LATE_ENTRY)),
    )  # fmt: skip
