"""oEmbed 1.0 (oembed.com): for the address of a page or a figure, the code that shows it elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import orjson
from flask import Response, request

from api.documents import public_address
from api.problems import Problem, bad_parameter
from api.problems import respond as respond_problem
from dashboard import site_map
from dashboard.asking import address, parameters
from dashboard.asking.address import Place
from dashboard.parts.blocks import View
from dashboard.parts.cited import cite
from dashboard.parts.page import Page
from dashboard.serve import head, live_views
from dashboard.serve.cited import embedded
from dashboard.serve.ready import JSON, ready
from data.definitions import Text
from data.hall import hall

NO_PAGE = Text("本站没有可嵌入的这一地址", "this site has nothing to embed at that address")
ONE_URL = Text("须写一次本站的网址", "an address of this site, once")
ONLY_JSON = Text("只提供 JSON 格式", "only JSON is given out")
LENGTH = Text("须是1到10000的整数", "a whole number from 1 to 10000")
CACHE_SECONDS = 3600
_LEAST = 200


def respond() -> Response:
    """GET /oembed?url=&maxwidth=&maxheight=&format=: a rich document, or a problem.

    501 for a format other than JSON and 404 for an address that is none of ours, as the specification
    has it.
    """
    if request.args.get("format", "json") != "json":
        return respond_problem(Problem(501, ONLY_JSON))
    urls = request.args.getlist("url")
    if len(urls) != 1 or not urls[0]:
        return respond_problem(bad_parameter("url", ONE_URL))
    try:
        width = _length("maxwidth", cite.WIDTH)
        height = _length("maxheight", cite.HEIGHT)
        figure = _figure(urls[0])
        if figure is None:
            return respond_problem(Problem(404, NO_PAGE))
        place, page = figure
        query, unknown = parameters.read(page.parameters, place.query)
        if unknown:
            return respond_problem(Problem(404, NO_PAGE))
        place = replace(place, query=query)

        def draw(view: View) -> bytes:
            return orjson.dumps(_document(place, page, view, width, height))

        kind = f"oembed {width} {height} {place.url}"
        body = live_views.drawn(kind, page, place.lang, query, draw)
    except parameters.Refused:
        return respond_problem(Problem(404, NO_PAGE))
    except live_views.REFUSALS as error:
        return respond_problem(live_views.problem(error))
    if public_address.needs_address(body):
        return ready(public_address.localized(body), JSON, None)
    return ready(body, JSON, page.holds)


def _length(name: str, usual: int) -> int:
    """The usual length of a frame, or the longest that fits. Raises `Problem` for what is none."""
    text = request.args.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) <= 10_000):
        raise bad_parameter(name, LENGTH)
    return max(_LEAST, min(usual, int(text)))


def _figure(url: str) -> tuple[Place, Page] | None:
    """The figure at an address of ours, be it by itself or the first of its page."""
    parts = urlsplit(url)
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" not in _origins():
        return None
    place = address.read(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    if place.path != parts.path:
        return None
    if (figure := embedded.find(place)) is not None:
        return place, figure
    page = site_map.find(place)
    if page is None or not page.figures:
        return None
    there = cite.place_of(place, cite.name_of(page.figures[0], page.live))
    figure = embedded.find(there)
    return (there, figure) if figure else None


def _origins() -> tuple[str, ...]:
    """Where this site is: by its settings, and where it is asked at."""
    asked = f"{request.scheme}://{request.host}"
    return (public_address.address(), asked, asked.replace("http:", "https:", 1))


def _document(place: Place, page: Page, view: View, width: int, height: int) -> dict[str, Any]:
    title = head.finding(page, view, place)
    url = f"{public_address.address()}{place.url}"
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": hall().name[place.lang],
        "provider_url": f"{public_address.address()}{Place('', place.lang).path}",
        "cache_age": CACHE_SECONDS,
        "html": cite.frame(
            url, f"{hall().name[place.lang]} · {page.title[place.lang]}", width, height
        ),
        "width": width,
        "height": height,
    }
