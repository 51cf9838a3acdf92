"""Two parts of /volumes: who has how much, and how long the completed cases took."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.pages.volumes import cells, ranking_sentences
from dashboard.pages.volumes.ask import COMPLETED, Caseload
from dashboard.pages.volumes.choice import MEASURES, TITLES, combinable
from dashboard.parts import bars, controls, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.parts.ranking import places
from dashboard.words import Lang
from data.definitions import Text
from data.rollups.plan import NONE
from data.rules.intervals import MINIMUM_N

BREAKDOWN, SHARE = Text("分列", "Breakdown"), Text("占比", "Share")
CASES, TOO_FEW = Text("件数", "Cases"), Text("样本不足", "too few")
REST = Text("其他", "Others")
USED = Text("办理用时", "Time taken")
USED_ONLY = Text(
    "用时分布只能按一项条件看；去掉其他条件就会显示。",
    "The distribution can be seen by one condition only: remove the others.",
)


def ranking(asking: Asking, caseload: Caseload, as_of: str) -> View:
    lang, choice = asking.lang, caseload.choice
    measure, by = choice.measure, choice.by
    # Of counts a 0 says nothing; a rate or a median of 0 is as good a value as any.
    known = [row for row in caseload.ranking["data"] if row["value"] is not None]
    rows = [row for row in known if row["value"] or not measure.is_sum]
    if not measure.is_sum:
        placed = places(rows, by, highest_first=measure.kind == "days")
        every, shown, whole = placed.every, placed.shown, 0
        finding = ranking_sentences.placed(caseload, placed, lang)
    else:
        every = sorted(rows, key=lambda row: -row["value"])
        shown, whole = every[: bars.MOST], sum(row["value"] for row in rows)
        finding = ranking_sentences.ranking(caseload, every, whole, lang)
    written = [
        [row[f"{by}_label"], cells.number(measure, row, lang)]
        + ([words.share(row["value"], whole)] if whole else [])
        + ([] if measure.is_sum else [words.number(row["denominator"])])
        for row in every
    ]
    beside = [SHARE[lang]] if whole else [] if measure.is_sum else [CASES[lang]]
    choices = [(TITLES[d][lang], asking.href(by=d), d == by) for d in choice.breakdowns]
    return bars.view(
        "volumes-ranking",
        finding=finding,
        bars=_bars(asking, caseload, shown, rows, whole),
        columns=[TITLES[by][lang], measure.title[lang], *beside],
        rows=written,
        downloads=downloads.of_answer(caseload.ranking, measure.indicator, lang),
        as_of=as_of,
        above=controls.links(BREAKDOWN[lang], choices),
    )


def _bars(
    asking: Asking, caseload: Caseload, shown: list[Any], rows: list[Any], whole: float
) -> list[Bar]:
    lang, choice = asking.lang, caseload.choice
    measure, by = choice.measure, choice.by
    rest = sum(row["value"] for row in rows) - sum(row["value"] for row in shown)
    top = max([1, *(row["value"] for row in shown)])
    if whole and rest > top and len(rows) - len(shown) > 0:
        top = rest
    picked = choice.filters.get(by)
    free = combinable(measure, choice.beside(by) | {by})
    drawn = []
    for row in shown:
        kind = "" if not picked else "chosen" if row[by] == picked else "pale"
        href = None
        if free and row[by] != NONE:
            href = asking.href(**{by: "" if row[by] == picked else row[by], "by": ""})
        name = row[f"{by}_label"]
        if not measure.is_sum:
            number = cells.number(measure, row, lang) + ("%" if measure.kind == "rate" else "")
            share = row["value"] / (1 if measure.kind == "rate" else top)
            drawn.append(_of_n(row, name, number, share, kind, href, lang))
            continue
        note = words.share(row["value"], whole) if whole else ""
        number = cells.number(measure, row, lang)
        drawn.append(Bar(name, number, row["value"] / top, kind, href, note))
    if whole and rest:
        count = words.number(len(rows) - len(shown))
        name = Text(f"{REST.zh}（{count}个）", f"{REST.en} ({count})")[lang]
        drawn.append(
            Bar(name, words.number(rest), rest / top, "rest", None, words.share(rest, whole))
        )
    return drawn


def _of_n(
    row: Any, name: str, number: str, share: float, kind: str, href: str | None, lang: Lang
) -> Bar:
    """A rate or median of N; below the smallest number it has no place, so no bar."""
    n = row["denominator"]
    note = f"N = {words.number(n)}"
    if n < MINIMUM_N:
        return Bar(name, TOO_FEW[lang], None, kind or "few", href, note)
    return Bar(name, number, share, kind, href, note)


def used(caseload: Caseload, as_of: str, lang: Lang) -> View:
    document = caseload.used
    rows = [r for r in (document or {}).get("data", []) if r["used_bucket"] != NONE]
    top = max([1, *(row["value"] or 0 for row in rows)])
    whole = sum(row["value"] or 0 for row in rows)
    shares = [words.share(r["value"] or 0, whole) for r in rows]
    return bars.view(
        "volumes-used",
        finding=ranking_sentences.used(rows, lang) if document else (USED[lang], USED_ONLY[lang]),
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
