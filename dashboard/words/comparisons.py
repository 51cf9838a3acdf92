"""How a number is compared: with a usual day, and with the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.words.dates import clock, weekday
from dashboard.words.language import Lang
from dashboard.words.numbers import number, sample
from dashboard.words.shares import enough, interval_of, percentage
from dashboard.words.units import CASES, WORKING_DAYS, Unit, counted, days_used
from data.definitions import Text
from data.rules.intervals import overlap


def difference(now: float | None, before: float | None) -> int | None:
    """How many per cent `now` is above `before` (below: negative), rounded; None: no comparison."""
    if now is None or not before:
        return None
    return round((now - before) / before * 100)


def compared(live: Mapping[str, Any], field: str, lang: Lang) -> str:
    """比往常星期二此时多6%（往常1,742件）, from the live answer's `usual`.

    `field` is `completed` or `accepted`. A usual day is the median of the last eight working days
    of the same weekday; on a day that is over it is compared as a whole, and where the source fell
    silent up to when it did: 比往常星期二截至10:41多6%.
    """
    usual = live.get("usual") or {}
    if live.get("day") and not usual.get("days"):
        return Text("非工作日，无常日数据可比", "Not a working day: there is no usual day")[lang]
    expected = usual.get(f"{field}_by_now")
    change = difference(live.get(field), expected)
    if change is None:
        return Text("暂无常日数据可比", "No usual day to compare with yet")[lang]
    until = clock(datetime.fromisoformat(live["counted_until"])) if live.get("silent") else ""
    name = weekday(usual["weekday"], lang) if usual.get("weekday") is not None else ""
    if lang == "zh":
        moment = f"截至{until}" if until else "此时" if live.get("is_today") else ""
        size = f"{'多' if change > 0 else '少'}{number(abs(change))}%" if change else "持平"
        joint = "比" if change else "与"
        return f"{joint}往常{name}{moment}{size}（往常{number(expected)}件）"
    moment = f" by {until}" if until else " by now" if live.get("is_today") else ""
    way = "above" if change > 0 else "below"
    size = f"{number(abs(change))}% {way}" if change else "The same as"
    return f"{size} a usual {name or 'day'}{moment} ({number(expected)})"


@dataclass(frozen=True)
class YearBefore:
    """Two values of one `kind` (count, stock, days, rate) a year apart, and what they are of.

    `now` and `then` are cells `{value, numerator, denominator}`; `dates` those of `then`;
    `working_days` of either time, where counts of days add up; `until`: what of the time asked for
    is compared, where that is not all of it; `unit` what is counted.
    """

    kind: str
    now: Mapping[str, Any]
    then: Mapping[str, Any]
    dates: Text
    working_days: tuple[int, int] | None = None
    until: Text | None = None
    unit: Unit = CASES


def year_before(pair: YearBefore, lang: Lang) -> str:
    """截至昨日，比去年同期多6%（2025年10月28日至11月25日：1,234件）; "" where nothing can be said.

    Rates differ by percentage points, and only where their 95 % intervals have nothing in common;
    rates and medians of too few are not compared. Counts of times with unlike numbers of working days
    are compared per working day. The number of the year before always stands beside.
    """
    now, then = pair.now.get("value"), pair.then.get("value")
    if now is None or then is None:
        return ""
    if pair.kind in ("rate", "days") and not all(
        enough(cell.get("denominator")) for cell in (pair.now, pair.then)
    ):
        return Text("样本不足，不与去年同期比较", "too few to compare with a year before")[lang]
    sentence = _points(pair) if pair.kind == "rate" else _per_cent(pair, now, then)
    until = f"{pair.until[lang]}{Text('，', ', ')[lang]}" if pair.until else ""
    return f"{until}{sentence[lang]}{_beside(pair, lang)}"


def _per_cent(pair: YearBefore, now: float, then: float) -> Text:
    zh = en = ""
    days = pair.working_days
    if days and days[0] != days[1] and all(days):
        zh, en = "按每个工作日", "per working day "
        now, then = now / days[0], then / days[1]
    change = difference(now, then)
    if pair.kind == "days" and not then:
        return _from_half_a_day(now)
    if change is None:
        return Text("去年同期为0", "0 the year before")
    if not change:
        return Text(f"{zh}与去年同期持平", f"{en}the same as a year before")
    more, less = ("长", "短") if pair.kind == "days" else ("多", "少")
    size, up = f"{number(abs(change))}%", change > 0
    return Text(
        f"{zh}比去年同期{more if up else less}{size}",
        f"{en}{size} {'above' if up else 'below'} the year before",
    )


def _from_half_a_day(now: float) -> Text:
    """A time against one within half a day, of which there is no per cent."""
    if not now:
        return Text("与去年同期相同", "the same as a year before")
    return Text("比去年同期长", "longer than the year before")


def _points(pair: YearBefore) -> Text:
    hundredths = round((pair.now["value"] - pair.then["value"]) * 10_000)
    if not hundredths:
        return Text("与去年同期持平", "the same as a year before")
    if overlap(interval_of(pair.now), interval_of(pair.then)):
        return Text("与去年同期无明显差别", "no different from the year before")
    size, up = f"{abs(hundredths) / 100:.2f}", hundredths > 0
    return Text(
        f"比去年同期{'高' if up else '低'}{size}个百分点",
        f"{size} percentage points {'above' if up else 'below'} the year before",
    )


def _beside(pair: YearBefore, lang: Lang) -> str:
    """The year before in numbers: its dates, its value, its N or its working days."""
    value, n = pair.then["value"], pair.then.get("denominator")
    parts = [pair.dates[lang]]
    if pair.kind == "rate":
        parts += [percentage(pair.then), sample(n)]
    elif pair.kind == "days":
        parts += [days_used(value, lang), sample(n)]
    else:
        parts.append(counted(value, pair.unit, lang))
    days = pair.working_days
    if days and days[0] != days[1]:
        now, then = counted(days[0], WORKING_DAYS, lang), counted(days[1], WORKING_DAYS, lang)
        parts.append(Text(f"{then}，今年{now}", f"{then}, {now} this year")[lang])
    between = Text("，", ", ")[lang]
    written = between.join(parts)
    return f"（{written}）" if lang == "zh" else f" ({written})"
