"""The plain way: a Flask view behind Flask-Caching that sends `BENCH_BODY` with an ETag."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response, request
from flask_caching import Cache

server = Flask(__name__)
_cache = Cache(server, config={"CACHE_TYPE": "SimpleCache"})


@_cache.cached(timeout=3_600, key_prefix="body")
def _body() -> bytes:
    return Path(os.environ["BENCH_BODY"]).read_bytes()


@server.get("/body.json")
def body() -> Response:
    response = Response(_body(), mimetype="application/json")
    response.set_etag("body")
    return response.make_conditional(request)  # type: ignore[return-value]
