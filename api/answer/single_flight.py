"""One computation at a time per key: among the threads of a process, and among the processes."""

from __future__ import annotations

import fcntl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turns:
    """Locks by key. `file` is shared by all worker processes of a machine; it stays empty."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._locks: dict[str, tuple[threading.Lock, list[int]]] = {}
        self._guard = threading.Lock()

    @contextmanager
    def take(self, key: str) -> Iterator[None]:
        """Wait for whoever computes `key` (32 hexadecimal digits), then be the one."""
        with self._guard:
            lock, waiting = self._locks.setdefault(key, (threading.Lock(), [0]))
            waiting[0] += 1
        try:
            with lock, self._among_processes(key):
                yield
        finally:
            with self._guard:
                waiting[0] -= 1
                if not waiting[0]:
                    self._locks.pop(key, None)

    @contextmanager
    def _among_processes(self, key: str) -> Iterator[None]:
        """A lock on one byte far beyond the file's end, so that no key needs a file of its own.

        It belongs to the open file, not to the process: other threads may close the same file, and
        two threads that wait crosswise for other keys are no deadlock to the kernel.
        """
        byte = int(key[:15], 16)
        with self._file.open("ab") as file:
            # struct flock: type, whence, start, length, pid (0 for a lock of the open file).
            asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, byte, 1, 0)
            fcntl.fcntl(file, fcntl.F_OFD_SETLKW, asked)
            yield  # closing the file gives the lock back
