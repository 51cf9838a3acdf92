"""The files of forms and filled samples, below `/forms/`."""

from __future__ import annotations

from flask import Flask, Response

from api.problems import Problem
from api.problems import respond as respond_problem
from dashboard.asking.item_pages import FILES
from dashboard.serve.ready import ready
from data.definitions import Text
from data.forms import documents
from data.forms.document import MIME

_NONE = Text("没有这个文件", "there is no such file")


def respond(name: str) -> Response:
    """A file by its name, to be saved."""
    one = documents().get(name)
    if one is None:
        return respond_problem(Problem(404, _NONE))
    response = ready(one.content, MIME, None)
    response.headers["Content-Disposition"] = f'attachment; filename="{one.file}"'
    return response


def register(server: Flask) -> None:
    server.add_url_rule(f"{FILES}<name>", "form_file", respond)
