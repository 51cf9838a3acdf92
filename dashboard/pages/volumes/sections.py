"""Two parts of /volumes: who has how much, and how long the completed cases took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html

from dashboard import words
from dashboard.asking import item_pages
from dashboard.pages.volumes import cells, ranking_sentences
from dashboard.pages.volumes.ask import COMPLETED, Caseload
from dashboard.pages.volumes.choice import MEASURES, TITLES, Measure, combinable
from dashboard.parts import bars, controls, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View, extra
from dashboard.parts.controls import Asking
from dashboard.parts.ranking import bar, lowest_mark, marks, medians, rates
from dashboard.parts.ranking import cells as rated
from dashboard.words import Lang
from data.definitions import Text
from data.rollups.plan import NONE

BREAKDOWN, SHARE = Text("分列", "Breakdown"), Text("占比", "Share")
CASES, INTERVAL = Text("件数", "Cases"), Text("95%区间", "95% interval")
REST = Text("其他", "Others")
GUIDE, GUIDE_OF = Text("指南", "guide"), Text("：", ": ")
USED = Text("办理用时", "Time taken")
USED_ONLY = Text(
    "用时分布只能按一项条件看；去掉其他条件就会显示。",
    "The distribution can be seen by one condition only: remove the others.",
)


def ranking(asking: Asking, caseload: Caseload, as_of: str, short: Mapping[str, str]) -> View:
    """`short`: names for the bars by the full ones, which the table keeps."""
    lang, choice = asking.lang, caseload.choice
    measure, by = choice.measure, choice.by
    # Of counts a 0 says nothing; a rate or a median of 0 is as good a value as any.
    known = [row for row in caseload.ranking["data"] if row["value"] is not None]
    rows = [row for row in known if row["value"] or not measure.is_sum]
    if not measure.is_sum:
        is_rate, good = measure.kind == "rate", cells.favourable(measure)
        placed = rates(rows, by, lower_is_worse=good) if is_rate else medians(rows, by)
        every, shown, whole, apart = placed.every, placed.shown, 0, placed.apart
        of_all = placed.whole
        finding = ranking_sentences.placed(caseload, placed, lang)
    else:
        every = sorted(rows, key=lambda row: -row["value"])
        shown, whole, apart, of_all = every[: bars.MOST], sum(r["value"] for r in rows), [], {}
        finding = ranking_sentences.ranking(caseload, every, whole, lang)
    written = [[row[f"{by}_label"], *_written(measure, row, whole, lang)] for row in every]
    beside = [SHARE[lang]] if whole else []
    if not measure.is_sum:
        beside = [*([INTERVAL[lang]] if measure.kind == "rate" else []), CASES[lang]]
    choices = [(TITLES[d][lang], asking.href(by=d), d == by) for d in choice.breakdowns]
    return bars.view(
        "volumes-ranking",
        finding=finding,
        bars=bars.shortened(_bars(asking, caseload, shown, rows, whole, apart, of_all), short),
        columns=[TITLES[by][lang], measure.title[lang], *beside],
        rows=written,
        downloads=downloads.of_answer(caseload.ranking, measure.indicator, lang),
        as_of=as_of,
        above=controls.links(BREAKDOWN[lang], choices),
        marks=marks(lowest_mark(shown)) if measure.kind == "rate" and shown else (),
    )


def _written(measure: Measure, row: Any, whole: float, lang: Lang) -> list[str]:
    """A row of the table: a count and its share, a rate with interval and N, a median with N."""
    if measure.kind == "rate":
        return rated(row, lang, cells.favourable(measure))
    number = cells.number(measure, row, lang)
    if measure.is_sum:
        return [number, *([words.share(row["value"], whole)] if whole else [])]
    number = words.TOO_FEW[lang] if cells.is_few(measure, row) else number
    return [number, words.number(row["denominator"])]


def _bars(
    asking: Asking,
    caseload: Caseload,
    shown: list[Any],
    rows: list[Any],
    whole: float,
    apart: list[Any],
    of_all: Any,
) -> list[Bar]:
    lang, choice = asking.lang, caseload.choice
    measure, by = choice.measure, choice.by
    rest = sum(row["value"] for row in rows) - sum(row["value"] for row in shown)
    top = max([1, *(row["value"] for row in shown)])
    if whole and rest > top and len(rows) - len(shown) > 0:
        top = rest
    picked = choice.filters.get(by)
    free = combinable(measure, choice.beside(by) | {by})
    low = lowest_mark(shown) if measure.kind == "rate" else 0.0
    drawn = []
    for row in shown:
        kind = "" if not picked else "chosen" if row[by] == picked else "pale"
        kind = kind or ("late" if measure.past_limit else "")
        href = None
        if free and row[by] != NONE:
            href = asking.href(**{by: "" if row[by] == picked else row[by], "by": ""})
        name = row[f"{by}_label"]
        if measure.kind == "rate":
            marked = kind or ("late" if row in apart else "")
            good = cells.favourable(measure)
            line = of_all["numerator"] / of_all["denominator"] if of_all else None
            rated_bar = bar(row, name, low, marked, href, lang, good, line)
            drawn.append(replace(rated_bar, missed=_missed(row, lang)))
            continue
        if not measure.is_sum:
            drawn.append(_median(measure, row, name, row["value"] / top, kind, href, lang))
            continue
        note = words.share(row["value"], whole) if whole and len(rows) > 1 else ""
        number = cells.number(measure, row, lang)
        drawn.append(Bar(name, number, row["value"] / top, kind, href, note))
    if whole and rest:
        count = words.number(len(rows) - len(shown))
        name = Text(f"{REST.zh}（{count}个）", f"{REST.en} ({count})")[lang]
        drawn.append(
            Bar(name, words.number(rest), rest / top, "rest", None, words.share(rest, whole))
        )
    return [_guided(bar, row, by, lang) for bar, row in zip(drawn, [*shown, None], strict=False)]


def _guided(bar: Bar, row: Any, by: str, lang: Lang) -> Bar:
    """The bar of an item leads to its page too."""
    if by != "item" or row is None or row[by] == NONE:
        return bar
    href = item_pages.of_item(row[by], lang)
    about = extra({"aria-label": f"{GUIDE[lang]}{GUIDE_OF[lang]}{bar.name}"})
    return (
        replace(bar, also=html.A(GUIDE[lang], href=href, className="note", **about))
        if href
        else bar
    )


def _missed(row: Any, lang: Lang) -> str:
    """How many were past their limit: the count that a rate hides."""
    late = row["denominator"] - row["numerator"]
    if not late or not words.enough(row["denominator"]):
        return ""
    return Text(f"{words.number(late)}件超期", f"{words.number(late)} late")[lang]


def _median(
    measure: Measure, row: Any, name: str, share: float, kind: str, href: str | None, lang: Lang
) -> Bar:
    """A median of N; of too few there is none, so no bar."""
    note = words.sample(row["denominator"])
    if cells.is_few(measure, row):
        return Bar(name, words.TOO_FEW[lang], None, kind or "few", href, note)
    return Bar(name, cells.number(measure, row, lang), share, kind, href, note)


def used(caseload: Caseload, as_of: str, lang: Lang) -> View:
    document = caseload.used
    rows = [r for r in (document or {}).get("data", []) if r["used_bucket"] != NONE]
    top = max([1, *(row["value"] or 0 for row in rows)])
    whole = sum(row["value"] or 0 for row in rows)
    shares = [words.share(r["value"] or 0, whole) for r in rows]
    return bars.view(
        "volumes-used",
        finding=ranking_sentences.used(caseload, rows, lang)
        if document
        else (USED[lang], USED_ONLY[lang]),
        bars=[
            Bar(
                row["used_bucket_label"],
                words.number(row["value"]),
                (row["value"] or 0) / top,
                note=n,
            )
            for row, n in zip(rows, shares, strict=True)
        ],
        columns=[USED[lang], MEASURES["completed"].title[lang], SHARE[lang]],
        rows=[
            [row["used_bucket_label"], words.number(row["value"]), share]
            for row, share in zip(rows, shares, strict=True)
        ],
        downloads=downloads.of_answer(document, COMPLETED, lang) if document else [],
        as_of=as_of,
    )
