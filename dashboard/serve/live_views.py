"""Live views: what changes on a page, as `{component id: {property: value}}`, from memory.

A view is a pure function of answers, a language and the page's parameters. It is computed once per
data version and minute of the hall, then served as bytes; a poll that has it already gets 304. How
fresh the data is does not belong to the view (it changes every second): it goes into small headers
of every answer.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import brotli
import orjson
from flask import Flask, Response, request

from api.answer import answers
from api.answer.answers import Unanswerable
from api.http import edge
from api.problems import UNKNOWN, Problem, bad_parameter, not_found, refused, too_costly
from api.problems import respond as respond_problem
from api.store_state import age_seconds
from dashboard.asking.address import LANGS
from dashboard.asking.parameters import Pairs, Refused, filled, read
from dashboard.parts.blocks import View
from dashboard.parts.page import Page
from dashboard.serve import static_files
from dashboard.serve.fewer_components import gathered_view
from dashboard.site_map import VIEWS
from dashboard.words import Lang
from data import hall
from data.definitions import Text
from data.questions import TooCostly

REFUSALS = (Refused, Unanswerable, Problem, TooCostly)


@dataclass(frozen=True)
class Snapshot:
    """A live view at one data version: its properties, and its bytes ready to be sent."""

    key: tuple[object, ...]
    etag: str
    view: View
    forms: dict[str, bytes]


def encode(value: Any) -> bytes:
    """JSON of layouts, views and figures, components included."""
    return orjson.dumps(value, default=lambda component: component.to_plotly_json())


# Views in memory, the least recently asked for dropped: addresses with a query have no end.
KEPT = 256
_TRIES = 3
_snapshots: OrderedDict[tuple[str, Lang, Pairs], Snapshot] = OrderedDict()
_keeping = threading.Lock()
# One computation for any number of readers. A view that people combine must not hold up the wall.
_turns = tuple(threading.Lock() for _ in range(16))


def _key(page: Page) -> tuple[object, ...]:
    """What a view depends on beside its address: the data, and the hall's minute or date."""
    now = hall.now()
    moment = now.date() if page.holds == "date" else now.replace(second=0, microsecond=0)
    return answers.data_version(), moment


def snapshot(page: Page, lang: Lang, query: Pairs = ()) -> Snapshot:
    """The live view of a page as of now; one computation for any number of readers.

    Raises `Refused`, `Unanswerable` or `Problem` where the query cannot be answered.
    """
    place = (page.live, lang, query)
    turn = _turns[hash(place) % len(_turns)] if query else _turns[0]
    found = _kept(place, page)
    if found:
        return found
    with turn:
        found = _kept(place, page)
        if found:
            return found
        made = _computed(page, lang, query)
        with _keeping:
            _snapshots[place] = made
            _snapshots.move_to_end(place)
            while len(_snapshots) > KEPT:
                _snapshots.popitem(last=False)
        return made


def _kept(place: tuple[str, Lang, Pairs], page: Page) -> Snapshot | None:
    with _keeping:
        found = _snapshots.get(place)
        if found is None or found.key != _key(page):
            return None
        _snapshots.move_to_end(place)
        return found


def _computed(page: Page, lang: Lang, query: Pairs) -> Snapshot:
    """The view from answers of one data version: made again if a batch came in between."""
    for _ in range(_TRIES):
        key = _key(page)
        view = page.view(
            lambda question: answers.answer(question, lang), lang, filled(page.parameters, query)
        )
        if key == _key(page):
            break
    body = encode(gathered_view(view))
    return Snapshot(
        key=key,
        etag=hashlib.sha256(body).hexdigest()[:20],
        view=view,
        forms={"identity": body, "br": brotli.compress(body, quality=5)},
    )


def banner() -> View:
    """What a page without an answer shows of the data: that it is a simulated hall's."""
    return {"demo-banner": {"hidden": not answers.state().demo}}


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
        "X-Build": static_files.build(),
    }


def _checked(page: Page) -> tuple[Lang, Pairs]:
    """The language and the query asked for; what is unknown, repeated or bad is refused."""
    given = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    lang = request.args.getlist("lang")
    if len(lang) > 1 or any(asked not in LANGS for asked in lang):
        raise bad_parameter("lang", Text("只能写一次 zh 或 en", "zh or en, once"), LANGS)
    query, unknown = read(page.parameters, given)
    if unknown:
        names = ("lang", *(parameter.name for parameter in page.parameters))
        raise bad_parameter(unknown[0], UNKNOWN, names)
    return ("en" if lang == ["en"] else "zh"), query


def problem(error: Exception) -> Problem:
    """An error of a query as the API would say it."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Refused):
        return bad_parameter(error.parameter, error.said, error.allowed)
    if isinstance(error, Unanswerable):
        return refused(error)
    if isinstance(error, TooCostly):
        return too_costly(request.path)
    raise error


def respond(view: str) -> Response:
    """GET /live/{view}?lang=&…: the view, or 304 if the client has it."""
    page = VIEWS.get(view)
    if page is None:
        return respond_problem(not_found("live view", view, list(VIEWS)))
    try:
        lang, query = _checked(page)
        made = snapshot(page, lang, query)
    except REFUSALS as error:
        return respond_problem(problem(error))
    form = static_files.accepted(("br",))
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
    response.headers[edge.VALID] = page.holds
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
