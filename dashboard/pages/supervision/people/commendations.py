"""表彰: windows commended month by month, how many different ones they were, and how often staff were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.supervision.people.ask import STYLES, last_months, until_newest
from dashboard.parts import downloads
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.drawings.columns import Column, picture
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import Months, Row, numbers, numbers_view, total
from dashboard.words import Lang
from data.definitions import Text

TITLE = Text("表彰", "Commendations")
NUMBERS = ("commended-windows", "distinct-windows-commended", "share-of-windows", "commended-staff")
MONTH, TIMES = Text("月份", "Month"), Text("表彰窗口（个次）", "Windows commended, times")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    of = last_months(ask, "commended-windows")
    names = [words.period(row["period"], lang) for row in of.rows]
    drawn = [
        Column(
            words.brief_month(int(row["period"][5:]), lang) if (len(of.rows) - i) % 2 else "",
            row["value"],
            f"{name} · {words.number(row['value'])}",
            bool(row["partial"]),
        )
        for i, (name, row) in enumerate(zip(names, of.rows, strict=True))
    ]
    different = total(ask, "share-of-windows", of)
    return {
        **numbers_view(ask, NUMBERS, of, lang),
        **svg.view(
            "commended",
            finding=(_title(of, different, lang), _said(of, lang)),
            picture=picture(drawn, words.number(max((r["value"] for r in of.rows), default=0))),
            columns=[MONTH[lang], TIMES[lang]],
            rows=[
                [words.unfinished(name, lang) if row["partial"] else name, words.number(row["value"])]
                for name, row in zip(names, of.rows, strict=True)
            ],
            downloads=downloads.of_answer(of.document, "commended-windows", lang),
            as_of=until_newest(of, lang),
        ),
    }  # fmt: skip


def _title(of: Months, different: Row, lang: Lang) -> str:
    n = sum(row["value"] for row in of.rows)
    if not n:
        return Text("这段时间没有表彰窗口", "No window was commended in this time")[lang]
    times = words.number(n)
    some = different["numerator"]
    if some is None:
        return Text(
            f"表彰窗口{times}个次", f"Windows were commended {words.numbered(n, 'time', 'times')}"
        )[lang]
    part, whole = words.number(some), words.number(different["denominator"])
    return Text(
        f"表彰窗口{times}个次，{whole}个窗口中{part}个受过表彰",
        f"Windows were commended {words.numbered(n, 'time', 'times')}; {part} of "
        f"{words.numbered(different['denominator'], 'window', 'windows')} at least once",
    )[lang]


def _said(of: Months, lang: Lang) -> str:
    return Text(
        f"{of.named('zh')}。只公布数量，不公布受表彰的窗口和人员。",
        f"{of.named('en')}. Numbers only: neither which windows nor who was commended.",
    )[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    return [numbers(NUMBERS, v, place.lang), svg.figure("commended", v, place.lang)]


SECTION = Section(
    "commendations", TITLE, ("commendations", "staff-commendations"), view, layout, ("commended",),
    styles=STYLES,
)  # fmt: skip
