"""Live views: what changes on a page, as `{component id: {property: value}}`.

A view is a pure function of answers, a language and the page's parameters. What is made of it (the
page, its layout for Dash, the view itself) is computed once per data version and minute or date of
the hall, and leaves from the edge as bytes; a poll that has it already gets 304. How fresh the data
is does not belong to the view (it changes every second): it goes into small headers of every answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal

import orjson
from flask import Flask, Response, request

from api.answer import answers
from api.answer.answers import Unanswerable
from api.answer.moment import moment
from api.http.edge import Edge
from api.problems import UNKNOWN, Problem, bad_parameter, busy, not_found, refused, too_costly
from api.problems import respond as respond_problem
from api.store_state import age_seconds
from dashboard.asking.address import LANGS, LIVE
from dashboard.asking.parameters import Pairs, Refused, filled, read
from dashboard.parts.blocks import View
from dashboard.parts.page import Page
from dashboard.serve import menu, static_files
from dashboard.serve.cited import citations, embedded
from dashboard.serve.fewer_components import gathered_view
from dashboard.serve.ready import JSON, ready
from dashboard.site_map import VIEWS, of_family
from dashboard.words import Lang
from data import hall
from data.definitions import Text
from data.questions import Busy, TooCostly

REFUSALS = (Refused, Unanswerable, Problem, TooCostly, Busy)


def encode(value: Any) -> bytes:
    """JSON of layouts, views and figures, components included."""
    return orjson.dumps(value, default=lambda component: component.to_plotly_json())


def view(page: Page, lang: Lang, query: Pairs = ()) -> View:
    """The live view of a page as of now.

    Raises `Refused`, `Unanswerable` or `Problem` where the query cannot be answered.
    """

    def ask(question: answers.Query) -> dict[str, Any]:
        return answers.answer(question, lang)

    shown = page.view(ask, lang, filled(page.parameters, query))
    return shown | citations.view(page, lang, query, shown) | menu.view(ask, page)


def drawn(kind: str, page: Page, lang: Lang, query: Pairs, draw: Callable[[View], bytes]) -> bytes:
    """What `draw` makes of a page's view; one computation for any number of readers.

    `kind` names what it is, and all that it depends on beside the view, the build and `hall.toml`.
    """
    made_of = (static_files.build(), repr(hall.hall()))
    parts = (kind, page.live, lang, repr(query), moment(page.holds), *made_of)
    return answers.of_one_version(parts, lambda _: draw(view(page, lang, query))).content


def view_bytes(shown: View) -> bytes:
    """A view as it is sent."""
    return encode(gathered_view(shown))


def banner() -> View:
    """What a page without an answer shows of the data: that it is a simulated hall's, and what pages
    there are; where nothing can be asked, those that are always there."""
    shown: View = {"demo-banner": {"hidden": not answers.last_seen().demo}}
    with suppress(*answers.UNREADABLE, Busy, TooCostly):
        shown |= menu.view(answers.answer)
    return shown


def heartbeat_age() -> float | None:
    """Seconds since intake last said that it is alive, or None if it never did."""
    return age_seconds(answers.last_seen().heartbeat)


def state() -> Literal["live", "stale", "empty"]:
    """Whether intake is alive; stale: not heard of for longer than the hall allows; empty: never yet.

    A store that nothing was ever loaded into shows no last numbers that could be old.
    """
    age = heartbeat_age()
    if age is None:
        return "empty"
    return "stale" if age > hall.hall().heartbeat_stale_seconds else "live"


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
        return too_costly(request.path, error)
    if isinstance(error, Busy):
        return busy()
    raise error


def respond(name: str) -> Response:
    """GET /live/{name}?lang=&…: the view, or 304 if the client has it."""
    page = VIEWS.get(name) or of_family(name) or embedded.of_live(name)
    if page is None:
        return respond_problem(not_found("live view", name, list(VIEWS)))
    try:
        lang, query = _checked(page)
        body = drawn("live", page, lang, query, view_bytes)
    except REFUSALS as error:
        return respond_problem(problem(error))
    return ready(body, JSON, page.holds)


def register(server: Flask, front: Edge) -> None:
    """Put the live views on the server, and how fresh the data is beside each of them."""
    server.add_url_rule(f"{LIVE}<path:name>", "live_view", respond)
    front.beside(LIVE, lambda: freshness())


def hall_speed() -> float:
    """How many times faster than real time the hall's clock runs (0: stands)."""
    return float(os.environ.get("HALL_SPEED") or 0) if os.environ.get("HALL_NOW") else 1.0
