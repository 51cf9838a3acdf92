"""Responses as the edge takes them: whole, uncompressed, with a strong ETag of their content."""

from __future__ import annotations

import hashlib

from flask import Response

from api.http import edge

HTML, JSON, SVG = "text/html; charset=utf-8", "application/json", "image/svg+xml"
# A browser keeps it and asks each time whether it still holds.
REVALIDATED = "no-cache"
# The address names the content.
FOR_GOOD = "public, max-age=31536000, immutable"


def etag_of(body: bytes) -> str:
    """The tag of a content (unquoted): what the data did not change is known by the one before."""
    return hashlib.sha256(body).hexdigest()[:20]


def ready(body: bytes, media: str, holds: str | None, cache: str = REVALIDATED) -> Response:
    """A 200 that the edge compresses, keeps while it `holds` (None: does not keep) and turns into 304."""
    response = Response(body, content_type=media)
    response.set_etag(etag_of(body))
    response.headers["Cache-Control"] = cache
    response.headers["X-Content-Type-Options"] = "nosniff"
    if holds:
        response.headers[edge.VALID] = holds
    return response
