"""Lists that ship with the program and are put into a store that has none of its own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from data.catalog import DATASETS
from data.settings import ROOT
from data.store.tables import TABLES

SOURCES = ROOT / "data" / "sources"
_PARSE: dict[str, Callable[[str], Any]] = {
    "integer": int, "number": float, "date": date.fromisoformat, "boolean": lambda t: t == "true",
}  # fmt: skip


def fill_shipped(connection: Connection) -> None:
    """Put each list that ships into its table, where that is empty."""
    for dataset in DATASETS.values():
        table = TABLES[dataset.id]
        if not dataset.ships or connection.execute(table.select().limit(1)).first():
            continue
        with (SOURCES / f"{dataset.id}.csv").open(encoding="utf-8", newline="") as file:
            rows = [
                {name: _typed(dataset.field(name).type, text) for name, text in line.items()}
                for line in csv.DictReader(file)
            ]
        connection.execute(table.insert(), [row | {"listed": True} for row in rows])


def _typed(type: str, text: str) -> Any:
    return _PARSE.get(type, str)(text) if text else None
