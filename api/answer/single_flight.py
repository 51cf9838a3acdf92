"""One computation at a time per key, whichever thread or process of this machine asks."""

from __future__ import annotations

import fcntl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from data.store.places import Places


class SingleFlight:
    """Locks by key, each on one byte of `file`, far beyond its end: no key needs a file of its own.

    `file` is shared by all worker processes of a machine; it stays empty. Where it cannot be had, nobody
    waits for anybody: an answer computed twice is better than none.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._places: Places | None = None
        self._own = threading.local()

    def let_compute(self, threads: int) -> None:
        """Let so many threads of this process compute or wait, so that others are left."""
        self._places = Places(threads)

    @contextmanager
    def take(self, key: str) -> Iterator[None]:
        """Wait for whoever computes `key` (32 hexadecimal digits), then be the one.

        Raises `Busy` where too many threads wait already. A computation may need others: its thread
        has a place already.
        """
        if self._places is None or getattr(self._own, "computes", False):
            with self._locked(key):
                yield
            return
        with self._places.taken():
            self._own.computes = True
            try:
                with self._locked(key):
                    yield
            finally:
                self._own.computes = False

    @contextmanager
    def _locked(self, key: str) -> Iterator[None]:
        """The lock of a key.

        It belongs to the file as opened here, so threads wait for each other as processes do,
        and two that wait crosswise for other keys are no deadlock to the kernel.
        """
        file = self._opened()
        if file is None:
            yield
            return
        with file:
            byte = int(key[:15], 16)
            # struct flock: type, whence, start, length, pid (0 for a lock of the open file).
            lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, byte, 1, 0)
            fcntl.fcntl(file, fcntl.F_OFD_SETLKW, lock)
            yield  # closing the file gives the lock back

    def _opened(self) -> IO[bytes] | None:
        try:
            return self._file.open("ab")
        except FileNotFoundError:  # the first start, or the folder was removed meanwhile
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                return self._file.open("ab")
            except OSError:
                return None
        except OSError:
            return None
