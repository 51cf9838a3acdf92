"""The WSGI layer in front of Flask: known answers leave from memory as ready bytes.

An answer is kept where the response asks for it: it is a whole (not streamed) 200 with a strong
ETag, and has the header `X-Edge-Valid`, which says until when it holds beside the data version:
`date` (until the hall's midnight) or `minute`. So what depends on more than its address, a host
name say, is not kept unless somebody says so. Here an answer is compressed once per coding, and
conditional requests and HEAD are decided for all responses alike.

A stale answer is kept a while: where the store cannot be read, or another thread is already making
the new one, it is sent as the answer's own Cache-Control allows (RFC 5861), with its `Age`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from flask import Flask

from api.answer import answers
from api.http.edge_store import Shelf
from api.http.representation import OWN, Answer, Headers, matches
from data import hall

VALID = "X-Edge-Valid"
STALE_IF_ERROR, STALE_WHILE_REVALIDATE = 86_400, 60
# The Cache-Control of what holds until the data changes.
CACHEABLE = (
    f"public, max-age=5, stale-while-revalidate={STALE_WHILE_REVALIDATE}, "
    f"stale-if-error={STALE_IF_ERROR}"
)

_FRESH_SECONDS = 0.05

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Beside = Callable[[], dict[str, str]]


class Edge:
    """One per process, as `Flask.wsgi_app`; keeps at most so many entries and bytes (`size`)."""

    def __init__(self, application: Wsgi, entries: int = 4_096, size: int = 128_000_000) -> None:
        self._application = application
        self._shelf = Shelf(entries, size)
        self._known = self._shelf.answers
        # How long a look at the hall's clock holds; one that HALL_NOW sets may jump at any time.
        self._look_seconds = 0.0 if os.environ.get("HALL_NOW") else 1.0
        self._beside: list[tuple[str, Callable[[], Headers]]] = []
        self._computing: set[tuple[str, str]] = set()

    def beside(self, prefix: str, headers: Beside) -> None:
        """Send `headers()`, never older than 50 ms, with the kept answers below a path.

        These are asked for uncompressed.
        """
        seconds = _FRESH_SECONDS if self._look_seconds else 0.0
        self._beside.append((prefix, _lately(headers, seconds)))

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method != "GET" and method != "HEAD":
            return self._application(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        key = (environ["PATH_INFO"], _in_order(query) if "&" in query else query)
        answer = self._known.get(key)
        if answer is not None and self._holds(answer):
            answer.used = True
            return answer.send(environ, start_response)
        return self._miss(key, answer, environ, start_response)

    def _holds(self, answer: Answer) -> bool:
        if answer.version != answers.data_version():
            return False
        now = time.time()
        if now >= answer.looked_until:
            if answer.moment != _moment(answer.valid):
                return False
            # Never beyond the minute, when the next look may find another one.
            answer.looked_until = now + min(self._look_seconds, 60 - now % 60)
        return True

    # --- what is not known yet ------------------------------------------------------------------

    def _miss(
        self, key: tuple[str, str], stale: Answer | None, environ: Environ, start_response: Any
    ) -> Iterable[bytes]:
        waiting = key in self._computing
        if waiting and stale and stale.usable("stale-while-revalidate", STALE_WHILE_REVALIDATE):
            return stale.send_old(environ, start_response)
        self._computing.add(key)
        try:
            return self._ask(key, stale, environ, start_response)
        finally:
            self._computing.discard(key)

    def _ask(
        self, key: tuple[str, str], stale: Answer | None, environ: Environ, start_response: Any
    ) -> Iterable[bytes]:
        """Ask Flask for the whole answer, without conditions; keep it if it says so."""
        asked = environ.copy()
        asked["REQUEST_METHOD"] = "GET"
        if asked.pop("HTTP_IF_NONE_MATCH", None):
            asked.pop("HTTP_IF_MODIFIED_SINCE", None)
        beside = next((made for prefix, made in self._beside if key[0].startswith(prefix)), None)
        if beside:
            asked.pop("HTTP_ACCEPT_ENCODING", None)
        version = answers.data_version()
        moments = {valid: _moment(valid) for valid in ("date", "minute")}
        started = _Started()
        try:
            parts = self._application(asked, started)
        except Exception:
            if stale and stale.usable("stale-if-error", STALE_IF_ERROR):
                return stale.send_old(environ, start_response)
            raise
        if started.code >= 500 and stale and stale.usable("stale-if-error", STALE_IF_ERROR):
            _close(parts)
            return stale.send_old(environ, start_response)
        valid = started.take(VALID)
        if started.code != 200 or valid not in moments or started.has("Content-Encoding"):
            return _passed(started, parts, environ, start_response)
        content = b"".join(parts)
        _close(parts)
        own = [h for h in started.headers if h[0].lower() in OWN]
        answer = Answer(content, started.headers, beside, version, valid, moments[valid])
        if version == answers.data_version() and moments[valid] == _moment(valid):
            answer = self._shelf.put(key, answer, self._holds)
        return answer.send(environ, start_response, own)


def _lately(make: Beside, seconds: float) -> Callable[[], Headers]:
    """What `make` gave at most so long ago."""
    kept: Headers = []
    until = 0.0

    def headers() -> Headers:
        nonlocal kept, until
        now = time.monotonic()
        if now >= until:
            kept, until = list(make().items()), now + seconds
        return kept

    return headers


class _Started:
    """What an application says with `start_response`."""

    def __init__(self) -> None:
        self.status, self.headers = "", []

    def __call__(
        self, status: str, headers: Headers, exc_info: Any = None
    ) -> Callable[[bytes], None]:
        self.status, self.headers = status, list(headers)
        return _refuse_write

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def has(self, name: str) -> bool:
        return any(n.lower() == name.lower() for n, _ in self.headers)

    def take(self, name: str) -> str | None:
        """The value of a header, which is taken out."""
        for i, (found, value) in enumerate(self.headers):
            if found.lower() == name.lower():
                del self.headers[i]
                return value
        return None


def _refuse_write(_: bytes) -> None:
    raise NotImplementedError("responses are iterables here; nothing writes")


def _passed(
    started: _Started, parts: Any, environ: Environ, start_response: Any
) -> Iterable[bytes]:
    """A response that is not kept, under the same rules of HEAD and conditions."""
    etag = next((value for name, value in started.headers if name.lower() == "etag"), None)
    condition = environ.get("HTTP_IF_NONE_MATCH")
    if etag and condition and started.code == 200 and matches(condition, etag):
        kept = ("content-length", "content-type", "content-encoding", "content-disposition")
        headers = [h for h in started.headers if h[0].lower() not in kept]
        _close(parts)
        start_response("304 NOT MODIFIED", headers)
        return []
    start_response(started.status, started.headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        _close(parts)
        return []
    return parts


def _close(parts: Any) -> None:
    if hasattr(parts, "close"):
        parts.close()


@lru_cache(4_096)
def _in_order(query: str) -> str:
    """The same parameters in another order are the same question."""
    return "&".join(sorted(query.split("&")))


def _moment(valid: str) -> object:
    now = hall.now()
    return now.date() if valid == "date" else now.replace(second=0, microsecond=0)


def put_before(server: Flask) -> Edge:
    """Put an edge before a Flask server and return it, so that others can register with it."""
    edge = Edge(server.wsgi_app, size=int(os.environ.get("EDGE_BYTES") or 128_000_000))
    server.wsgi_app = edge
    server.extensions["edge"] = edge
    return edge
