"""Where answers are cached: files, or Redis for several machines. Bytes only, nothing is pickled."""

from __future__ import annotations

import logging
import os
import struct
import tempfile
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_caching import Cache
from flask_caching.backends.filesystemcache import FileSystemCache
from flask_caching.backends.rediscache import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

ANSWERS_KEPT = 2_000
ANSWER_SECONDS = 86_400
_CHECK_BYTES = 4
_WRITTEN_WITHIN_SECONDS = 60
# In files. A process looks how many there are each time it has written a sixteenth of them, and keeps
# no count: cachelib's is a file of its own, written with every answer.
BYTES_KEPT = 256_000_000

log = logging.getLogger(__name__)


class Plain:
    """Cached answers are bytes already, and the cache's own count of them a number.

    What was written in another way (by an older release, say), or is no longer as it was written, is
    taken as missing.
    """

    def dumps(self, value: bytes | int, *_: Any) -> bytes:
        if isinstance(value, int):
            return b"n%d" % value
        return b"c" + zlib.crc32(value).to_bytes(_CHECK_BYTES) + value

    def loads(self, value: bytes | None) -> bytes | int | None:
        if not value:
            return None
        if value[:1] == b"c":
            check, content = value[1 : 1 + _CHECK_BYTES], value[1 + _CHECK_BYTES :]
            return content if zlib.crc32(content).to_bytes(_CHECK_BYTES) == check else None
        number = value[1:]
        return int(number) if value[:1] == b"n" and number.isdigit() else None

    def dump(self, value: bytes | int, file: Any, *_: Any) -> None:
        file.write(self.dumps(value))

    def load(self, file: Any) -> bytes | int | None:
        return self.loads(file.read())


class AnswerFiles(FileSystemCache):
    """While its folder cannot be written to, or has no room, answers are computed, not refused.

    When there are too many, or too many bytes, the oldest quarter goes at once. cachelib drops one at a time, and looks
    into every file to find it: from the moment the folder is full (minutes, in a hall that is open)
    each new answer would take 80 ms longer.
    """

    serializer = Plain()
    _is_said = False
    # What this process has written since it last looked how many there are.
    _unlooked_bytes = 0
    _unlooked_files = 0

    def __init__(self, *arguments: Any, **named: Any) -> None:
        try:
            super().__init__(*arguments, **named)
            self._sweep()
        except OSError as error:
            self._say(error)

    def set(self, key: str, value: Any, timeout: Any = None, mgmt_element: bool = False) -> bool:
        """Whether it was kept."""
        written = None
        try:
            os.makedirs(self._path, exist_ok=True)  # it may have been removed meanwhile
            self._unlooked_bytes += len(value)
            self._unlooked_files += 1
            self._prune()
            expires = self._normalize_timeout(timeout)
            path = self._get_filename(key)
            handle, written = tempfile.mkstemp(suffix=self._fs_transaction_suffix, dir=self._path)
            with os.fdopen(handle, "wb") as file:
                file.write(struct.pack("I", expires))
                self.serializer.dump(value, file)
            os.replace(written, path)
        except OSError as error:
            self._say(error)
            if written:
                with suppress(OSError):
                    os.remove(written)
            return False
        return True

    def get(self, key: str) -> Any:
        """What was kept, or None; cachelib's own would log a traceback for each that it cannot read."""
        try:
            with open(self._get_filename(key), "rb") as file:
                (expires,) = struct.unpack("I", file.read(4))
                return self.serializer.load(file) if not expires or expires >= time.time() else None
        except FileNotFoundError:
            return None
        except (OSError, struct.error) as error:
            self._say(error)
            return None

    def _say(self, error: Exception) -> None:
        if not self._is_said:
            log.warning("answers cannot be cached: %s", error)
        self._is_said = True

    def _sweep(self) -> None:
        """What a process that was killed had begun to write."""
        for path in Path(self._path).glob(f"*{self._fs_transaction_suffix}"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _WRITTEN_WITHIN_SECONDS:
                    path.unlink()

    def _prune(self) -> None:
        few = self._unlooked_files <= self._threshold // 16
        if few and self._unlooked_bytes <= BYTES_KEPT // 16:
            return
        self._unlooked_bytes = self._unlooked_files = 0
        files: list[tuple[int, int, str]] = []
        with os.scandir(self._path) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # another process sweeps too
                    if not self._is_mgmt(entry.name):
                        status = entry.stat()
                        files.append((status.st_mtime_ns, status.st_size, entry.path))
        left, size = len(files), sum(size for _, size, _ in files)
        if left <= self._threshold and size <= BYTES_KEPT:
            return
        for _, bytes_of_one, path in sorted(files):
            if left <= self._threshold * 3 // 4 and size <= BYTES_KEPT * 3 // 4:
                break
            with suppress(FileNotFoundError):
                os.remove(path)
            left, size = left - 1, size - bytes_of_one

    def _update_count(self, delta: int | None = None, value: int | None = None) -> None:
        """No count is kept."""


# Of a Redis that does not answer: waited for so long, once, and then not asked for a while. A request may meet it
# twice, in its count (`api.http.rate_limits`) and in its answer, and shall not lose a quarter of a second.
REDIS_SECONDS, REDIS_AGAIN_SECONDS = 0.1, 2.0


def redis_options() -> dict[str, Any]:
    """How a Redis is asked, as its client takes it: within `REDIS_SECONDS`, and not again by itself."""
    return {
        "socket_timeout": REDIS_SECONDS,
        "socket_connect_timeout": REDIS_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }


class SharedAnswers(RedisCache):
    """While Redis is gone or hangs nothing is found and nothing kept: answers are computed, not refused."""

    serializer = Plain()
    _again_at = 0.0

    def get(self, key: str) -> Any:
        return self._asked(partial(super().get, key), None)

    def set(self, key: str, value: Any, timeout: int | None = None) -> Any:
        return self._asked(partial(super().set, key, value, timeout), False)

    def _asked(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < self._again_at:
            return otherwise
        try:
            return ask()
        except RedisError:
            self._again_at = time.monotonic() + REDIS_AGAIN_SECONDS
            return otherwise


def answer_cache(server: Flask, folder: Path) -> Cache:
    """The cache on files under `folder`, or on the Redis that `CACHE_REDIS_URL` names."""
    config: dict[str, Any] = {
        "CACHE_DEFAULT_TIMEOUT": ANSWER_SECONDS,
        "CACHE_KEY_PREFIX": "open-hall:",
    }
    if redis := os.environ.get("CACHE_REDIS_URL"):
        config |= {
            "CACHE_TYPE": "api.answer.cache.SharedAnswers",
            "CACHE_REDIS_URL": redis,
            "CACHE_OPTIONS": redis_options(),
        }
    else:
        config |= {
            "CACHE_TYPE": "api.answer.cache.AnswerFiles",
            "CACHE_DIR": str(folder / "answers"),
            "CACHE_THRESHOLD": ANSWERS_KEPT,
        }
    return Cache(server, config=config)
