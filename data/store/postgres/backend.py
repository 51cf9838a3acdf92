"""PostgreSQL's side of the door; what has no form of its own here is the portable one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, FromClause, Select, Table
from sqlalchemy.schema import CreateColumn

from data.definitions import Dataset, Field
from data.store.portable import Portable
from data.store.postgres import copies, engines, prepared, row_json, sums
from data.store.postgres import stage as frames
from data.store.postgres.batch import StagedBatch
from data.store.postgres.stage import FrameStage
from data.store.protocol import Form, Prepared
from data.store.staging import Stage
from data.store.staging import StagedBatch as Batch


class Postgres(Portable):
    """A `data.store.protocol.Backend`: each method's contract is there."""

    def reader(self, url: str) -> Engine:
        return engines.reader(url)

    def scanner(self, engine: Engine) -> Engine:
        return engines.scanner(engine)

    def writer(self, url: str) -> Engine:
        return engines.writer(url)

    def placed(self, engine: Engine) -> object | None:
        return engines.placed(engine)

    def make(self, engine: Engine) -> None:
        """The database is made by its administrator, who gives the roles their rights."""

    def back_up(self, engine: Engine, target: Path) -> None:
        copies.back_up(engine, target)

    def copied_version(self, file: Path) -> int:
        return copies.version(file)

    def put_back(self, engine: Engine, file: Path, renew: Callable[[str], None]) -> None:
        copies.put_back(engine, file)

    def transaction(self, connection: Connection) -> AbstractContextManager[Connection]:
        return engines.transaction(connection)

    def exclusive(self, engine: Engine) -> AbstractContextManager[None]:
        return engines.exclusive(engine)

    def limited(self, connection: Connection, seconds: float) -> AbstractContextManager[None]:
        return engines.limited(connection, seconds)

    def freeze(self, connection: Connection) -> None:
        connection.exec_driver_sql("begin isolation level repeatable read read only")

    def is_of_one_state(self, connection: Connection) -> bool:
        return True

    def changes(self, connection: Connection) -> object:
        return connection.exec_driver_sql(
            "select string_agg(name || '=' || value, ';' order by name) from settings"
        ).scalar()

    def column_names(self, connection: Connection, table: Table) -> set[str]:
        return set(_columns(connection, table))

    def add_column(self, connection: Connection, column: Column[Any]) -> None:
        definition = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f'alter table "{column.table.name}" add column {definition}')

    def stage(self, folder: Path, name: str) -> FrameStage:
        return FrameStage()

    def stage_like(
        self, connection: Connection, table: Table, folder: Path, name: str
    ) -> tuple[Stage, tuple[str, ...]]:
        frames = FrameStage()
        frames.create(table.name)
        return frames, _columns(connection, table)

    def staged_batch(self, connection: Connection, dataset: Dataset, stage: Any) -> Batch:
        return StagedBatch(connection, dataset, stage)

    def waiting_batch(self, connection: Connection, dataset: Dataset) -> Batch:
        return StagedBatch(connection, dataset)

    def attach(self, connection: Connection, stage: Any, schema: str) -> None:
        frames.attach(connection, stage, schema)

    def detach(self, connection: Connection, schema: str) -> None:
        frames.detach(connection, schema)

    def staged(self, like: Table, schema: str) -> FromClause:
        return frames.staged(like, schema)

    def scratch_rows(
        self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]
    ) -> AbstractContextManager[FromClause]:
        return frames.scratch_rows(connection, table, rows)

    def add_sums(self, connection: Connection, table: Table, source: Select) -> None:
        sums.add(connection, table, source)

    def prepared(self, statement: Select) -> Prepared:
        return prepared.prepared(statement)

    def row_texts(self, statement: Select, fields: Sequence[Field], form: Form) -> Prepared:
        return prepared.prepared(row_json.with_text(statement, fields, form))

    def joined_texts(self, statement: Select, fields: Sequence[Field], form: Form) -> Prepared:
        return prepared.prepared(row_json.joined(statement, fields, form))

    def code_counts(self, statement: Select) -> Prepared:
        return prepared.code_counts(statement)


def _columns(connection: Connection, table: Table) -> tuple[str, ...]:
    """The columns of the store's table, in its order; none where there is no such table."""
    rows = connection.exec_driver_sql(
        "select attname from pg_attribute where attrelid = to_regclass(%s) "
        "and attnum > 0 and not attisdropped order by attnum",
        (f'"{table.name}"',),
    )
    return tuple(row[0] for row in rows)


POSTGRES = Postgres()
