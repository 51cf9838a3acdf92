"""T12: many people at their screens. `make crowd`, or `python -m tools.bench.viewers --viewers N --minutes M`.

Each polls a live view every five seconds as `assets/poll.js` does (with its ETag, on a connection that stays open),
through nginx with `deploy/nginx.conf`, from an address of its own, while intake takes a file every two seconds. All of it
runs on this machine and its loopback. Ends with 1 if a bound is missed. A whole run renews its table in `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from data.intake.ingest import ingest_file
from data.intake.profile.load import load
from data.rollups.writer import writer
from tools.bench import cases, paper, servers
from tools.bench.cases import REFERENCE, SOURCES
from tools.bench.files import children, megabytes
from tools.bench.table import Report

VIEWERS, MINUTES = 2_000, 10.0
EVERY, SPREAD, PATIENCE = 5.0, 0.1, 10.0  # seconds, as in assets/poll.js
FILE_EVERY, EVENTS = 2.0, 20
# Twelve times a minute intake says that it is alive; past this a screen is grey.
STALE_SECONDS = 60.0
VIEWS = ("today", "volumes", "service", "satisfaction")
HALL_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Tally:
    """What all viewers saw: milliseconds of each answer, statuses, and what went wrong."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    connections: int = 0

    def hundredth(self, of: float) -> float | None:
        times = sorted(self.times)
        return times[int(of * (len(times) - 1))] if times else None


class Viewer:
    """One screen: its address on the loopback, its view, its ETag and its connection."""

    def __init__(self, n: int, port: int, path: str, tally: Tally) -> None:
        # 127.1.0.1 to 127.…: nginx counts connections by address, and people share none.
        self._address = f"127.{1 + n // 60_000}.{n // 250 % 240}.{1 + n % 250}"
        self._port, self._path, self._tally = port, path, tally
        self._etag = ""
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def watch(self, until: float) -> None:
        """Comes within the first period, polls until then, and goes."""
        await asyncio.sleep(EVERY * random.random())
        while time.monotonic() < until:
            began = time.perf_counter()
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._poll()
                self._tally.times.append(1_000 * (time.perf_counter() - began))
            except (OSError, EOFError, ValueError, TimeoutError) as error:
                self._tally.wrong[type(error).__name__] += 1
                self._leave()
            await asyncio.sleep(EVERY * random.uniform(1 - SPREAD, 1 + SPREAD))
        self._leave()

    def _leave(self) -> None:
        if self._stream:
            self._stream[1].close()
        self._stream = None

    async def _poll(self) -> None:
        stayed = self._stream is not None
        try:
            status, headers = await self._ask()
        except (ConnectionError, asyncio.IncompleteReadError):
            # A server may close a connection on which nothing is under way; a browser then opens another one.
            self._leave()
            if not stayed:
                raise
            status, headers = await self._ask()
        self._tally.statuses[status] += 1
        if status not in (200, 304):
            self._tally.wrong[f"status {status}"] += 1
            return
        self._etag = headers.get("etag", self._etag)
        age = headers.get("x-heartbeat-age")
        if not age or float(age) > STALE_SECONDS:
            self._tally.wrong["stale"] += 1

    async def _ask(self) -> tuple[int, dict[str, str]]:
        if self._stream is None:
            self._stream = await asyncio.open_connection(
                "127.0.0.1", self._port, local_addr=(self._address, 0)
            )
            self._tally.connections += 1
        reader, writer = self._stream
        same = f"If-None-Match: {self._etag}\r\n" if self._etag else ""
        head = f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip, br\r\n{same}\r\n"
        writer.write(head.encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in answer[1:] if line)
        }
        status = int(answer[0].split()[1])
        if status != 304:
            await self._body(reader, headers)
        if headers.get("connection", "").lower() == "close":
            self._leave()
        return status, headers

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> None:
        if headers.get("transfer-encoding", "") == "chunked":
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        else:
            await reader.readexactly(int(headers["content-length"]))


# --- intake, and what the site takes -----------------------------------------------------------------


@contextmanager
def intake(store: Path, folder: Path) -> Iterator[Counter[str]]:
    """`app.py watch` beside the site, and a file of new cases every two seconds; counts them."""
    incoming, over, sent = folder / "incoming", threading.Event(), Counter[str]()
    (incoming / "cases").mkdir(parents=True)
    items = cases.ids("items")

    def deliver() -> None:
        while not over.wait(FILE_EVERY):
            now, n = datetime.now(HALL_ZONE).isoformat(timespec="seconds"), sent["files"]
            rows = [f"crowd-{n}-{i},{items[(n + i) % len(items)]},hall,{now}" for i in range(EVENTS)]  # fmt: skip
            part = incoming / "cases" / f"{n}.part"
            part.write_text("\n".join(["case_no,item,channel,accepted_at", *rows, ""]), "utf-8")
            part.rename(part.with_suffix(".csv"))
            sent["files"] += 1

    command = [sys.executable, "app.py", "watch", str(incoming), "--database", f"sqlite:///{store}"]
    with (folder / "intake.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=servers.ROOT, env=os.environ | {"HALL_VAR": str(folder)}, stdout=log
        )
        sender = threading.Thread(target=deliver)
        sender.start()
        try:
            yield sent
        finally:
            over.set()
            sender.join()
            process.terminate()
            process.wait(30)


def processor_seconds(pid: int) -> float:
    """What a process and its children have taken of the processors so far."""
    ticks = 0
    for member in (pid, *children(pid)):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def _together(viewers: list[Viewer], seconds: float) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(viewer.watch(until) for viewer in viewers))


def measure(report: Report, store: Path, folder: Path, viewers: int, minutes: float) -> None:
    """So many viewers for so long; the numbers of the site are those of `serve` and its workers."""
    tally = Tally()
    with (
        servers.site(store, folder, RATE_LIMIT="", TRUSTED_PROXIES="127.0.0.1") as (upstream, pid),
        servers.behind_recipe(folder / "nginx", upstream, "/api/v1/live") as port,
        intake(store, folder) as sent,
    ):
        time.sleep(EVERY)  # until intake is alive
        paths = [f"/live/{view}?lang={lang}" for view in VIEWS for lang in ("zh", "en")]
        crowd = [Viewer(n, port, paths[n % len(paths)], tally) for n in range(viewers)]
        before, taken, began = megabytes(pid), processor_seconds(pid), time.monotonic()
        asyncio.run(_together(crowd, 60 * minutes))
        lasted = time.monotonic() - began
        share, after = (processor_seconds(pid) - taken) / lasted, megabytes(pid)
    errors = tally.wrong.total()
    note = f"{len(tally.times):,} answers, {dict(tally.statuses)}, {tally.connections:,} connections"  # fmt: skip
    report.add("T12", f"{viewers:,} viewers for {minutes:g} min: errors", errors, "", "≤0",
               str(dict(tally.wrong) or note))  # fmt: skip
    report.add("T12", "  an answer: p50", tally.hundredth(0.5), "ms")
    report.add("T12", "  an answer: p99", tally.hundredth(0.99), "ms", "≤250", note)
    report.add("T12", "  processor of the web processes", share, "cores", "≤0.3")
    report.add("T12", "  their memory at the begin", before, "MB")
    report.add("T12", "  their memory at the end", after, "MB", f"≤{before + 60:.0f}")
    report.add("T12", "  files that intake was sent meanwhile", sent["files"], "", "≥1")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.viewers", description=__doc__)
    parser.add_argument("--viewers", type=int, default=VIEWERS)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    options = parser.parse_args(arguments)
    if servers.nginx_here() is None:
        parser.error("nginx is missing: apt install nginx-light")
    # Whoever ends this ends nginx, the site and intake too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    report = Report()
    with tempfile.TemporaryDirectory(prefix="crowd-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        store = _small(folder)
        report.heading(f"load of the machine before: {os.getloadavg()[0]:.1f}")
        measure(report, store, folder, options.viewers, options.minutes)
        report.heading(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")
    if options.viewers >= VIEWERS and options.minutes >= MINUTES:
        paper.write("many screens", report)
    return 1 if report.missed() else 0


def _small(folder: Path) -> Path:
    """A store with the lists that ship and 20,000 cases of a year."""
    store, file = folder / "hall.sqlite", folder / "cases.csv"
    cases.write(file, 20_000, 1)
    engine, profile = writer(f"sqlite:///{store}"), load(None)
    for dataset in REFERENCE:
        ingest_file(engine, dataset, SOURCES / f"{dataset}.csv", profile)
    ingest_file(engine, "cases", file, profile)
    engine.dispose()
    return store


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
