"""Where the edge keeps answers: bounded in number and bytes."""

from __future__ import annotations

import threading
from collections.abc import Callable

from api.http.representation import Answer

Key = tuple[str, str]
Holds = Callable[[Answer], bool]


class Shelf:
    """Answers by path and query. Reading `answers` takes no lock, changing it does."""

    def __init__(self, entries: int, size: int) -> None:
        self.answers: dict[Key, Answer] = {}
        self.size = 0
        self._entries, self._most = entries, size
        self._changing = threading.Lock()
        self._version = -1

    def put(self, key: Key, answer: Answer, holds: Holds) -> Answer:
        """Keep an answer, and return the one to send: another thread may have made it meanwhile.

        One that would take more than an eighth of the room is not kept.
        """
        with self._changing:
            kept = self.answers.get(key)
            if kept is not None and kept.etag == answer.etag and holds(kept):
                return kept
            self._drop(key)
            if answer.size * 8 > self._most:
                return answer
            self.answers[key] = answer
            self.size += answer.size
            if answer.version != self._version:
                self._version = answer.version
                self._drop_forgotten(holds)
            self._make_room(holds)
        return answer

    def _drop(self, key: Key) -> None:
        dropped = self.answers.pop(key, None)
        if dropped is not None:
            self.size -= dropped.size

    def _drop_forgotten(self, holds: Holds) -> None:
        """The data changed: of the answers that no longer hold, keep those lately asked for, once.

        They are what can still be sent should the store become unreadable.
        """
        for key, answer in list(self.answers.items()):
            if holds(answer):
                continue
            if answer.used and "stale-if-error" in answer.cache_control:
                answer.used = False
            else:
                self._drop(key)

    def _make_room(self, holds: Holds) -> None:
        """Drop from the oldest on; one that holds and was asked for since has a second chance."""
        while self.size > self._most or len(self.answers) > self._entries:
            key, answer = next(iter(self.answers.items()))
            if answer.used and holds(answer):
                answer.used = False
                self.answers[key] = self.answers.pop(key)
            else:
                self._drop(key)
