"""“办不成事”: why matters got stuck, and whether they were solved."""

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
from dashboard.parts.ranking import first, only
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import by, months, numbers, numbers_view, with_value
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang, Unit
from data.definitions import Text

TITLE = Text("“办不成事”反映", "Stuck matters")
MATTERS = Unit("件", "matter", "matters")
NUMBERS = ("stuck-solved-rate", "stuck-days-median", "stuck-open", "stuck-overdue")
CAUSE, COUNT = Text("未办成原因", "Why"), Text("件数", "Matters")
MOST = Text("“办不成事”最多的原因", "Most often stuck by")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    of = months(ask, "stuck-matters")
    document = by(ask, "stuck-matters", of, "cause")
    rows = sorted(with_value(document), key=lambda row: -row["value"])
    n = sum(row["value"] for row in rows)
    written = words.counted(n, MATTERS, lang)
    about = Text(
        f"{of.named('zh')}收到{written}；只计件数，不含反映人。",
        f"{of.named('en')}: {written}; counts only, without who brought them.",
    )[lang]
    return {
        **numbers_view(ask, NUMBERS, of, lang),
        **bars.view(
            "stuck",
            finding=(_title(rows, n, lang), about),
            bars=[
                Bar(
                    sentence(row["cause_label"]),
                    words.number(row["value"]),
                    row["value"] / rows[0]["value"],
                    note=words.share(row["value"], n),
                )
                for row in rows
            ],
            columns=[CAUSE[lang], COUNT[lang]],
            rows=[[row["cause_label"], words.number(row["value"])] for row in rows],
            downloads=downloads.of_answer(document, "stuck-matters", lang),
            as_of=of.as_of(lang),
        ),
    }


def _title(rows: Sequence[Any], n: float, lang: Lang) -> str:
    if not rows:
        return Text("这段时间没有反映", "Nothing was brought in this time")[lang]

    def value(row: Any) -> str:
        return words.counted(row["value"], MATTERS, lang)

    if len(rows) == 1:
        return only(rows[0]["cause_label"], value(rows[0]))[lang]
    return first(rows, MOST, lambda row: row["cause_label"], value)[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    return [numbers(NUMBERS, v, place.lang), bars.figure("stuck", v, place.lang)]


SECTION = Section(
    "stuck",
    TITLE,
    ("stuck-matters",),
    view,
    layout,
    ("stuck",),
    styles=("explore.css", "drawings.css", "service.css"),
)
