"""Places for expensive work: how much of a kind is under way at once in this process.

Whoever finds none free waits, as a few may and not for long; all others are told to come again. So
however many ask for expensive things, they never take all threads of the process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from data.questions import Busy


class Places:
    """`at_once` places, and room for `waiting` more who wait up to `seconds` for one."""

    def __init__(self, at_once: int, waiting: int = 0, seconds: float = 5.0) -> None:
        self._seconds = seconds
        self._free = threading.Semaphore(at_once)
        self._room = threading.Semaphore(at_once + waiting)

    def take(self) -> Callable[[], None]:
        """Take a place; what is returned gives it back, however often it is called.

        Raises `Busy` if there is none in time.
        """
        if not self._room.acquire(blocking=False):
            raise Busy
        if not self._free.acquire(timeout=self._seconds):
            self._room.release()
            raise Busy
        held = threading.Lock()

        def give_back() -> None:
            if held.acquire(blocking=False):
                self._free.release()
                self._room.release()

        return give_back

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A place for as long as the block lasts."""
        give_back = self.take()
        try:
            yield
        finally:
            give_back()
