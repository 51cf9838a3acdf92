"""Where the edge keeps answers: bounded in bytes, the least recently asked for dropped first."""

from __future__ import annotations

import threading
from collections.abc import Callable

from cachetools import LRUCache

from api.http.representation import Answer

Key = tuple[str, str]
Holds = Callable[[Answer], bool]


class Store:
    """Answers by path and query.

    One that no longer holds stays until it is replaced or its room is needed: it can still be sent
    should the store become unreadable.
    """

    def __init__(self, size: int) -> None:
        self._answers: LRUCache[Key, Answer] = LRUCache(size, getsizeof=lambda one: one.size)
        self._lock = threading.Lock()

    def get(self, key: Key) -> Answer | None:
        with self._lock:
            return self._answers.get(key)

    def put(self, key: Key, answer: Answer, holds: Holds) -> Answer:
        """Keep an answer, and return the one to send: another thread may have made it meanwhile.

        One that would take more than an eighth of the room is not kept.
        """
        with self._lock:
            other = self._answers.get(key)
            if other is not None and other.etag == answer.etag and holds(other):
                return other
            self._answers.pop(key, None)
            if answer.size * 8 <= self._answers.maxsize:
                self._answers[key] = answer
        return answer

    @property
    def size(self) -> int:
        """Bytes that the answers take."""
        return int(self._answers.currsize)

    def __len__(self) -> int:
        return len(self._answers)
