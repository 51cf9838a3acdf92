"""SQL made once and kept as text: building a statement costs more than most look-ups.

What is asked often the driver lets the server prepare, on each connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import (
    Boolean,
    ClauseElement,
    ColumnElement,
    Connection,
    Select,
    Text,
    cast,
    func,
)
from sqlalchemy.exc import DBAPIError

from data.store.portable import as_kept, is_sum
from data.store.postgres.dialect import DIALECT
from data.store.shared_sql.json_texts import CodeCounts, nested_counts
from data.store.tables import stored

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Prepared:
    """The SQL of a statement, its parameters that never change, those that are truth, and which columns are sums.

    `sums` is None where the driver gives every value as the store keeps it.
    """

    sql: str
    fixed: Mapping[str, Any]
    truths: tuple[str, ...] = ()
    sums: tuple[bool, ...] | None = None

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """All rows, for `values` as the store keeps them; theirs are given that way, too."""
        parameters = {**self.fixed, **values}
        for name in self.truths:  # a number is no truth here
            parameters[name] = None if parameters[name] is None else bool(parameters[name])
        rows = _fetch(connection, self.sql, parameters)
        return rows if self.sums is None else [as_kept(row, self.sums) for row in rows]

    def run(self, connection: Connection) -> None:
        """Carry out a statement that has no rows and no changing parameters."""
        connection.exec_driver_sql(self.sql, dict(self.fixed))


def prepared(statement: ClauseElement) -> Prepared:
    """A statement whose changing parameters are named `bindparam`s."""
    compiled: Any = statement.compile(dialect=DIALECT)
    changing = {bind.key: None for bind in compiled.binds.values() if bind.required}
    # Lists of literals are written out, each value a parameter of its own.
    state = compiled.construct_expanded_state(changing)
    fixed = {n: v if isinstance(v, bool) else stored(v) for n, v in state.parameters.items()}
    truths = tuple(n for n in changing if isinstance(compiled.binds[n].type, Boolean))
    types = [c.type for c in statement.selected_columns] if isinstance(statement, Select) else []
    sums = tuple(is_sum(kind) for kind in types)
    as_they_are = not any(sums) and not any(isinstance(kind, Boolean) for kind in types)
    return Prepared(state.statement, fixed, truths, None if as_they_are else sums)


def code_counts(statement: Select) -> CodeCounts:
    """The counts of a statement with rows `(period, code, count)`."""
    return CodeCounts(prepared(nested_counts(statement, _as_object)))


def _as_object(code: Any, count: Any) -> ColumnElement[Any]:
    return cast(func.json_object_agg(code, count), Text)


def _fetch(connection: Connection, sql: str, values: Mapping[str, Any]) -> list[Row]:
    """All rows, straight from the driver. Raises SQLAlchemy's form of the driver's error."""
    raw: Any = connection.connection.driver_connection
    try:
        return raw.execute(sql, values).fetchall()
    except psycopg.Error as error:
        lost = raw.closed
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            sql, values, error, psycopg.Error, connection_invalidated=lost, dialect=DIALECT
        ) from error
