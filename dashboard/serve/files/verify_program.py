"""`/verify.py`: the program with which anybody checks a published day, as it lies in the repository."""

from __future__ import annotations

from functools import cache

from flask import Flask, Response

from api.documents import links
from dashboard.serve.ready import ready
from data.settings import ROOT


@cache
def _content() -> bytes:
    return (ROOT / "verify.py").read_bytes()


def respond() -> Response:
    """The program, to be saved."""
    response = ready(_content(), "text/x-python; charset=utf-8", None)
    response.headers["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


def register(server: Flask) -> None:
    server.add_url_rule(links.VERIFY_PROGRAM, "verify_program", respond)
