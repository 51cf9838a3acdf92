"""`serve`: the settings checked once, then processes that answer."""

from __future__ import annotations

import logging
import os

import click
from granian.constants import Interfaces

from api.documents import cursors
from api.http import rate_limits
from commands.supervisor import Supervisor
from data.hall import hall
from data.settings import FOLDER, database_url
from data.store.engines import reader


def serve(host: str, port: int, workers: int, url: str | None) -> None:
    """Serve until interrupted, whether or not the store is there."""
    if url:
        os.environ["DATABASE_URL"] = url
    _check_settings()
    # All workers sign with one key, also where it cannot be kept.
    os.environ["CURSOR_KEY"] = cursors.key_of(FOLDER)
    click.echo(f"http://{host}:{port}/", err=True)
    # It advises fewer threads than cores would have; these wait for slow readers of long files.
    logging.getLogger("_granian").addFilter(lambda line: "Python threads" not in line.getMessage())
    Supervisor(
        "app:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=16,
        log_access=False,
        respawn_failed_workers=True,
        # A signal to the whole group (Ctrl-C) may reach a worker twice at once, which it can miss.
        workers_kill_timeout=3,
    ).serve()


def _check_settings() -> None:
    """What would keep every worker from starting is said here, once."""
    try:
        reader(database_url()).dispose()
        rate_limits.limit()
        rate_limits.trusted_proxies()
        hall()
    except ValueError as error:
        raise click.UsageError(str(error)) from None
