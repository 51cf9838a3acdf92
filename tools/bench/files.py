"""T7: everything as CSV, streamed."""

from __future__ import annotations

import http.client
import threading
import time
from pathlib import Path

from tools.bench import servers
from tools.bench.load import Target, check
from tools.bench.table import Report

EVERYTHING = "/api/v1/datasets/cases/records.csv"


def measure(report: Report, store: Path, folder: Path) -> None:
    """Bytes a second over one connection, the first byte, and memory above the idle site's."""
    with servers.site(store, folder, workers=1) as (port, pid):
        check(Target(port, "/api/v1/live"))
        check(Target(port, "/api/v1/datasets/cases/records.csv?limit=1000"))
        memory = Memory(pid)
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", EVERYTHING)
        answer = connection.getresponse()
        size = len(answer.read(1))
        first = time.perf_counter() - began
        while part := answer.read(1 << 20):
            size += len(part)
        seconds = time.perf_counter() - began
        above = memory.above_idle()
    report.add("T7", "all cases as CSV, streamed", size / seconds / 1e6, "MB/s", "≥60",
               f"{size / 1e6:,.0f} MB")  # fmt: skip
    report.add("T7", "  first byte", 1_000 * first, "ms", "≤50")
    report.add("T7", "  memory above idle", above, "MB", "≤60")


class Memory:
    """The most that a process and its children held, above what they held at the beginning."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._idle = self._most = megabytes(pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            self._most = max(self._most, megabytes(self._pid))

    def above_idle(self) -> float:
        self._over.set()
        self._thread.join()
        return self._most - self._idle


def megabytes(pid: int) -> float:
    """Memory of their own of a process and its children; pages of the store's file are shared."""
    total = 0.0
    for member in (pid, *children(pid)):
        try:
            for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
                if line.startswith("Anonymous:"):
                    total += int(line.split()[1]) / 1_000
        except OSError:  # ended meanwhile, or no Linux
            continue
    return total


def children(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    direct = [int(word) for word in text.split()]
    return [*direct, *(below for child in direct for below in children(child))]
