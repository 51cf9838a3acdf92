"""The codes of each dimension in their order, with their names in both languages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from data.catalog import DATASETS
from data.definitions import Dataset, Text
from data.rollups.plan import NONE, NONE_TITLE
from data.store.tables import TABLES


def reference(connection: Connection, dataset: str) -> dict[str, Text]:
    """The entries of a reference list by code: those on the list first, each part in code order."""
    definition = DATASETS[dataset]
    columns = TABLES[dataset].c
    assert definition.label, f"{dataset} is no reference list"
    key = columns[definition.key[0]]
    query = select(key, *(columns[name] for name in definition.label))
    rows: list[Any] = list(connection.execute(query.order_by(columns.listed.desc(), key)))
    return {code: Text(zh or code, en or zh or code) for code, zh, en in rows}


def of_dimension(connection: Connection, dataset: Dataset, dimension: str) -> dict[str, Text]:
    """Code → name for a dimension, in the order in which a table shows them; `none` comes last."""
    definition = dataset.dimension(dimension)
    if definition.codes:
        found = {code.id: code.title for code in definition.codes}
    else:
        field = dataset.field(definition.column(None))
        if field.refers:
            found = reference(connection, field.refers)
        else:
            found = {code.id: code.title for code in field.codes}
    return found | {NONE: NONE_TITLE}
