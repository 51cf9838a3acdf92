"""How a published day is checked as a whole, away from this site: `verify.py`, and the call that it takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from api.documents import links
from api.documents.published.snapshots import newest_days
from dashboard import words
from dashboard.words import Lang
from data.definitions import Text
from data.periods import of_name, periods
from data.questions import Values

TITLE = Text("离线重算", "Recompute it away from here")
PROGRAM = Text(
    "下载verify.py（一个文件，只用Python标准库）",
    "Download verify.py (one file, Python's standard library only)",
)
SAID = Text(
    "它下载{day}发布的快照，核对每个文件的哈希、清单链和签名，再由公布的记录重算全部公布的数；不能重算的，逐一列明原因。",
    "It downloads the snapshot published on {day}, checks hash, chain and signature of every file, and computes all "
    "published numbers again from the records; what cannot be is named, with why.",
)
NONE = Text(
    "尚未发布快照，暂时不能离线重算。",
    "No snapshot has been published yet, so nothing can be recomputed away from here.",
)
_GRAINS = ("day", "month", "quarter", "year")


def block(query: Values, origin: str, lang: Lang) -> list[Any]:
    """The program, and the call that recomputes the indicator of a question; `origin`: the site's address."""
    days = newest_days(1)
    if not days:
        return [html.H3(TITLE[lang]), html.P(NONE[lang], className="note")]
    asked = [f"python verify.py {origin}{links.ROOT}", f"--indicator {query.indicator}"]
    if period := _period(query):
        asked.append(f"--period {period}")
    if lang == "en":
        asked.append("--lang en")
    return [
        html.H3(TITLE[lang]),
        html.P(SAID[lang].format(day=words.day(date.fromisoformat(days[0]["date"]), lang))),
        html.Pre(html.Code(" ".join(asked)), tabIndex=0),
        html.P(html.A(PROGRAM[lang], href=links.VERIFY_PROGRAM), className="links"),
    ]


def _period(query: Values) -> str | None:
    """The name of the period that the days of a question are, where they are just one."""
    first, last = query.from_, query.to
    if first is None or last is None:
        return None
    names = (one.name for grain in _GRAINS for one in periods(first, first, grain))
    return next((name for name in names if of_name(name) == (first, last)), None)
