"""What is said of an indicator's series and its breakdown beside the title."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.indicators.ask import Found, Row
from dashboard.pages.indicators.choice import CUTS
from dashboard.pages.indicators.printed import NOTHING, bounds, is_few, made_of, valued
from dashboard.pages.indicators.series import findings, spread
from dashboard.pages.indicators.series.chart import ROOMY, is_columns, is_line, lowest
from dashboard.words import Lang, YearBefore
from data import periods
from data.catalog import owner
from data.definitions import Text

SAME_WEEKDAY = Text(
    "去年取364天前的同一星期几", "of the year before the same weekday, 364 days earlier"
)


def series(found: Found, lang: Lang) -> tuple[str, str]:
    """The finding, and what the chart shows."""
    if not found.known:
        return NOTHING[lang], ""
    return findings.title(found)[lang], _shown(found, lang)


def condition(found: Found, lang: Lang, beside: str = "") -> str:
    """部门：市档案局；渠道：网上: the filters in words, but for the one that is broken down."""
    titles = {one: name for one, name in found.names.items() if one != beside}
    colon, between = Text("：", ": ")[lang], Text("；", "; ")[lang]
    dimension = {one: _dimension_title(found, one)[lang] for one in titles}
    chosen = [
        f"{dimension[one]}{colon}{titles[one][code]}"
        for one, code in found.choice.filters.items()
        if one in titles
    ]
    return between.join(chosen)


def _dimension_title(found: Found, name: str) -> Text:
    return owner(found.choice.indicator).dimension(name).title


def dates(rows: Sequence[Row], lang: Lang) -> str:
    """The days that periods are of, from the first to the last."""
    named = [row["period"] for row in rows if row["period"]]
    if not named:
        return ""
    return words.between(periods.of_name(named[0])[0], periods.of_name(named[-1])[1], lang)


def _shown(found: Found, lang: Lang) -> str:
    indicator, choice = found.choice.indicator, found.choice
    said = [condition(found, lang), dates(found.rows, lang), CUTS[choice.grain][lang].lower()]
    if found.spread:
        said += _parts(found, lang)
        if any(row["partial"] for row in found.rows):
            said.append(Text("浅色为未满期", "lighter: not complete")[lang])
    else:
        said += _marks(found, lang)
        if not is_columns(indicator):
            said.append(made_of(found.whole, indicator))
    return Text("；", "; ")[lang].join(filter(None, said)) + Text("。", ".")[lang]


def _parts(found: Found, lang: Lang) -> list[str]:
    """The parts of a distribution with their shares, as they lie on one another."""
    numbers, whole = spread.of_all(found)
    if not words.enough(whole):
        return []
    comma, gap = Text("、", ", ")[lang], " " if lang == "en" else ""
    named = comma.join(f"{name}{gap}{words.share(n, whole)}" for name, n in numbers)
    return [Text(f"自下而上：{named}", f"from the foot: {named}")[lang]]


def _marks(found: Found, lang: Lang) -> list[str]:
    """What the marks of the chart stand for."""
    indicator, rows = found.choice.indicator, found.rows
    columns, said = is_columns(indicator), []
    if not columns and any(bounds(row, indicator) for row in rows):
        said.append(Text("竖线为95%区间", "upright lines: 95% intervals")[lang])
    if (
        not columns
        and len(rows) > 1
        and found.whole["value"] is not None
        and not is_few(found.whole, indicator)
    ):
        value = valued(found.whole, indicator, lang)
        said.append(Text(f"细横线为全期的{value}", f"thin line: {value}, of all the time")[lang])
    if any(row["value"] is not None for row in found.before):
        mark = (
            Text("空框", "outline")
            if columns and len(rows) <= ROOMY
            else Text("细线", "thin line")
            if columns
            else Text("菱形", "diamonds")
        )
        said.append(Text(f"{mark.zh}为去年同期", f"{mark.en}: the year before")[lang])
        if found.choice.grain in ("day", "week"):
            said.append(SAME_WEEKDAY[lang])
    if isinstance(found.against, YearBefore):
        said.append(words.year_before(found.against, lang))
    elif isinstance(found.against, Text):
        said.append(found.against[lang])
    if any(row["partial"] for row in rows) and not is_line(found):
        mark = (
            Text("斜纹为未满期", "hatched: not complete")
            if columns
            else Text("空心为未满期", "hollow: not complete")
        )
        said.append(mark[lang])
    if lowest(found) > 0:
        said.append(Text("纵轴不从0开始", "the axis does not begin at 0")[lang])
    return said


def time(found: Found, lang: Lang) -> str:
    """The time of a breakdown, which may be in longer periods than the series."""
    span = found.choice.span_by(found.choice.by)
    if span.first is None:
        known = [row for row in found.rows if row["period"]]
        return dates(known, lang)
    return time_span.dates(span, lang)
