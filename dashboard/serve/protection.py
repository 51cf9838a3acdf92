"""The headers of every page: what it may load, and who may show it in a frame."""

from __future__ import annotations

from flask import Response, request

from dashboard.serve.cited import embedded

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors "
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


def protect(response: Response) -> Response:
    """Only figures by themselves may be framed, by anybody; they have nothing that a click could do."""
    if response.mimetype == "text/html":
        alone = embedded.is_embedded(request.path)
        own = {"Content-Security-Policy": _POLICY + ("*" if alone else "'none'")}
        if alone:
            own["X-Robots-Tag"] = "noindex"
        for name, value in (HEADERS | own).items():
            response.headers.setdefault(name, value)
    return response
