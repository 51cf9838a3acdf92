"""How many requests were answered, with what and how fast; and, if it is wished, a line for each.

Nothing that a reader asks for is kept: neither queries nor paths are counted, only what kind of
address it was; a line of the log names the parameters without their values, and of the client the
network.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import parse_qsl

from prometheus_client import CollectorRegistry, Counter, Histogram

from api.http import machine_paths, rate_limits

# Counting must not cost what it counts: a request puts one tuple into a queue, and a thread adds them up.
_FLUSH_SECONDS = 1.0
_WAITING_MOST = 200_000
# What leaves from memory takes parts of a millisecond; alarms look at a quarter of a second.
_BOUNDS = (0.0005, 0.002, 0.01, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0)
# Of the address of a client a log has the network: the first bits of four bytes, and of sixteen.
_NETWORK_BITS = {4: 24, 6: 48}

REGISTRY = CollectorRegistry()
# Without a namespace, a subsystem or a unit in front of the names.
_OURS = ("", "", "", REGISTRY)
REQUESTS = Counter(
    "open_hall_requests",
    "Requests answered, by kind of address and class of status",
    ("kind", "status"),
    *_OURS,
)
SECONDS = Histogram(
    "open_hall_request_seconds",
    "Seconds until an answer began",
    ("kind",),
    *_OURS,
    buckets=_BOUNDS,
)

_waiting: deque[tuple[str, str, float]] = deque(maxlen=_WAITING_MOST)

log = logging.getLogger("open_hall.access")
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Measured:
    """In front of everything, as `Flask.wsgi_app`; where `proxies` say who a client is, each request is logged."""

    def __init__(self, application: Wsgi, proxies: rate_limits.Proxies | None = None) -> None:
        self._application, self._proxies = application, proxies
        _adding()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        began, code = time.perf_counter(), "500"

        def started(status: str, headers: Any, *rest: Any) -> Any:
            nonlocal code
            code = status[:3]
            return start_response(status, headers, *rest)

        path = environ["PATH_INFO"]
        # Now: further in, what a proxy says is taken off the request.
        client = self._proxies.client(environ) if self._proxies else ""
        try:
            return self._application(environ, started)
        finally:
            seconds = time.perf_counter() - began
            _waiting.append((machine_paths.kind(path), f"{code[0]}xx", seconds))
            if self._proxies:
                log.info("%s", line(environ, code, seconds, client))


@cache
def _adding() -> threading.Thread:
    """The thread that adds up, one in a process: it holds none of the applications that it counts for."""
    thread = threading.Thread(target=_flush_forever, name="metrics", daemon=True)
    thread.start()
    return thread


def flush() -> None:
    """Add up what waits."""
    with suppress(IndexError):  # nothing waits any more
        while True:
            kind, status, seconds = _waiting.popleft()
            REQUESTS.labels(kind, status).inc()
            SECONDS.labels(kind).observe(seconds)


def _flush_forever() -> None:
    while True:
        time.sleep(_FLUSH_SECONDS)
        flush()


def line(environ: dict[str, Any], code: str, seconds: float, client: str) -> str:
    """A request as a line of JSON: when, what, with what it was answered and how fast."""
    names = [name for name, _ in parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)]
    written = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"],
        "parameters": sorted(set(names)),
        "status": int(code),
        "milliseconds": round(seconds * 1000, 2),
        "network": network(client),
    }
    return json.dumps(written, ensure_ascii=False)


def network(address: str) -> str:
    """The network in which an address lies, too large to be anybody's; "" for what is no address."""
    try:
        one = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    return str(ip_network((one, _NETWORK_BITS[one.version]), strict=False))


def put_before(application: Wsgi) -> Measured:
    """Measure an application, and log its requests on standard error if that is wished."""
    return Measured(application, _proxies() if access_log() else None)


def access_log() -> bool:
    """Whether requests are logged: `ACCESS_LOG`, `json` or `off`. Raises `ValueError` for anything else."""
    setting = os.environ.get("ACCESS_LOG") or "off"
    if setting not in ("json", "off"):
        raise ValueError(f"ACCESS_LOG={setting!r} is neither json nor off")
    return setting == "json"


def _proxies() -> rate_limits.Proxies:
    """Whose word about clients is believed; what is logged goes to standard error."""
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
    return rate_limits.Proxies(lambda *_: (), rate_limits.trusted_proxies())
