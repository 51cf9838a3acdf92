"""The API put on a Flask server.

Apart from the room, so that `publish`, which has no server, starts a second sooner.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from api import problems
from api.answer import answers
from api.answer.cache import answer_cache
from api.documents import cursors, links
from api.http import cors, every_response, machine_paths, rate_limits
from api.http.edge import ADDRESS_MOST
from api.problems import Problem
from api.routes import register
from data.answers.reading import Overtaken
from data.definitions import Text
from data.questions import Busy, TooCostly, Unanswerable


def create_api(server: Flask, url: str, folder: Path) -> None:
    """Register the API on a store and its error answers; neither it nor `folder` need be there.

    `folder` holds cached answers and the cursors' key. Raises ValueError for a URL that no store has.
    """
    every_response.put_on(server)
    cors.put_on(server)
    server.before_request(_refuse_long)
    rate_limits.put_on(server)
    cursors.use_key(folder)
    answers.configure(url, answer_cache(server, folder), folder)
    register.register(server)
    _answer_errors(server)


def _refuse_long() -> Response | None:
    """An address that nobody can have got from us is neither read nor repeated."""
    if len(request.query_string) + len(request.path) > ADDRESS_MOST:
        return problems.respond(problems.too_long(ADDRESS_MOST))
    return None


def _answer_errors(server: Flask) -> None:
    """Every error of a machine's address is a problem in the language of the request."""
    answer = server.register_error_handler
    answer(Problem, problems.respond)
    answer(Unanswerable, lambda error: problems.respond(problems.refused(error)))
    answer(TooCostly, lambda error: problems.respond(problems.too_costly(request.path, error)))
    answer(Busy, lambda _: problems.respond(problems.busy()))
    answer(Overtaken, lambda _: problems.respond(problems.overtaken()))

    @server.errorhandler(RateLimitExceeded)
    def _too_many(error: RateLimitExceeded) -> Response:
        limit = error.limit.limit
        return problems.respond(problems.too_many(limit.amount, limit.get_expiry()))

    for unreadable in answers.UNREADABLE:
        answer(unreadable, _store)

    @server.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        # Who sends anything but a GET to a page is a program, too.
        is_program = machine_paths.is_machine(request.path) or error.code == 405
        return problems.respond(_problem(error)) if is_program else error


def _store(error: Exception) -> Response:
    problems.note_unreadable(error)
    return problems.respond(problems.unreadable())


def _problem(error: HTTPException) -> Problem:
    match error.code:
        case 404 if request.path.rstrip("/") == f"{links.ROOT}/api":
            return problems.without_version(links.BASE)
        case 404:
            return problems.not_found("address", request.path, register.addresses())
        case 405:
            return problems.read_only()
        case 500 | None:
            return problems.failed()
    return Problem(error.code, Text(f"请求无法处理（{error.code}）", str(error.description)))
