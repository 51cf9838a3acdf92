"""The entrance: `create_app()` for a WSGI server, and the operator's commands (`python app.py --help`)."""

from __future__ import annotations

import gc
from pathlib import Path

from flask import Flask

from data.settings import FOLDER, database_url

# Of the threads of a worker (commands.site.WORKER_THREADS): the others answer with what is at hand.
COMPUTING_THREADS = 48


def create_app(url: str | None = None, folder: Path | None = None) -> Flask:
    """The site and its API on one store, opened so that it cannot be written to.

    Neither the store nor `folder` need be there: until the store is, what needs it is answered 503.
    `folder` holds kept answers and the cursors' key (`var/` unless `HALL_VAR` names another). A WSGI
    server that takes a factory is given `app:create_app`.
    """
    # Only a site needs these; the commands start a second sooner without them.
    from api.http import edge, measured
    from api.server import create_api
    from dashboard import create_dash

    server = Flask(__name__, static_folder=None)
    create_api(server, url or database_url(), folder or FOLDER)
    create_dash(server, edge.put_before(server))
    server.wsgi_app = measured.put_before(server.wsgi_app)
    return server


def create_worker() -> Flask:
    """The site as a process of `serve` runs it, which has so many threads and no more.

    Half of those may compute answers, and a client that takes nothing is not waited for.
    """
    from api.answer import answers
    from api.http import stalled

    stalled.end_after()
    server = create_app()
    answers.let_compute(COMPUTING_THREADS)
    return server


if __name__ == "__main__":
    # What is loaded stays: a fifth of starting would go into looking for garbage in it.
    gc.disable()
    from commands import cli

    gc.freeze()
    gc.enable()
    cli()
