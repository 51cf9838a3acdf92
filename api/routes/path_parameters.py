"""The parameters that are part of a path: an indicator, a dataset, a year."""

from __future__ import annotations

from collections.abc import Collection

from api.parsing.parameter import Parameter
from api.parsing.value_types import ValueType
from api.problems import not_found
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import today


def _id(kind: str, text: Text, known: Collection[str], example: str) -> Parameter:
    """An id in a path; one that is not known is a 404 that names those near to it."""

    def parse(name: str, id: str) -> str:
        if id not in known:
            raise not_found(kind, id, list(known))
        return id

    return Parameter(
        "id", text, ValueType({"type": "string", "enum": list(known)}, parse), example=example
    )


INDICATOR = _id("indicator", Text("指标", "indicator"), PUBLISHED_INDICATORS, "cases-completed")
DATASET = _id("dataset", Text("数据集", "dataset"), PUBLISHED, "cases")
YEAR = Parameter(
    "year",
    Text("年度", "year"),
    ValueType({"type": "integer", "minimum": 1990, "maximum": 2100}, lambda name, year: int(year)),
    example=lambda: today().year,
)
