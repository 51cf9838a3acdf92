"""Disclosure requests: the clock of each, from its events and what its source states."""

from __future__ import annotations

import polars as pl

from data.definitions import codes
from data.derive.frames import Context, of_calendar
from data.rules.disclosure import Event, bucket
from data.rules.disclosure.course import of_record

REQUEST_BUCKETS = codes(
    le5=("5个工作日内", "up to 5 working days"),
    le10=("6至10个工作日", "6 to 10 working days"),
    le15=("11至15个工作日", "11 to 15 working days"),
    le20=("16至20个工作日", "16 to 20 working days"),
    le40=("21至40个工作日", "21 to 40 working days"),
    gt40=("超过40个工作日", "over 40 working days"),
)
# What the clock gives; its source's own statements are kept beside (`source_…`).
DERIVED = (
    "due_on", "used_days", "excluded_days", "extension_days", "corrected_on", "answered_on",
    "closed_on", "applicant_limit_on", "timeliness",
)  # fmt: skip
_STATED = ("due_on", "excluded_days", "extension_days", "corrected_on", "answered_on", "closed_on")


def derive_requests(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The clock of each request, from its events and what its source states (条例 Art. 30–34).

    What a source states itself is kept apart (`source_…`) so that the clock can be computed anew
    when events or a calendar arrive. A request ends by an answer, or without one: then
    `answered_on` is empty, whatever column its source has the day in.
    """
    stated = [pl.coalesce(f"source_{c}", c).alias(f"source_{c}") for c in _STATED]
    frame = of_calendar(frame.with_columns(stated), context)
    if not context.titles:
        frame = frame.with_columns(title=pl.lit(None, pl.String))
    events = _by_request(context.needed("disclosure-events"))
    rows = [_request(row, events, context) for row in frame.iter_rows(named=True)]
    derived = pl.DataFrame(rows, schema=_REQUEST_SCHEMA, orient="row")
    return frame.with_columns(derived.get_columns())


_REQUEST_SCHEMA = {
    "corrected_on": pl.Date,
    "excluded_days": pl.Int64,
    "extension_days": pl.Int64,
    "due_on": pl.Date,
    "applicant_limit_on": pl.Date,
    "answered_on": pl.Date,
    "closed_on": pl.Date,
    "used_days": pl.Int64,
    "state": pl.String,
    "due_reason": pl.String,
    "flags": pl.String,
    "used_bucket": pl.String,
    "timeliness": pl.String,
}


def _by_request(events: pl.DataFrame) -> dict[str, list[Event]]:
    """Request number → its events by date."""
    by_request: dict[str, list[Event]] = {}
    if not events.is_empty():
        columns = ("request_no", "kind", "on", "correction_limit_on")
        for request, *event in events.select(columns).sort("on").iter_rows():
            by_request.setdefault(request, []).append(Event(*event))
    return by_request


def _request(row: dict, events: dict[str, list[Event]], context: Context) -> tuple:
    dated = events.get(row["request_no"], ())
    course = of_record(row, dated, context.settings["opinion_cap_days"])
    clock = course.clock(context.today, context.calendar)
    corrected = max((e.on for e in course.events if e.kind == "corrected"), default=None)
    used = clock.used_days if clock.answered_on else None
    return (
        corrected,
        clock.excluded_days,
        clock.extension_days,
        clock.due_on,
        clock.applicant_limit_on,
        clock.answered_on,
        clock.closed_on,
        used,
        clock.state,
        clock.reason,
        ",".join(sorted(clock.flags)) or None,
        bucket(used),
        None if clock.on_time is None else "on_time" if clock.on_time else "late",
    )
