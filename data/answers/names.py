"""The codes of each dimension in their order, with their names in both languages."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sqlalchemy import Connection, select

from data.catalog import DATASETS
from data.definitions import Dataset, Text
from data.rollups.plan import NONE, NONE_TITLE
from data.rollups.together import once
from data.store.tables import TABLES


def reference(connection: Connection, dataset: str) -> dict[str, Text]:
    """The entries of a reference list by code: those on the list first, each part in code order.

    Numbers in codes count as numbers: D2 comes before D10. Entries of one name have their code
    beside it, so that they can be told apart.
    """
    definition = DATASETS[dataset]
    columns = TABLES[dataset].c
    assert definition.label, f"{dataset} is no reference list"
    key = columns[definition.key[0]]
    query = select(key, *(columns[name] for name in definition.label), columns.listed)
    rows: list[Any] = list(connection.execute(query))
    rows.sort(key=lambda row: (not row.listed, code_order(row[0])))
    titles = {code: Text(zh or code, en or zh or code) for code, zh, en, _ in rows}
    times = Counter(title.zh for title in titles.values())
    return {
        code: title
        if times[title.zh] == 1
        else Text(f"{title.zh}（{code}）", f"{title.en} ({code})")
        for code, title in titles.items()
    }


def code_order(code: str) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    """Sorts codes as people do: by their letters, and by their numbers as numbers."""
    parts = re.split(r"([0-9]+)", code)
    return tuple((False, int(p), "") if p.isdecimal() else (True, 0, p) for p in parts if p), code


def of_dimension(connection: Connection, dataset: Dataset, dimension: str) -> dict[str, Text]:
    """Code → name for a dimension, in the order in which a table shows them; `none` comes last."""
    definition = dataset.dimension(dimension)
    if definition.codes:
        titles = {code.id: code.title for code in definition.codes}
    else:
        key = "codes", dataset.id, dimension
        titles = once(key, lambda: of_field(connection, dataset, definition.column(None)))
    return titles | {NONE: NONE_TITLE}


def of_field(connection: Connection, dataset: Dataset, id: str) -> dict[str, Text]:
    """Code → name for a field of codes or of a list."""
    field = dataset.field(id)
    if field.refers:
        return reference(connection, field.refers)
    return {code.id: code.title for code in field.codes}
