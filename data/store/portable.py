"""What a backend has a faster form of, done with SQLAlchemy Core in any database.

A backend inherits these and puts its own in their place; a test compares the two over the whole
catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Connection,
    FromClause,
    Insert,
    MetaData,
    Numeric,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    exists,
    func,
    select,
)

from data.definitions import Field
from data.hall import hall
from data.store.protocol import Form, Prepared
from data.store.tables import stored

Rows = list[tuple[Any, ...]]
# Whole numbers up to here have 64 bits.
_WHOLE = 2.0**63
_MONTH = len("2026-09")


@dataclass(frozen=True)
class PortableStatement:
    """A statement that SQLAlchemy runs; `shaped` makes of its rows those of the question."""

    statement: Select
    shaped: Callable[[Rows], Rows]

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        return self.shaped([tuple(row) for row in connection.execute(self.statement, values)])


class Portable:
    """The part of a backend that asks questions and adds sums, for any database."""

    def add_sums(self, connection: Connection, table: Table, source: Select) -> None:
        update, insert = _adding(table, source)
        connection.execute(update)
        connection.execute(insert)

    def add_rows(
        self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]
    ) -> None:
        with self.scratch_rows(connection, table, rows) as scratch:
            self.add_sums(connection, table, _all_of(scratch))

    @contextmanager
    def scratch_rows(
        self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]
    ) -> Iterator[FromClause]:
        scratch, names = _scratch(table), table.columns.keys()
        scratch.create(connection)
        if rows:
            values = [dict(zip(names, row, strict=True)) for row in rows]
            connection.execute(scratch.insert(), values)
        yield scratch
        scratch.drop(connection)

    def update_rows(
        self,
        connection: Connection,
        table: Table,
        names: tuple[str, ...],
        key: tuple[str, ...],
        rows: Sequence[tuple[Any, ...]],
    ) -> None:
        # A parameter may not be called as a column is.
        values = [f"value of {name}" for name in names]
        keys = [f"key {name}" for name in key]
        matching = (table.c[name] == bindparam(at) for name, at in zip(key, keys, strict=True))
        setting = {name: bindparam(at) for name, at in zip(names, values, strict=True)}
        connection.execute(
            table.update().where(*matching).values(setting),
            [dict(zip((*values, *keys), row, strict=True)) for row in rows],
        )

    def prepared(self, statement: Select) -> Prepared:
        sums = [is_sum(column.type) for column in statement.selected_columns]
        return PortableStatement(statement, lambda rows: [as_kept(row, sums) for row in rows])

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


@cache
def _scratch(table: Table) -> Table:
    columns = (Column(column.name, column.type) for column in table.columns)
    return Table(f"{table.name}__added", MetaData(), *columns, prefixes=["TEMPORARY"])


@cache
def _all_of(table: FromClause) -> Select:
    return select(*table.c)


@cache
def _adding(table: Table, source: Select) -> tuple[Update, Insert]:
    """UPDATE of the rows of sums that are there, INSERT of the others; a key may come twice."""
    names = table.columns.keys()
    columns = dict(zip(names, source.subquery().c, strict=True))
    keys = [column.name for column in table.primary_key.columns]
    sums = [name for name in names if name not in keys]
    added = (
        select(*(columns[k].label(k) for k in keys), *(func.sum(columns[n]).label(n) for n in sums))
        .group_by(*(columns[key] for key in keys))
        .subquery()
    )
    same = and_(*(table.c[key] == added.c[key] for key in keys))
    more = {
        name: table.c[name] + select(added.c[name]).where(same).scalar_subquery() for name in sums
    }
    update = table.update().where(exists().where(same)).values(more)
    new = select(*(added.c[name] for name in names)).where(~exists().where(same).correlate(added))
    return update, table.insert().from_select(names, new)


def is_sum(kind: Any) -> bool:
    """Whether a column of this type has sums, of which a whole one is an integer here."""
    return isinstance(kind, Numeric)


def as_kept(row: Sequence[Any], sums: Sequence[bool]) -> tuple[Any, ...]:
    """A row as the store keeps its values: a whole sum is an integer."""
    values = zip(row, sums, strict=True)
    return tuple(_whole(value) if is_sum else stored(value) for value, is_sum in values)


def _whole(value: Any) -> Any:
    """A whole number as an integer, if it fits into 64 bits."""
    if isinstance(value, float) and value.is_integer() and -_WHOLE <= value < _WHOLE:
        return int(value)
    return value


def _by_period(rows: Rows) -> Rows:
    periods: dict[Any, dict[str, Any]] = {}
    for period, code, count in rows:
        periods.setdefault(stored(period), {})[code] = _whole(count)
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
        match field.precision:
            case "month":
                return local.isoformat()[:_MONTH]
            case "day":
                local = local.replace(hour=0, minute=0, second=0)
        return local.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()[: _MONTH if field.precision == "month" else None]
    return _whole(value)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value
