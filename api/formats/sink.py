"""Where a library writes a file to that is sent while it is written."""

from __future__ import annotations

import io
from typing import Any


class Sink(io.RawIOBase):
    """What a writer has put out since it was last taken. It cannot be sought in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._at += len(part)
        return len(part)

    def waiting(self) -> int:
        """How many bytes have not been taken yet."""
        return sum(map(len, self._parts))

    def take(self) -> bytes:
        written, self._parts = b"".join(self._parts), []
        return written
