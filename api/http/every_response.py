"""What all responses have in common, whoever answers."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response


def put_on(server: Flask) -> None:
    """No response is guessed at by a browser, and no redirect repeats the host that was asked."""
    # Otherwise the server would put the host before every Location.
    server.response_class.autocorrect_location_header = False
    server.after_request(_common)


def _common(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if location := response.headers.get("Location"):
        _, _, path, query, fragment = urlsplit(location)
        # Two slashes would begin a host again.
        response.headers["Location"] = urlunsplit(("", "", f"/{path.lstrip('/')}", query, fragment))
        response.set_data(b"")
    return response
