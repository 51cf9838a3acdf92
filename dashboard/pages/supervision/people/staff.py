"""窗口人员: how many there are by kind of post and, apart from it, by department, where there are not too few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.asking import short_names
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.supervision.people.ask import PEOPLE, STYLES, last_months, until_newest
from dashboard.parts import bars, downloads, sections
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import Months, Row, numbers, numbers_view, total
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang
from data.definitions import Text

TITLE = Text("窗口人员", "Window staff")
NUMBERS = ("staff-per-window", "temporary-share")
KIND, DEPARTMENT, COUNT = (
    Text("用工类别", "Kind of post"),
    Text("部门", "Department"),
    Text("人数", "People"),
)
NOT_SHOWN = Text("不公布", "not published")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    of = last_months(ask, "staff", most=1)
    # What it is made of, as of a rate: people and windows.
    made_of = {
        "of-staff-per-window-note": {"children": words.of(total(ask, "staff-per-window", of))}
    }
    shown = {**numbers_view(ask, NUMBERS, of, lang), **made_of, **_posts(ask, of, lang)}
    if sections.has_data(ask, "department-staffing"):
        shown |= _departments(ask, lang)
    return shown


def _posts(ask: Ask, of: Months, lang: Lang) -> View:
    by_kind = last_months(ask, "staff", ("post_kind",), most=1)
    rows = [row for row in by_kind.rows if row["post_kind"] != "none"]
    n = of.rows[-1]["value"] if of.rows else 0
    most = max((row["value"] for row in rows), default=0)
    return bars.view(
        "posts",
        finding=(_title(ask, of, n, lang), _moved(ask, lang)),
        bars=[
            Bar(
                sentence(row["post_kind_label"]),
                words.number(row["value"]),
                row["value"] / most if most else None,
                note=words.share(row["value"], n),
            )
            for row in rows
        ],
        columns=[KIND[lang], COUNT[lang]],
        rows=[[row["post_kind_label"], words.number(row["value"])] for row in rows],
        downloads=downloads.of_answer(by_kind.document, "staff", lang),
        as_of=until_newest(of, lang),
    )


def _title(ask: Ask, of: Months, n: float, lang: Lang) -> str:
    if not n:
        return Text("暂无窗口人员数据", "No numbers of window staff yet")[lang]
    month = of.rows[-1]["period"]
    temporary = total(ask, "temporary-staff", of)["value"]
    zh, en = words.counted(n, PEOPLE, "zh"), words.counted(n, PEOPLE, "en")
    of_zh, of_en = "", ""
    if temporary is not None:
        of_zh = f"，临时聘用{words.counted(temporary, PEOPLE, 'zh')}"
        of_en = f", {words.number(temporary)} in temporary posts"
    return Text(
        f"{words.period(month, 'zh')}末窗口人员{zh}{of_zh}",
        f"{en} at the windows at the end of {words.period(month, 'en')}{of_en}",
    )[lang]


def _moved(ask: Ask, lang: Lang) -> str:
    """Who came and left over twelve months, as numbers of the hall."""
    apart = Text("用工类别与部门不交叉公布。", "Kinds of post are not crossed with departments.")[
        lang
    ]
    if not sections.has_data(ask, "staff-changes"):
        return apart
    year = last_months(ask, "staff-joined")
    came, left = (total(ask, id, year)["value"] for id in ("staff-joined", "staff-left"))
    if came is None or left is None:
        return apart
    a, b = words.number(came), words.number(left)
    moved = Text(
        f"{year.named('zh')}新到岗{a}人，离岗{b}人。", f"{year.named('en')}: {a} came, {b} left. "
    )
    return moved[lang] + apart


def _departments(ask: Ask, lang: Lang) -> View:
    of = last_months(ask, "department-staff", ("department",), most=1)
    rows = [row for row in of.document["data"] if row["department"] != "none"]
    shown = sorted((row for row in rows if row["value"] is not None), key=lambda row: -row["value"])
    hidden = [row for row in rows if row["value"] is None]
    most = shown[0]["value"] if shown else 0
    top = shown[: bars.MOST]
    return bars.view(
        "department-sizes",
        finding=(_sizes(shown, hidden, lang), _small(of, lang)),
        bars=bars.shortened(
            [
                Bar(row["department_label"], words.number(row["value"]), row["value"] / most)
                for row in top
            ],
            short_names.of_bars(ask, top, "department", lang),
        ),
        columns=[DEPARTMENT[lang], COUNT[lang]],
        rows=[
            *([row["department_label"], words.number(row["value"])] for row in shown),
            *([row["department_label"], NOT_SHOWN[lang]] for row in hidden),
        ],
        downloads=downloads.of_answer(of.document, "department-staff", lang),
        as_of=until_newest(of, lang),
    )


def _sizes(shown: Sequence[Row], hidden: Sequence[Row], lang: Lang) -> str:
    a, b = words.number(len(shown)), words.number(len(hidden))
    if not shown:
        return Text("各部门窗口人员过少，不公布", "Staff of departments are too few to publish")[
            lang
        ]
    if not hidden:
        return Text(
            f"{a}个部门的窗口人员",
            f"Window staff of {words.numbered(len(shown), 'department', 'departments')}",
        )[lang]
    return Text(
        f"公布{a}个部门的窗口人员，{b}个部门不公布",
        f"Window staff of {words.numbered(len(shown), 'department', 'departments')}; those of {b} are not published",
    )[lang]


def _small(of: Months, lang: Lang) -> str:
    del of
    return Text(
        "图为人数最多的12个，其余见表。少于3人的不公布，与其相邻的一个部门一并不公布；没有上报的也不公布。各月在月末31天后公布。",
        "Drawn are the 12 largest, the others are in the table. Fewer than three are not published, nor is the "
        "department beside them, nor one that did not report. A month is published 31 days after its end.",
    )[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    return [
        numbers(NUMBERS, v, lang),
        *(bars.figure(id, v, lang) for id in FIGURES if f"{id}-title" in v),
    ]


FIGURES = ("posts", "department-sizes")
SECTION = Section("staff", TITLE, ("staffing",), view, layout, FIGURES, styles=STYLES)
