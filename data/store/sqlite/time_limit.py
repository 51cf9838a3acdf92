"""A question gets so much time and no more: SQLite is stopped when it is up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from data.questions import TooCostly

# How many steps of SQLite's machine lie between two looks at the clock: about a millisecond.
_STEPS = 20_000


@contextmanager
def limited(connection: Connection, seconds: float) -> Iterator[None]:
    """Statements inside may together take so many seconds; then `TooCostly`."""
    raw: Any = connection.connection.driver_connection
    deadline = time.monotonic() + seconds
    raw.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        yield
    except OperationalError as error:
        if time.monotonic() > deadline and "interrupted" in str(error.orig):
            raise TooCostly from None
        raise
    finally:
        raw.set_progress_handler(None, 0)
