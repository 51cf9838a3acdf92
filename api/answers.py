"""answer(query): every number shown anywhere, on a page, in JSON or in a file, comes from here.

Answers are bytes, cached by data version, the hall's date and the validated query, with one computation
per miss. `configure` must have been called once in the process (see `api.create_api`).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from flask_caching import Cache
from sqlalchemy import Engine

from api import documents
from api.state import State, Watch
from data import hall
from data.query import Facets, Live, Proof, Query, Records, Unanswerable, Values

__all__ = [
    "Body", "Facets", "Live", "Proof", "Query", "Records", "Unanswerable", "Values",
    "answer", "body", "configure", "data_version", "engine", "refresh", "state",
]


@dataclass(frozen=True)
class Body:
    """An answer ready to be sent: JSON bytes and their strong ETag (unquoted)."""

    content: bytes
    etag: str


@dataclass
class _Service:
    engine: Engine
    watch: Watch
    cache: Cache


_service: _Service | None = None
_locks: dict[str, tuple[threading.Lock, list[int]]] = {}
_locks_guard = threading.Lock()


def configure(engine: Engine, cache: Cache) -> None:
    """Tell this process which store it reads and where answers are cached."""
    global _service  # noqa: PLW0603 - one store per process, as one hall per installation
    if _service is not None:
        _service.watch.close()
    _service = _Service(engine, Watch(engine), cache)


def _running() -> _Service:
    if _service is None:
        raise RuntimeError("api.answers.configure has not been called in this process")
    return _service


def engine() -> Engine:
    """The engine that answers are read with; it cannot write."""
    return _running().engine


def state() -> State:
    """Data version, heartbeat and newest events, from memory."""
    return _running().watch.state


def refresh() -> State:
    """Look at the store now instead of within a quarter of a second (for tests and commands)."""
    return _running().watch.refresh()


def data_version() -> int:
    """The data version, from memory; grows with each batch that changed something."""
    return state().data_version


def answer(query: Query, lang: str = "zh") -> dict[str, Any]:
    """The answer as the document that the API serves: `{"data", "meta", "links"}`."""
    return orjson.loads(body(query, lang).content)


def body(query: Query, lang: str = "zh") -> Body:
    """The answer as bytes with its ETag. Raises `Unanswerable` for a question that cannot be asked."""
    seen = state()
    key = etag(repr(query), lang, _moment(query))
    content = cached(key, lambda: orjson.dumps(documents.document(engine(), query, lang, seen)))
    return Body(content, key)


def _moment(query: Query) -> str:
    """The hall's date, since today's figures change at midnight; to the minute for the live view."""
    now = hall.now()
    return now.isoformat(timespec="minutes") if isinstance(query, Live) else now.date().isoformat()


def etag(*parts: str) -> str:
    """A strong ETag of what an answer depends on: the data version, its build and the given parts."""
    text = "\x1f".join((str(data_version()), documents.BUILD, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def cached(key: str, compute: Callable[[], bytes]) -> bytes:
    """What is cached under `key`, else computed, by one thread while the others wait for it."""
    cache = _running().cache
    found = cache.get(key)
    if found is not None:
        return found
    with _one_at_a_time(key):
        found = cache.get(key)
        if found is None:
            found = compute()
            cache.set(key, found)
    return found


@contextmanager
def _one_at_a_time(key: str) -> Iterator[None]:
    with _locks_guard:
        lock, waiting = _locks.setdefault(key, (threading.Lock(), [0]))
        waiting[0] += 1
    try:
        with lock:
            yield
    finally:
        with _locks_guard:
            waiting[0] -= 1
            if not waiting[0]:
                _locks.pop(key, None)
