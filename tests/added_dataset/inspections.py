"""Inspections: limits in force for a time, a parent summed up from its steps, a monthly figure."""

from __future__ import annotations

from typing import Any

import polars as pl

from data.definitions import Dataset, Dimension, Field, Indicator, Need, Text
from data.derive.frames import Context, as_of, from_children
from data.measures import Count, Share, Sum, in_force

WORDS = Text("词", "word")


def number(id: str, type: Any = "integer", **more: Any) -> Field:
    return Field(id, type, Text(f"{id} 值", id), **more)


def derive_inspections(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    frame = as_of(
        frame, context.needed("limits"), member="kind", on="opened_on",
        valid=("since", "until"), takes={"limit_now": "days"},
    )  # fmt: skip
    # The limit that was used is stored: a later one never rewrites it.
    frame = frame.with_columns(limit_days=pl.col("limit_days").fill_null(pl.col("limit_now")))
    late = (pl.col("used") > 2).sum()
    frame = from_children(
        frame.drop("limit_now"),
        context.needed("inspection-steps"),
        "run",
        steps=pl.len(),
        late=late,
    )
    return frame.with_columns(pl.col("steps", "late").cast(pl.Int64))


DATASETS = (
    Dataset(
        id="limits",
        title=Text("时限规则", "Limits"),
        description=WORDS,
        key=("kind", "since"),
        fields=(
            number("kind", "text", required=True),
            number("since", "date", required=True, scheduled=True),
            number("until", "date", scheduled=True),
            number("days"),
        ),
        indicators=(
            Indicator(
                id="limits-in-force",
                title=Text("现行时限规则", "Limits in force"),
                formula=Text("期末有效的条数", "records in force at the end of the period"),
                measure=in_force("since", "until"),
            ),
        ),
        valid=("since", "until"),
        newest=("since",),
    ),
    Dataset(
        id="inspections",
        title=Text("踏勘", "Inspections"),
        description=WORDS,
        key=("run",),
        fields=(
            number("run", "text", required=True),
            number("kind", "text", required=True),
            number("opened_on", "date", required=True),
            number("limit_days", derived=True),
            number("steps", derived=True),
            number("late", derived=True),
        ),
        indicators=(
            Indicator(
                id="inspections-on-limit",
                title=Text("无超时环节", "Without a late step"),
                formula=Text("无超时环节 ÷ 全部", "without a late step ÷ all records"),
                measure=Share(of=lambda r: r.late == 0),
                unit="fraction",
                dated="opened_on",
            ),
            Indicator(
                id="inspection-limits",
                title=Text("时限合计", "Limits, added up"),
                formula=Text("时限合计", "sum of limits of records"),
                measure=Sum(of=lambda r: r.limit_days),
                unit="days",
                dated="opened_on",
            ),
        ),
        derive=derive_inspections,
        needs=(
            Need("limits", "kind"),
            Need("inspection-steps", "run", renews=True),
        ),
        newest=("opened_on",),
    ),
    Dataset(
        id="inspection-steps",
        title=Text("踏勘环节", "Inspection steps"),
        description=WORDS,
        key=("run", "step"),
        fields=(
            number("run", "text", required=True),
            number("step", "text", required=True),
            number("used"),
            number("recorded_at", "instant"),
        ),
    ),
    Dataset(
        id="staff-months",
        title=Text("人员月报", "Staff by month"),
        description=Text("大厅每月在岗人数。", "How many people worked in the hall, by month."),
        key=("month",),
        fields=(number("month", "date", required=True), number("people")),
        dimensions=(Dimension("people", WORDS),),
        indicators=(
            Indicator(
                id="staff-reports",
                title=Text("月报份数", "Monthly reports"),
                formula=Text("期内月报份数", "records of the period"),
                measure=Count(),
                dated="month",
            ),
        ),
        newest=("month",),
        grain="month",
    ),
)
