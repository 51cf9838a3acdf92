"""The hall's year, its week and its districts on /volumes, as drawings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.volumes.ask import Caseload
from dashboard.pages.volumes.choice import Measure
from dashboard.pages.volumes.sentences import before, condition
from dashboard.parts import downloads
from dashboard.parts.blocks import View
from dashboard.parts.controls import Asking
from dashboard.parts.drawings import svg, tiles, weekdays, year
from dashboard.parts.drawings.tiles import Tile
from dashboard.parts.drawings.year import Day
from dashboard.parts.two_languages import hinted, sentence
from dashboard.words import CASES, Lang
from data.catalog import DATASETS
from data.definitions import Text
from data.rollups.plan import NONE
from data.rules.workdays import CalendarNotLoaded

# A usual week is of so many; of fewer than four of a day of the week nothing is usual.
WEEKS, LEAST = 13, 4
YEAR = Text("一年的大厅：一格一天", "A year of the hall: a square a day")
MONTH, WHOLE = Text("月份", "Month"), Text("合计", "Total")
DISTRICT = DATASETS["cases"].dimension("district").title


def days(caseload: Caseload) -> list[Day]:
    """The days of the year that are drawn."""
    return [
        Day(date.fromisoformat(row["period"]), row["value"], bool(row["partial"]))
        for row in caseload.year["data"]
    ]


def _counted(measure: Measure, lang: Lang) -> Callable[[float], str]:
    done = measure.title[lang]
    return lambda value: f"{done}{words.number(value)}{CASES.zh}" if lang == "zh" else words.counted(value, CASES, lang)  # fmt: skip


def calendar(asking: Asking, caseload: Caseload, as_of: str) -> View:
    """Every day of a year as a square that leads to that day."""
    lang, shown = asking.lang, days(caseload)
    measure = caseload.yearly

    @cache  # a day's square and its number in the table lead to the same view
    def href(on: date) -> str:
        one = on.isoformat()
        return asking.href(**{"period": "", "from": one, "to": one, "grain": "", "by": "", "measure": measure.id})  # fmt: skip

    known = [day for day in shown if day.value]
    heads, rows = year.table(shown, href, lang) if shown else ([PERIOD[lang]], [])
    return svg.view(
        "volumes-year",
        finding=(YEAR[lang], _year_said(caseload, known, lang)),
        picture=year.picture(shown, _counted(measure, lang), href, lang) if known else None,
        columns=heads,
        rows=rows,
        downloads=downloads.of_answer(caseload.year, measure.indicator, lang),
        as_of=as_of,
    )


PERIOD = Text("时期", "Period")
LEADS = Text("点一格看当天。", "A square leads to its day.")


def _year_said(caseload: Caseload, known: list[Day], lang: Lang) -> str | list[Any]:
    who = before(condition(caseload.choice, caseload.names, lang), lang)
    what = caseload.yearly.title
    if not known:
        return Text(f"{who}这一年没有{what.zh}的办件。", f"{who}no case in this year.")[lang]
    busiest = max(known, key=lambda day: day.value or 0)
    count = words.counted(busiest.value, CASES, lang)
    ties = sum(day.value == busiest.value for day in known) > 1
    most = Text(
        f"最多的一天{count}" if ties else f"最多的是{words.long_day(busiest.on, 'zh')}，{count}",
        f"most in a day: {count}"
        if ties
        else f"most on {words.long_day(busiest.on, 'en')}: {count}",
    )
    hatched = Text("；斜纹为尚未结束的一天", "; hatched: not over yet")[lang]
    partial = hatched if any(day.partial for day in known) else ""
    shades = Text(
        f"{who}颜色越浓，当天{what.zh}越多{partial}。{most.zh}。",
        f"{who}the stronger the colour, the more {what.en.lower()}{partial}; {most.en}.",
    )
    return hinted(sentence(shades[lang]), LEADS[lang], lang)


def _by_weekday(caseload: Caseload) -> dict[int, list[float]]:
    """Values of ordinary days by the day of the week: no day off, no make-up workday, no running day."""
    known = time_span.calendar()
    since = caseload.choice.span.anchor - timedelta(days=7 * WEEKS)
    found: dict[int, list[float]] = {i: [] for i in range(7)}
    for day in days(caseload):
        if day.value is None or day.partial or day.on <= since:
            continue
        try:
            kind = known.kind(day.on)
        except CalendarNotLoaded:
            continue
        if kind in ("workday", "weekend"):
            found[day.on.weekday()].append(day.value)
    return found


def week(caseload: Caseload, as_of: str, lang: Lang) -> View:
    """How many cases each day of the week usually has."""
    values, measure = _by_weekday(caseload), caseload.yearly
    enough = {i: each for i, each in values.items() if len(each) >= LEAST}
    heads = [Text("星期", "Day")[lang], Text("中位数", "Median")[lang]]
    heads += [Text("最少", "Fewest")[lang], Text("最多", "Most")[lang], Text("天数", "Days")[lang]]  # fmt: skip
    usual = weekdays.medians(enough)
    rows = [
        [words.weekday(i, lang), *(words.number(n) for n in (usual[i], min(each), max(each), len(each)))]
        for i, each in enough.items()
    ]  # fmt: skip
    return svg.view(
        "volumes-week",
        finding=(week_finding(caseload, lang) or _no_week(lang), _week_said(caseload, lang)),
        picture=weekdays.picture(enough, _counted(measure, lang), lang) if usual else None,
        columns=heads,
        rows=rows,
        downloads=downloads.of_answer(caseload.year, measure.indicator, lang),
        as_of=as_of,
    )


def _no_week(lang: Lang) -> str:
    return Text("每星期几的办件量", "By day of the week")[lang]


def week_finding(caseload: Caseload, lang: Lang) -> str:
    """星期一办结最多，中位数4,027件；星期六最少，355件. "" where there are too few weeks."""
    enough = {i: each for i, each in _by_weekday(caseload).items() if len(each) >= LEAST}
    usual = weekdays.medians(enough)
    if len(usual) < 7:
        return ""
    order = sorted(usual, key=lambda i: -usual[i])
    most, least = order[0], order[-1]
    if usual[most] == usual[order[1]] or usual[least] == usual[order[-2]]:
        return ""
    names = {i: words.weekday(i, lang) for i in (most, least)}
    n, few = words.number(usual[most]), words.number(usual[least])
    title = caseload.yearly.title
    return Text(
        f"{names[most]}{title.zh}最多，往常{n}件；{names[least]}最少，{few}件",
        f"Most {title.en.lower()} on a {names[most]}: usually {n}; fewest on a {names[least]}: {few}",
    )[lang]


def _week_said(caseload: Caseload, lang: Lang) -> str:
    who = before(condition(caseload.choice, caseload.names, lang), lang)
    median = Text(
        f"{who}近{WEEKS}周同一星期几的中位数，细线为每一周；放假和调休的日子不计。",
        f"{who}median of the last {WEEKS} weeks, thin lines: each week; days off by notice and "
        "make-up workdays are left out.",
    )
    return sentence(median[lang])


def districts(caseload: Caseload, as_of: str, lang: Lang) -> View:
    """Where the cases come from: a tile a district, its last twelve months as small bars."""
    by: dict[str, list[dict[str, Any]]] = {}
    for row in caseload.districts["data"]:
        by.setdefault(row["district"], []).append(row)
    totals = {code: sum(row["value"] or 0 for row in rows) for code, rows in by.items()}
    shown = [code for code in sorted(by) if code != NONE and totals[code]]
    drawn = [
        Tile(
            by[code][0]["district_label"],
            totals[code],
            [(words.period(r["period"], lang), r["value"], bool(r["partial"])) for r in by[code]],
        )
        for code in shown
    ]
    whole = sum(totals.values())
    every = [code for code in sorted(by, key=lambda c: -totals[c]) if totals[code]]
    return svg.view(
        "volumes-districts",
        finding=(_district_finding(by, totals, shown, lang), _district_said(caseload, whole, lang)),
        picture=tiles.picture(drawn, lang) if drawn else None,
        columns=[DISTRICT[lang], WHOLE[lang], Text("占比", "Share")[lang]],
        rows=[
            [by[c][0]["district_label"], words.number(totals[c]), words.share(totals[c], whole)]
            for c in every
        ],
        downloads=downloads.of_answer(caseload.districts, caseload.yearly.indicator, lang),
        as_of=as_of,
    )


def _district_finding(by: Any, totals: Mapping[str, float], shown: list[str], lang: Lang) -> str:
    whole = sum(totals.values())
    order = sorted(shown, key=lambda code: -totals[code])
    title = Text(f"办件按{DISTRICT.zh}", f"Cases by {DISTRICT.en.lower()}")[lang]
    if not order or not words.enough(whole) or (len(order) > 1 and totals[order[0]] == totals[order[1]]):  # fmt: skip
        return title
    name = by[order[0]][0]["district_label"]
    share = words.in_title({"numerator": totals[order[0]], "denominator": whole}, favourable=None)
    return Text(f"{name}最多，{words.makes_up(share)}", f"Most in {name}: {share.en}")[lang]


def _district_said(caseload: Caseload, whole: float, lang: Lang) -> str:
    what, n = caseload.yearly.title, words.counted(whole, CASES, lang)
    return Text(
        f"全厅近12个月{what.zh}{n}，每格一个{DISTRICT.zh}，柱为每月，各格同一尺度；斜纹为未满的月份。",
        f"{n} {what.en.lower()} in the whole hall in the last 12 months; a tile a district, a bar a month, one scale; "
        "hatched: not complete.",
    )[lang]
