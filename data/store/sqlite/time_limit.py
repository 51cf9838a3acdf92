"""A question gets so much processor time and no more: SQLite is stopped when it is up.

What counts is the time of the thread that computes the answer, not the clock's: on a busy machine a
question costs what it costs on an idle one. One that turns out to be costly goes on only when one of
few places is free, so that costly questions, however many, leave room for all others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from data.questions import Busy, TooCostly
from data.store.places import Places

# So much is free: a question of the sums takes less, one that reads many rows more.
FREE_SECONDS = 0.05
# A disk that does not deliver takes no processor time; this ends the waiting for it.
CLOCK_SECONDS = 30.0
# In a process: with two of them on two cores, one for each core.
COSTLY = Places(at_once=1, waiting=7, seconds=10.0)
# How many steps of SQLite's machine lie between two looks at the time: about a millisecond.
_STEPS = 20_000


class _Allowance:
    """What the statements of one question may use up; `ended` says why they were stopped."""

    def __init__(self, seconds: float) -> None:
        self._began = time.thread_time()
        self._latest = time.monotonic() + CLOCK_SECONDS
        self._seconds = seconds
        self._give_back: Callable[[], None] | None = None
        self.ended: type[TooCostly | Busy] | None = None

    def is_used_up(self) -> bool:
        """Asked by SQLite again and again; waits for a place where the question is a costly one."""
        used = time.thread_time() - self._began
        if used > self._seconds or time.monotonic() > self._latest:
            self.ended = TooCostly
        elif used > FREE_SECONDS and self._give_back is None:
            waiting_since = time.monotonic()
            try:
                self._give_back = COSTLY.take()
                self._latest += time.monotonic() - waiting_since
            except Busy:
                self.ended = Busy
        return self.ended is not None

    def close(self) -> None:
        if self._give_back:
            self._give_back()


@contextmanager
def limited(connection: Connection, seconds: float) -> Iterator[None]:
    """Statements inside may together take so many seconds of the processor; then `TooCostly`.

    `Busy` where too many costly questions are being answered already.
    """
    raw: Any = connection.connection.driver_connection
    allowance = _Allowance(seconds)
    raw.set_progress_handler(allowance.is_used_up, _STEPS)
    try:
        yield
    except OperationalError as error:
        if allowance.ended and "interrupted" in str(error.orig):
            raise allowance.ended from None
        raise
    finally:
        raw.set_progress_handler(None, 0)
        allowance.close()
