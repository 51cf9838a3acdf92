"""帮办代办: how many people were helped, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import PEOPLE, Row, by, months, total, with_value
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang
from data.definitions import Text

TITLE = Text("帮办代办", "Help at the hall")
KIND, COUNT = Text("服务方式", "Kind of help"), Text("人次", "People")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    of = months(ask, "people-assisted")
    document = by(ask, "people-assisted", of, "kind")
    rows = sorted(with_value(document), key=lambda row: -row["value"])
    n = sum(row["value"] for row in rows)
    about = Text(
        f"{of.named('zh')}；同一人得到几种服务的各计一次。",
        f"{of.named('en')}; who was helped in several ways counts once for each.",
    )[lang]
    return bars.view(
        "helped",
        finding=(_title(n, total(ask, "older-assisted-share", of), lang), about),
        bars=[
            Bar(
                sentence(row["kind_label"]),
                words.number(row["value"]),
                row["value"] / rows[0]["value"],
                note=words.share(row["value"], n),
            )
            for row in rows
        ],
        columns=[KIND[lang], COUNT[lang]],
        rows=[[row["kind_label"], words.number(row["value"])] for row in rows],
        downloads=downloads.of_answer(document, "people-assisted", lang),
        as_of=of.as_of(lang),
    )


def _title(n: float, older: Row, lang: Lang) -> str:
    helped = words.counted(n, PEOPLE, lang)
    if not older["denominator"]:
        return Text(f"帮助办事{helped}", f"{helped} helped")[lang]
    share = words.in_title(older, PEOPLE)
    return Text(
        f"帮助办事{helped}，60岁以上{words.makes_up(share)}",
        f"{helped} helped, 60 and over: {share.en}",
    )[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    return [bars.figure("helped", v, place.lang)]


SECTION = Section(
    "assisted",
    TITLE,
    ("assisted-services",),
    view,
    layout,
    ("helped",),
    styles=("explore.css", "drawings.css", "service.css"),
)
