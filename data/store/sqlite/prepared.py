"""SQL made once and kept as text: building a statement costs more than most look-ups."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, Select, func
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError, OperationalError

from data.store.shared_sql.json_texts import CodeCounts, nested_counts
from data.store.tables import stored

# One for all: it remembers how it spells types and names.
_DIALECT = sqlite.dialect()


@dataclass(frozen=True)
class Prepared:
    """The SQL of a statement, the names of its parameters in order, and those that never change."""

    sql: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows, for `values` as the store keeps them; theirs are given that way, too."""
        parameters = {**self.fixed, **values}
        return _fetch(connection, self.sql, [parameters[name] for name in self.names])

    def run(self, connection: Connection) -> None:
        """Carry out a statement that has no rows and no changing parameters."""
        connection.exec_driver_sql(self.sql, tuple(self.fixed[name] for name in self.names))


def prepared(statement: ClauseElement) -> Prepared:
    """A statement whose changing parameters are named `bindparam`s."""
    compiled: Any = statement.compile(dialect=_DIALECT)
    changing = {bind.key: None for bind in compiled.binds.values() if bind.required}
    # Lists of literals are written out, each value a parameter of its own.
    state = compiled.construct_expanded_state(changing)
    fixed = {name: stored(value) for name, value in state.parameters.items()}
    return Prepared(state.statement, tuple(state.positiontup or ()), fixed)


def code_counts(statement: Select) -> CodeCounts:
    """The counts of a statement with rows `(period, code, count)`."""
    return CodeCounts(prepared(nested_counts(statement, func.json_group_object)))


def _fetch(connection: Connection, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows, as the store keeps their values. Raises SQLAlchemy's `DatabaseError`.

    Straight from the driver: hot questions ask many small things each, and SQLAlchemy's result objects
    would cost several times what finding the rows does.
    """
    raw: Any = connection.connection.driver_connection
    try:
        return raw.execute(sql, values).fetchall()
    except sqlite3.OperationalError as error:
        raise OperationalError(sql, tuple(values), error) from error
    except sqlite3.DatabaseError as error:  # a damaged page, or a file that is no database
        raise DatabaseError(sql, tuple(values), error) from error
