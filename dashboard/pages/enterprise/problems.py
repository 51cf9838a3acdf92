"""企业问题: the problems of the newest year in four states, by zone and by kind."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.enterprise import years
from dashboard.pages.enterprise.years import Year, newest, when
from dashboard.parts import bars
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.words import Lang, Unit
from data.definitions import Text

PROBLEMS = Unit("个", "problem", "problems")
HOW = Text(
    "每年的问题按当年12月31日的办理情况统计，次年2月起公布；少于5个的不公布，与其相邻的一项一并不公布。",
    "Problems of a year as they stood on 31 December, published from the next February on. Fewer than five "
    "are not published, nor is the one beside them.",
)


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    whole, states = newest(ask, "problems-raised"), newest(ask, "problems-raised", "state")
    median = newest(ask, "problem-days-median", "state")
    ages = {code: years.days(row, lang) for code, row in median.cells.items()}
    count = ("problems-raised", "state")
    finding = _title(whole, states)[lang], _said(ask, whole, lang)
    return {
        **years.breakdown(ask, "problem-states", count, finding, PROBLEMS, lang, ages),
        **_margin(ask, "problem-zones", "zone", lang),
        **_margin(ask, "problem-kinds", "kind", lang),
    }


def _title(whole: Year, states: Year) -> Text:
    """2025年企业提出65个问题，年末已解决41个."""
    n, solved = whole.whole["value"], states["solved"]["value"]
    year = Text(when(whole.year, "zh"), when(whole.year, "en"))
    if n is None:
        return Text(
            f"{year.zh}企业提出的问题过少，不公布",
            f"Problems raised in {year.en} are too few to publish",
        )
    count = Text(words.counted(n, PROBLEMS, "zh"), words.counted(n, PROBLEMS, "en"))
    if solved is None:
        return Text(
            f"{year.zh}企业提出{count.zh}问题", f"Businesses raised {count.en} in {year.en}"
        )
    return Text(
        f"{year.zh}企业提出{count.zh}问题，年末已解决{words.number(solved)}个",
        f"Businesses raised {count.en} in {year.en}; {words.number(solved)} {words.plural(solved, 'was', 'were')} solved by the year's end",
    )  # fmt: skip


def _said(ask: Ask, whole: Year, lang: Lang) -> str:
    """How long they took, how many in time, how many the businesses confirmed; then how it is counted."""
    median = years.days(newest(ask, "problem-days-median").whole, lang)
    on_time, confirmed = (
        newest(ask, id).whole for id in ("problems-on-time", "problems-confirmed")
    )
    parts = []
    if median:
        parts.append(Text(f"办理时间中位数{median}", f"Median time {median}")[lang])
    if on_time["denominator"]:
        share = years.rate(on_time, PROBLEMS, lang)
        parts.append(Text(f"到期的按期办结{share}", f"of those due, {share} ended on time")[lang])
    if confirmed["denominator"]:
        share = years.rate(confirmed, PROBLEMS, lang)
        parts.append(Text(f"企业确认{share}", f"businesses confirmed {share}")[lang])
    if not parts:
        return HOW[lang]
    return Text("，".join(parts) + "。", ", ".join(parts) + ". ")[lang] + HOW[lang]


def _margin(ask: Ask, id: str, dimension: str, lang: Lang) -> View:
    """The same problems by another breakdown, which is published apart: they are not crossed."""
    cells = newest(ask, "problems-raised", dimension)
    shown = [row for row in cells.cells.values() if row["value"] is not None]
    what = {"zone": Text("各园区", "zone"), "kind": Text("各类", "kind")}[dimension]
    title = Text(f"{what.zh}问题", f"Problems by {what.en}")
    if shown:
        most = max(row["value"] for row in shown)
        first = [row for row in shown if row["value"] == most]
        title = _most(
            first, dimension, what, when(cells.year, lang), len(shown) < len(cells.cells), lang
        )
    sentence = Text(
        f"{what.zh}单独公布，不与其他分类交叉。",
        f"By {what.en} alone: it is not crossed with the others.",
    )
    return years.breakdown(
        ask, id, ("problems-raised", dimension), (title[lang], sentence[lang]), PROBLEMS, lang
    )


def _most(rows: list[Any], dimension: str, what: Text, year: str, cut: bool, lang: Lang) -> Text:
    """Which of the published ones has most."""
    names = Text("、", ", ")[lang].join(row[f"{dimension}_label"] for row in rows)
    n = words.number(rows[0]["value"])
    of_zh, of_en = ("公布的", "published ") if cut else ("", "")
    return Text(
        f"{year}{of_zh}{what.zh}中，{names}的问题最多，{'各' if len(rows) > 1 else ''}{n}个",
        f"Of the {of_en}numbers by {what.en} in {year}, most problems: {names}, {n}{' each' if len(rows) > 1 else ''}",
    )


def layout(place: Place, v: View) -> list[Any]:
    return [bars.figure(id, v, place.lang) for id in FIGURES]


FIGURES = ("problem-states", "problem-zones", "problem-kinds")
SECTION = Section(
    "problems", Text("企业问题", "Problems of businesses"), ("enterprise-problems",), view, layout, FIGURES,
    styles=("explore.css",),
)  # fmt: skip
