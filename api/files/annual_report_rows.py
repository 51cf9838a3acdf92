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
    """Columns `(id, title)` and rows of table 3, 4 or 2, the fees, the identities, or a print.

    `report` is the data of an answer to `AnnualReport`. A table that nobody stated has no rows.
    """
    return _TABLES[which](report)


def _table3(report: Mapping[str, Any]) -> tuple[Columns, Rows]:
    group = ("group", Text("类别", "Heading"))
    columns = [_ID, group, _LABEL, *layout.COLUMN_TITLES.items()]
    rows = report["table3"]["rows"]
    return columns, [(r["id"], r["group"], r["label"], *r["cells"]) for r in rows]


def _table4(report: Mapping[str, Any]) -> tuple[Columns, Rows]:
    reviews = report["table4"]
    labels = [reviews["group_labels"][group] for group in reviews["groups"]]
    rows = zip(reviews["groups"], labels, reviews["cells"], strict=True)
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


def _published(report: Mapping[str, Any]) -> tuple[Columns, Rows]:
    """The published cells beside what the records give; EMPTY and NA as such, not as 0."""
    columns = [
        _ID,
        ("table", Text("表", "Table")),
        _LABEL,
        ("published", Text("公布", "Published")),
        ("blank", Text("无数说明", "Without a number")),
        ("recomputed", Text("按记录重算", "Recomputed")),
        ("difference", Text("相差", "Difference")),
        ("differs", Text("不一致", "Differs")),
    ]
    cells = report["published"]["cells"] if report["published"] else []
    return columns, [tuple(one[id] for id, _ in columns) for one in cells]


def _print(report: Mapping[str, Any]) -> tuple[Columns, Rows]:
    return _identities(report["published"] or {"identities": []})


_TABLES = {
    "3": _table3, "4": _table4, "2": _table2, "fees": _fees, "identities": _identities,
    "published": _published, "print": _print,
}  # fmt: skip
