"""One computation at a time per key, whichever thread or process of this machine asks."""

from __future__ import annotations

import fcntl
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SingleFlight:
    """Locks by key, each on one byte of `file`, far beyond its end: no key needs a file of its own.

    `file` is shared by all worker processes of a machine; it stays empty.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._file.parent.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def take(self, key: str) -> Iterator[None]:
        """Wait for whoever computes `key` (32 hexadecimal digits), then be the one.

        The lock belongs to the file as opened here, so threads wait for each other as processes do,
        and two that wait crosswise for other keys are no deadlock to the kernel.
        """
        byte = int(key[:15], 16)
        with self._file.open("ab") as file:
            # struct flock: type, whence, start, length, pid (0 for a lock of the open file).
            lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, byte, 1, 0)
            fcntl.fcntl(file, fcntl.F_OFD_SETLKW, lock)
            yield  # closing the file gives the lock back
