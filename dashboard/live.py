"""Live views: what changes on a page, as `{component id: {property: value}}`, from memory.

A view is a pure function of an answer and a language. It is computed once per data version and minute
of the hall, then served as bytes; a poll that has it already gets 304. How fresh the data is does not
belong to the view (it would change every second): it goes into small headers of every answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import brotli
from flask import Flask, Response, request

from api import answers
from dashboard import static
from dashboard.address import LANGS
from dashboard.blocks import View
from dashboard.pages import VIEWS
from dashboard.words import Lang
from data import hall

SOURCE_CHECKED_SECONDS = 1.0


@dataclass(frozen=True)
class Snapshot:
    """A live view at one data version: its properties, and its bytes ready to be sent."""

    key: tuple[object, ...]
    etag: str
    view: View
    meta: dict[str, Any]
    forms: dict[str, bytes]


def encode(value: Any) -> bytes:
    """JSON of layouts, views and figures, components included."""
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), default=lambda c: c.to_plotly_json()
    ).encode()


_snapshots: dict[tuple[str, Lang], Snapshot] = {}
_computing = threading.Lock()


def snapshot(name: str, lang: Lang) -> Snapshot:
    """The live view `name` as of now; one computation for any number of readers."""
    now = hall.now().replace(second=0, microsecond=0)
    key = (answers.data_version(), now)
    kept = _snapshots.get((name, lang))
    if kept and kept.key == key:
        return kept
    with _computing:
        kept = _snapshots.get((name, lang))
        if kept and kept.key == key:
            return kept
        answer = answers.answer(answers.Live())
        view = VIEWS[name](answer, lang)
        body = encode(view)
        made = Snapshot(
            key=key,
            etag=hashlib.sha256(body).hexdigest()[:20],
            view=view,
            meta=answer["meta"],
            forms={"identity": body, "br": brotli.compress(body, quality=5)},
        )
        _snapshots[name, lang] = made
        return made


_heartbeat: tuple[float, float | None] = (-1e9, None)


def heartbeat_age() -> float | None:
    """Seconds since intake last said that it is alive, or None if it never did."""
    global _heartbeat
    asked, age = _heartbeat
    elapsed = time.monotonic() - asked
    if elapsed < SOURCE_CHECKED_SECONDS:
        return None if age is None else age + elapsed
    age = answers.answer(answers.Status())["data"].get("heartbeat_age_seconds")
    _heartbeat = (time.monotonic(), age)
    return age


def is_stale(age: float | None) -> bool:
    return age is None or age > hall.hall().heartbeat_stale_seconds


def freshness() -> dict[str, str]:
    """The headers that a poller needs beside the view, the same on 200 and 304."""
    age = heartbeat_age()
    return {
        "X-Heartbeat-Age": "" if age is None else f"{age:.1f}",
        "X-Hall-Time": hall.now().isoformat(timespec="milliseconds"),
        "X-Build": static.build(),
    }


def problem(status: int, title: str, **more: Any) -> Response:
    """An error as RFC 9457 wants it."""
    body = encode({"type": "about:blank", "title": title, "status": status, **more})
    return Response(body, status, content_type="application/problem+json")


def _refused() -> Response | None:
    """Unknown, repeated or bad parameters are refused before anything is computed."""
    errors = []
    for name, values in request.args.lists():
        if name != "lang":
            errors.append({"parameter": name, "message": "unknown parameter", "allowed": ["lang"]})
        elif len(values) > 1 or values[0] not in LANGS:
            errors.append({"parameter": "lang", "message": "zh or en, once", "allowed": [*LANGS]})
    return problem(400, "Bad parameter", errors=errors) if errors else None


def respond(view: str) -> Response:
    """GET /live/{view}?lang=: the view, or 304 if the client has it."""
    if view not in VIEWS:
        return problem(404, "No such live view", detail=f"There are {', '.join(VIEWS)}.")
    if refused := _refused():
        return refused
    lang: Lang = "en" if request.args.get("lang") == "en" else "zh"
    made = snapshot(view, lang)
    form = static.accepted(("br",))
    response = Response(made.forms[form], content_type="application/json")
    # A form is a representation of its own, so a strong tag has to tell them apart.
    tags = {name: f"{made.etag}-{name}" for name in made.forms}
    if any(request.if_none_match.contains(tag) for tag in tags.values()):
        response = Response(status=304)
    elif form != "identity":
        response.headers["Content-Encoding"] = form
    response.set_etag(tags[form])
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers.update(freshness())
    return response


def register(server: Flask) -> None:
    """Put the live views on the server."""
    server.add_url_rule("/live/<view>", "live_view", respond)


def hall_time() -> tuple[datetime, float]:
    """What the hall's clock shows and how many times faster than real time it runs (0: it stands)."""
    if not os.environ.get("HALL_NOW"):
        return hall.now(), 1.0
    return hall.now(), float(os.environ.get("HALL_SPEED") or 0)
