"""评价（好差评）: ratings given by visitors, and what became of the bad ones.

Five levels and the rule that the last two are bad (差评): 国办发〔2019〕51号. Ratings given by silence
are kept apart and never enter a rate.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import false, func

from data.catalog.evaluations.fields import FIELDS, SCORES
from data.catalog.evaluations.indicators import INDICATORS
from data.definitions import Dataset, Dimension, Need, Steps, Text
from data.derive.evaluations import derive_evaluations


def _looks_at(r: Any, first: int, last: int) -> Any:
    """Bad ratings whose limit may look at days from `first` to `last`."""
    due = r.rectify_due_on
    return (r.score <= 2) & (r.rated_on <= last) & (due.is_(None) | (due >= first))


DATASETS = (
    Dataset(
        id="evaluations",
        title=Text("评价", "Ratings"),
        description=Text(
            "办事人对服务的评价（好差评）和差评的核实、整改、回访。评价不与办件关联：当日同一部门、窗口、"
            "渠道办结的办件太少的，不列地点；当日的评价数分批更新。",
            "Visitors' ratings of the service, with the verification, rectification and call-back of bad "
            "ones. A rating is never linked to its case: where too few cases were completed that day in its "
            "department, window and channel, it names none of them. Numbers of the running day move in steps.",
        ),
        key=("evaluation_no",),
        counted=Text("条", "ratings"),
        fields=FIELDS,
        dimensions=(
            Dimension("department", Text("部门", "Department"), grain="month"),
            Dimension("window", Text("窗口", "Window"), grain="month"),
            Dimension("channel", Text("渠道", "Channel"), grain="month"),
            Dimension(
                "score",
                Text("等级", "Level"),
                columns=dict.fromkeys(("rated_on", "rectify_due_on"), "score_level"),
                codes=SCORES,
            ),
        ),
        indicators=INDICATORS,
        # What /satisfaction shows of one department.
        pairs=(("department", "score"), ("department", "window")),
        newest=("rated_at", "rated_on"),
        order="key",
        next_day="rated_on",
        steps=Steps("rating_step_minutes", "rating_step_least"),
        derive=derive_evaluations,
        fills={
            "set_aside": lambda r: false(),
            "reply_recorded": lambda r: func.coalesce(r.reply_recorded, false()),
        },
        needs=(
            Need(
                "cases",
                "completed_on",
                "rated_on",
                renews=True,
                counted=("department", "window", "channel"),
            ),
        ),
        restores=("rectify_due_on",),
        waits=_looks_at,
        daily=lambda r: r.place_settled == false(),
        derivation=4,
        settings=("rectification_days", "rating_cell", "calendar"),
        subject="satisfaction",
        max_age_seconds=86_400,
    ),
)
