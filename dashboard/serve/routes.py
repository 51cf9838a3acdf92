"""Which addresses answer, with what, and what is refused: pages, layouts, files, QR codes.

Dash itself is kept below `/_dash/`, so an unknown address is a real 404 and a forged callback is a
400. Every HTML answer carries a strict Content-Security-Policy; there are no cookies.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import Any

import brotli
import segno
from dash import Dash
from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from api.problems import Problem
from api.problems import respond as respond_problem
from dashboard import site_map
from dashboard.asking import address, parameters
from dashboard.asking.address import Place
from dashboard.pages import missing, refused
from dashboard.parts.page import Page
from dashboard.serve import document, live_views, static_files
from dashboard.serve.fewer_components import gathered
from data.definitions import Text
from data.hall import hall

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

NO_PAGE = Text("没有页面使用这个地址", "no page has this address")
NO_CALLBACK = Text("没有页面会发出这样的请求", "no page has such a callback")
NOTHING = Text("这里没有内容", "nothing to see here")


class Doors:
    """The dashboard's addresses on one server."""

    def __init__(self, dash: Dash) -> None:
        self.dash = dash

    # --- pages ----------------------------------------------------------------------------------

    def page(self) -> Response:
        """A page, readable at once and taken over by Dash afterwards."""
        place = address.read(request.path)
        found = site_map.find(place)
        if found is None:
            return self.missing()
        given = tuple(request.args.items(multi=True))
        try:
            query, _ = parameters.read(found.parameters, given)
            place = replace(place, query=query)
            if query != given:
                return self._written(place)
            made = live_views.snapshot(found, place.lang, query)
        except live_views.REFUSALS as error:
            return self._refused(place, found, error)
        tree = self._tree(place, found, made)
        text = document.document(
            place, found, tree, attributes=self._attributes(place, found, made),
            config=self._config(place),
        )  # fmt: skip
        return _html(text)

    def _written(self, place: Place) -> Response:
        """The one address of a view: without what is unknown, empty or the default."""
        return Response(status=303, headers={"Location": place.url, "Cache-Control": "no-store"})

    def _refused(self, place: Place, page: Page, error: Exception) -> Response:
        """A page that says which part of the address cannot be used, and leads on."""
        told = live_views.problem(error)
        main = refused.layout(place, page.title, error, told.status)
        text = document.document(
            place, None, document.frame(place, None, main, live_views.banner()), title=refused.TITLE
        )
        return _html(text, told.status)

    def _tree(self, place: Place, page: Page, made: live_views.Snapshot) -> Any:
        main = page.layout(place, made.view)
        return document.frame(place, page, main, made.view)

    def _attributes(self, place: Place, page: Page, made: live_views.Snapshot) -> dict[str, str]:
        now, speed = live_views.hall_time()
        age = live_views.heartbeat_age()
        return {
            "live": address.live(page.live, place.lang, place.query),
            "every": str(page.every),
            "etag": made.etag,
            "build": static_files.build(),
            "now": now.isoformat(timespec="milliseconds"),
            "speed": f"{speed:g}",
            "age": "" if age is None else f"{age:.1f}",
            "stale-after": str(hall().heartbeat_stale_seconds),
            "state": "stale" if live_views.is_stale(age) else "live",
        }

    def _config(self, place: Place) -> dict[str, Any]:
        """What Dash's renderer is told: where its layout is and which plotly to load."""
        told = self.dash._config()  # pyright: ignore[reportPrivateUsage]
        for name in (
            "python_version",
            "dash_version",
            "dash_version_url",
            "plotly_version",
            "end_id",
        ):
            told.pop(name, None)
        base = f"{address.DASH}{place.token}/"
        return told | {
            "url_base_pathname": base,
            "requests_pathname_prefix": base,
            "serve_locally": False,
            "plotlyjs_url": static_files.url(document.PLOTLY),
        }

    def missing(self) -> Response:
        """The 404 page, in the language of the address."""
        place = address.read(request.path)
        main = missing.layout(place)
        return _html(
            document.document(place, None, document.frame(place, None, main, live_views.banner())),
            404,
        )

    # --- what Dash asks for ---------------------------------------------------------------------

    def layout(self, token: str) -> Response:
        """The layout of the place that a token names."""
        place = address.from_token(token)
        found = site_map.find(place) if place else None
        if place is None or found is None:
            return respond_problem(Problem(404, NO_PAGE))
        try:
            query, _ = parameters.read(found.parameters, place.query)
            if query != place.query:
                return respond_problem(Problem(404, NO_PAGE), place.lang)
            made = live_views.snapshot(found, place.lang, query)
        except live_views.REFUSALS as error:
            return respond_problem(live_views.problem(error), place.lang)
        body = live_views.encode(gathered(self._tree(place, found, made)))
        return _revalidated(body, "application/json")

    def dependencies(self, token: str) -> Response:
        """The callbacks there are; none of them is needed to keep a page live."""
        return _revalidated(live_views.encode(self.dash._callback_list), "application/json")

    def callback(self, token: str) -> Response:
        """Refuse every callback body that no page of ours can have sent."""
        return respond_problem(Problem(400, NO_CALLBACK))

    # --- the rest -------------------------------------------------------------------------------

    def qr(self, token: str) -> Response:
        """A QR code that leads a phone to the place that a token names."""
        place = address.from_token(token)
        if place is None or site_map.find(place) is None:
            return respond_problem(Problem(404, NO_PAGE))
        site = hall().address
        if site.endswith(".invalid"):  # no public address is set: lead to where we were asked
            site = request.host_url.rstrip("/")
        drawn = io.BytesIO()
        segno.make(site + place.url, error="m").save(
            drawn, kind="svg", border=2, xmldecl=False, omitsize=True, svgclass=None,
            lineclass=None, dark="#0b1b2b", light="#ffffff",
        )  # fmt: skip
        return _revalidated(drawn.getvalue(), "image/svg+xml")

    def guard(self) -> Response | None:
        """Dash's own addresses stay shut; an address that nobody answers is a real 404."""
        path = request.path
        if path.startswith("/_dash/") and request.endpoint not in OWN:
            return respond_problem(Problem(404, NOTHING))
        machine = path.startswith(("/api/", "/live/", "/assets/", "/qr/")) or path == "/api"
        if isinstance(request.routing_exception, NotFound) and not machine:
            return self.missing()
        return None


OWN = {"dash_layout", "dash_dependencies", "dash_callback"}


def _html(text: str, status: int = 200) -> Response:
    body = text.encode()
    form = static_files.accepted(("br",))
    if form == "br":
        body = brotli.compress(body, quality=5)
    response = Response(body, status, content_type="text/html; charset=utf-8")
    if form != "identity":
        response.headers["Content-Encoding"] = form
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _revalidated(body: bytes, mime: str) -> Response:
    """An answer that a browser keeps and asks about each time."""
    etag = hashlib.sha256(body).hexdigest()[:20]
    form = static_files.accepted(("br",))
    response = Response(content_type=mime)
    if request.if_none_match.contains(f"{etag}-{form}"):
        response.status_code = 304
    else:
        response.set_data(brotli.compress(body, quality=5) if form == "br" else body)
        if form == "br":
            response.headers["Content-Encoding"] = "br"
    response.set_etag(f"{etag}-{form}")
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _protected(response: Response) -> Response:
    if response.mimetype == "text/html":
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response


def register(server: Flask, dash: Dash) -> None:
    """Put the pages, and what they load, on the server."""
    doors = Doors(dash)
    for lang in address.LANGS:
        for page in site_map.PAGES.values():
            place = Place(page.path, lang)
            server.add_url_rule(place.path, f"page {place.path}", doors.page)
    server.add_url_rule("/assets/<folder>/<name>", "asset", static_files.send)
    server.add_url_rule("/qr/<token>.svg", "qr", doors.qr)
    below = f"{address.DASH}<token>/"
    server.add_url_rule(f"{below}_dash-layout", "dash_layout", doors.layout)
    server.add_url_rule(f"{below}_dash-dependencies", "dash_dependencies", doors.dependencies)
    server.add_url_rule(
        f"{below}_dash-update-component", "dash_callback", doors.callback, methods=["POST"]
    )
    live_views.register(server)
    server.before_request(doors.guard)
    server.after_request(_protected)
