"""Errors as RFC 9457 problems: JSON, never HTML, never a traceback."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import orjson
from flask import Response, request

from data.definitions import Text

MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: Text("请求参数有误", "A parameter is wrong"),
    404: Text("没有这个地址", "There is nothing at this address"),
    405: Text("只能读取", "Read only"),
    422: Text("查询范围太大", "The question costs too much"),
    429: Text("访问过于频繁", "Too many requests"),
    500: Text("服务器出错", "The server failed"),
    503: Text("数据暂时无法读取", "The store cannot be read just now"),
}


class Problem(Exception):  # noqa: N818 - says what is the case
    """An answer that is an error; `errors` name the parameters at fault."""

    def __init__(
        self, status: int, detail: str, errors: list[dict[str, Any]] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors or []


def bad_parameter(parameter: str, message: str, allowed: tuple[str, ...] = ()) -> Problem:
    """400 for one parameter: what is wrong with it, and what would do."""
    error = {"parameter": parameter, "message": message, "allowed": list(allowed)}
    return Problem(400, f"{parameter}: {message}", [error])


def not_found(kind: str, id: str, known: list[str]) -> Problem:
    """404 naming the near ids."""
    near = get_close_matches(id, known, n=3, cutoff=0.4)
    hint = f"; near: {', '.join(near)}" if near else ""
    return Problem(
        404,
        f"there is no {kind} {id!r}{hint}",
        [{"parameter": kind, "message": "unknown", "allowed": near or known}],
    )


def too_costly(path: str) -> Problem:
    """422 that says how to ask for less."""
    if path.rpartition("/")[2].startswith("values"):
        how = "ask for a shorter time (from, to), a coarser grain, or fewer dimensions (by)"
        return Problem(422, f"this would take too long to compute; {how}")
    how = "ask for a shorter time or fewer codes, sort by a field that you filter by, or leave out count"
    return Problem(422, f"this would take too long to look up; {how}; a file (.csv) is not limited")


def respond(problem: Problem) -> Response:
    """The problem as a response; the language of the title follows `lang` where that is valid."""
    lang = "en" if request.args.get("lang") == "en" else "zh"
    title = TITLES.get(problem.status, TITLES[500])[lang]
    document = {
        "type": "about:blank",
        "title": title,
        "status": problem.status,
        "detail": problem.detail,
        "errors": problem.errors,
    }
    response = Response(orjson.dumps(document), problem.status, mimetype=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if problem.status == 405:
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response
