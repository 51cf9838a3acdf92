"""The number on a receipt: how it may be typed, and the form that it is typed into."""

from __future__ import annotations

import re
import unicodedata

import dash_bootstrap_components as dbc
from dash import html

from dashboard.asking.address import Place
from dashboard.asking.parameters import text
from dashboard.parts import blocks
from data.definitions import Text

LONGEST = 64
# Typed or pasted from a receipt: a few blanks more are no mistake.
PARAMETER = text(
    "request",
    rf".{{1,{2 * LONGEST}}}",
    Text("申请编号格式有误", "is not the number of a request"),
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣ー"), "-")
_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
FIND = Text("查询申请或办件", "Find a request or a case")
NUMBER = Text(
    "申请编号（收件回执上的号码）或办件编号", "Number on your receipt, of a request or a case"
)
GO = Text("查询", "Find")


def readings(typed: str) -> tuple[str, ...]:
    """The numbers that somebody may have meant: full width, other dashes, blanks, another case."""
    half_width = unicodedata.normalize("NFKC", typed.translate(_DASHES))
    number = _UNSEEN.sub("", half_width)
    readings = (
        typed.strip(),
        number,
        number.upper(),
        number.lower(),
        number.replace("-", "").upper(),
        _UNSEEN.sub("-", half_width.strip()).upper(),  # a blank where the receipt has a dash
    )
    return tuple(dict.fromkeys(reading for reading in readings if reading))


def form(place: Place, number: str) -> html.Form:
    """Where a number is typed in; it works without scripts, as a form that leads to an address."""
    lang = place.lang
    return html.Form(
        [
            dbc.Label(
                [
                    html.Span(NUMBER[lang]),
                    dbc.Input(
                        id="request-field",
                        type="search",
                        name="request",
                        value=number,
                        required=True,
                        maxLength=2 * LONGEST,
                        autoComplete="off",
                    ),
                ],
                html_for="request-field",
            ),
            dbc.Button(GO[lang], type="submit"),
        ],
        action=Place("disclosure", lang).path,
        method="get",
        role="search",
        spellCheck="false",
        className="lookup",
        **blocks.extra({"aria-label": FIND[lang]}),
    )
