"""Requests per second, and how long one request takes."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tools.bench.table import middle, usual_time

CONNECTIONS = 64
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")


@dataclass(frozen=True)
class Target:
    """What is asked: an address, with headers, and the status that it must have."""

    port: int
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"


def per_second(target: Target, seconds: float) -> float:
    """Answers per second over 64 connections, by `wrk` where it is installed."""
    check(target)
    if shutil.which("wrk") is None:
        return _by_threads(target, seconds)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", target.url]
    for name, value in target.headers:
        command += ["-H", f"{name}: {value}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if wrong := _WRONG.search(output):
        raise RuntimeError(f"{target.url}: {wrong.group(0)}")
    rate = _RATE.search(output)
    if rate is None:
        raise RuntimeError(f"wrk said nothing of a rate: {output}")
    return float(rate.group(1))


def in_turn(targets: Sequence[Target], rounds: int, seconds: float) -> list[float | None]:
    """The middle of several short runs of each, in turn, so that all see the same machine."""
    by_target: list[list[float]] = [[] for _ in targets]
    for _ in range(rounds):
        for rates, target in zip(by_target, targets, strict=True):
            rates.append(per_second(target, seconds))
    return [middle(rates) for rates in by_target]


def _by_threads(target: Target, seconds: float) -> float:
    """Without wrk: this Python is the bottleneck, so rates are low and ratios near 1."""
    until, counts = time.monotonic() + seconds, [0] * CONNECTIONS

    def ask(index: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
        while time.monotonic() < until:
            connection.request("GET", target.path, headers=dict(target.headers))
            connection.getresponse().read()
            counts[index] += 1

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def check(target: Target) -> bytes:
    """Ask once; the answer must have the status, or what is measured is an error page."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=60)
    connection.request("GET", target.path, headers=dict(target.headers))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != target.status:
        raise RuntimeError(f"{target.url} answered {answer.status}: {body[:300]!r}")
    return body


def milliseconds(targets: Sequence[Target], times: int) -> list[float | None]:
    """How long each takes over one connection, asked in turn; the first two are not counted."""
    connections = [http.client.HTTPConnection("127.0.0.1", t.port, timeout=60) for t in targets]
    by_target: list[list[float]] = [[] for _ in targets]
    for i in range(times + 2):
        for of_target, connection, target in zip(by_target, connections, targets, strict=True):
            began = time.perf_counter()
            connection.request("GET", target.path, headers=dict(target.headers))
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != target.status:
                raise RuntimeError(f"{target.url} answered {answer.status}: {body[:300]!r}")
            if i >= 2:
                of_target.append(1_000 * (time.perf_counter() - began))
    return [usual_time(of_target) for of_target in by_target]
