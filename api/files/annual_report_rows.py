"""The annual disclosure report's tables as flat rows, for CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.definitions import Text
from data.disclosure import layout

Columns = list[tuple[str, Text]]
Rows = list[tuple[Any, ...]]
_ID = ("id", Text("编号", "Id"))
_LABEL = ("label", Text("项目", "Item"))
_VALUE = ("value", Text("数值", "Value"))


def table(report: Mapping[str, Any], which: str) -> tuple[Columns, Rows]:
    """Columns `(id, title)` and rows of table 3, 4 or 2, of the fees or of the identities.

    `report` is the data of an answer to `AnnualReport`. A table that nobody stated has no rows.
    """
    return _TABLES[which](report)


def _table3(report: Mapping[str, Any]) -> tuple[Columns, Rows]:
    group = ("group", Text("类别", "Heading"))
    columns = [_ID, group, _LABEL, *layout.COLUMN_TITLES.items()]
    rows = report["table3"]["rows"]
    return columns, [(r["id"], r["group"], r["label"], *r["cells"]) for r in rows]


def _table4(report: Mapping[str, Any]) -> tuple[Columns, Rows]:
    found = report["table4"]
    labels = [found["group_labels"][group] for group in found["groups"]]
    rows = zip(found["groups"], labels, found["cells"], strict=True)
    columns = [_ID, _LABEL, *layout.REVIEW_TITLES.items()]
    return columns, [(id, label, *cells) for id, label, cells in rows]


def _table2(report: Mapping[str, Any]) -> tuple[Columns, Rows]:
    article = ("article", Text("条款", "Article"))
    figure = ("figure", Text("填报项目", "Figure"))
    rows = report["table2"]["rows"] if report["table2"] else []
    return [_ID, article, _LABEL, figure, _VALUE], [
        (f["id"], row["article"], row["label"], f["label"], f["value"])
        for row in rows
        for f in row["figures"]
    ]


def _fees(report: Mapping[str, Any]) -> tuple[Columns, Rows]:
    figures = report["fees"]["figures"] if report["fees"] else []
    return [_ID, _LABEL, _VALUE], [(f["id"], f["label"], f["value"]) for f in figures]


def _identities(report: Mapping[str, Any]) -> tuple[Columns, Rows]:
    columns = [
        _ID,
        ("title", Text("勾稽关系", "Identity")),
        ("left", Text("左边", "Left")),
        ("right", Text("右边", "Right")),
        ("holds", Text("成立", "Holds")),
    ]
    ids = [id for id, _ in columns]
    return columns, [tuple(one[id] for id in ids) for one in report["identities"]]


_TABLES = {
    "3": _table3, "4": _table4, "2": _table2, "fees": _fees, "identities": _identities,
}  # fmt: skip
