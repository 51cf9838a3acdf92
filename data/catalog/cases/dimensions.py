"""What numbers of cases are broken down by."""

from __future__ import annotations

from data.catalog.codes import HOURS
from data.definitions import Dimension, Text
from data.derive.cases import USED_BUCKETS

BREAKDOWN = (
    "department",
    "item",
    "window",
    "district",
    "channel",
    "applicant_kind",
    "case_kind",
    "item_kind",
)
COMPLETED = (*BREAKDOWN, "outcome", "used_bucket")
QUANTILES = ("department", "item", "channel", "case_kind")
DIMENSIONS = (
    Dimension("department", Text("部门", "Department")),
    Dimension("item", Text("事项", "Item")),
    Dimension("window", Text("窗口", "Window")),
    Dimension("district", Text("县（市、区）", "District")),
    Dimension("channel", Text("渠道", "Channel")),
    Dimension("applicant_kind", Text("申请人类别", "Kind of applicant")),
    Dimension("case_kind", Text("办件类型", "Kind of case")),
    Dimension("item_kind", Text("事项类别", "Kind of item")),
    Dimension("outcome", Text("办理结果", "Outcome")),
    Dimension("used_bucket", Text("用时分档", "Time used, grouped"), codes=USED_BUCKETS),
    Dimension(
        "hour",
        Text("时段", "Hour of the day"),
        columns={"accepted_on": "accepted_hour", "completed_on": "completed_hour"},
        codes=HOURS,
        hall_wide=True,
    ),
)
