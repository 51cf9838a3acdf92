"""The identities that must hold among indicators, as a document: those that fail among them."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sqlalchemy import Engine

from api.documents.json_types import DatasetId, IndicatorId
from data.answers.identities import Check, checks
from data.definitions import Text
from data.hall import today
from data.store.engines import answering


class Term(TypedDict):
    """A part of a sum."""

    indicator: IndicatorId
    value: float | None


class CheckDocument(TypedDict):
    """An identity in one month."""

    id: str
    title: str
    dataset: DatasetId
    period: str
    partial: Annotated[bool, Text("本期未满", "whether the month is not over")]
    left: Annotated[float | None, Text("左边合计", "the sum on the left")]
    right: Annotated[float | None, Text("右边合计", "the sum on the right")]
    holds: Annotated[
        bool | None,
        Text("左右是否相等；缺值时为空值", "whether both are equal; null if one is not known"),
    ]
    reason: Annotated[str | None, Text("缺值原因", "why there is no value")]
    left_terms: list[Term]
    right_terms: list[Term]


def all_checks(engine: Engine, lang: str) -> list[CheckDocument]:
    """Every identity in every month."""
    with answering(engine) as connection:
        return [_check(one, lang) for one in checks(connection, today())]


def _check(one: Check, lang: str) -> CheckDocument:
    left, right = one.sums
    return {
        "id": one.identity.id,
        "title": one.identity.title[lang],
        "dataset": one.dataset.id,
        "period": one.period,
        "partial": one.partial,
        "left": left,
        "right": right,
        "holds": one.holds,
        "reason": one.reason,
        "left_terms": [{"indicator": id, "value": value} for id, value in one.left.items()],
        "right_terms": [{"indicator": id, "value": value} for id, value in one.right.items()],
    }
