"""The entrance: `create_app()` for a WSGI server, and the operator's commands (`python app.py --help`)."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from data.engines import default_url, reader, writer

ROOT = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("HALL_VAR", ROOT / "var"))


def database_url() -> str:
    """`DATABASE_URL`, else an SQLite file under `var/`."""
    return os.environ.get("DATABASE_URL") or default_url(FOLDER)


def create_app(url: str | None = None) -> Flask:
    """The site and its API on one store, opened so that it cannot be written to.

    A missing store is created empty by the writer first; from then on this process only reads.
    """
    # Only a site needs these; the commands start a second sooner without them.
    from api import create_api
    from api.http import edge
    from dashboard import create_dash
    from dashboard.serve import live_views

    url = url or database_url()
    writer(url).dispose()
    server = Flask(__name__, static_folder=None)
    create_api(server, reader(url), FOLDER)
    create_dash(server)
    edge.put_before(server).beside("/live/", live_views.freshness)
    return server


def __getattr__(name: str) -> Flask:
    """`app:server` for WSGI servers, made when it is asked for and not by the commands."""
    if name == "server":
        globals()["server"] = create_app()
        return globals()["server"]
    raise AttributeError(name)


if __name__ == "__main__":
    from commands import cli

    cli()
