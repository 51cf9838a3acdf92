"""Opening a store: to read, to write, for so long, alone. Whatever kind of database holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, select

from data.store.backend import Backend, Prepared, backend_for, backend_of
from data.store.tables import METADATA, ROW_ID, TABLES

# An answer that takes longer holds up everybody else's; files are exempt (see `data.answers.records.streams`).
ANSWER_SECONDS = 2.0


def reader(url: str) -> Engine:
    """An engine that cannot write. Raises ValueError for a URL that is not supported."""
    return backend_for(url).reader(url)


def scanner(engine: Engine) -> Engine:
    """A second reader on the store of a reader, for long scans: it keeps next to nothing in memory."""
    return backend_of(engine).scanner(engine)


def probe(url: str) -> None:
    """Read a little of every table through a new connection, which remembers nothing.

    Raises what is wrong: no store, no such table, a page that is not as it was written.
    """
    engine = reader(url)
    try:
        with engine.connect().execution_options(compiled_cache=_compiled) as connection:
            for statement in _ends_of_tables(backend_of(connection)):
                statement.rows(connection, {})
    finally:
        engine.dispose()


# Of the statements of `probe`, whose engines live as long as it takes.
_compiled: dict[Any, Any] = {}


@cache
def _ends_of_tables(backend: Backend) -> tuple[Prepared, ...]:
    """A row of every table, and the newest of every dataset's."""
    some = [select(table).limit(1) for table in METADATA.tables.values()]
    last = [select(t).order_by(t.c[ROW_ID].desc()).limit(1) for t in TABLES.values()]
    return tuple(backend.prepared(statement) for statement in (*some, *last))


def placed(engine: Engine) -> object | None:
    """What differs once another store lies in this one's place; None while there is none."""
    return backend_of(engine).placed(engine)


def freeze(connection: Connection) -> None:
    """Let all that a reader's connection reads until its next rollback be of one state of the store."""
    backend_of(connection).freeze(connection)


def is_of_one_state(connection: Connection) -> bool:
    """Whether all that a reader's connection has read since `freeze` is of one state.

    Where not (a store read where no log could be kept), what was read is void, and so is the connection.
    """
    return backend_of(connection).is_of_one_state(connection)


def transaction(connection: Connection) -> AbstractContextManager[Connection]:
    """All or nothing; what is read in it stays true, for no other writer is at work meanwhile."""
    return backend_of(connection).transaction(connection)


def exclusive(engine: Engine) -> AbstractContextManager[None]:
    """One writer at a time, over several transactions; waits for the one before."""
    return backend_of(engine).exclusive(engine)


@contextmanager
def answering(engine: Engine, seconds: float = ANSWER_SECONDS) -> Iterator[Connection]:
    """A connection whose statements together may take so many seconds of the processor.

    Then `TooCostly`; `Busy` where too many costly questions are being answered already.
    """
    with engine.connect() as connection, backend_of(engine).limited(connection, seconds):
        yield connection


def changes(connection: Connection) -> object:
    """What differs from the last time, on the same connection, if the store was written to since."""
    return backend_of(connection).changes(connection)
