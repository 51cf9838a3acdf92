"""The open data over HTTP. Draws nothing. `create_api` puts it on a Flask server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from api import answers, cursors, descriptions, disclosure, docs_page, limits, links, problems
from api.cache import answer_cache
from api.problems import Problem
from api.routes import blueprint

# Where programs ask: an error is a problem there, never a page.
MACHINES = ("/api", "/feeds/", "/catalog.jsonld", "/datapackage.json", "/healthz", "/readyz")


def create_api(server: Flask, engine: Engine, folder: Path) -> None:
    """Register the API and its error answers; `folder` holds cached answers and the cursors' key."""
    limits.put_on(server)
    cursors.use_key(folder)
    answers.configure(engine, answer_cache(server, folder), folder)
    server.register_blueprint(blueprint)
    server.register_blueprint(descriptions.blueprint)
    server.register_blueprint(disclosure.blueprint)
    server.register_blueprint(docs_page.blueprint)

    @server.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        if not request.path.startswith(MACHINES):
            return error
        return problems.respond(Problem(error.code or 500, error.description or error.name))

    @server.errorhandler(429)
    def _too_many(error: HTTPException) -> Response:
        return problems.respond(
            Problem(
                429, f"more than {error.description} from one address; wait as Retry-After says"
            )
        )

    @server.errorhandler(OperationalError)
    def _store(error: OperationalError) -> Response:
        server.logger.error("the store cannot be read: %s", error.orig)
        return problems.respond(
            Problem(503, "the store cannot be read just now; try again in a minute")
        )

    @server.get("/healthz")
    def _alive() -> Response:
        return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})

    @server.get("/readyz")
    def _ready() -> Response:
        ready = answers.refresh().reachable
        text = "ready\n" if ready else "the store cannot be read\n"
        return Response(
            text,
            200 if ready else 503,
            mimetype="text/plain",
            headers={"Cache-Control": "no-store"},
        )


__all__ = ["create_api", "links"]
