"""Rows and counts that a store writes as JSON by itself; in which words, it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from data.store.protocol import Prepared

Row = tuple[Any, ...]


def with_text(statement: Select, text: str) -> Select:
    """The statement with each row's JSON, which the SQL `text` writes, as one more column."""
    return statement.add_columns(literal_column(text))


def joined(
    statement: Select, text: str, on_lines: Callable[[ColumnElement[Any]], ColumnElement[Any]]
) -> Select:
    """One row: the JSON of the statement's rows on lines, in their order, and how many they are."""
    line = literal_column(text).label("line")
    lines = statement.with_only_columns(line, maintain_column_froms=True).subquery()
    return select(on_lines(lines.c.line), func.count()).select_from(lines)


@dataclass(frozen=True)
class CodeCounts:
    """A statement with rows `(period, codes and counts as a JSON object)`.

    A year by day and department is 16,000 numbers: as rows of their own they would take Python four
    times as long as it takes to read the JSON that the store writes.
    """

    nested: Prepared

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """Rows `(period, {code: count})`."""
        return [
            (period, orjson.loads(counts))
            for period, counts in self.nested.rows(connection, values)
        ]


def nested_counts(statement: Select, as_object: Callable[[Any, Any], ColumnElement[Any]]) -> Select:
    """Rows `(period, object)` of a statement with rows `(period, code, count)`."""
    period, code, count = statement.cte("counted").c
    return select(period, as_object(code, count)).group_by(period)
