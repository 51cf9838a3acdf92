"""`serve`: the settings checked once, then processes that answer."""

from __future__ import annotations

import logging
import multiprocessing
import os
from contextlib import AbstractContextManager, nullcontext
from tempfile import TemporaryDirectory

import click
from granian.constants import Interfaces

from api.documents import cursors
from api.http import measured, rate_limits
from commands.supervisor import Supervisor
from dashboard.serve import static_files
from data.hall import hall
from data.settings import FOLDER, database_url
from data.store.engines import reader

# Of each process of the site; most of them wait (data.store.places).
WORKER_THREADS = 96


def serve(host: str, port: int, workers: int, url: str | None) -> None:
    """Serve until interrupted, whether or not the store is there; SIGHUP renews the workers."""
    if url:
        os.environ["DATABASE_URL"] = url
    _check_settings()
    # All workers sign with one key, also where it cannot be kept.
    os.environ["CURSOR_KEY"] = cursors.key_of(FOLDER)
    _prepare_assets()
    # Each worker imports anew: one that follows an update does not get the code that came before.
    multiprocessing.set_start_method("spawn", force=True)
    # Of so many threads, one of which runs at a time, each would keep what it let go of in a heap of its own.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    click.echo(f"http://{host}:{port}/", err=True)
    # It advises fewer threads than these, most of which wait: for a place, a reader, an answer that
    # another one computes. The sum of those who may (data.store.places) stays well below.
    logging.getLogger("_granian").addFilter(lambda line: "Python threads" not in line.getMessage())
    with _counts() as folder:
        if folder:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        _supervise(host, port, workers)


def _counts() -> AbstractContextManager[str | None]:
    """A folder into which all workers count, so that each can tell the sum (`/metrics`).

    In memory: what is mapped from a disk that is full ends the process that writes to it. Where a
    machine has no such folder each worker tells what it has counted itself.
    """
    try:
        return TemporaryDirectory(prefix="open-hall-", dir="/dev/shm")
    except OSError:
        return nullcontext()


def _supervise(host: str, port: int, workers: int) -> None:
    Supervisor(
        "app:create_worker",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=WORKER_THREADS,
        log_access=False,
        respawn_failed_workers=True,
        # A reload ends a worker so long after it began another: a busy machine takes seconds for one.
        respawn_interval=10,
        # A signal to the whole group (Ctrl-C) may reach a worker twice at once, which it can miss.
        workers_kill_timeout=3,
    ).serve()


def _check_settings() -> None:
    """What would keep every worker from starting is said here, once."""
    try:
        reader(database_url()).dispose()
        rate_limits.limit()
        rate_limits.trusted_proxies()
        measured.access_log()
        hall()
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _prepare_assets() -> None:
    """Compress what pages load, once: the first readers would wait for it otherwise."""
    try:
        if made := static_files.prepare():
            click.echo(f"{made} scripts and styles compressed", err=True)
    except OSError as error:
        click.echo(
            f"scripts and styles cannot be kept as small as they could be: {error}", err=True
        )
