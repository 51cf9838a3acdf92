"""Disclosure requests and their events as datasets."""

from __future__ import annotations

from typing import Any

from data.catalog.disclosure.codes import TIMELINESS
from data.catalog.disclosure.events import EVENTS
from data.catalog.disclosure.fields import FIELDS
from data.catalog.disclosure.indicators import INDICATORS
from data.definitions import Dataset, Dimension, End, Need, Text
from data.derive.requests import DERIVED, REQUEST_BUCKETS, derive_requests


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Requests whose count may look at days from `first` to `last`."""
    return (r.received_on <= last) & (
        r.closed_on.is_(None)
        | r.due_reason.like("calendar-%")
        | (r.closed_on >= first)
        | (r.due_on >= first)
    )


DATASETS = (
    Dataset(
        id="disclosure-requests",
        title=Text("依申请公开", "Disclosure requests"),
        description=Text(
            "政府信息公开申请及其办理进度。不含申请人姓名、联系方式和申请内容。",
            "Requests for government information and their progress; without the applicant's name, contact or words.",
        ),
        key=("request_no",),
        counted=Text("件", "requests"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("department", Text("部门", "Department")),
            Dimension("applicant_kind", Text("申请人类别", "Kind of applicant")),
            Dimension("channel", Text("提交方式", "Channel")),
            Dimension("outcome", Text("办理结果", "Outcome")),
            Dimension("used_bucket", Text("用时分档", "Time used, grouped"), codes=REQUEST_BUCKETS),
            Dimension("timeliness", Text("是否按期", "On time or late"), codes=TIMELINESS),
        ),
        pairs=(("used_bucket", "timeliness"),),
        newest=("closed_on", "received_on"),
        derive=derive_requests,
        needs=(Need("disclosure-events", "request_no", renews=True),),
        restores=DERIVED,
        waits=_looks_at,
        derivation=4,
        settings=("opinion_cap_days", "publish_titles", "calendar"),
        daily=lambda r: r.closed_on.is_(None),
        ends=(
            End("outcome", ("answered_on", "closed_on")),
            End(
                "state",
                ("answered_on", "closed_on"),
                ("answered", "closed"),
                running=("open", "awaiting_correction", "stopped"),
            ),
        ),
        ordered=(("received_on", "answered_on"), ("received_on", "closed_on")),
        subject="disclosure",
        max_age_seconds=4 * 86400,
    ),
    EVENTS,
)
