"""What /volumes says in words: numbers of each kind, and its series."""

from __future__ import annotations

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.volumes.ask import Caseload, Cell
from dashboard.pages.volumes.cells import valued
from dashboard.pages.volumes.chart import MOST_POINTS, is_line, lowest
from dashboard.pages.volumes.choice import TITLES, Choice, Measure
from dashboard.words import WORKING_DAYS, Lang
from data.definitions import Text

# Dimension → code → name.
Names = dict[str, dict[str, str]]


def change(measure: Measure, now: Cell | None, before: Cell | None, lang: Lang) -> str:
    """比去年同期多6%; "" where there is nothing to compare."""
    if not now or not before or now["value"] is None or before["value"] is None:
        return ""
    return words.year_before(now["value"], before["value"], measure.kind, lang)


def series(caseload: Caseload, lang: Lang) -> tuple[str, str]:
    """The main finding, and what the chart shows."""
    choice = caseload.choice
    measure, when = choice.measure, time_span.title(choice.span, lang)
    amount = valued(measure, caseload.total, lang)
    who = before(condition(choice, caseload.names, lang), lang)
    compared = (
        change(measure, caseload.total, caseload.total_before, lang)
        if whole_before(caseload)
        else ""
    )
    if lang == "zh":
        at = "期末" if measure.kind == "stock" and choice.span.last < choice.span.anchor else "现在"
        lead = f"{when}，{at}" if measure.kind == "stock" else when
        title = f"{who}{lead}{measure.title.zh}{amount}"
        title += f"，{compared}" if compared else ""
    else:
        at = "at the end of the time" if choice.span.last < choice.span.anchor else "now"
        lead = at if measure.kind == "stock" else time_span.phrase(choice.span)
        what = measure.title.en[0].lower() + measure.title.en[1:]
        title = f"{who}{amount} {what} {lead}"
        if measure.kind == "days":  # Median time 2.5 working days · 9 in 10 within 4 working days
            title = f"{who}{measure.title.en} {amount}, {lead}"
        title += f", {compared}" if compared else ""
    return title, _shown(caseload, lang)


def whole_before(caseload: Caseload) -> bool:
    """Whether the data covers all of the time a year before that there is to compare with."""
    rows = caseload.before["data"] if caseload.before else []
    return all(row.get("reason") != "not-covered" for row in rows)


def condition(choice: Choice, names: Names, lang: Lang, beside: str = "") -> str:
    """The filters in words, without the one `beside` which is broken down: 网上 · 市档案局.

    With their dimensions where a name alone could be that of something else: 渠道：窗口.
    """
    chosen = {d: names[d][code] for d, code in choice.filters.items() if d != beside}
    if not any(_ambiguous(names, dimension, name, lang) for dimension, name in chosen.items()):
        return " · ".join(chosen.values())
    colon = "：" if lang == "zh" else ": "
    return " · ".join(f"{TITLES[d][lang]}{colon}{name}" for d, name in chosen.items())


def before(limited: str, lang: Lang) -> str:
    """A condition as it stands before what it limits, with one colon at most; "" for none."""
    if not limited:
        return ""
    if lang == "zh":
        return f"{limited}{'，' if '：' in limited else '：'}"
    return f"{limited}{', ' if ': ' in limited else ': '}"


def _ambiguous(names: Names, dimension: str, name: str, lang: Lang) -> bool:
    """Whether a dimension is called so, or a code of another one."""
    return name in {title[lang] for title in TITLES.values()} or any(
        name in others.values() for other, others in names.items() if other != dimension
    )


def _shown(caseload: Caseload, lang: Lang) -> str:
    choice, rows = caseload.choice, caseload.series["data"]
    cut = Text("按时段", "by hour") if choice.hourly else time_span.GRAINS[choice.grain]
    parts = [time_span.dates(caseload.named or choice.span, lang), cut[lang].lower()]
    # Of a year without records every value is missing, and nothing is drawn.
    if caseload.before and any(row["value"] is not None for row in caseload.before["data"]):
        outline = Text("空框为去年同期", "outline: the year before")
        line = Text("细线为去年同期", "thin line: the year before")
        parts.append((line if is_line(caseload) else outline)[lang])
        parts += _working_days(choice, lang)
        if not whole_before(caseload):
            gap = Text(
                "去年同期数据不全，不作比较", "the year before is not all there: not compared"
            )
            parts.append(gap[lang])
    elif choice.compare:
        parts.append(Text("这段时间没有去年同期", "there is no year before to compare with")[lang])
    if any(row["partial"] for row in rows) and not choice.hourly:
        if not is_line(caseload):
            parts.append(Text("斜纹为还不完整的时期", "hatched: not complete")[lang])
        elif len(rows) <= MOST_POINTS:
            parts.append(Text("空心点为还不完整的时期", "hollow: not complete")[lang])
    if choice.measure.kind == "rate" and caseload.total and caseload.total["denominator"]:
        n = words.number(caseload.total["denominator"])
        parts.append(Text(f"按{n}件有期限的计", f"of {n} with a due date")[lang])
    if lowest(caseload):
        parts.append(Text("纵轴不从0开始", "the axis does not begin at 0")[lang])
    return "；".join(parts) + "。" if lang == "zh" else "; ".join(parts) + "."


def _working_days(choice: Choice, lang: Lang) -> list[str]:
    """How many working days either time has: a difference may be theirs alone."""
    now = time_span.working_days(choice.span)
    then = time_span.working_days(choice.before) if choice.before else None
    if now is None or then is None or choice.span.first == choice.span.last:
        return []
    days, before = words.counted(now, WORKING_DAYS, lang), words.number(then)
    counted = Text(f"{days}，去年同期{before}个", f"{days}, {before} the year before")
    return [counted[lang]]
