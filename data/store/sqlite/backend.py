"""SQLite's side of the door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, Engine, FromClause, Select, Table

from data.definitions import Dataset, Field
from data.store.portable import Portable
from data.store.protocol import Form, Prepared
from data.store.sqlite import (
    attached,
    copies,
    engines,
    prepared,
    row_json,
    schema,
    sums,
    time_limit,
)
from data.store.staging import Stage, StagedBatch

if TYPE_CHECKING:
    from data.store.sqlite.stage_file import StageFile


class SQLite(Portable):
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
        engines.make(engine)

    def back_up(self, engine: Engine, target: Path) -> None:
        copies.back_up(engine, target)

    def copied_version(self, file: Path) -> int:
        return copies.version(file)

    def put_back(self, engine: Engine, file: Path, renew: Callable[[str], None]) -> None:
        copies.put_back(engine, file, renew)

    def transaction(self, connection: Connection) -> AbstractContextManager[Connection]:
        return engines.transaction(connection)

    def exclusive(self, engine: Engine) -> AbstractContextManager[None]:
        return engines.exclusive(engine)

    def limited(self, connection: Connection, seconds: float) -> AbstractContextManager[None]:
        return time_limit.limited(connection, seconds)

    def freeze(self, connection: Connection) -> None:
        connection.exec_driver_sql("begin")

    def is_of_one_state(self, connection: Connection) -> bool:
        return engines.is_of_one_state(connection)

    def changes(self, connection: Connection) -> object:
        return connection.exec_driver_sql("pragma data_version").scalar()

    def column_names(self, connection: Connection, table: Table) -> set[str]:
        return set(schema.column_names(connection, table))

    def add_column(self, connection: Connection, column: Column[Any]) -> None:
        schema.add_column(connection, column)

    def stage(self, folder: Path, name: str) -> StageFile:
        # Only intake needs ADBC, which brings a SQLite library of its own.
        from data.store.sqlite.stage_file import StageFile

        return StageFile(folder / f"{name}.sqlite")

    def stage_like(
        self, connection: Connection, table: Table, folder: Path, name: str
    ) -> tuple[Stage, tuple[str, ...]]:
        stage = self.stage(folder, name)
        # Made by the same SQL, records can be copied as they are, in a third of the time.
        stage.create(table.name, schema.created_by(connection, table))
        return stage, schema.column_names(connection, table)

    def staged_batch(self, connection: Connection, dataset: Dataset, stage: Any) -> StagedBatch:
        from data.store.sqlite.batch import StagedBatch

        return StagedBatch(connection, dataset, stage)

    def waiting_batch(self, connection: Connection, dataset: Dataset) -> StagedBatch:
        from data.store.sqlite.batch import StagedBatch

        return StagedBatch(connection, dataset)

    def attach(self, connection: Connection, stage: Any, schema: str) -> None:
        attached.attach(connection, stage.path, schema)

    def detach(self, connection: Connection, schema: str) -> None:
        attached.detach(connection, schema)

    def staged(self, like: Table, schema: str) -> FromClause:
        return attached.staged(like, schema)

    def scratch_rows(
        self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]
    ) -> AbstractContextManager[FromClause]:
        return sums.scratch_rows(connection, table, rows)

    def add_rows(
        self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]
    ) -> None:
        sums.add_rows(connection, table, rows)

    def add_sums(self, connection: Connection, table: Table, source: Select) -> None:
        sums.add(connection, table, source)

    def update_rows(
        self,
        connection: Connection,
        table: Table,
        names: tuple[str, ...],
        key: tuple[str, ...],
        rows: Sequence[tuple[Any, ...]],
    ) -> None:
        connection.exec_driver_sql(sums.updating(table, names, key), list(rows))

    def prepared(self, statement: Select) -> Prepared:
        return prepared.prepared(statement)

    def row_texts(self, statement: Select, fields: Sequence[Field], form: Form) -> Prepared:
        return prepared.prepared(row_json.with_text(statement, fields, form))

    def joined_texts(self, statement: Select, fields: Sequence[Field], form: Form) -> Prepared:
        return prepared.prepared(row_json.joined(statement, fields, form))

    def code_counts(self, statement: Select) -> Prepared:
        return prepared.code_counts(statement)


SQLITE = SQLite()
