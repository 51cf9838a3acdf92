"""T16: what many expensive askers at once leave for everybody else.

Two hundred ask for a year's workbook and leave, a hundred take a year's CSV slowly or not at all,
twenty ask what costs most. Meanwhile somebody looks at pages, live numbers and `/healthz`.
"""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from tools.bench import servers
from tools.bench.files import Memory
from tools.bench.table import Report

WORKBOOKS, SLOW_READERS, QUESTIONS = 200, 100, 20
FIRST_PAGES = 40
_LOADED = re.compile(r"/assets/[0-9a-f]+/[^\"' ]+")
SECONDS, PROBE_SECONDS = 30.0, 0.1
PROBED = ("/healthz", "/api/v1/live", "/live/today?lang=zh", "/", "/en/volumes")
_WORKBOOK = "/api/v1/datasets/cases/records.xlsx"
_CSV = "/api/v1/datasets/cases/records.csv"
# Of fields without an index; each another question, so that none is answered by another's answer.
_QUESTION = "/api/v1/datasets/cases/records?count=exact&sort=-case_no&used_days__to=3&legal_days__or=none&legal_days__to={n}"


def measure(report: Report, store: Path, folder: Path) -> None:
    """The slowest and the 99th hundredth of the probes' answers, in milliseconds, and memory."""
    with servers.site(store, folder / "crowd") as (port, pid):
        for path in PROBED:
            _status(port, path)
        quiet = _Probes(port, 5.0)
        memory = Memory(pid)
        crowd = _Crowd(port)
        crowd.begin()
        busy = _Probes(port, SECONDS)
        crowd.end()
        above = memory.above_idle()
    for name, probes in (("nobody else there", quiet), ("in the crowd", busy)):
        for path in PROBED:
            report.add("T16", f"  {path}, {name}: p99", probes.hundredth(path), "ms",
                       "≤250" if probes is busy else "", f"slowest {probes.slowest(path):,.0f}")  # fmt: skip
    report.add("T16", "  probes without a 200", busy.failed.total(), "", "≤0",
               str(dict(busy.failed)))  # fmt: skip
    report.add("T16", "  memory above idle", above, "MB", "≤400", str(dict(crowd.statuses)))


def cold(report: Report, store: Path, folder: Path) -> None:
    """T15: with nothing kept, forty first pages at once from the moment the server listens."""
    empty = folder / "cold"
    shutil.rmtree(empty, ignore_errors=True)
    with servers.site(store, empty) as (port, _):
        began = time.perf_counter()
        with ThreadPoolExecutor(FIRST_PAGES) as pool:
            pages, wholes = zip(
                *pool.map(lambda _: _page_seconds(port, began), range(FIRST_PAGES)), strict=True
            )
    report.add("T15", f"  first of {FIRST_PAGES} first pages", min(pages), "s", "≤1")
    report.add("T15", "  last of them", max(pages), "s")
    report.add("T15", "  last of them with scripts and styles", max(wholes), "s")


def _page_seconds(port: int, began: float) -> tuple[float, float]:
    """When the first page has come, and when what it loads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/", headers={"Accept-Encoding": "br"})
    page = brotli.decompress(connection.getresponse().read()).decode()
    page_seconds = time.perf_counter() - began
    for path in sorted(set(_LOADED.findall(page))):
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        connection.getresponse().read()
    connection.close()
    return page_seconds, time.perf_counter() - began


def _status(port: int, path: str, timeout: float = 30) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


class _Probes:
    """Each path every tenth of a second, on a connection of its own, for so many seconds."""

    def __init__(self, port: int, seconds: float) -> None:
        self._times: dict[str, list[float]] = {path: [] for path in PROBED}
        self.failed: Counter[str] = Counter()
        with ThreadPoolExecutor(len(PROBED)) as pool:
            for path in PROBED:
                pool.submit(self._probe, port, path, seconds)

    def _probe(self, port: int, path: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.perf_counter()
            try:
                status = _status(port, path, 10)
                if status != 200:
                    self.failed[f"{path} {status}"] += 1
            except (OSError, http.client.HTTPException) as error:
                self.failed[f"{path} {type(error).__name__}"] += 1
            self._times[path].append(1_000 * (time.perf_counter() - began))
            time.sleep(PROBE_SECONDS)

    def hundredth(self, path: str) -> float:
        times = sorted(self._times[path])
        return times[int(0.99 * (len(times) - 1))]

    def slowest(self, path: str) -> float:
        return max(self._times[path])


class _Crowd:
    """Who asks for expensive things; ends with `end`."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self.statuses: Counter[str] = Counter()

    def begin(self) -> None:
        for n in range(SLOW_READERS):
            self._start(lambda n=n: self._read_slowly(1 if n % 2 else 0))
        for n in range(QUESTIONS):
            self._start(lambda n=n: self._ask(range(n, 10_000_000, QUESTIONS)))
        self._start(self._abandon)

    def _start(self, what: Callable[[], None]) -> None:
        def run() -> None:
            try:
                what()
            except OSError as error:
                self.statuses[type(error).__name__] += 1

        thread = threading.Thread(target=run, daemon=True)
        self._threads.append(thread)
        thread.start()

    def end(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(10)

    def _request(self, path: str) -> socket.socket:
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        one.settimeout(SECONDS)
        one.connect(("127.0.0.1", self._port))
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return one

    def _read_slowly(self, bytes_a_second: int) -> None:
        with self._request(_CSV) as one:
            self.statuses["csv " + one.recv(12).decode()[-3:]] += 1
            while not self._over.wait(1):
                if bytes_a_second:
                    one.recv(bytes_a_second)

    def _abandon(self) -> None:
        for _ in range(WORKBOOKS):
            with self._request(_WORKBOOK):
                self._over.wait(0.02)

    def _ask(self, numbers: Iterable[int]) -> None:
        for n in numbers:
            if self._over.is_set():
                return
            self.statuses[f"question {_status(self._port, _QUESTION.format(n=n))}"] += 1
