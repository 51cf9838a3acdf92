"""What a WSGI application answers, before it is known whether that is a whole answer or a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from api.http.representation import Headers, matches

Environ = dict[str, Any]


class Started:
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

    def get(self, name: str) -> str | None:
        return next((value for n, value in self.headers if n.lower() == name.lower()), None)

    def take(self, name: str) -> str | None:
        """The value of a header, which is taken out."""
        value = self.get(name)
        self.headers = [h for h in self.headers if h[0].lower() != name.lower()]
        return value

    def is_ready(self) -> bool:
        """Whether it is a whole 200 that can be told from others: no stream, not coded already.

        A file with a digest of its bytes leaves as it lies.
        """
        etag = self.get("ETag")
        if self.code != 200 or etag is None or etag.startswith("W/"):
            return False
        if self.get("Repr-Digest") is not None:
            return False
        return self.get("Content-Length") is not None and self.get("Content-Encoding") is None


def _refuse_write(_: bytes) -> None:
    raise NotImplementedError("responses are iterables here; nothing writes")


def passed_on(
    started: Started, parts: Any, environ: Environ, start_response: Any
) -> Iterable[bytes]:
    """A stream, or no 200, under the same rules of HEAD and conditions."""
    etag = started.get("ETag")
    condition = environ.get("HTTP_IF_NONE_MATCH")
    if etag and condition and started.code == 200 and matches(condition, etag):
        of_body = ("content-length", "content-type", "content-encoding", "content-disposition")
        headers = [h for h in started.headers if h[0].lower() not in of_body]
        close(parts)
        start_response("304 NOT MODIFIED", headers)
        return []
    start_response(started.status, started.headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        close(parts)
        return []
    return parts


def close(parts: Any) -> None:
    if hasattr(parts, "close"):
        parts.close()
