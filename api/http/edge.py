"""The WSGI layer in front of Flask: known answers leave from memory as ready bytes.

Everything that is answered leaves through here: API answers, pages, their layouts and live views,
scripts, QR codes. A whole 200 with a strong ETag is compressed here, in the coding that the client
prefers; conditions and HEAD are decided for all responses alike.

An answer is kept where the response asks for it with the header `X-Edge-Valid`, which says while
what it holds beside the data version: the hall's `date` or `minute`, what somebody has registered
(`hold_while`), or, whatever the data, the `build`. So what depends on more than its address, a host
name say, is not kept unless somebody says so.

A stale answer is kept a while: where the store cannot be read, or another thread is already making
the new one, it is sent as the answer's own Cache-Control allows (RFC 5861), with its `Age`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any

from flask import Flask, Response, request

from api.answer import answers
from api.answer.moment import HOLDS, moment
from api.http.edge_store import Key, Store
from api.http.representation import OWN, Answer, Delivery, Headers, Validity, matches, tags
from api.http.started import Environ, Started, close, passed_on
from api.store_state import NO_STORE

VALID = "X-Edge-Valid"
BUILD = "build"
# Under this name a server says which of its paths are searched by typing.
TYPED_PATHS = "typed_paths"
STALE_IF_ERROR, STALE_WHILE_REVALIDATE = 86_400, 60
# The Cache-Control of what holds until the data changes.
CACHEABLE = (
    f"public, max-age=5, stale-while-revalidate={STALE_WHILE_REVALIDATE}, "
    f"stale-if-error={STALE_IF_ERROR}"
)

# Characters; as nginx takes them without being told otherwise. The longest of ours lists codes.
ADDRESS_MOST = 8_000
# Where a request keeps the condition that is decided here.
_CONDITION = "open_hall.if_none_match"
_FRESH_SECONDS = 0.05
_PLAIN = Delivery()

Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Edge:
    """One per process, as `Flask.wsgi_app`; keeps at most `size` bytes."""

    def __init__(self, application: Wsgi, size: int = 128_000_000) -> None:
        self._application = application
        self.store = Store(size)
        # How long a look at the hall's clock holds; one that HALL_NOW sets may jump at any time.
        self._look_seconds = 0.0 if os.environ.get("HALL_NOW") else 1.0
        self._moments: dict[str, Callable[[], object]] = {
            **{holds: partial(moment, holds) for holds in HOLDS},
            BUILD: lambda: None,
        }
        self._deliveries: list[tuple[str, Delivery]] = []
        self._unkept: set[str] = set()
        self._computing: set[Key] = set()

    def hold_while(self, name: str, current: Callable[[], object]) -> None:
        """Let responses ask to be kept, by `name`, until `current` gives something else."""
        self._moments[name] = current

    def beside(self, prefix: str, headers: Callable[[], dict[str, str]]) -> None:
        """Send `headers()`, never older than 50 ms, with the answers below a path."""
        seconds = _FRESH_SECONDS if self._look_seconds else 0.0
        self._deliveries.append((prefix, Delivery(headers=_lately(headers, seconds))))

    def keep_nothing_of(self, paths: Iterable[str]) -> None:
        """Pass requests for paths by: neither answers nor what is typed into the address are kept."""
        self._unkept.update(paths)

    def coded_by(self, prefix: str, encode: Callable[[bytes, str], bytes]) -> None:
        """Have the answers below a path compressed by `encode(content, coding)`."""
        self._deliveries.append((prefix, Delivery(encode=encode)))

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if (method != "GET" and method != "HEAD") or environ["PATH_INFO"] in self._unkept:
            return self._application(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        if len(query) + len(environ["PATH_INFO"]) > ADDRESS_MOST:
            return self._application(environ, start_response)
        key = (environ["PATH_INFO"], _in_order(query) if "&" in query else query)
        answer = self.store.get(key)
        if answer is not None and self._holds(answer):
            return answer.send(environ, start_response)
        return self._miss(key, answer, environ, start_response)

    def _holds(self, answer: Answer) -> bool:
        validity = answer.validity
        if validity.mark is not None and validity.mark != answers.mark():
            return False
        now = time.time()
        if now >= answer.looked_until:
            if validity != self._now(validity.holds):
                return False
            # Never beyond the minute, when the next look may find another one.
            answer.looked_until = now + min(self._look_seconds, 60 - now % 60)
        return True

    def _now(self, holds: str | None) -> Validity:
        """What an answer of this kind that is made now holds for."""
        mark = None if holds == BUILD else answers.mark() or NO_STORE
        return Validity(holds, mark, self._moments[holds]() if holds else None)

    # --- what is not known yet ------------------------------------------------------------------

    def _miss(
        self, key: Key, stale: Answer | None, environ: Environ, start_response: Any
    ) -> Iterable[bytes]:
        waiting = key in self._computing
        if waiting and stale and _usable(stale, "stale-while-revalidate", STALE_WHILE_REVALIDATE):
            return stale.send_old(environ, start_response)
        self._computing.add(key)
        try:
            return self._ask(key, stale, environ, start_response)
        finally:
            self._computing.discard(key)

    def _ask(
        self, key: Key, stale: Answer | None, environ: Environ, start_response: Any
    ) -> Iterable[bytes]:
        """Ask Flask for the whole answer, without conditions; keep it if it says so."""
        whole = environ.copy()
        whole["REQUEST_METHOD"] = "GET"
        if condition := whole.pop("HTTP_IF_NONE_MATCH", None):
            whole[_CONDITION] = condition
            whole.pop("HTTP_IF_MODIFIED_SINCE", None)
        before = {name: self._now(name) for name in self._moments}
        started = Started()
        try:
            parts = self._application(whole, started)
        except Exception:
            if stale and _usable(stale, "stale-if-error", STALE_IF_ERROR):
                return stale.send_old(environ, start_response)
            raise
        if started.code >= 500 and stale and _usable(stale, "stale-if-error", STALE_IF_ERROR):
            close(parts)
            return stale.send_old(environ, start_response)
        validity = before.get(started.take(VALID) or "")
        if not started.is_ready():
            return passed_on(started, parts, environ, start_response)
        content = b"".join(parts)
        close(parts)
        own = [h for h in started.headers if h[0].lower() in OWN]
        answer = Answer(
            content, started.headers, validity or Validity(None, None, None), self._delivery(key[0])
        )
        if validity and validity.mark != NO_STORE and validity == self._now(validity.holds):
            answer = self.store.put(key, answer, self._holds)
        return answer.send(environ, start_response, own)

    def _delivery(self, path: str) -> Delivery:
        return next((d for prefix, d in self._deliveries if path.startswith(prefix)), _PLAIN)


def _usable(stale: Answer, directive: str, seconds: int) -> bool:
    """Whether an answer that no longer holds may be sent: never one of another store, or past."""
    mark = stale.validity.mark
    return stale.usable(directive, seconds) and (mark is None or answers.is_of_this_past(mark))


def unchanged(etag: str) -> Response | None:
    """The 304 to a client that has the answer of this tag (unquoted), in whatever coding.

    For what costs much to make; all others leave it to the edge, which has the answer then.
    """
    condition = request.environ.get(_CONDITION)
    had = next((tag for tag in tags(etag) if condition and matches(condition, tag)), None)
    if had is None:
        return None
    headers = {"ETag": had, "Cache-Control": CACHEABLE, "Vary": "Accept-Encoding"}
    return Response(status=304, headers=headers)


def _lately(make: Callable[[], dict[str, str]], seconds: float) -> Callable[[], Headers]:
    """What `make` gave at most so long ago."""
    made: Headers = []
    until = 0.0

    def headers() -> Headers:
        nonlocal made, until
        now = time.monotonic()
        if now >= until:
            made, until = list(make().items()), now + seconds
        return made

    return headers


@lru_cache(4_096)
def _in_order(query: str) -> str:
    """The same parameters in another order are the same question."""
    return "&".join(sorted(query.split("&")))


def put_before(server: Flask) -> Edge:
    """Put an edge before a Flask server and return it, so that others can register with it."""
    edge = Edge(server.wsgi_app, size=int(os.environ.get("EDGE_BYTES") or 128_000_000))
    edge.keep_nothing_of(server.extensions.get(TYPED_PATHS, ()))
    server.wsgi_app = edge
    server.extensions["edge"] = edge
    return edge
