"""走访企业: how many businesses were visited, in which zones and industries, and the contact cards."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.enterprise import years
from dashboard.pages.enterprise.years import newest, when
from dashboard.parts import bars
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.words import Lang, Unit
from data.definitions import Text

VISITS, FIRMS = Unit("次", "visit", "visits"), Unit("家", "business", "businesses")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    visits, firms = newest(ask, "enterprise-visits"), newest(ask, "enterprises-visited")
    year, n = when(visits.year, lang), visits.whole["value"]
    if n is None:
        title = Text(f"{year}走访企业次数过少，不公布", f"Visits in {year} are too few to publish")
    else:
        zh, en = "", ""
        if firms.whole["value"] is not None:
            count = [words.counted(firms.whole["value"], FIRMS, one) for one in ("zh", "en")]
            zh, en = f"，走访{count[0]}", f" to {count[1]}"
        title = Text(
            f"{year}走访企业{words.counted(n, VISITS, 'zh')}{zh}",
            f"{words.counted(n, VISITS, 'en').capitalize()}{en} in {year}",
        )
    said = Text(
        "按园区统计；企业名称和单次走访不公布。",
        "By zone; neither names of businesses nor single visits are published.",
    )
    industries = Text(f"{year}走访企业的行业", f"Industries visited in {year}")
    alone = Text("行业单独公布，不与园区交叉。", "By industry alone: it is not crossed with zones.")
    return {
        **years.breakdown(ask, "visit-zones", ("enterprise-visits", "zone"), (title[lang], said[lang]), VISITS, lang),
        **years.breakdown(ask, "visit-industries", ("enterprise-visits", "industry"), (industries[lang], alone[lang]), VISITS, lang),
    }  # fmt: skip


def layout(place: Place, v: View) -> list[Any]:
    return [bars.figure(id, v, place.lang) for id in FIGURES]


FIGURES = ("visit-zones", "visit-industries")
SECTION = Section(
    "visits", Text("走访企业", "Visits to businesses"), ("enterprise-visits",), view, layout, FIGURES,
    styles=("explore.css",),
)  # fmt: skip
