"""An answer ready to be sent: in each coding once, with its headers, whole or as a 304."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from werkzeug.http import parse_etags, unquote_etag

from api.http.content_coding import CODINGS, IDENTITY, SMALLEST, encoded, preferred
from data.store.identity import Mark

Headers = list[tuple[str, str]]
# Headers of one request's response, which the next one must not see.
OWN = ("age", "date", "ratelimit", "ratelimit-policy", "retry-after")


def matches(condition: str, *etags: str) -> bool:
    """Whether an If-None-Match names one of the tags (all as in headers), by weak comparison."""
    named = parse_etags(condition)
    return any(named.contains_weak(unquote_etag(etag)[0] or "") for etag in etags)


def tag(etag: str, coding: str) -> str:
    """The tag, as in a header, of what has the tag `etag` in a coding."""
    return f'"{etag}"' if coding == IDENTITY else f'"{etag}-{coding}"'


def tags(etag: str) -> tuple[str, ...]:
    """The tags, as in headers, of what has the tag `etag` in all codings."""
    return tuple(tag(etag, coding) for coding in (IDENTITY, *CODINGS))


class Form(NamedTuple):
    """The answer in one coding: its body, and the headers of 200 and of 304."""

    body: bytes
    whole: Headers
    unchanged: Headers


@dataclass(frozen=True)
class Validity:
    """While an answer holds: at a state of the store (None: any), and at a moment of the kind `holds`."""

    holds: str | None
    mark: Mark | None
    moment: object


@dataclass(frozen=True)
class Delivery:
    """What is done with answers below a path: `headers` sent anew with each, and how they are coded."""

    headers: Callable[[], Headers] | None = None
    encode: Callable[[bytes, str], bytes] = encoded


class Answer:
    """A whole 200 with a strong ETag.

    Each coding is a representation of its own with a strong tag of its own: `"abc"`, `"abc-br"`. A
    client that has one of them has the answer.
    """

    __slots__ = (
        "_compressing", "_delivery", "_forms", "_headers", "_tags", "cache_control", "content",
        "etag", "looked_until", "made_at", "validity",
    )  # fmt: skip

    def __init__(
        self, content: bytes, headers: Headers, validity: Validity, delivery: Delivery
    ) -> None:
        values = {name.lower(): value for name, value in headers}
        self.content, self.validity, self._delivery = content, validity, delivery
        self.cache_control = values.get("cache-control", "")
        self.made_at = time.time()
        self.looked_until = 0.0
        self.etag = values["etag"].strip('"')
        self._tags = frozenset(tags(self.etag))
        anew = {name.lower() for name, _ in delivery.headers()} if delivery.headers else set()
        left_out = {"etag", "content-length", "vary", *OWN, *anew}
        self._headers = [h for h in headers if h[0].lower() not in left_out]
        self._headers.append(("Vary", "Accept-Encoding"))
        self._forms: dict[str, Form] = {}
        self._compressing = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes to reckon with: the content, as much again for its compressed forms, headers.

        Measured: 3 to 5 kB for 200 bytes in one coding to three, 80 to 110 kB for 50 kB.
        """
        return 2 * len(self.content) + 4_000

    def send(
        self, environ: dict[str, Any], start_response: Any, more: Headers | None = None
    ) -> Iterable[bytes]:
        """Answer a GET or HEAD request, with headers of this request only."""
        accept = environ.get("HTTP_ACCEPT_ENCODING")
        coding = preferred(accept) if accept else IDENTITY
        form = self._forms.get(coding) or self._made(coding)
        condition = environ.get("HTTP_IF_NONE_MATCH")
        more = more or []
        if self._delivery.headers:
            more = more + self._delivery.headers()
        if condition and (condition in self._tags or matches(condition, *self._tags)):
            start_response("304 NOT MODIFIED", form.unchanged + more)
            return []
        start_response("200 OK", form.whole + more)
        # A list, which granian sends at once; from any other iterable it fetches part by part.
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]

    def _made(self, coding: str) -> Form:
        with self._compressing:
            if coding not in self._forms:
                self._forms[coding] = self._form(coding)
        return self._forms[coding]

    def _form(self, coding: str) -> Form:
        body = self.content
        if coding != IDENTITY and len(body) >= SMALLEST:
            body = self._delivery.encode(body, coding)
        if coding == IDENTITY or len(body) >= len(self.content):
            body, coding = self.content, IDENTITY
        named = ("ETag", tag(self.etag, coding))
        whole = [*self._headers, named, ("Content-Length", str(len(body)))]
        if coding != IDENTITY:
            whole.append(("Content-Encoding", coding))
        of_body = ("content-type", "content-disposition")
        unchanged = [h for h in self._headers if h[0].lower() not in of_body]
        return Form(body, whole, [*unchanged, named])

    def send_old(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Send it though it no longer holds; `Age` says how old it is."""
        return self.send(environ, start_response, [("Age", str(int(time.time() - self.made_at)))])

    def usable(self, directive: str, seconds: int) -> bool:
        """Whether the answer, no longer valid, may still be sent under a directive of RFC 5861."""
        since = max(self.made_at, self.looked_until)
        return directive in self.cache_control and time.time() - since < seconds
