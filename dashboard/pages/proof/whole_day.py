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
    "从{day}发布的快照中，它下载这个指标所用的文件，核对每个文件的哈希、清单链和签名，再由其中的记录重算这个指标各期的数；"
    "不能重算的，逐一列明原因。不写--indicator，下载并核对全部。",
    "Of the snapshot published on {day} it downloads the files behind this indicator, checks their hashes, the chain "
    "and the signature, and computes the indicator again from the records; what cannot be is named, with why. Without "
    "--indicator it downloads and checks everything.",
)
KEPT = Text(
    "断网重算：先加“--save 文件夹”下载，以后把网址换成这个文件夹。文件中改动一个字节，它会指出是哪个文件、哪一行。",
    "Without a network: download once with “--save FOLDER”, then give that folder in the place of the address. If "
    "one byte of a file was changed, it says of which file and in which line.",
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
        html.P(KEPT[lang]),
        html.P(html.A(PROGRAM[lang], href=links.VERIFY_PROGRAM), className="links"),
    ]


def _period(query: Values) -> str | None:
    """The name of the period that the days of a question are, where they are just one."""
    first, last = query.from_, query.to
    if first is None or last is None:
        return None
    names = (one.name for grain in _GRAINS for one in periods(first, first, grain))
    return next((name for name in names if of_name(name) == (first, last)), None)
