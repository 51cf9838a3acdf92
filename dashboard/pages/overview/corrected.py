"""What was corrected of what had been published: by day and indicator, the unexplained first."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import html

from api.documents import links
from api.documents.published.corrections import Correction, corrections
from api.documents.published.snapshots import WHY
from dashboard import words
from dashboard.parts import blocks, printed
from dashboard.words import Lang
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Indicator, Text
from data.publish import folder

TITLE = Text("已公布数值的更正", "Corrections of published numbers")
NONE_PUBLISHED = Text(
    "尚未发布快照，无从比对此前公布的数值。",
    "No snapshot has been published yet: there is nothing to compare with.",
)
ONE_DAY = Text(
    "只发布过一天的快照，尚无可比。", "One snapshot has been published: nothing to compare yet."
)
NONE = Text(
    "各份快照之间，已结束时期的数值均无更正。",
    "Between the snapshots no number of a period that was over was corrected.",
)
# So many are listed; all are in the file.
VALUES = words.Unit("个数值", "value", "values")
_MOST = 10


def items(lang: Lang) -> list[Any]:
    """A sentence with how many there are and how many are not explained, then the newest."""
    made, days = corrections(), len(folder.published())
    if not made:
        return [html.P((NONE if days > 1 else ONE_DAY if days else NONE_PUBLISHED)[lang])]
    values, open_ = (
        sum(one.values for one in made),
        sum(one.values for one in made if not one.is_explained),
    )
    said = Text(
        f"更正{words.number(values)}个数值，其中{words.number(open_)}个未说明原因。",
        f"{words.counted(values, VALUES, 'en')} corrected, {words.number(open_)} of them without a stated reason.",
    )[lang]
    cut = Text(
        f"以上为最近{_MOST}项，共{words.number(len(made))}项。",
        f"The newest {_MOST} of {words.number(len(made))}.",
    )[lang]
    return [
        html.P(html.A(said, href=f"{links.REVISIONS}.csv")),
        html.Ul([_item(one, lang) for one in made[:_MOST]]),
        *([html.P(cut, className="note")] if len(made) > _MOST else []),
    ]


def _item(one: Correction, lang: Lang) -> html.Li:
    indicator = PUBLISHED_INDICATORS.get(one.indicator)
    title = indicator.title[lang] if indicator else one.indicator
    rows = f"{links.REVISIONS}?{urlencode({'indicator': one.indicator})}"
    count = words.counted(one.values, VALUES, lang)
    month = f" {_month(one.month, indicator, lang)}" if one.month and indicator else ""
    return html.Li(
        [
            words.day(date.fromisoformat(one.date), lang), " ",
            blocks.named(one.indicator, title, lang) if indicator else title,
            Text("：", ": ")[lang], html.A(count, href=rows), month,
            Text(f"（{WHY[one.reason].zh}）", f" ({WHY[one.reason].en})")[lang],
        ],
        className=None if one.is_explained else "late",
    )  # fmt: skip


def _month(month: tuple[str, str, str], indicator: Indicator, lang: Lang) -> str:
    """2026年8月由10件更正为11件."""
    period, old, new = month
    was, is_now = (_printed(text, indicator, lang) for text in (old, new))
    if was == is_now:  # told apart only by more digits than are printed elsewhere
        was, is_now = old or words.MISSING, new or words.MISSING
    named = words.period(period, lang)
    return Text(f"{named}由{was}更正为{is_now}", f"{named} from {was} to {is_now}")[lang]


def _printed(text: str, indicator: Indicator, lang: Lang) -> str:
    if not text:
        return words.MISSING
    row = {"value": float(text), "numerator": None, "denominator": None}
    if indicator.unit == "fraction":
        hundredths = {**row, "value": 100 * float(text)}
        return f"{words.decimal(hundredths, favourable=indicator.favourable != 'low')}%"
    number = words.amount(float(text))
    word = printed.unit(indicator)[lang]
    return f"{number}{word}" if lang == "zh" else f"{number} {word}"
