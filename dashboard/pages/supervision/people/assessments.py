"""窗口考核: how many windows were in each band in the newest month, and the means of the parts; no ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from api.answer.answers import Page, Records
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.supervision.people.ask import (
    STYLES,
    last_months,
    silent,
    until_newest,
)
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg, whole
from dashboard.parts.drawings.whole import Part
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import Months, Row, pair, total
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang
from data.catalog import DATASETS
from data.definitions import Text

TITLE = Text("窗口考核", "Assessments of windows")
BAND, COUNT, LEAST = Text("档次", "Band"), Text("窗口", "Windows"), Text("起始分", "From")
PART, MEAN = Text("考核项", "Part"), Text("平均得分", "Mean points")
BANDS = {"a": "done", "b": "plain", "c": "open"}
PARTS = ("volume", "on_time", "satisfaction", "discipline", "learning")
MEANS = ("assessment-score", *(f"assessment-{part.replace('_', '-')}" for part in PARTS))
RULES_MOST = 200


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    of = last_months(ask, "windows-assessed", most=1)
    return {**_bands(ask, of, lang), **_parts(ask, of, lang)}


def _month(of: Months, lang: Lang) -> str:
    return words.period(of.rows[-1]["period"], lang) if of.rows else ""


def _bands(ask: Ask, of: Months, lang: Lang) -> View:
    counts = {band: total(ask, f"windows-in-band-{band}", of)["value"] or 0 for band in BANDS}
    codes = {code.id: code.title for code in DATASETS["assessments"].field("band").codes}
    parts = [Part(sentence(codes[band][lang]), n, BANDS[band]) for band, n in counts.items()]
    least = _held(ask, "assessment-bands", "band", "least", of)
    scored = total(ask, "windows-assessed", of)["value"] or 0
    if scored > sum(counts.values()):
        rest = Text("未分档", "In no band")[lang]
        parts.append(Part(rest, scored - sum(counts.values()), "running"))
    return svg.view(
        "assessment-bands",
        finding=(_title(of, scored, counts["c"], lang), _said(of, least, lang)),
        picture=whole.picture(parts) if scored else None,
        columns=[BAND[lang], LEAST[lang], COUNT[lang]],
        rows=[
            [part.name, words.number(least.get(band)), words.number(part.count)]
            for band, part in zip([*BANDS, ""], parts, strict=False)
        ],
        downloads=_files(
            of, ("windows-assessed", *(f"windows-in-band-{band}" for band in BANDS)), lang
        ),
        as_of=until_newest(of, lang),
    )


def _title(of: Months, scored: float, last: float, lang: Lang) -> str:
    if not scored:
        return Text("暂无已封账的窗口考核", "No month of assessments is closed yet")[lang]
    zh, en = _month(of, "zh"), _month(of, "en")
    lowest_zh = f"C档{words.number(last)}个" if last else "没有C档"
    lowest_en = f"{words.number(last)} in band C" if last else "none in band C"
    count = words.numbered(scored, "window", "windows")
    return Text(
        f"{zh}考核窗口{words.number(scored)}个，{lowest_zh}",
        f"{count} assessed in {en}, {lowest_en}",
    )[lang]


def _said(of: Months, least: dict[str, int], lang: Lang) -> str:
    """Who was not assessed, from which scores on the bands begin, and what is not published."""
    names = silent(of.document, lang)
    who = Text("、", ", ")[lang].join(names)
    missing = Text(f"未考核的窗口：{who}。", f"Not assessed: {who}. ") if names else Text("全部窗口均已考核。", "All windows were assessed. ")  # fmt: skip
    how = Text(
        "分档，不排名；单个窗口的得分和档次不公布。各月在月末31天后封账公布。",
        "There are bands and no ranks; neither score nor band of a window is published. A month is closed and "
        "published 31 days after its end.",
    )
    bounds = ""
    if {"a", "b"} <= set(least):
        a, b = least["a"], least["b"]
        bounds = Text(
            f"A档{a}分及以上，B档{b}分及以上。", f"Band A begins at {a} points, band B at {b}. "
        )[lang]
    return f"{missing[lang] if of.rows else ''}{bounds}{how[lang]}"


def _parts(ask: Ask, of: Months, lang: Lang) -> View:
    weights = _held(ask, "assessment-rules", "part", "weight", of)
    names = {
        part: DATASETS["assessment-rules"].field("part").codes[n].title
        for n, part in enumerate(PARTS)
    }
    means = {part: total(ask, f"assessment-{part.replace('_', '-')}", of) for part in PARTS}
    shown = {part: _points(row) for part, row in means.items()}
    score, differing = total(ask, "assessment-score", of), total(ask, "scores-differing", of)
    return bars.view(
        "assessment-parts",
        finding=(_mean_title(of, score, lang), _how(weights, differing, lang)),
        bars=[
            Bar(
                sentence(names[part][lang]),
                shown[part],
                row["value"] / 100 if row["value"] is not None and shown[part] != words.MISSING else None,
                note=_weight(weights, part, lang),
            )
            for part, row in means.items()
        ],
        columns=[PART[lang], MEAN[lang]],
        rows=[[names[part][lang], shown[part]] for part in PARTS],
        downloads=_files(of, MEANS, lang),
        as_of=until_newest(of, lang),
    )  # fmt: skip


def _files(of: Months, indicators: Sequence[str], lang: Lang) -> list[Any]:
    """One file of all the numbers of a figure, and what the first of them means."""
    return [
        *downloads.of_totals(of.document, indicators, lang),
        html.A("JSON", href=of.document["links"]["self"]),
        *downloads.explained(indicators[0], None, lang),
    ]


def _points(row: Row) -> str:
    return words.decimal(row) if words.enough(row["denominator"]) else words.MISSING


def _weight(weights: dict[str, int], part: str, lang: Lang) -> str:
    return (
        Text(f"权重{weights[part]}%", f"weight {weights[part]}%")[lang] if part in weights else ""
    )


def _held(ask: Ask, dataset: str, member: str, of: str, month: Months) -> dict[str, int]:
    """What held on the first day of the month: weights of parts, bounds of bands."""
    on = month.first.isoformat()
    rows = ask(Records(dataset, page=Page(RULES_MOST)))["data"]
    return {
        row[member]: row[of]
        for row in rows
        if row["since"] <= on and (row["until"] is None or row["until"] >= on)
    }


def _mean_title(of: Months, score: Row, lang: Lang) -> str:
    mean = _points(score)
    if mean == words.MISSING:
        return Text(
            "参加考核的窗口过少，不算平均得分", "Too few windows were assessed for a mean score"
        )[lang]
    zh, en = _month(of, "zh"), _month(of, "en")
    n = words.number(score["denominator"])
    return Text(
        f"{zh}{n}个窗口平均{mean}分",
        f"Mean score of {words.numbered(score['denominator'], 'window', 'windows')} in {en}: {mean}",
    )[lang]


def _how(weights: dict[str, int], differing: Row, lang: Lang) -> str:
    n = differing["value"] or 0
    wrong = Text(
        f"上报得分与重算相差1分及以上的窗口{words.number(n)}个。",
        f"Windows whose reported score is a point or more from that: {words.number(n)}.",
    )
    how = Text(
        "得分按当月月初有效的权重重算，不足1分的舍去。",
        "Scores are computed by the weights in force on the first of the month, parts of a point dropped. ",
    )
    none = Text(
        "当月没有合计为100%的权重，不计分。",
        "No weights add up to 100% in the month: nothing is scored. ",
    )
    whole_set = sum(weights.values()) == 100
    return (how if whole_set else none)[lang] + wrong[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    lang = place.lang
    return [
        pair(
            svg.figure("assessment-bands", v, lang, "whole"),
            bars.figure("assessment-parts", v, lang),
        )
    ]


SECTION = Section(
    "assessments", TITLE, ("assessments", "assessment-rules"), view, layout,
    ("assessment-bands", "assessment-parts"), styles=STYLES,
)  # fmt: skip
