"""Any page anywhere may read the API, which knows no cookies and no keys (Fetch, section 3.3)."""

from __future__ import annotations

from flask import Flask, Response, request

from api.http import machine_paths

METHODS = "GET, HEAD, OPTIONS"
# What we send of what a browser would not show to a page by itself.
EXPOSED = (
    "Accept-Ranges, Age, Content-Disposition, Content-Range, ETag, RateLimit, RateLimit-Policy, Repr-Digest, "
    "Retry-After, X-Total-Count"
)
_PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


def put_on(server: Flask) -> None:
    """Answer what a browser asks before it asks, and open every other answer to it.

    To be put on before anything that counts requests: a preflight costs nothing.
    """
    server.before_request(_preflight)
    server.after_request(_open)


def _preflight() -> Response | None:
    if request.method != "OPTIONS" or not machine_paths.is_open(request.path):
        return None
    response = Response(status=204, headers=_PREFLIGHT)
    del response.headers["Content-Type"]
    return response


def _open(response: Response) -> Response:
    if machine_paths.is_open(request.path):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["X-Content-Type-Options"] = "nosniff"
    return response
