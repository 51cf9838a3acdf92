"""The title of an indicator's series: a finding that holds for every state of the data.

Who is named follows decision 0035: a rate is told from the whole only by its interval, a count is
complete, a median is ranked nowhere. Periods that are running are not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard import words
from dashboard.pages.indicators.ask import Found, Row
from dashboard.pages.indicators.series.scale import is_columns
from dashboard.parts.printed import (
    bounds,
    brief,
    is_few,
    period,
    unit_of_rows,
    valued,
)
from dashboard.parts.two_languages import sentence
from dashboard.words import Lang
from data.definitions import Indicator, Text
from data.rules.intervals import beyond

NAMED_MOST = 3
EACH = {
    "day": Text("天", "days"),
    "week": Text("周", "weeks"),
    "month": Text("个月", "months"),
    "quarter": Text("个季度", "quarters"),
    "year": Text("年", "years"),
}


def _both(write: Callable[[Lang], str]) -> Text:
    """What a function writes in either language."""
    return Text(write("zh"), write("en"))


def title(found: Found) -> Text:
    indicator = found.choice.indicator
    over = [row for row in found.known if not row["partial"] and not is_few(row, indicator)]
    if not over:
        return _none(found)
    if len(over) < 2:
        return _one(over[-1], indicator)
    if indicator.is_stock:
        return _stock(found.known, indicator)
    if is_columns(indicator):
        return _counts(over, indicator, found.choice.grain)
    if any(bounds(row, indicator) for row in over) and not is_few(found.whole, indicator):
        return _rates(over, found.whole, indicator, found.choice.grain)
    return _range(over, indicator, found.choice.grain)


def _none(found: Found) -> Text:
    """That no period that is over has enough to be printed, and what all of them together say."""
    indicator, whole = found.choice.indicator, found.whole
    newest = found.known[-1]
    if not is_few(newest, indicator):
        return _one(newest, indicator)
    if whole["value"] is None or is_few(whole, indicator):
        return Text("各期样本均不足", "Too few in each period")
    value = _both(lambda lang: valued(whole, indicator, lang))
    return Text(
        f"各期样本均不足，全期{value.zh}", f"Too few in each period; {value.en} in all the time"
    )


def _one(row: Row, indicator: Indicator) -> Text:
    colon = Text("：", ": ")
    value = brief(row, indicator)
    return _both(lambda lang: f"{period(row, lang)}{colon[lang]}{value[lang]}")


def _n(rows: Sequence[Row], grain: str) -> Text:
    n = words.number(len(rows))
    return Text(f"{n}{EACH[grain].zh}", f"{n} {EACH[grain].en}")


def _counts(rows: Sequence[Row], indicator: Indicator, grain: str) -> Text:
    """2026年3月最多，5,234件；2025年2月最少，2,100件. Ties are not hidden."""
    n = _n(rows, grain)
    most = max(rows, key=lambda row: row["value"])
    least = min(rows, key=lambda row: row["value"])
    if most["value"] == least["value"]:
        zh, en = (valued(most, indicator, lang) for lang in ("zh", "en"))
        return Text(f"{n.zh}均为{zh}", f"{en} in each of {n.en}")
    top, bottom = (_named(rows, row, indicator) for row in (most, least))
    return Text(
        f"{top[0].zh}最多，{top[1].zh}；{bottom[0].zh}最少，{bottom[1].zh}",
        f"Most in {top[0].en}: {top[1].en}; fewest in {bottom[0].en}: {bottom[1].en}",
    )


def _named(rows: Sequence[Row], one: Row, indicator: Indicator) -> tuple[Text, Text]:
    """A period, how many others have the same value, and that value."""
    ties = sum(row["value"] == one["value"] for row in rows)
    name = _both(lambda lang: words.period(one["period"], lang))
    value = _both(lambda lang: valued(one, indicator, lang))
    if ties > 1:
        more = words.number(ties - 1)
        name = Text(f"{name.zh}等{words.number(ties)}期", f"{name.en} and {more} more")
    return name, value


def _stock(rows: Sequence[Row], indicator: Indicator) -> Text:
    """From what a stock was at first to what it is now."""
    first, last = rows[0], rows[-1]
    was = _both(lambda lang: valued(first, indicator, lang))
    now = _both(lambda lang: valued(last, indicator, lang))
    at_first = _both(lambda lang: words.period(first["period"], lang))
    at_last = _both(lambda lang: words.period(last["period"], lang))
    running = last["partial"]
    end = Text(
        "目前" if running else f"{at_last.zh}末",
        "now" if running else f"at the end of {at_last.en}",
    )
    if first["value"] == last["value"]:
        return Text(
            f"{at_first.zh}末{was.zh}，{end.zh}仍为{now.zh}",
            f"{was.en} at the end of {at_first.en}, the same {end.en}",
        )
    verb = Text("增至", "up to") if last["value"] > first["value"] else Text("减至", "down to")
    return Text(
        f"{at_first.zh}末{was.zh}，{end.zh}{verb.zh}{now.zh}",
        f"{was.en} at the end of {at_first.en}, {verb.en} {now.en} {end.en}",
    )


def _rates(rows: Sequence[Row], whole: Row, indicator: Indicator, grain: str) -> Text:
    """Which periods can be told from the whole time: by all of their interval, on either side."""
    n, overall = _n(rows, grain), brief(whole, indicator)
    below = [row for row in rows if beyond(bounds(row, indicator), whole["value"])]
    above = [row for row in rows if beyond(bounds(row, indicator), whole["value"], False)]
    if not below and not above:
        return Text(
            f"{n.zh}与全期（{overall.zh}）均无明显差别",
            f"None of {n.en} is clearly different from the overall ({overall.en})",
        )
    side = Text(f"明显低于全期（{overall.zh}）", f"clearly below the overall ({overall.en})")
    other = Text(f"明显高于全期（{overall.zh}）", f"clearly above the overall ({overall.en})")
    if below and above:
        if len(below) + len(above) <= NAMED_MOST:
            lower, higher = (_names(part, indicator, whole) for part in (below, above))
            return Text(
                f"{n.zh}中{side.zh}的：{lower.zh}；明显高于的：{higher.zh}",
                f"Of {n.en} {side.en}: {lower.en}; clearly above: {higher.en}",
            )
        some, others = (words.number(len(part)) for part in (below, above))
        return Text(
            f"{n.zh}中{some}期{side.zh}，{others}期明显高于",
            f"Of {n.en} {some} {words.plural(len(below), 'is', 'are')} {side.en}, {others} clearly above",
        )
    apart, where = (below, side) if below else (above, other)
    if len(apart) > NAMED_MOST:
        count = words.number(len(apart))
        return Text(f"{n.zh}中{count}期{where.zh}", f"Of {n.en} {count} are {where.en}")
    names = _names(apart, indicator, whole)
    return Text(f"{n.zh}中{where.zh}的：{names.zh}", f"Of {n.en} {where.en}: {names.en}")


def _names(rows: Sequence[Row], indicator: Indicator, whole: Row) -> Text:
    """2026年3月，97%；2026年5月，640件中622件: those told from the whole."""
    comma, between = Text("，", ", "), Text("；", "; ")
    values = [brief(row, indicator) for row in rows]
    if indicator.unit == "fraction":
        favourable = indicator.favourable != "low"
        values = words.told_apart([whole, *rows], unit_of_rows(indicator), favourable)[1:]

    def names(lang: Lang) -> str:
        pairs = zip((words.period(row["period"], lang) for row in rows), values, strict=True)
        return between[lang].join(f"{name}{comma[lang]}{value[lang]}" for name, value in pairs)

    return _both(names)


def _range(rows: Sequence[Row], indicator: Indicator, grain: str) -> Text:
    """Between which values they lie: nobody is named of what has no interval."""
    n = _n(rows, grain)
    low = min(rows, key=lambda row: row["value"])
    high = max(rows, key=lambda row: row["value"])
    least = _both(lambda lang: valued(low, indicator, lang))
    most = _both(lambda lang: valued(high, indicator, lang))
    if indicator.unit == "fraction":  # the one cut down, the other up: all lie between
        least, most = words.per_cent(low["value"]), words.per_cent(high["value"], False)
    if least == most:
        return Text(f"{n.zh}均为{least.zh}", sentence(f"{least.en} in each of {n.en}"))
    return Text(f"{n.zh}在{least.zh}至{most.zh}之间", f"Between {least.en} and {most.en} in {n.en}")
