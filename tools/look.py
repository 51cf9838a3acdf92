"""What tools/bare_operations.sh looks at through nginx: `look.py WHAT EXPECTED URL…`. Standard library only.

`status` and `problem` (RFC 9457) expect a status; `quick` one within 250 ms and what a busy machine adds; `rows` so many
records within a minute; `ready` takes statuses that may come before (`502:503:200`) and waits for the last.
"""

from __future__ import annotations

import json
import ssl
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, build_opener

WAIT_SECONDS, QUICK_SECONDS = 60, 0.25


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_TRUSTING = ssl._create_unverified_context()  # the certificate is the script's own
OPENER = build_opener(ProxyHandler({}), _NoRedirect, HTTPSHandler(context=_TRUSTING))


def asked(url: str) -> tuple[int, bytes, str]:
    """Status, body and media type; status 0 where nobody listens."""
    try:
        with OPENER.open(url, timeout=30) as answer:
            return answer.status, answer.read(), answer.headers.get_content_type()
    except HTTPError as error:
        return error.code, error.read(), error.headers.get_content_type()
    except (URLError, OSError) as error:
        return 0, str(error).encode(), ""


def until(url: str, holds: object) -> tuple[int, bytes, str]:
    """The first answer that holds, or the last after a minute."""
    end = time.monotonic() + WAIT_SECONDS
    while True:
        answer = asked(url)
        if holds(answer) or time.monotonic() > end:  # type: ignore[operator]
            return answer
        time.sleep(0.3)


def look(what: str, expected: str, url: str) -> str:
    """What is wrong, or ""."""
    if what == "ready":
        *_, last = expected.split(":")
        status, body, _ = until(url, lambda answer: str(answer[0]) == last)
        return "" if str(status) == last else f"{status} {body[:200]!r}"
    if what == "rows":

        def enough(answer: tuple[int, bytes, str]) -> bool:
            return answer[0] == 200 and len(json.loads(answer[1])["data"]) == int(expected)

        status, body, _ = until(url, enough)
        return "" if enough((status, body, "")) else f"{status} {body[:300]!r}"
    began = time.monotonic()
    status, body, media = asked(url)
    took = time.monotonic() - began
    if str(status) != expected:
        return f"{status} {body[:200]!r}"
    if what == "problem" and media != "application/problem+json":
        return f"{media} {body[:200]!r}"
    if what == "quick":
        usual = min(_seconds(f"{url}&lang=en") for _ in range(3))
        return (
            "" if took < QUICK_SECONDS + 2 * usual else f"took {took:.2f} s, usually {usual:.2f} s"
        )
    return ""


def _seconds(url: str) -> float:
    began = time.monotonic()
    asked(url)
    return time.monotonic() - began


def main(what: str, expected: str, *urls: str) -> None:
    for url in urls:
        if wrong := look(what, expected, url):
            sys.exit(f"{what} {expected} {url}: {wrong}")
        print(f"    {what} {expected} {url}")


if __name__ == "__main__":
    main(*sys.argv[1:])
