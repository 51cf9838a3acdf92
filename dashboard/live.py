"""Live views: what changes on a page, as `{component id: {property: value}}`, from memory.

A view is a pure function of an answer and a language. It is computed once per data version and
minute of the hall, then served as bytes; a poll that has it already gets 304. How fresh the data is
does not belong to the view (it changes every second): it goes into small headers of every answer.
"""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import brotli
import orjson
from flask import Flask, Response, request

from api import answers, edge
from api.problems import Problem, bad_parameter, not_found
from api.problems import respond as respond_problem
from api.state import age_seconds
from dashboard import static
from dashboard.address import LANGS
from dashboard.blocks import View
from dashboard.pages import VIEWS
from dashboard.words import Lang
from data import hall


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
    return orjson.dumps(value, default=lambda component: component.to_plotly_json())


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


def heartbeat_age() -> float | None:
    """Seconds since intake last said that it is alive, or None if it never did."""
    return age_seconds(answers.state().heartbeat)


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


def _checked(lang: list[str]) -> Lang:
    """The language asked for; unknown, repeated or bad parameters are refused."""
    for name in request.args:
        if name != "lang":
            raise bad_parameter(name, "unknown parameter", ("lang",))
    if len(lang) > 1 or any(asked not in LANGS for asked in lang):
        raise bad_parameter("lang", "zh or en, once", LANGS)
    return "en" if lang == ["en"] else "zh"


def respond(view: str) -> Response:
    """GET /live/{view}?lang=: the view, or 304 if the client has it."""
    if view not in VIEWS:
        return respond_problem(not_found("live view", view, list(VIEWS)))
    try:
        lang = _checked(request.args.getlist("lang"))
    except Problem as problem:
        return respond_problem(problem)
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
    response.headers[edge.VALID] = "minute"
    response.headers.update(freshness())
    return response


def register(server: Flask) -> None:
    """Put the live views on the server; what was kept of another store is forgotten."""
    _snapshots.clear()
    server.add_url_rule("/live/<view>", "live_view", respond)


def hall_time() -> tuple[datetime, float]:
    """What the hall's clock shows, and how many times faster than real time it runs (0: stands)."""
    if not os.environ.get("HALL_NOW"):
        return hall.now(), 1.0
    return hall.now(), float(os.environ.get("HALL_SPEED") or 0)
