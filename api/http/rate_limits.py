"""How much one address may have computed, and which address a request comes from.

Only what reaches Flask is counted: answers that `api.http.edge` has in memory are free, and so are pages
and live views. The count is told in the RateLimit fields of the IETF draft
(draft-ietf-httpapi-ratelimit-headers); beyond it the answer is a 429 that says when to come back.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from limits import parse
from redis.exceptions import RedisError

from api.answer.cache import redis_options
from api.http import machine_paths

# 20 computed answers a second for as long as a minute: screens and phones of a whole hall behind
# one address stay far below, since what one of them asked the others get from memory.
DEFAULT = "1200 per minute"
POLICY = "address"
# Where a request keeps whether a proxy says that it passed it on.
FORWARDED = "open_hall.forwarded"

Network = IPv4Network | IPv6Network


def put_on(server: Flask) -> None:
    """Limit by `RATE_LIMIT` (`off`: not at all), counted in `CACHE_REDIS_URL` or by each process.

    If Redis is gone, each process counts for itself until it is back. Raises `ValueError` for a
    limit or a proxy that cannot be read.
    """
    server.wsgi_app = Proxies(server.wsgi_app, trusted_proxies())
    text = limit()
    if text is None:
        return
    redis = os.environ.get("CACHE_REDIS_URL")
    limiter = Limiter(
        address,
        app=server,
        application_limits=[text],
        application_limits_exempt_when=lambda: not machine_paths.is_data(request.path),
        storage_uri=redis or "memory://",
        storage_options=redis_options() if redis else {},
        strategy="fixed-window",
        in_memory_fallback_enabled=bool(redis),
    )

    @server.after_request
    def _counted(response: Response) -> Response:
        return with_count(limiter, response)


def limit() -> str | None:
    """`RATE_LIMIT`; None where it is `off`. Raises `ValueError` for one that cannot be read."""
    text = os.environ.get("RATE_LIMIT") or DEFAULT
    if text == "off":
        return None
    try:
        parse(text)
    except ValueError:
        raise ValueError(
            f"RATE_LIMIT={text!r} is no limit like '1200 per minute', or off"
        ) from None
    return text


def with_count(limiter: Limiter, response: Response) -> Response:
    """What is left of the limit, and of a refused request when there is more."""
    current = limiter.current_limit
    if current is None:
        return response
    try:
        seconds = max(1, round(current.reset_at - time.time()))
        left = 0 if current.breached else current.remaining
    except RedisError:
        return response  # it went while this was answered: the count is not known
    window = current.limit.get_expiry()
    response.headers["RateLimit-Policy"] = f'"{POLICY}";q={current.limit.amount};w={window}'
    response.headers["RateLimit"] = f'"{POLICY}";r={left};t={seconds}'
    if current.breached:
        response.headers["Retry-After"] = str(seconds)
    return response


def address() -> str:
    """Who is counted: an IPv4 address, or the /64 network that an IPv6 address lies in."""
    text = request.remote_addr or "unknown"
    try:
        client = ip_address(text.partition("%")[0])
    except ValueError:
        return text
    if isinstance(client, IPv6Address):
        mapped = client.ipv4_mapped
        return str(mapped or ip_network((client, 64), strict=False))
    return str(client)


# --- proxies ------------------------------------------------------------------------------------


def trusted_proxies() -> tuple[Network, ...]:
    """`TRUSTED_PROXIES`: addresses or networks, comma between; none by default."""
    parts = [part.strip() for part in os.environ.get("TRUSTED_PROXIES", "").split(",")]
    try:
        return tuple(ip_network(part) for part in parts if part)
    except ValueError as error:
        raise ValueError(f"TRUSTED_PROXIES: {error}") from None


class Proxies:
    """Believes what a trusted proxy says about the client: its address, the scheme and the host.

    From anybody else these headers are only words, and are not passed on.
    """

    def __init__(
        self, application: Callable[..., Iterable[bytes]], trusted: tuple[Network, ...]
    ) -> None:
        self._application, self._trusted = application, trusted

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        forwarded = {
            name: environ.pop(f"HTTP_X_FORWARDED_{name}", "") for name in ("FOR", "PROTO", "HOST")
        }
        environ[FORWARDED] = bool(forwarded["FOR"])
        if self._trusted and self._trusts(environ.get("REMOTE_ADDR", "")):
            if client := self._client(forwarded["FOR"]):
                environ["REMOTE_ADDR"] = client
            if forwarded["PROTO"] in ("http", "https"):
                environ["wsgi.url_scheme"] = forwarded["PROTO"]
            if forwarded["HOST"]:
                environ["HTTP_HOST"] = forwarded["HOST"]
        return self._application(environ, start_response)

    def client(self, environ: dict[str, Any]) -> str:
        """The address that a request comes from, as far as trusted proxies name it."""
        peer = environ.get("REMOTE_ADDR", "")
        named = self._trusts(peer) and self._client(environ.get("HTTP_X_FORWARDED_FOR", ""))
        return named or peer

    def _client(self, forwarded: str) -> str | None:
        """The nearest address that is no trusted proxy: further left anybody may have lied."""
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        for hop in reversed(hops):
            if not self._trusts(hop):
                return hop
        return hops[0] if hops else None

    def _trusts(self, text: str) -> bool:
        try:
            peer = ip_address(text)
        except ValueError:
            return False
        return any(peer in network for network in self._trusted)
