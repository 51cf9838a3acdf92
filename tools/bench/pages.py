"""T11: what one more reader of an unchanged page costs the processor."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from werkzeug.test import EnvironBuilder

from tools.bench import servers
from tools.bench.load import Target, check, milliseconds
from tools.bench.table import Report

PATHS = ("/", "/en/volumes", "/disclosure", "/screen", "/live/today", "/qr/Lw.svg")
# A site without a public address, as here, draws a code for each reader: it leads to where he asks.
UNBOUND = "/qr/"
CODING = "gzip, deflate, br, zstd"
TIMES, ROUNDS = 200, 3


def measure(report: Report, store: Path, folder: Path) -> None:
    """Each page in this process and over HTTP, as a browser asks for it."""
    with _application(store, folder) as application:
        for path in PATHS:
            spent = _in_process(application, path)
            report.add("T11", f"{path}, in process", spent, "ms CPU", _bound(path))
    with servers.site(store, folder, workers=1) as (port, pid):
        for path in PATHS:
            spent = _over_http(Target(port, path, (("Accept-Encoding", CODING),)), pid)
            report.add("T11", f"{path}, over HTTP", spent, "ms CPU", _bound(path))


def _bound(path: str) -> str:
    return "" if path.startswith(UNBOUND) else "≤1"


@contextmanager
def _application(store: Path, folder: Path) -> Iterator[Any]:
    os.environ |= {"HALL_VAR": str(folder), "RATE_LIMIT": "off"}
    import app

    yield app.create_app(f"sqlite:///{store}", folder).wsgi_app


def _in_process(application: Any, path: str) -> float:
    """Milliseconds of this process for one GET, the middle of some rounds; the first is not counted."""
    environ = EnvironBuilder(path=path, headers=[("Accept-Encoding", CODING)]).get_environ()

    def ask() -> None:
        statuses: list[str] = []
        parts = application(environ.copy(), lambda status, *_: statuses.append(status))
        b"".join(parts)
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{path} answered {statuses[0]}")

    ask()
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(TIMES):
            ask()
        rounds.append(1_000 * (time.process_time() - began) / TIMES)
    return median(rounds)


def _over_http(target: Target, pid: int) -> float:
    """Milliseconds of the server's processes for one GET over one connection."""
    check(target)
    rounds = []
    for _ in range(ROUNDS):
        began = _spent(pid)
        milliseconds([target], TIMES - 2)
        rounds.append(1_000 * (_spent(pid) - began) / TIMES)
    return median(rounds)


def _spent(pid: int) -> float:
    """Processor seconds of a process and of those it started (see proc(5))."""
    ticks = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(entry.name) == pid or int(fields[1]) == pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
