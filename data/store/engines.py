"""Opening a store: to read, to write, for so long, alone. Whatever kind of database holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine

from data.store.backend import backend_for, backend_of

# An answer that takes longer holds up everybody else's; files are exempt (see `data.answers.streams`).
ANSWER_SECONDS = 2.0


def reader(url: str) -> Engine:
    """An engine that cannot write. Raises ValueError for a URL that is not supported."""
    return backend_for(url).reader(url)


def scanner(engine: Engine) -> Engine:
    """A second reader on the store of a reader, for long scans: it keeps next to nothing in memory."""
    return backend_of(engine).scanner(engine)


def transaction(connection: Connection) -> AbstractContextManager[Connection]:
    """All or nothing; what is read in it stays true, for no other writer is at work meanwhile."""
    return backend_of(connection).transaction(connection)


def exclusive(engine: Engine) -> AbstractContextManager[None]:
    """One writer at a time, over several transactions; waits for the one before."""
    return backend_of(engine).exclusive(engine)


@contextmanager
def answering(engine: Engine, seconds: float = ANSWER_SECONDS) -> Iterator[Connection]:
    """A connection whose statements together may take so many seconds; then `TooCostly`."""
    with engine.connect() as connection, backend_of(engine).limited(connection, seconds):
        yield connection


def changes(connection: Connection) -> object:
    """What differs from the last time, on the same connection, if the store was written to since."""
    return backend_of(connection).changes(connection)
