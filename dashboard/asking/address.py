"""The addresses of pages, of the numbers behind them and of what a page loads.

A page has one literal address per language: that of the hall at `/…`, the other at `/en/…` (`/zh/…`). The state of a
page is in its query. Dash asks for a page's layout below `/_dash/`, where a token names the page:
so the first paint needs no callback and the answer can be cached.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.words import Lang
from data.hall import hall
from data.settings import BASE_PATH

ROOT = BASE_PATH
API, DOCS = f"{ROOT}/api/v1", f"{ROOT}/api/docs"
DASH, LIVE, QR = f"{ROOT}/_dash/", f"{ROOT}/live/", f"{ROOT}/qr/"
# The page on which a number is verified.
VERIFY = "verify"
# Checks in public, and the drawing of a sample.
CHECKS, AUDIT = "supervision/checks", "audit"
OEMBED, PREVIEWS = f"{ROOT}/oembed", f"{ROOT}/previews/"
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True)
class Place:
    """Where a reader is: which page, in which language, with which (validated) query."""

    page: str
    lang: Lang
    query: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """`/volumes` or `/en/volumes`; the first page is `/` or `/en/`."""
        prefix = "/" if self.lang == hall().language else f"/{self.lang}/"
        return ROOT + prefix + self.page

    @property
    def url(self) -> str:
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    @property
    def token(self) -> str:
        """The place as one path segment, for Dash's own requests."""
        return base64.urlsafe_b64encode(self.url.encode()).decode().rstrip("=")

    def elsewhere(self, page: str) -> Place:
        return Place(page, self.lang)

    def otherwise(self) -> Place:
        """The same place in the other language."""
        return Place(self.page, "en" if self.lang == "zh" else "zh", self.query)


def read(url: str) -> Place:
    """The place that a URL (path and query) names, whether or not there is such a page."""
    path, _, query = url.partition("?")
    path = path.removeprefix(ROOT)
    first, _, page = path.removeprefix("/").partition("/")
    lang: Lang = "en" if first == "en" else "zh" if first == "zh" else hall().language
    page = page if first in LANGS else path.removeprefix("/")
    return Place(page, lang, tuple(parse_qsl(query, keep_blank_values=True)))


def names_own_language(path: str) -> bool:
    """Whether a path has a word for the hall's own language, which has none in its addresses."""
    return f"{path}/".startswith(f"{ROOT}/{hall().language}/")


def from_token(token: str) -> Place | None:
    """The place a token stands for, or None if it is not one of ours."""
    try:
        url = base64.b64decode(
            token + "=" * (-len(token) % 4), altchars=b"-_", validate=True
        ).decode()
    except (binascii.Error, ValueError):
        return None
    return read(url) if url.startswith("/") else None


def api(path: str = "", **query: object) -> str:
    """An address of the API, with the parameters that are not None."""
    query_string = urlencode({k: v for k, v in query.items() if v is not None}, quote_via=quote)
    return f"{API}{path}?{query_string}" if query_string else f"{API}{path}"


def live(view: str, lang: Lang, query: tuple[tuple[str, str], ...] = ()) -> str:
    """Where the poller finds a live view."""
    return f"{LIVE}{view}?{urlencode((('lang', lang), *query))}"
