"""热线回访: what callers say, of the last quarter that is published, by kind of matter."""

from __future__ import annotations

from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.ask import Ask
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections.months import PEOPLE, Row
from dashboard.words import Lang
from data import periods
from data.catalog import DATASETS
from data.definitions import Text

SOLVED = Text("认为已解决", "say it is solved")
SATISFIED = Text("满意（含基本满意）", "satisfied, fairly satisfied included")
KIND, WHOLE = Text("诉求类别", "Kind"), Text("全部", "All")
RATES = (("solved-rate", SOLVED), ("caller-satisfied", SATISFIED))
COUNT = Text("回访人次", "Called back")


def view(ask: Ask, lang: Lang) -> View:
    """Of the newest quarter with numbers: solved and satisfied in all, and solved by kind."""
    quarters = ask(Values("solved-rate", grain="quarter"))
    known = [row for row in quarters["data"] if row["value"] is not None]
    newest = known[-1]["period"] if known else ""
    by_kind, whole = _of_quarter(ask, newest) if newest else ([], [])
    title, sentence = _finding(newest, whole[0] if whole else None, lang)
    every = [(WHOLE[lang], row, what) for row, (_, what) in zip(whole, RATES, strict=False)]
    every += [(row["kind_label"], row, SOLVED) for row in by_kind]
    return bars.view(
        "followed",
        finding=(title, sentence),
        bars=[_bar(f"{name} · {what[lang]}", row) for name, row, what in every],
        columns=[
            KIND[lang],
            Text("回答", "Answer")[lang],
            Text("占比", "Share")[lang],
            COUNT[lang],
        ],
        rows=[
            [name, what[lang], words.percentage(row), words.number(row["denominator"])]
            for name, row, what in every
        ],
        downloads=downloads.of_answer(quarters, "solved-rate", lang),
        as_of=_until(newest, lang),
    )


def _until(newest: str, lang: Lang) -> str:
    """How far the numbers go: of a quarter that is over, since the day of the newest is not said."""
    if not newest:
        return Text("暂无数据", "no data yet")[lang]
    quarter = words.period(newest, lang)
    return Text(f"数据截至{quarter}", f"Data up to {quarter}")[lang]


def _of_quarter(ask: Ask, name: str) -> tuple[list[Row], list[Row]]:
    """By kind, those of which there are enough; and both rates of all."""
    first, last = periods.of_name(name)
    by_kind: list[dict[str, Any]] = ask(Values("solved-rate", first, last, "quarter", ("kind",)))[
        "data"
    ]
    whole = [ask(Values(id, first, last, "quarter"))["data"][0] for id, _ in RATES]
    return [row for row in by_kind if words.enough(row["denominator"])], whole


def _bar(name: str, row: Row) -> Bar:
    return Bar(name, words.percentage(row), row["value"], note=words.sample(row["denominator"]))


def _finding(newest: str, solved: Row | None, lang: Lang) -> tuple[str, str]:
    control = DATASETS["hotline-follow-ups"].control
    least = control.n if control else 0
    rule = Text(
        f"按季度公布，不足{least}次的数不公布，不与来电对应。",
        f"Published by quarter; no number of fewer than {least}; not tied to calls.",
    )[lang]
    if solved is None:
        return Text("回访暂无可公布的季度", "No quarter of answers can be published yet")[
            lang
        ], rule
    quarter = words.period(newest, lang)
    share = words.in_title(solved, PEOPLE)
    title = Text(
        f"{quarter}回访的来电人，{share.zh}认为诉求已解决",
        f"Called back in {quarter}: {share.en} say that it is solved",
    )[lang]
    return title, Text(f"各类诉求只列回访足够的；{rule}", f"By kind where enough answered. {rule}")[
        lang
    ]
