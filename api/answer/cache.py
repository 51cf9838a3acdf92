"""Where answers are cached: files, or Redis for several machines. Bytes only, nothing is pickled."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from flask_caching import Cache
from flask_caching.backends.filesystemcache import FileSystemCache
from flask_caching.backends.rediscache import RedisCache
from redis.exceptions import RedisError

ANSWERS_KEPT = 2_000
ANSWER_SECONDS = 86_400
# In files. A process looks how many there are each time it has written a sixteenth of them.
BYTES_KEPT = 256_000_000


class Plain:
    """Cached answers are bytes already, and the cache's own count of them a number.

    What was written in another way (by an older release, say) is taken as missing.
    """

    def dumps(self, value: bytes | int, *_: Any) -> bytes:
        return b"b" + value if isinstance(value, bytes) else b"n%d" % value

    def loads(self, value: bytes | None) -> bytes | int | None:
        if not value:
            return None
        if value[:1] == b"b":
            return value[1:]
        number = value[1:]
        return int(number) if value[:1] == b"n" and number.isdigit() else None

    def dump(self, value: bytes | int, file: Any, *_: Any) -> None:
        file.write(self.dumps(value))

    def load(self, file: Any) -> bytes | int | None:
        return self.loads(file.read())


class AnswerFiles(FileSystemCache):
    """When there are too many, or too many bytes, the oldest quarter goes at once.

    cachelib drops one at a time, and looks into every file to find it: from the moment the folder
    is full (minutes, in a hall that is open) each new answer would take 80 ms longer.
    """

    serializer = Plain()
    _unlooked = 0

    def set(
        self, key: str, value: Any, timeout: int | None = None, mgmt_element: bool = False
    ) -> bool:
        """Whether it was kept."""
        if not mgmt_element:
            self._unlooked += len(value)
        return super().set(key, value, timeout, mgmt_element)

    def _prune(self) -> None:
        looks = self._unlooked > BYTES_KEPT // 16
        if not looks and not self._over_threshold():
            return
        self._unlooked = 0
        files: list[tuple[int, int, str]] = []
        with os.scandir(self._path) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # another process sweeps too
                    if not self._is_mgmt(entry.name):
                        seen = entry.stat()
                        files.append((seen.st_mtime_ns, seen.st_size, entry.path))
        left, size = len(files), sum(size for _, size, _ in files)
        if left <= self._threshold and size <= BYTES_KEPT:
            return
        for _, bytes_of_one, path in sorted(files):
            if left <= self._threshold * 3 // 4 and size <= BYTES_KEPT * 3 // 4:
                break
            with suppress(FileNotFoundError):
                os.remove(path)
            left, size = left - 1, size - bytes_of_one
        self._update_count(value=left)


class SharedAnswers(RedisCache):
    """While Redis is gone nothing is found and nothing kept: answers are computed, not refused."""

    serializer = Plain()

    def get(self, key: str) -> Any:
        try:
            return super().get(key)
        except RedisError:
            return None

    def set(self, key: str, value: Any, timeout: int | None = None) -> Any:
        try:
            return super().set(key, value, timeout)
        except RedisError:
            return False


def answer_cache(server: Flask, folder: Path) -> Cache:
    """The cache on files under `folder`, or on the Redis that `CACHE_REDIS_URL` names."""
    config: dict[str, Any] = {
        "CACHE_DEFAULT_TIMEOUT": ANSWER_SECONDS,
        "CACHE_KEY_PREFIX": "open-hall:",
    }
    if redis := os.environ.get("CACHE_REDIS_URL"):
        config |= {"CACHE_TYPE": "api.answer.cache.SharedAnswers", "CACHE_REDIS_URL": redis}
    else:
        config |= {
            "CACHE_TYPE": "api.answer.cache.AnswerFiles",
            "CACHE_DIR": str(folder / "answers"),
            "CACHE_THRESHOLD": ANSWERS_KEPT,
        }
    return Cache(server, config=config)
