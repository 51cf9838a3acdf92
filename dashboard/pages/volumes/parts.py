"""Two parts of /volumes: who has how much, and how long the completed cases took."""

from __future__ import annotations

from typing import Any

from dashboard import bars, blocks, controls, words
from dashboard.bars import Bar
from dashboard.blocks import View
from dashboard.controls import Asking
from dashboard.pages.volumes import wording as said
from dashboard.pages.volumes.choice import MEASURES, TITLES, combinable
from dashboard.pages.volumes.found import COMPLETED, Found
from dashboard.words import Lang
from data.definitions import Text

BREAKDOWN, SHARE = Text("分列", "Breakdown"), Text("占比", "Share")
REST = Text("其他", "Others")
USED = Text("办理用时", "Time taken")
USED_ONLY = Text(
    "用时分布可以按部门或事项查看；去掉其他条件就会显示。",
    "The distribution can be seen by department or by item: remove the other conditions.",
)


def ranking(asking: Asking, found: Found, as_of: str) -> View:
    lang, choice = asking.lang, found.choice
    measure, by = choice.measure, choice.by
    rows = [row for row in found.ranking["data"] if row["value"]]
    ascending = measure.kind == "rate"
    weight = "denominator" if measure.kind == "rate" else "value"
    most = sorted(rows, key=lambda row: -(row[weight] or 0))[: bars.MOST]
    shown = sorted(most, key=lambda row: row["value"], reverse=not ascending)
    cells = [(row[by], row) for row in shown]
    every = sorted(rows, key=lambda row: row["value"], reverse=not ascending)
    whole = sum(row["value"] for row in rows) if measure.is_sum else 0
    written = [
        [row[f"{by}_label"], said.number(measure, row, lang)]
        + ([words.share(row["value"], whole)] if whole else [])
        for row in every
    ]
    choices = [(TITLES[d][lang], asking.href(by=d), d == by) for d in choice.breakdowns]
    title, sentence = said.ranking(found, cells, len(rows), whole, lang)
    return bars.view(
        "volumes-ranking",
        finding=(title, sentence),
        bars=_bars(asking, found, shown, rows, whole),
        columns=[TITLES[by][lang], measure.title[lang], *([SHARE[lang]] if whole else [])],
        rows=written,
        downloads=blocks.of_answer(found.ranking, measure.indicator, lang),
        as_of=as_of,
        above=controls.links(BREAKDOWN[lang], choices),
    )


def _bars(
    asking: Asking, found: Found, shown: list[Any], rows: list[Any], whole: float
) -> list[Bar]:
    lang, choice = asking.lang, found.choice
    measure, by = choice.measure, choice.by
    rest = sum(row["value"] for row in rows) - sum(row["value"] for row in shown)
    top = 1 if measure.kind == "rate" else max([1, *(row["value"] for row in shown)])
    if whole and rest > top and len(rows) - len(shown) > 0:
        top = rest
    picked = choice.filters.get(by)
    free = combinable(measure, choice.beside(by) | {by})
    made = []
    for row in shown:
        kind = "" if not picked else "chosen" if row[by] == picked else "pale"
        href = None
        if free and row[by] != "none":
            href = asking.href(**{by: "" if row[by] == picked else row[by], "by": ""})
        note = words.share(row["value"], whole) if whole else ""
        number = said.number(measure, row, lang)
        number += "%" if measure.kind == "rate" else ""
        made.append(Bar(row[f"{by}_label"], number, row["value"] / top, kind, href, note))
    if whole and rest:
        count = len(rows) - len(shown)
        name = f"{REST[lang]}（{count} 个）" if lang == "zh" else f"{REST[lang]} ({count})"
        made.append(
            Bar(name, words.number(rest), rest / top, "rest", None, words.share(rest, whole))
        )
    return made


def used(found: Found, as_of: str, lang: Lang) -> View:
    document = found.used
    rows = [r for r in (document or {}).get("data", []) if r["used_bucket"] != "none"]
    top = max([1, *(row["value"] or 0 for row in rows)])
    whole = sum(row["value"] or 0 for row in rows)
    shares = [words.share(r["value"] or 0, whole) for r in rows]
    return bars.view(
        "volumes-used",
        finding=said.used(rows, lang) if document else (USED[lang], USED_ONLY[lang]),
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
        downloads=blocks.of_answer(document, COMPLETED, lang) if document else [],
        as_of=as_of,
    )
