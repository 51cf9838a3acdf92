"""What is said of an indicator's series and its breakdown beside the title."""

from __future__ import annotations

from dashboard import words
from dashboard.pages.indicators.ask import Found
from dashboard.pages.indicators.choice import CUTS
from dashboard.pages.indicators.series import findings, scale
from dashboard.pages.indicators.series.chart import ROOMY, is_line
from dashboard.pages.indicators.series.scale import is_columns
from dashboard.parts.printed import NOTHING, bounds, is_few, made_of, valued
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


def dates(found: Found, lang: Lang) -> str:
    """The days that the series is of, as far as there is data: not the whole of a period cut by its
    beginning, nor what is still to come."""
    named = [row["period"] for row in found.rows if row["period"]]
    if not named:
        return ""
    first, last = periods.of_name(named[0])[0], periods.of_name(named[-1])[1]
    return words.between(*found.covered(first, last), lang)


def _shown(found: Found, lang: Lang) -> str:
    indicator, choice = found.choice.indicator, found.choice
    said = [condition(found, lang), dates(found, lang), CUTS[choice.grain][lang].lower()]
    if found.spread and drawn(found):
        said.append(HOW_SPREAD[lang])
        if any(row["partial"] for row in found.rows):
            said.append(Text("浅色为未满期", "lighter: not complete")[lang])
    else:
        said += _marks(found, lang) if drawn(found) else _against(found, lang)
        if not is_columns(indicator):
            said.append(made_of(found.whole, indicator))
    return Text("；", "; ")[lang].join(filter(None, said)) + Text("。", ".")[lang]


HOW_SPREAD = Text(
    "各期用时（工作日）所占比例，自下而上由短到长；中位数在虚线处",
    "shares by working days taken, the fewest at the foot; the median is at the dotted line",
)


def drawn(found: Found) -> bool:
    """Whether there is a chart: of two periods at least, one of which may be printed."""
    indicator = found.choice.indicator
    return len(found.rows) > 1 and any(not is_few(row, indicator) for row in found.known)


def _against(found: Found, lang: Lang) -> list[str]:
    """Against the year before, or why not; nothing where that was not asked."""
    if isinstance(found.against, YearBefore):
        return [words.year_before(found.against, lang)]
    return [] if found.against is None else [found.against[lang]]


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
    said += _against(found, lang)
    if any(row["partial"] for row in rows) and not is_line(found):
        mark = (
            Text("斜纹为未满期", "hatched: not complete")
            if columns
            else Text("空心为未满期", "hollow: not complete")
        )
        said.append(mark[lang])
    if left_out := scale.left_out(found, lang):
        said.append(left_out)
    if scale.lowest(found) > 0:
        said.append(Text("纵轴不从0开始", "the axis does not begin at 0")[lang])
    return said


def time(found: Found, lang: Lang) -> str:
    """The time of a breakdown, which may be in longer periods than the series."""
    span = found.choice.span_by(found.choice.by)
    if span.first is None:
        return dates(found, lang)
    return words.between(*found.covered(span.first, span.last), lang)
