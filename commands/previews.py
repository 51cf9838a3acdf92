"""`previews`: the pictures that other sites show of a link, drawn once for each day of the data."""

from __future__ import annotations

import subprocess
import sys
import time

import click

from commands.options import database
from data import hall
from data.settings import FOLDER, ROOT, database_url

# How often it is looked whether the day has become another.
_LOOK_SECONDS = 60.0


@click.command()
@database
def previews(url: str | None) -> None:
    """Draw the pictures that other sites show of a link to a page, once for each day.

    `watch` and `demo` do so by themselves where the hall's public address is set (hall.toml).
    """
    from api.documents import public_address

    if not public_address.is_set():
        raise click.ClickException("set the hall's public address in hall.toml: links have none")
    try:
        click.echo(f"{draw(url or database_url())} pictures drawn", err=True)
    except OSError as error:
        raise click.ClickException(f"the pictures cannot be kept: {error}") from None


def draw(url: str) -> int:
    """Draw the cards of a day that has none yet; how many were drawn. Raises `OSError`."""
    from flask import Flask

    from api.server import create_api
    from dashboard.serve.cited import drawing

    day = hall.today().isoformat()
    if drawing.is_drawn(day):
        return 0
    server = Flask("previews", static_folder=None)
    create_api(server, url, FOLDER)
    with server.app_context():
        return drawing.draw_all(day)


class Beside:
    """Draws in a process of its own, so that intake waits for no picture."""

    def __init__(self, url: str) -> None:
        self._command = [sys.executable, str(ROOT / "app.py"), "previews", "--database", url]
        self._running: subprocess.Popen[bytes] | None = None
        self._looked, self._day = 0.0, ""

    def look(self) -> None:
        """Begin to draw where the day has become another; one at a time, tried once a day."""
        from api.documents import public_address

        if not public_address.is_set():
            return
        now = time.monotonic()
        if self._looked and now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        if self._running is not None and self._running.poll() is None:
            return
        if (day := hall.today().isoformat()) != self._day:
            self._day = day
            self._running = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)

    def end(self) -> None:
        """Let no process of ours stay behind."""
        if self._running is not None and self._running.poll() is None:
            self._running.terminate()
            self._running.wait()
