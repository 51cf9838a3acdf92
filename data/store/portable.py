"""Questions that a backend has a faster form of, asked with SQLAlchemy Core of any database.

A backend inherits these and puts its own in their place; a test compares the two over the whole
catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select

from data.definitions import Field
from data.hall import hall
from data.store.backend import Form, Prepared
from data.store.tables import stored

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class PortableStatement:
    """A statement that SQLAlchemy runs; `shaped` makes of its rows those of the question."""

    statement: Select
    shaped: Callable[[Rows], Rows]

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        return self.shaped([tuple(row) for row in connection.execute(self.statement, values)])


class Portable:
    """The part of a backend that asks questions, for any database."""

    def prepared(self, statement: Select) -> Prepared:
        return PortableStatement(statement, _stored)

    def row_texts(self, statement: Select, fields: Sequence[Field], form: Form) -> Prepared:
        wide, before = _with_fields(statement, fields), len(statement.selected_columns)
        return PortableStatement(
            wide,
            lambda rows: [
                (*map(stored, row[:before]), row_text(fields, row[before:], form)) for row in rows
            ],
        )

    def joined_texts(self, statement: Select, fields: Sequence[Field], form: Form) -> Prepared:
        wide, before = _with_fields(statement, fields), len(statement.selected_columns)

        def joined(rows: Rows) -> Rows:
            lines = [row_text(fields, row[before:], form) for row in rows]
            return [("\n".join(lines) if lines else None, len(lines))]

        return PortableStatement(wide, joined)

    def code_counts(self, statement: Select) -> Prepared:
        return PortableStatement(statement, _by_period)


def _stored(rows: Rows) -> Rows:
    return [tuple(map(stored, row)) for row in rows]


def _by_period(rows: Rows) -> Rows:
    periods: dict[Any, dict[str, Any]] = {}
    for period, code, count in rows:
        periods.setdefault(stored(period), {})[code] = count
    return list(periods.items())


def _with_fields(statement: Select, fields: Sequence[Field]) -> Select:
    (table,) = statement.get_final_froms()
    return statement.add_columns(*(table.c[field.id] for field in fields))


def row_text(fields: Sequence[Field], values: Sequence[Any], form: Form) -> str:
    """A row's values, as Python has them, as JSON."""
    written = [_written(field, value) for field, value in zip(fields, values, strict=True)]
    match form:
        case "object":
            row: Any = {field.id: value for field, value in zip(fields, written, strict=True)}
        case "cells":
            row = [_cell(value) for value in written]
        case "array":
            row = written
    return orjson.dumps(row).decode()


def _written(field: Field, value: Any) -> Any:
    if isinstance(value, datetime):
        local = value.astimezone(hall().zone)
        if field.day_only:
            local = local.replace(hour=0, minute=0, second=0)
        return local.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value
