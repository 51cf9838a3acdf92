"""What each kind of database does its own way.

Outside a backend's own folder SQL is SQLAlchemy Core. What a database must do by itself (open a
store for reading only, stop a statement, take a batch in) or does faster by itself (write rows as
JSON) is a method of `Backend`; where that is a question, `data.store.portable` asks it of any
database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, Protocol

from sqlalchemy import Column, Connection, Engine, FromClause, Select, Table

from data.definitions import Dataset, Field
from data.store.staging import Stage, StagedBatch

# A row as an array, as an object by field id, or as an array with "" for what is missing.
Form = Literal["array", "object", "cells"]


class Prepared(Protocol):
    """A statement made once and run often."""

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows; parameters and rows as the store keeps values (see `data.store.tables.stored`)."""
        ...


class Backend(Protocol):
    """A kind of database."""

    def reader(self, url: str) -> Engine:
        """An engine that cannot write."""
        ...

    def scanner(self, engine: Engine) -> Engine:
        """A second reader on the store of a reader, for long scans."""
        ...

    def writer(self, url: str) -> Engine:
        """An engine that writes; the store must have been made, its tables are the caller's."""
        ...

    def placed(self, engine: Engine) -> object | None:
        """What differs once another store lies in this one's place; None while there is none."""
        ...

    def make(self, engine: Engine) -> None:
        """Make an empty store, without tables, where a writer's is missing."""
        ...

    def back_up(self, engine: Engine, target: Path) -> None:
        """Copy the store as it is now, whatever is written meanwhile, into a new file."""
        ...

    def copied_version(self, file: Path) -> int:
        """The data version of a copy made by `back_up`, all of which is read. `ValueError`: damaged, or none."""
        ...

    def put_back(self, engine: Engine, file: Path, renew: Callable[[str], None]) -> None:
        """Make a writer's store what a copy is, in one step for all who read it, with another timeline.

        `renew` may be given the URL of a store with the copy before that, to see to both.
        """
        ...

    def transaction(self, connection: Connection) -> AbstractContextManager[Connection]:
        """All or nothing, on a writer's connection, with no other writer meanwhile."""
        ...

    def exclusive(self, engine: Engine) -> AbstractContextManager[None]:
        """One writer at a time, over transactions; waits for the one before."""
        ...

    def limited(self, connection: Connection, seconds: float) -> AbstractContextManager[None]:
        """Statements inside may together take so many seconds of the processor; then `TooCostly`.

        `Busy` where too many costly questions are being answered already (both `data.questions`).
        """
        ...

    def freeze(self, connection: Connection) -> None:
        """Let a reader read one state of the store, which is settled by its first statement."""
        ...

    def is_of_one_state(self, connection: Connection) -> bool:
        """Whether all that a reader has read since `freeze` is of one state; else it is to be let go of."""
        ...

    def changes(self, connection: Connection) -> object:
        """What differs from the last time, on the same connection, if the store was written to since."""
        ...

    def column_names(self, connection: Connection, table: Table) -> set[str]:
        """The columns that the store's table has, whatever the catalogue says."""
        ...

    def add_column(self, connection: Connection, column: Column[Any]) -> None:
        """Give the store's table a column that the catalogue has."""
        ...

    def stage(self, folder: Path, name: str) -> Stage:
        """Begin a stage; `folder` is for its files, if it has any, and goes after it."""
        ...

    def stage_like(
        self, connection: Connection, table: Table, folder: Path, name: str
    ) -> tuple[Stage, tuple[str, ...]]:
        """A stage with a table that is the store's in every column and their order, and these."""
        ...

    def staged_batch(self, connection: Connection, dataset: Dataset, stage: Stage) -> StagedBatch:
        """The rows of a stage made by `stage_like`, once it is closed, beside the store's."""
        ...

    def waiting_batch(self, connection: Connection, dataset: Dataset) -> StagedBatch:
        """The rows of a dataset that wait, as a batch: to be marked, and written in a transaction.

        What it withdraws keeps the batches that brought the withdrawals.
        """
        ...

    def attach(self, connection: Connection, stage: Stage, schema: str) -> None:
        """Let a writer's connection read a closed stage's tables as those of `schema`."""
        ...

    def detach(self, connection: Connection, schema: str) -> None:
        """Let go of an attached stage, after the transaction."""
        ...

    def staged(self, like: Table, schema: str) -> FromClause:
        """The attached table by the name and with the columns of `like`."""
        ...

    def scratch_rows(
        self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]
    ) -> AbstractContextManager[FromClause]:
        """Rows of a table's columns, in their order, where statements find them."""
        ...

    def add_rows(
        self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Add rows of sums, in the order of the table's columns, to those with the same primary key."""
        ...

    def add_sums(self, connection: Connection, table: Table, source: Select) -> None:
        """The same for the rows of a statement."""
        ...

    def update_rows(
        self,
        connection: Connection,
        table: Table,
        names: tuple[str, ...],
        key: tuple[str, ...],
        rows: Sequence[tuple[Any, ...]],
    ) -> None:
        """Give rows of the table other values; of each the values of `names`, then of its `key`."""
        ...

    def prepared(self, statement: Select) -> Prepared:
        """A statement whose changing parameters are `bindparam`s without a value."""
        ...

    def row_texts(self, statement: Select, fields: Sequence[Field], form: Form) -> Prepared:
        """Rows of `statement`, each with a JSON text of `fields` of its table as one more column."""
        ...

    def joined_texts(self, statement: Select, fields: Sequence[Field], form: Form) -> Prepared:
        """One row: the same texts alone on lines (None where there is no row), and how many they are.

        `statement` selects the row number and is in its order.
        """
        ...

    def code_counts(self, statement: Select) -> Prepared:
        """Rows `(period, {code: count})` of a statement with rows `(period, code, count)`."""
        ...


def unsupported(url: str) -> ValueError:
    """The error for a URL that no backend opens. `url` without its password."""
    return ValueError(
        f"database {url!r} is not supported: give an SQLite file, e.g. sqlite:///var/hall.sqlite, "
        "or PostgreSQL, e.g. postgresql+psycopg://user@host/name"
    )
