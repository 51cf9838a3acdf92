"""answer(query): every number shown anywhere, on a page, in JSON or in a file, comes from here.

Answers are bytes, cached by the store's state, the hall's date and the validated query, with one
computation per miss. `configure` must have been called once in the process (see `api.server`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from flask_caching import Cache
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from api.answer.moment import moment
from api.answer.single_flight import SingleFlight
from api.documents import dispatch, envelope
from api.store_state import State, Unreadable
from api.store_watch import StoreWatch
from data.questions import (
    AnnualReport,
    Deadline,
    Facets,
    Live,
    OpenRequests,
    Page,
    Proof,
    Query,
    Records,
    TooCostly,
    Unanswerable,
    Unknown,
    Values,
)
from data.store.identity import Mark, stored_mark

__all__ = [
    "UNREADABLE", "AnnualReport", "Body", "Deadline", "Facets", "Live", "OpenRequests", "Page", "Proof",
    "Query", "Records", "Unanswerable", "Unknown", "Values", "answer", "body", "cache_get", "cache_put", "configure", "damaged",
    "data_version", "engine", "is_of_this_past", "last_seen", "let_compute", "mark",
    "of_one_version", "refresh", "state", "unready",
]  # fmt: skip

# What is raised where the store is missing, another one, or cannot be read.
UNREADABLE: tuple[type[Exception], ...] = (Unreadable, DatabaseError)


@dataclass(frozen=True)
class Body:
    """An answer ready to be sent: JSON bytes and their strong ETag (unquoted)."""

    content: bytes
    etag: str


@dataclass
class _Service:
    watch: StoreWatch
    cache: Cache
    flights: SingleFlight


_service: _Service | None = None
# One answer; values are bounded by their number long before.
BYTES_MOST = 16_000_000
# How often an answer is computed again because a batch was committed meanwhile.
_TRIES = 3


class _Outdated(Exception):  # noqa: N818 - says what is the case
    """The store has moved on since the state that an answer was to be of."""


def configure(url: str, cache: Cache, folder: Path) -> None:
    """Tell this process which store it reads, where answers are cached and, in `folder`, locked.

    The store need not be there yet. Raises ValueError for a URL that is not supported.
    """
    global _service  # one store per process, as one hall per installation
    if _service is not None:
        _service.watch.close()
    _service = _Service(StoreWatch(url), cache, SingleFlight(folder / "answers.lock"))


def _running() -> _Service:
    if _service is None:
        raise RuntimeError("api.answer.answers.configure has not been called in this process")
    return _service


def let_compute(threads: int) -> None:
    """Let so many threads of this process compute an answer or wait for one; the rest is `Busy`."""
    _running().flights.let_compute(threads)


def engine() -> Engine:
    """The engine that answers are read with; it cannot write. Raises `Unreadable`."""
    state()
    return _running().watch.engine


def state() -> State:
    """Data version, heartbeat and newest events, from memory. Raises `Unreadable`."""
    seen = last_seen()
    if not seen.reachable:
        raise Unreadable("the store cannot be read")
    return seen


def last_seen() -> State:
    """The same whether or not the store can be read now."""
    return _running().watch.current()


def refresh() -> State:
    """Look at the store now instead of within a quarter of a second."""
    return _running().watch.refresh()


def unready() -> str | None:
    """Why what is answered now would not be true, or None."""
    return _running().watch.unready


def damaged(error: Exception) -> None:
    """Say that the store gave something that nobody wrote."""
    _running().watch.damaged(error)


def data_version() -> int:
    """The data version, from memory; grows with each batch. Raises `Unreadable`."""
    return state().data_version


def mark() -> Mark | None:
    """Which store, and which state of it, answers are made of now; None where it cannot be read."""
    seen = last_seen()
    return seen.mark if seen.reachable else None


def is_of_this_past(mark: Mark) -> bool:
    """Whether what was made of a state belongs to the store as last seen, and not to another past."""
    return mark.past == last_seen().mark.past


def answer(query: Query, lang: str = "zh") -> dict[str, Any]:
    """The answer as the document that the API serves: `{"data", "meta", "links"}`."""
    return orjson.loads(body(query, lang).content)


def body(query: Query, lang: str = "zh") -> Body:
    """The answer as bytes with its ETag. Raises `Unanswerable` for a question that cannot be asked.

    All of an answer is of one data version, the one it names: if a batch is committed while it is
    computed, it is computed again.
    """
    # Today's figures change at midnight, the live ones with the minute.
    parts = (repr(query), lang, moment("minute" if isinstance(query, Live) else "date"))

    def document(seen: State) -> envelope.Document:
        return dispatch.document(engine(), query, lang, seen, partial(_kept, seen))

    datasets = dispatch.datasets_of(query)
    if datasets is None:
        return of_one_version(parts, lambda seen: orjson.dumps(document(seen)))
    # A batch of another dataset changes the version that is named, and nothing else.
    content, seen = _of_one(
        lambda seen: _hashed(seen.of(datasets), envelope.BUILD, *parts),
        lambda seen: dispatch.lasting(document(seen)),
    )
    renewed = dispatch.renewed(content, query, seen)
    return Body(orjson.dumps(renewed), _etag_of(seen, *parts))


def _kept(seen: State, parts: tuple[str, ...], compute: Callable[[], bytes]) -> bytes:
    """A part of answers that outlives a state of the data: `parts` name all that it depends on."""
    return cached(_hashed(seen.mark.past, envelope.BUILD, *parts), compute)


def of_one_version(parts: Sequence[str], compute: Callable[[State], bytes]) -> Body:
    """What `compute` makes of the data, cached; `parts` name it, and all else that it depends on.

    It is computed again if a batch is committed meanwhile.
    """
    content, seen = _of_one(lambda seen: _etag_of(seen, *parts), compute)
    return Body(content, _etag_of(seen, *parts))


def _of_one(
    key_of: Callable[[State], str], compute: Callable[[State], bytes]
) -> tuple[bytes, State]:
    """What is cached under the key of a state of the store, else made of it, and that state."""
    for tries_left in reversed(range(_TRIES)):
        seen = state()
        try:
            return cached(key_of(seen), partial(_computed, compute, seen, not tries_left)), seen
        except _Outdated:
            refresh()
    raise AssertionError("the last try is not given up")


def _computed(compute: Callable[[State], bytes], seen: State, last: bool) -> bytes:
    content = compute(seen)
    if len(content) > BYTES_MOST:
        raise TooCostly
    now = _stored_mark()
    if now is None or now.past != seen.mark.past:
        # Kept under this key it would be an answer of another store.
        raise Unreadable("the store has been replaced meanwhile") if last else _Outdated
    if not last and now != seen.mark:
        raise _Outdated
    return content


def _stored_mark() -> Mark | None:
    with engine().connect() as connection:
        return stored_mark(connection)


def etag(*parts: str, seen: State | None = None) -> str:
    """A strong ETag of what an answer depends on: the store's state, build and the given parts."""
    return _etag_of(seen or state(), *parts)


def _etag_of(seen: State, *parts: str) -> str:
    return _hashed(repr(seen.mark), envelope.BUILD, *parts)


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def cached(key: str, compute: Callable[[], bytes]) -> bytes:
    """What is cached under `key` (an ETag), else computed, by one while all others wait for it."""
    running = _running()
    content = running.cache.get(key)
    if content is not None:
        return content
    with running.flights.take(key):
        content = running.cache.get(key)
        if content is None:
            content = compute()
            running.cache.set(key, content)
    return content


def cache_put(key: str, content: bytes) -> None:
    """Keep what was found out beside an answer, as long as there is room."""
    _running().cache.set(key, content)


def cache_get(key: str) -> bytes | None:
    """What `cache_put` kept under `key`, if it is still there."""
    return _running().cache.get(key)
