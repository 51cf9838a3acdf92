"""The page for an address whose query cannot be answered: which part, why, and what would do."""

from __future__ import annotations

from difflib import get_close_matches

from dash import html

from api.answer import answers
from api.problems import TITLES
from dashboard.asking.address import Place
from dashboard.asking.parameters import Refused
from data.definitions import Text

TITLE = Text("这个地址里的条件用不了", "This address asks for something that cannot be shown")
BACK = Text("回到", "Back to ")
ALLOWED = Text("可以用：", "Possible: ")
SEVERAL = 12


def _why(error: Exception, lang: str, status: int) -> list[str | html.Code]:
    if isinstance(error, Refused):
        return [html.Code(error.parameter), f" {error.said[lang]}"]
    if isinstance(error, answers.Unanswerable):
        return [html.Code(error.parameter), f" {error.message[lang]}"]
    return [TITLES.get(status, TITLES[500])[lang]]


def _allowed(place: Place, error: Exception) -> list[str]:
    """What would do, `SEVERAL` at most; of more than those, the ones nearest to what was asked."""
    known: tuple[str, ...] = getattr(error, "allowed", ())
    allowed = list(known)
    if len(allowed) <= SEVERAL:
        return allowed
    value = dict(place.query).get(getattr(error, "parameter", ""), "")
    return get_close_matches(value, allowed, n=SEVERAL, cutoff=0.5) or allowed[:SEVERAL]


def layout(place: Place, page: Text, error: Exception, status: int) -> html.Main:
    lang = place.lang
    allowed = _allowed(place, error)
    words = [part for word in allowed for part in (html.Code(word), " ")]
    plain = place.elsewhere(place.page).path
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(_why(error, lang, status)),
            *([html.P([ALLOWED[lang], *words])] if allowed else []),
            html.P([BACK[lang], html.A(page[lang], href=plain)]),
        ],
        id="main",
        className="missing",
    )
