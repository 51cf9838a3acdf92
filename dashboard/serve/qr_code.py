"""QR codes that lead a phone from the wall to a page."""

from __future__ import annotations

import io

import segno
from flask import Response

from api.documents import public_address
from api.http.edge import BUILD
from api.problems import Problem
from api.problems import respond as respond_problem
from dashboard import site_map
from dashboard.asking import address
from dashboard.serve import short_address
from dashboard.serve.ready import SVG, ready
from data.definitions import Text

NO_PAGE = Text("没有页面使用这个地址", "no page has this address")


def respond(token: str) -> Response:
    """GET /qr/{token}.svg: the code of the place that a token names.

    While the site has been given no public address, it leads to where we were asked.
    """
    place = address.from_token(token)
    if place is None or (site_map.find(place) is None and short_address.scene(place) is None):
        return respond_problem(Problem(404, NO_PAGE))
    known = public_address.is_set()
    site = public_address.address() if known else public_address.asked_at()
    try:
        code = segno.make(site + place.url, error="l", boost_error=False)
    except ValueError:  # too long for a code, or not to be written as one: no address of ours
        return respond_problem(Problem(404, NO_PAGE))
    svg = io.BytesIO()
    code.save(
        svg, kind="svg", border=2, xmldecl=False, omitsize=True, svgclass=None,
        lineclass=None, dark="#0b1b2b", light="#ffffff",
    )  # fmt: skip
    return ready(svg.getvalue(), SVG, BUILD if known else None)
