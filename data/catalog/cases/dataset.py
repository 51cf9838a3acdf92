"""办件: the matters handled in the hall."""

from __future__ import annotations

from typing import Any

from data.catalog.cases.fields import FIELDS
from data.catalog.cases.indicators import DIMENSIONS, INDICATORS
from data.definitions import Dataset, Need, Text
from data.derive.cases import derive_cases


def _waits(r: Any, first: int, last: int) -> Any:
    """Cases whose due date or used days were not computed for want of a year's notice."""
    return r.due_reason.like("calendar-%") | (
        r.used_days.is_(None) & r.completed_on.between(first, last)
    )


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
        ),
        newest=("completed_at", "accepted_at", "completed_on", "accepted_on"),
        derive=derive_cases,
        needs=(Need("items", "item"),),
        waits=_waits,
        ordered=(("accepted_at", "completed_at"), ("accepted_on", "completed_on")),
        cadence=Text("开放时间内每分钟", "every minute while the hall is open"),
        max_age_seconds=900,
    ),
)
