"""效能投诉: complaints of how people were treated; when they were answered, and what was found."""

from __future__ import annotations

from typing import Any

from data.catalog.conduct.complaint_fields import FIELDS
from data.catalog.conduct.complaint_indicators import INDICATORS
from data.definitions import Dataset, Dimension, End, Need, Text
from data.derive.supervision.conduct import derive_complaints


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Complaints whose limits or days used may look at days from `first` to `last`."""
    ends_later = r.due_on.is_(None) | (r.due_on >= first) | (r.answered_on >= first)
    return (r.received_on <= last) & ends_later


DATASETS = (
    Dataset(
        id="complaints",
        title=Text("效能投诉", "Complaints"),
        description=Text(
            "对服务态度、超时、推诿、收费、程序等的投诉：何时收到、受理、答复，结论如何。不含内容、投诉人、"
            "被投诉人和部门；廉洁类投诉另行按年公布。",
            "Complaints of manner, delay, fees, procedure and the like: when they came, were accepted and "
            "answered, and the verdict. Without their text, people or departments; those on integrity are "
            "apart, by the year.",
        ),
        key=("complaint_no",),
        counted=Text("件", "complaints"),
        fields=FIELDS,
        indicators=INDICATORS,
        dimensions=(
            Dimension("kind", Text("投诉类别", "Kind")),
            Dimension("channel", Text("投诉渠道", "Channel")),
            Dimension("verdict", Text("核查结论", "Verdict")),
            Dimension("measure", Text("处理措施", "Measure")),
        ),
        newest=("answered_on", "received_on"),
        subject="supervision",
        derive=derive_complaints,
        needs=(Need("complaint-limits", "rule", whole=True),),
        waits=_looks_at,
        settings=("calendar",),
        ordered=(
            ("received_on", "accepted_on"),
            ("received_on", "answered_on"),
            ("answered_on", "reopened_on"),
        ),
        ends=(End("verdict", ("answered_on",)),),
    ),
)
