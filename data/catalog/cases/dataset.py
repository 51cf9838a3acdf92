"""办件: the matters handled in the hall."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import case, column, func, select, table

from data.catalog.cases.dimensions import DIMENSIONS
from data.catalog.cases.fields import FIELDS
from data.catalog.cases.indicators import INDICATORS
from data.definitions import Dataset, End, Need, Text
from data.derive.case_terms import NO_CALENDAR_NAMED, TERM
from data.derive.cases import USED_BUCKETS, USED_LIMITS, derive_cases
from data.derive.frames import NO_CALENDAR
from data.rules.workdays import china

# Calendar days that ten working days never exceed.
LONGEST_DELIVERY = 40


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Cases of which a date or the used days may look at days from `first` to `last`."""
    return (func.coalesce(r.submitted_on, r.accepted_on) <= last) & (
        r.completed_on.is_(None)
        | r.due_reason.like("calendar-%")
        | (r.completed_on >= first - LONGEST_DELIVERY)
        | (r.due_on >= first)
        | (r.legal_due_on >= first)
    )


def _item_kind(r: Any) -> Any:
    items = table("items", column("item"), column("kind"))
    listed = select(items.c.kind).where(items.c.item == r.item).scalar_subquery()
    return func.coalesce(listed, "unknown")


def _used_bucket(r: Any) -> Any:
    groups = zip(USED_BUCKETS, USED_LIMITS, strict=False)
    return case(
        (r.used_days.is_(None), None),
        *((r.used_days <= limit, code.id) for code, limit in groups),
        else_=USED_BUCKETS[-1].id,
    )


def _computed_by_utc(r: Any) -> Any:
    """Cases that stops or a notice came to: before, their hours and half days became those of UTC."""
    return (
        r.calendar.is_(None)
        & r.accepted_at.is_not(None)
        & (r.accepted_hour == r.accepted_at // 3600 % 24)
    )


def _calendar(r: Any) -> Any:
    """none, where a row lacks what the package's years would have given it: its source named none."""
    years = sorted(china().years)
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    uncounted = r.used_days.is_(None) & (r.accepted_on >= first) & (r.completed_on <= last)
    reasons = (NO_CALENDAR_NAMED, *(f"calendar-{year}" for year in years))
    return case((uncounted | r.due_reason.in_(reasons), NO_CALENDAR), else_=r.calendar)


# What of an older row the source had stated is not known: its term stays as it was published, until
# its source sends it again.
FILLS = {
    "calendar": _calendar,
    "item_kind": _item_kind,
    "used_bucket": _used_bucket,
    "counted_from_on": lambda r: r.accepted_on,
    "source_due_on": lambda r: r.due_on,
    "source_used_days": lambda r: r.used_days,
    "source_excluded_days": lambda r: case((r.excluded_days > 0, r.excluded_days)),
    "excluded_basis": lambda r: case((r.excluded_days > 0, "undated")),
}

DATASETS = (
    Dataset(
        id="cases",
        title=Text("办件", "Cases"),
        description=Text(
            "在大厅受理的行政审批和公共服务办件，每件一行，随办理进度更新。",
            "Approvals and public-service matters accepted in the hall, one row each, updated as they proceed.",
        ),
        key=("case_no",),
        counted=Text("件", "cases"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=DIMENSIONS,
        # What /volumes combines: two years of rows take half a second, their sums a few milliseconds.
        pairs=(
            ("department", "item"),
            ("department", "channel"),
            ("department", "window"),
            ("item", "window"),
            ("item", "channel"),
            ("window", "channel"),
            ("department", "used_bucket"),
            ("item", "used_bucket"),
            ("window", "used_bucket"),
            ("channel", "used_bucket"),
            ("department", "item_kind"),
            ("channel", "item_kind"),
            ("item_kind", "used_bucket"),
        ),
        newest=("completed_at", "accepted_at", "completed_on", "accepted_on"),
        derive=derive_cases,
        needs=(Need("items", "item"), Need("case-stops", "case_no", renews=True)),
        restores=TERM,
        fills=FILLS,
        waits=_looks_at,
        derivation=2,
        settings=("zone", "calendar"),
        rederives=_computed_by_utc,
        ends=(End("outcome", ("completed_on",)),),
        ordered=(
            ("accepted_at", "completed_at"),
            ("accepted_on", "completed_on"),
            ("submitted_on", "accepted_on"),
            ("submitted_on", "notified_on"),
            ("completed_on", "delivered_on"),
        ),
        max_age_seconds=900,
    ),
)
