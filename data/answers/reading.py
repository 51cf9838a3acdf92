"""One state of the store, for as long as a file of it is read.

SQLite keeps for whoever reads all that was written since, in the write-ahead log. So a state is let go
of after a time, whoever still reads; it is gone on from if nothing has been committed since.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from data.store.engines import freeze, is_of_one_state
from data.store.identity import Mark, stored_mark

# How long readers keep the log from being emptied (docs/decisions/0029 says what that costs).
HELD_SECONDS = 300.0
_TRIES = 20


class Overtaken(Exception):  # noqa: N818 - says what is the case
    """The state that a file was begun from is no more to be had."""


class Reading:
    """Some connections that read one and the same state, for so many seconds at most; close it.

    Nobody may wait, holding one of them, for somebody who needs another.
    """

    def __init__(self, engine: Engine, connections: int, seconds: float | None = None) -> None:
        self._seconds = HELD_SECONDS if seconds is None else seconds
        self._free: queue.SimpleQueue[Connection] = queue.SimpleQueue()
        self._all = [engine.connect() for _ in range(connections)]
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._held = False
        for connection in self._all:
            self._free.put(connection)
        try:
            self.mark = self._begin()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection for one block. Raises `Overtaken` if the state has been let go of and left,
        or if the block turns out to be of no one state.
        """
        with (
            self._lock
        ):  # who lets go waits inside it for those who read, never the other way round
            connection = self._free.get()
            try:
                if not self._held:
                    self._go_on()
            except BaseException:
                self._free.put(connection)
                raise
        try:
            yield connection
            if not is_of_one_state(connection):
                raise Overtaken("the data has changed while the file was read")
        finally:
            self._free.put(connection)

    def close(self) -> None:
        """Let go for good, when the blocks that are being read have been."""
        with self._lock:
            self._end_timer()
            while self._all:
                self._free.get().close()
                self._all.pop()

    def let_go(self) -> None:
        """Read no state of the store until somebody asks for the next block."""
        with self._lock:
            connections = [self._free.get() for _ in self._all]
            for connection in connections:
                connection.rollback()
                self._free.put(connection)
            self._held = False

    def _begin(self) -> Mark | None:
        """All connections at one state: a commit between two of them makes it begin anew."""
        for _ in range(_TRIES):
            marks = []
            for connection in self._all:
                connection.rollback()
                freeze(connection)
                marks.append(stored_mark(connection))
            if len(set(marks)) == 1:
                self._held = True
                self._timer = threading.Timer(self._seconds, self.let_go)
                self._timer.daemon = True
                self._timer.start()
                return marks[0]
        raise Overtaken("the store is written to all the time")

    def _go_on(self) -> None:
        self._end_timer()
        if self._begin() != self.mark:
            raise Overtaken("the data has changed while the file was read")

    def _end_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
