"""Which addresses programs ask: what is wrong there is a problem (RFC 9457), never a page.

The only list of them, by the first part of the path. An address that nobody answers has no route, so
this is not read off the routes; a test holds the two together.
"""

from __future__ import annotations

from data.settings import BASE_PATH

# The open data: counted by the rate limit.
DATA = frozenset({"api", "feeds", "catalog.jsonld", "datapackage.json", "oembed"})
# For whoever watches over the service.
HEALTH = frozenset({"healthz", "readyz"})
METRICS = frozenset({"metrics"})
# What pages load by themselves, the files of forms, and the program that checks a published day.
PARTS = frozenset({"live", "assets", "qr", "previews", "forms", "verify.py", "_dash"})

_COUNTED = DATA | HEALTH | METRICS | PARTS


def is_data(path: str) -> bool:
    """Whether a path (`/api/v1/live`) is one of the open data."""
    return _first(path) in DATA


def is_open(path: str) -> bool:
    """Whether any page anywhere may read what is there."""
    return _first(path) in DATA | HEALTH


def is_machine(path: str) -> bool:
    """Whether programs ask there, ours included."""
    return _first(path) in _COUNTED


def kind(path: str) -> str:
    """What a path is counted as: its first part where programs ask there, else `page`."""
    first = _first(path)
    return first if first in _COUNTED else "page"


def _first(path: str) -> str:
    return path.removeprefix(BASE_PATH)[1:].partition("/")[0]
