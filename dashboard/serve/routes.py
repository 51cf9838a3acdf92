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
from api.http import machine_paths, without_slash
from api.http.edge import BUILD, Edge
from api.problems import RETRY_SECONDS, Problem, note_unreadable
from api.problems import respond as respond_problem
from dashboard import site_map
from dashboard.asking import address, parameters
from dashboard.asking.address import Place
from dashboard.pages import missing, refused, unavailable
from dashboard.parts.blocks import View
from dashboard.parts.page import Page
from dashboard.serve import (
    document,
    head,
    live_views,
    protection,
    qr_code,
    short_address,
    static_files,
)
from dashboard.serve.cited import embedded, oembed, previews
from dashboard.serve.fewer_components import gathered
from dashboard.serve.files import (
    bulletin_files,
    form_files,
    llms_txt,
    survey_files,
    verify_program,
)
from dashboard.serve.qr_code import NO_PAGE
from dashboard.serve.ready import HTML, JSON, ready
from data.definitions import Text
from data.hall import hall
from data.questions import Busy, TooCostly

NOTHING = Text("这里没有内容", "nothing to see here")
NO_CALLBACK = Text("没有页面会发出这样的请求", "no page has such a callback")


class Doors:
    """The dashboard's addresses on one server."""

    def __init__(self, dash: Dash) -> None:
        self.dash = dash

    # --- pages ----------------------------------------------------------------------------------

    def page(self, figure: str = "") -> Response:
        """A page, or a `figure` of one, readable at once and taken over by Dash afterwards."""
        del figure  # it is in the path
        place = address.read(request.path)
        page = _find(place)
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
            state = live_views.state()
            draw = partial(self._document, place, page, state)
            preview = previews.name_of(page.live, place.lang)
            kind = f"page {state} {live_views.hall_speed():g} {preview}"
            body = live_views.drawn(kind, page, place.lang, query, draw)
        except live_views.REFUSALS as error:
            return self._refused(place, page, error)
        return ready(body, HTML, _page_holds(page.holds))

    def _typed(self, place: Place, page: Page) -> Response:
        """A page for what a reader typed: neither kept, nor told to the next page by the browser."""
        view = live_views.view(page, place.lang, place.query)
        tree = document.frame(place, page, page.layout(place, view), view)
        response = _page(document.document(place, page, tree, view=view), 200)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _document(self, place: Place, page: Page, state: str, view: View) -> bytes:
        main = page.layout(place, view)
        if page.embedded:
            page = replace(page, charts=embedded.has_graph(main))
        tree = document.frame(place, page, main, view)
        text = document.document(
            place, page, tree, attributes=document.attributes(place, page, state, view),
            config=self._config(place), view=view,
        )  # fmt: skip
        return text.encode()

    def _written(self, place: Place) -> Response:
        """The one address of a view: without what is unknown, empty or the default."""
        return Response(status=303, headers={"Location": place.url, "Cache-Control": "no-store"})

    def _refused(self, place: Place, page: Page, error: Exception) -> Response:
        """A page that says which part of the address cannot be used, and leads on."""
        problem = live_views.problem(error)
        given = tuple(request.args.items(multi=True))
        if isinstance(error, Busy) or (isinstance(error, TooCostly) and not given):
            return self._later(place, unavailable.UNFINISHED, unavailable.LATER)
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
        return self._later(place, unavailable.TITLE, unavailable.WAIT)

    def _later(self, place: Place, title: Text, why: Text) -> Response:
        """A page that a reader can open again in a moment, and programs know it."""
        main = unavailable.layout(place, title, why)
        tree = document.frame(place, None, main, live_views.banner())
        response = _page(document.document(place, None, tree, title=title), 503)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response

    def elsewhere(self, rest: str) -> Response:
        """An address that nobody answers: a page for people, a problem for programs.

        One that would be answered without the slash at its end leads there.
        """
        if moved := without_slash.moved():
            return moved
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
            "plotlyjs_url": static_files.url(head.PLOTLY),
        }

    # --- what Dash asks for ---------------------------------------------------------------------

    def layout(self, token: str) -> Response:
        """The layout of the place that a token names."""
        place = address.from_token(token)
        page = _find(place) if place else None
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


def _page_holds(holds: str) -> str:
    """As long as its view, and as intake is alive, or is not."""
    return f"{holds} and state"


def _page(text: str, status: int) -> Response:
    """A page that is made anew for each request."""
    response = Response(text, status, content_type=HTML)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _find(place: Place) -> Page | None:
    """The page at a place, or the figure of one."""
    return site_map.find(place) or embedded.find(place)


def register(server: Flask, dash: Dash, front: Edge) -> None:
    """Put the pages, and what they load, on the server; `front` keeps them."""
    doors = Doors(dash)
    pages = Blueprint("pages", __name__)
    for lang in address.LANGS:
        for page in site_map.PAGES.values():
            place = Place(page.path, lang)
            pages.add_url_rule(place.path, f"page {place.path}", doors.page)
        for folder in site_map.FAMILIES:
            entry = Place(f"{folder}/<figure>", lang).path
            pages.add_url_rule(entry, f"entries {entry}", doors.page)
        alone = Place(f"{embedded.EMBED}/<path:figure>", lang).path
        pages.add_url_rule(alone, f"figure {lang}", doors.page)
    short_address.register(pages, doors.missing)
    llms_txt.register(pages)
    if hall().reports("satisfaction"):
        survey_files.register(pages)
    pages.add_url_rule("/<path:rest>", "elsewhere", doors.elsewhere)
    pages.after_request(protection.protect)
    for unreadable in answers.UNREADABLE:
        pages.register_error_handler(unreadable, doors.unavailable)
    typed = (page for page in site_map.PAGES.values() if page.typed)
    front.keep_nothing_of(Place(page.path, lang).path for page in typed for lang in address.LANGS)
    server.register_blueprint(pages)
    server.add_url_rule(address.OEMBED, "oembed", oembed.respond)
    server.add_url_rule(f"{address.PREVIEWS}<name>", "preview", previews.respond)
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
    form_files.register(server)
    verify_program.register(server)
    if hall().reports("supervision"):
        bulletin_files.register(server)
    live_views.register(server, front)
    for holds in HOLDS:
        front.hold_while(
            _page_holds(holds),
            lambda holds=holds: (moment(holds), live_views.state()),
        )
