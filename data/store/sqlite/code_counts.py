"""Counts by period and code, the codes of a period in one JSON object.

A year by day and department is 16,000 numbers: as rows of their own they would take Python four
times as long as it takes to read the JSON that SQLite writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Select, func, select

from data.store.sqlite.prepared import Prepared, prepared


@dataclass(frozen=True)
class CodeCounts:
    """A statement with rows `(period, codes and counts as a JSON object)`."""

    nested: Prepared

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Rows `(period, {code: count})`."""
        return [
            (period, orjson.loads(counts))
            for period, counts in self.nested.rows(connection, values)
        ]


def code_counts(statement: Select) -> CodeCounts:
    """The counts of a statement with rows `(period, code, count)`."""
    period, code, count = statement.cte("counted").c
    nested = select(period, func.json_group_object(code, count)).group_by(period)
    return CodeCounts(prepared(nested))
