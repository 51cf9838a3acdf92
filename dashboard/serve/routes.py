"""Which addresses answer, with what, and what is refused: pages, layouts, files, QR codes.

Dash draws, and answers nothing itself: its own addresses are on no server of ours, so an unknown one
is a real 404 and a forged callback a 400. Every page carries a strict Content-Security-Policy; there
are no cookies.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from dash import Dash
from flask import Blueprint, Flask, Response, abort, request

from api.answer import answers
from api.answer.moment import HOLDS, moment
from api.http import machine_paths
from api.http.edge import BUILD, Edge
from api.problems import RETRY_SECONDS, Problem, note_unreadable
from api.problems import respond as respond_problem
from dashboard import site_map
from dashboard.asking import address, parameters
from dashboard.asking.address import Place
from dashboard.pages import missing, refused, unavailable
from dashboard.parts.blocks import View
from dashboard.parts.page import Page
from dashboard.serve import document, live_views, qr_code, short_address, static_files
from dashboard.serve.fewer_components import gathered
from dashboard.serve.qr_code import NO_PAGE
from dashboard.serve.ready import HTML, JSON, etag_of, ready
from data import hall
from data.definitions import Text

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}

NOTHING = Text("这里没有内容", "nothing to see here")
NO_CALLBACK = Text("没有页面会发出这样的请求", "no page has such a callback")


class Doors:
    """The dashboard's addresses on one server."""

    def __init__(self, dash: Dash) -> None:
        self.dash = dash

    # --- pages ----------------------------------------------------------------------------------

    def page(self) -> Response:
        """A page, readable at once and taken over by Dash afterwards."""
        place = address.read(request.path)
        page = site_map.find(place)
        if page is None:
            return self.missing()
        given = tuple(request.args.items(multi=True))
        try:
            query, _ = parameters.read(page.parameters, given)
            place = replace(place, query=query)
            if sorted(query) != sorted(given):
                return self._written(place)
            if page.typed:
                return self._typed(place, page)
            stale = live_views.is_stale()
            draw = partial(self._document, place, page, stale)
            kind = f"page {_state(stale)} {live_views.hall_speed():g}"
            body = live_views.drawn(kind, page, place.lang, query, draw)
        except live_views.REFUSALS as error:
            return self._refused(place, page, error)
        return ready(body, HTML, _page_holds(page.holds))

    def _typed(self, place: Place, page: Page) -> Response:
        """A page for what a reader typed: neither kept, nor told to the next page by the browser."""
        view = live_views.view(page, place.lang, place.query)
        tree = document.frame(place, page, page.layout(place, view), view)
        response = _page(document.document(place, page, tree), 200)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _document(self, place: Place, page: Page, stale: bool, view: View) -> bytes:
        tree = document.frame(place, page, page.layout(place, view), view)
        text = document.document(
            place, page, tree, attributes=_attributes(place, page, stale, view),
            config=self._config(place),
        )  # fmt: skip
        return text.encode()

    def _written(self, place: Place) -> Response:
        """The one address of a view: without what is unknown, empty or the default."""
        return Response(status=303, headers={"Location": place.url, "Cache-Control": "no-store"})

    def _refused(self, place: Place, page: Page, error: Exception) -> Response:
        """A page that says which part of the address cannot be used, and leads on."""
        problem = live_views.problem(error)
        given = tuple(request.args.items(multi=True))
        main = refused.layout(place, page, given, error, problem.detail)
        tree = document.frame(place, None, main, live_views.banner())
        text = document.document(place, None, tree, title=refused.TITLE)
        response = _page(text, problem.status)
        if problem.retry_after is not None:
            response.headers["Retry-After"] = str(problem.retry_after)
        return response

    def missing(self) -> Response:
        """The 404 page, in the language of the address."""
        place = address.read(request.path)
        tree = document.frame(place, None, missing.layout(place), live_views.banner())
        return _page(document.document(place, None, tree), 404)

    def unavailable(self, error: Exception) -> Response:
        """The page while there is no data to show, at the address and in the language asked for."""
        note_unreadable(error)
        place = replace(address.read(request.path), query=tuple(request.args.items(multi=True)))
        tree = document.frame(place, None, unavailable.layout(place), live_views.banner())
        response = _page(document.document(place, None, tree, title=unavailable.TITLE), 503)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response

    def elsewhere(self, rest: str) -> Response:
        """An address that nobody answers: a page for people, a problem for programs."""
        if machine_paths.is_open(request.path):
            abort(404)  # the API knows what there is instead
        if machine_paths.is_machine(request.path):
            return respond_problem(Problem(404, NOTHING))
        place = address.read(request.full_path.removesuffix("?"))
        if address.names_own_language(request.path) and site_map.find(place):
            return self._written(place)
        return self.missing()

    def _config(self, place: Place) -> dict[str, Any]:
        """What Dash's renderer is told: where its layout is and which plotly to load."""
        config = self.dash._config()  # pyright: ignore[reportPrivateUsage]
        for name in (
            "python_version",
            "dash_version",
            "dash_version_url",
            "plotly_version",
            "end_id",
        ):
            config.pop(name, None)
        base = f"{address.DASH}{place.token}/"
        return config | {
            "url_base_pathname": base,
            "requests_pathname_prefix": base,
            "serve_locally": False,
            "plotlyjs_url": static_files.url(document.PLOTLY),
        }

    # --- what Dash asks for ---------------------------------------------------------------------

    def layout(self, token: str) -> Response:
        """The layout of the place that a token names."""
        place = address.from_token(token)
        page = site_map.find(place) if place else None
        if place is None or page is None or page.typed:
            return respond_problem(Problem(404, NO_PAGE))
        try:
            query, _ = parameters.read(page.parameters, place.query)
            if query != place.query:
                return respond_problem(Problem(404, NO_PAGE), place.lang)
            draw = partial(_layout, place, page)
            body = live_views.drawn("layout", page, place.lang, query, draw)
        except live_views.REFUSALS as error:
            return respond_problem(live_views.problem(error), place.lang)
        return ready(body, JSON, page.holds)

    def dependencies(self, token: str) -> Response:
        """The callbacks there are; none of them is needed to keep a page live."""
        return ready(live_views.encode(self.dash._callback_list), JSON, BUILD)

    def callback(self, token: str) -> Response:
        """Refuse every callback body that no page of ours can have sent."""
        return respond_problem(Problem(400, NO_CALLBACK))


def _layout(place: Place, page: Page, view: View) -> bytes:
    return live_views.encode(gathered(document.frame(place, page, page.layout(place, view), view)))


def _attributes(place: Place, page: Page, stale: bool, view: View) -> dict[str, str]:
    """What the scripts have to know; nothing of it is of one request, so that a page can be kept."""
    attributes = {
        "live": address.live(page.live, place.lang, place.query),
        "every": str(page.every),
        "etag": etag_of(live_views.view_bytes(view)),
        "build": static_files.build(),
        "stale-after": str(hall.hall().heartbeat_stale_seconds),
        "state": _state(stale),
    }
    if page.wall:
        # To the minute; the seconds come with the first answer to the poller.
        now = hall.now().replace(second=0, microsecond=0)
        speed = f"{live_views.hall_speed():g}"
        attributes |= {"now": now.isoformat(timespec="milliseconds"), "speed": speed}
    return attributes


def _state(stale: bool) -> str:
    return "stale" if stale else "live"


def _page_holds(holds: str) -> str:
    """As long as its view, and as intake is alive, or is not."""
    return f"{holds} and state"


def _page(text: str, status: int) -> Response:
    """A page that is made anew for each request."""
    response = Response(text, status, content_type=HTML)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _protected(response: Response) -> Response:
    if response.mimetype == "text/html":
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response


def register(server: Flask, dash: Dash, front: Edge) -> None:
    """Put the pages, and what they load, on the server; `front` keeps them."""
    doors = Doors(dash)
    pages = Blueprint("pages", __name__)
    for lang in address.LANGS:
        for page in site_map.PAGES.values():
            place = Place(page.path, lang)
            pages.add_url_rule(place.path, f"page {place.path}", doors.page)
    short_address.register(pages, doors.missing)
    pages.add_url_rule("/<path:rest>", "elsewhere", doors.elsewhere)
    pages.after_request(_protected)
    for unreadable in answers.UNREADABLE:
        pages.register_error_handler(unreadable, doors.unavailable)
    typed = (page for page in site_map.PAGES.values() if page.typed)
    front.keep_nothing_of(Place(page.path, lang).path for page in typed for lang in address.LANGS)
    server.register_blueprint(pages)
    server.add_url_rule(f"{address.QR}<token>.svg", "qr", qr_code.respond)
    below = f"{address.DASH}<token>/"
    server.add_url_rule(f"{below}_dash-layout", "dash_layout", doors.layout)
    server.add_url_rule(f"{below}_dash-dependencies", "dash_dependencies", doors.dependencies)
    server.add_url_rule(
        f"{below}_dash-update-component", "dash_callback", doors.callback, methods=["POST"]
    )
    server.add_url_rule(
        f"{address.DASH}<path:rest>", "dash_shut", doors.elsewhere, methods=["GET", "POST"]
    )
    static_files.register(server, front)
    live_views.register(server, front)
    for holds in HOLDS:
        front.hold_while(
            _page_holds(holds), lambda holds=holds: (moment(holds), live_views.is_stale())
        )
