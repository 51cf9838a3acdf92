"""A site that is asked over HTTP, as anybody may ask it."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from api.documents import links

WAIT_SECONDS = 30
# What is longer helps no assistant; the API gives pages and narrower questions.
MOST_BYTES = 1_000_000
TOO_LONG = (
    f"the answer has more than {MOST_BYTES:,} bytes: ask for a shorter time, a coarser grain, "
    "fewer dimensions or a lower limit"
)


class NoAddress(ValueError):  # noqa: N818 - says what is the case
    """What is no address of a site."""


class Refusal(Exception):  # noqa: N818 - says what is the case
    """The site does not answer this: `problem` says why (RFC 9457), as the site words it."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("detail", ""))
        self.problem = problem


class Site:
    """Asks the API of one site. `address` is its public one, with the path below which it lies."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query:
            raise NoAddress(
                f"{address!r} is no address of a site, such as https://data.example.org"
            )
        self.address = address.rstrip("/")
        self.origin = f"{parts.scheme}://{parts.netloc}"

    def at(self, path: str) -> str:
        """The full address of a path as this program writes it."""
        return self.address + path.removeprefix(links.ROOT)

    def full(self, link: str) -> str:
        """The full address of a link as the site writes it."""
        return f"{self.origin}{link}" if link.startswith("/") else link

    def get(self, path: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
        """The JSON at a path. Raises `Refusal` for what the site refuses, or that it cannot be reached."""
        request = Request(self.at(path) + links.query_string(pairs), headers={"User-Agent": "open-hall-mcp"})  # fmt: skip
        try:
            with urlopen(request, timeout=WAIT_SECONDS) as answer:
                content = answer.read(MOST_BYTES + 1)
        except HTTPError as error:
            raise Refusal(_problem(error)) from None
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise Refusal({"title": f"{self.address} cannot be reached: {reason}"}) from None
        if len(content) > MOST_BYTES:
            raise Refusal({"title": TOO_LONG, "status": 422})
        try:
            return json.loads(content)
        except ValueError:
            raise Refusal({"title": f"{self.address} is no site of this kind"}) from None


def _problem(error: HTTPError) -> dict[str, Any]:
    """What the site says of it, with when to come again; of another server, its status."""
    try:
        problem = json.loads(error.read(MOST_BYTES))
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        problem = {"title": error.reason, "status": error.code}
    again = error.headers.get("Retry-After")
    return problem | ({"retry_after_seconds": int(again)} if again and again.isdigit() else {})
