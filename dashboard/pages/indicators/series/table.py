"""The table under an indicator's series: each period with its value, what that is of, and why none."""

from __future__ import annotations

from dashboard import words
from dashboard.pages.indicators.ask import Found
from dashboard.pages.indicators.series import spread
from dashboard.parts.printed import REASONS, Row, period, shown
from dashboard.words import Lang
from data.definitions import Indicator, Text
from data.measures import Quantile

PERIOD, VALUE = Text("时期", "Period"), Text("数值", "Value")
NOTE, BEFORE = Text("说明", "Note"), Text("去年同期", "Year before")
# What a value is made of; a count is itself, and a median has its N and no parts.
RATIO = {"numerator": Text("分子", "Numerator"), "denominator": Text("分母", "Denominator")}
MEDIAN = {"denominator": Text("件数", "N")}


def _parts(indicator: Indicator) -> dict[str, Text]:
    if indicator.is_count:
        return {}
    return MEDIAN if isinstance(indicator.measure, Quantile) else RATIO


def heads(found: Found, lang: Lang) -> list[str]:
    indicator = found.choice.indicator
    heads = [text[lang] for text in (PERIOD, VALUE, *_parts(indicator).values())]
    shares = [name for _, name in spread.parts(found)[1]] if found.spread else []
    return [*heads, *([BEFORE[lang]] if found.before else []), *shares, NOTE[lang]]


def rows(found: Found, lang: Lang) -> list[list[str]]:
    indicator, of = found.choice.indicator, spread.written(found) if found.spread else {}
    written = []
    for i, row in enumerate(found.rows):
        parts = [words.number(row[name]) if row[name] is not None else "" for name in _parts(indicator)]  # fmt: skip
        before = [shown(found.before[i], indicator, lang)] if found.before else []
        shares = [by_period[i] for by_period in of.values()]
        written.append(
            [period(row, lang), shown(row, indicator, lang), *parts, *before, *shares, _note(row, lang)]
        )  # fmt: skip
    return written


def _note(row: Row, lang: Lang) -> str:
    return REASONS[row["reason"]][lang] if row.get("reason") in REASONS else ""
