"""An address typed with a slash at its end leads to the one without it."""

from __future__ import annotations

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException


def moved() -> Response | None:
    """To the address of the request without that slash, where there is another that answers it; else None.

    One thing has one address, so nothing is answered at two.
    """
    path = request.path.rstrip("/")
    if path == request.path or not _is_known(path):
        return None
    where = f"{path}?{request.query_string.decode()}" if request.query_string else path
    return Response(status=308, headers={"Location": where, "Cache-Control": "no-cache"})


def _is_known(path: str) -> bool:
    """Whether another rule than that of this request, which takes what nobody else does, takes the path."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return False
    return endpoint != request.endpoint
