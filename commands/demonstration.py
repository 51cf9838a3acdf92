"""`demo`: a store filled by the simulated hall, the site on it, and the hall going on live."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import Engine

from commands.previews import Beside
from data import hall as settings
from data.intake import ingest as intake
from data.intake import ledger
from data.intake.profile import load
from data.rollups.writer import writer
from data.settings import ROOT, scratch
from data.store.engines import transaction
from demo import SimulatedHall, history, live_steps

# The priority of what nobody waits for.
_LAST = 10
# Files written ahead of the one being taken in.
_AHEAD = 2
_ENDS_WITHIN_SECONDS = 10


def run(url: str, years: int, seed: int, speed: float, address: tuple[str, int] | None) -> None:
    """Fill an empty store, start the site, then feed what happens until interrupted."""
    engine = writer(url)
    since = _checked(engine)
    _clock(since, speed)
    now = settings.now()
    hall = _hall(engine, seed, now.date() - timedelta(days=round(365.25 * years)))
    fresh = since is None
    if since is None:
        _fill(engine, hall, now)
        since = now
    site = _serve(url, address) if address else None
    publishing = _publish(url) if fresh else None
    signal.signal(signal.SIGTERM, _interrupt)
    pictures, bulletins = Beside(url), _publish_bulletins(url)
    try:
        _go_on(engine, hall, since, pictures, site)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        pictures.end()
        for beside in (publishing, bulletins, site):
            if beside:
                _end(beside)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what runs beside the demo; what does not heed it in time is ended all the same."""
    process.terminate()
    try:
        process.wait(_ENDS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _publish_bulletins(url: str) -> subprocess.Popen[bytes]:
    """The whole months of the last year that have no bulletin get one, beside everything else."""
    command = [sys.executable, str(ROOT / "app.py"), "publish-bulletin", "--missing"]
    return subprocess.Popen([*command, "--database", url], stdout=subprocess.DEVNULL)


def _interrupt(*_: object) -> None:
    """A polite end (SIGTERM) is an interruption too: the site goes with us."""
    raise KeyboardInterrupt


def _checked(engine: Engine) -> datetime | None:
    """Up to when this demo store was fed; None if it is new. A store with real data is refused."""
    with engine.connect() as connection:
        is_demo = ledger.setting(connection, "demo") == "true"
        if not is_demo and ledger.data_version(connection):
            raise click.UsageError(
                "this store holds data of a real hall; give the demo one of its own"
            )
        until = ledger.setting(connection, "demo_until")
    if not is_demo:
        with engine.connect() as connection, transaction(connection):
            ledger.keep(connection, "demo", "true")
    return datetime.fromisoformat(until) if until else None


def _hall(engine: Engine, seed: int, start: date) -> SimulatedHall:
    """The hall that the store was begun with; its seed and first day are kept there."""
    with engine.connect() as connection, transaction(connection):
        kept = ledger.setting(connection, "demo_hall")
        if kept is None:
            ledger.keep(connection, "demo_hall", f"{seed} {start.isoformat()}")
            return SimulatedHall(seed, start)
    before, day = kept.split()
    if int(before) != seed:
        click.echo(f"this store was begun with --seed {before}; going on with it", err=True)
    return SimulatedHall(int(before), date.fromisoformat(day))


def _clock(since: datetime | None, speed: float) -> None:
    """With another speed than 1 the hall's clock runs on from now, for this process and the site's."""
    if speed != 1.0:
        begin = max(settings.now(), since) if since else settings.now()
        os.environ |= {
            "HALL_NOW": begin.isoformat(),
            "HALL_SPEED": str(speed),
            "HALL_STARTED": str(time.time()),
        }


def _fill(engine: Engine, hall: SimulatedHall, now: datetime) -> None:
    profile = load.load("hall")
    began, lines = time.monotonic(), 0
    with scratch("demo") as folder:
        for dataset, path in _ahead(history(hall, folder, now)):
            entry = intake.ingest_file(engine, dataset, path, profile)
            # Of its lines a few are bad, as of any system's.
            if entry.refused:
                raise click.ClickException(f"{path.name}: {entry.refused}")
            lines += entry.lines
            click.echo(
                f"\r{path.name:<40} {lines:>11,} lines  {time.monotonic() - began:5.1f} s",
                err=True,
                nl=False,
            )
            path.unlink()
    click.echo("", err=True)
    _keep_until(engine, now)


def _ahead(files: Iterator[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    """The same files, written on another thread while the one before is taken in."""
    made: queue.Queue[tuple[str, Path] | BaseException | None] = queue.Queue(_AHEAD)

    def write() -> None:
        try:
            for file in files:
                made.put(file)
            made.put(None)
        except BaseException as error:  # handed to the thread that reads
            made.put(error)

    threading.Thread(target=write, daemon=True).start()
    while (found := made.get()) is not None:
        if isinstance(found, BaseException):
            raise found
        yield found


def _serve(url: str, address: tuple[str, int]) -> subprocess.Popen[bytes]:
    host, port = address
    command = [
        sys.executable,
        str(ROOT / "app.py"),
        "serve",
        "--host",
        host,
        "--port",
        str(port),
        "--database",
        url,
    ]
    return subprocess.Popen(command)


def _publish(url: str) -> subprocess.Popen[bytes]:
    """Publish the first day beside the site, which goes first: /data then shows what a snapshot is."""
    command = [sys.executable, str(ROOT / "app.py"), "publish", "--database", url]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.setpriority(os.PRIO_PROCESS, process.pid, _LAST)
    return process


def _go_on(
    engine: Engine,
    hall: SimulatedHall,
    since: datetime,
    pictures: Beside,
    site: subprocess.Popen[bytes] | None,
) -> None:
    """Feed what happens. Raises ClickException where the site has ended: nobody would see it."""
    profile = load.load("hall")
    with scratch("demo") as folder:
        for step in live_steps(hall, since, folder, settings.now, time.sleep):
            for dataset, path in step.files:
                intake.ingest_file(engine, dataset, path, profile)
                path.unlink()
            _keep_until(engine, step.until.replace(tzinfo=settings.hall().zone))
            intake.beat(engine)
            pictures.look()
            if site and site.poll() is not None:
                raise click.ClickException(
                    f"the site has ended (exit {site.returncode}), see above; is its port free?"
                )


def _keep_until(engine: Engine, until: datetime) -> None:
    with engine.connect() as connection, transaction(connection):
        ledger.keep(connection, "demo_until", until.isoformat())
