"""到岗: of the newest month that is published, who was at the post, late and away; for the hall and its floors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.parts.sections.months import PEOPLE, Row
from dashboard.words import Lang
from data import periods
from data.catalog import INDICATORS
from data.definitions import Text

TITLE = Text("到岗", "Presence at the windows")
RATES = ("attendance-rate", "late-rate", "posted-rate", "badge-rate", "windows-open-rate")
BY_FLOOR = ("attendance-rate", "posted-rate")
HALL, OTHERS = Text("全厅", "The hall"), Text("其他楼层", "other floors")
RATE, N = Text("占比", "Share"), Text("构成", "Of")
WHERE = Text("范围", "Where")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    every = ask(Values("attendance-rate", grain="month"))
    known = [row for row in every["data"] if row["value"] is not None and not row["partial"]]
    month = known[-1]["period"] if known else ""
    shown = _of_month(ask, month, lang) if month else []
    return bars.view(
        "presence",
        finding=(_title(month, known, lang), _how(month, lang)),
        bars=[
            Bar(f"{where} · {what}", words.percentage(row, high), row["value"], note=words.of(row))
            for where, what, row, high in shown
        ],
        columns=[WHERE[lang], Text("指标", "Indicator")[lang], RATE[lang], N[lang]],
        rows=[
            [where, what, words.percentage(row, high), words.of(row)]
            for where, what, row, high in shown
        ],
        downloads=_downloads(ask, every, month, lang),
        as_of=_until(month, lang),
    )


def _downloads(ask: Ask, every: Any, month: str, lang: Lang) -> list[Any]:
    """The months of the first rate; of the month shown every rate, and the two by floor."""
    links = downloads.of_answer(every, "attendance-rate", lang)
    if not month:
        return links
    first, last = periods.of_name(month)
    rates = downloads.of_totals(ask(Values(RATES[0], first, last, "month")), RATES, lang)
    links += downloads.titled(HALL, rates, lang)
    for id in BY_FLOOR:
        floors = ask(Values(id, first, last, "month", ("floor",)))
        title = Text(f"{INDICATORS[id].title.zh}（分楼层）", f"{INDICATORS[id].title.en} by floor")
        links += downloads.titled(title, downloads.with_json(floors["links"]), lang)
    return links


def _of_month(ask: Ask, month: str, lang: Lang) -> list[tuple[str, str, Row, bool]]:
    """Every rate of the hall, then on time and posted by floor: where, what, its row, whether high is good."""
    first, last = periods.of_name(month)
    shown = [(HALL[lang], id, ask(Values(id, first, last, "month"))["data"][0]) for id in RATES]
    for id in BY_FLOOR:
        rows = ask(Values(id, first, last, "month", ("floor",)))["data"]
        shown.extend((_floor(row["floor"], lang), id, row) for row in rows)
    return [
        (where, INDICATORS[id].title[lang], row, INDICATORS[id].favourable != "low")
        for where, id, row in shown
        if row["value"] is not None
    ]


def _floor(code: str, lang: Lang) -> str:
    if not code.isdigit() or code == "0":
        return OTHERS[lang]
    return Text(f"{code}楼", f"floor {code}")[lang]


def _title(month: str, known: Sequence[Row], lang: Lang) -> str:
    if not month:
        return Text("到岗情况暂无可公布的月份", "No month of presence can be published yet")[lang]
    name = Text(words.period(month, "zh"), words.period(month, "en"))
    share = words.in_title(known[-1], PEOPLE)
    return Text(
        f"{name.zh}{share.zh}应到人次按时到岗",
        f"{name.en}: {share.en} of the roster at the post on time",
    )[lang]


def _how(month: str, lang: Lang) -> str:
    return Text(
        "按半日计人次，迟到的不计为按时到岗；楼层窗口不足5个的与其他楼层合并。月满10天后公布，不公布窗口、日期、"
        "任何人和缺勤原因。",
        "Person-times by half day; who is late is not on time. Floors of fewer than five windows are counted with "
        "others. Published ten days after the month; no window, day, person or reason.",
    )[lang]


def _until(month: str, lang: Lang) -> str:
    if not month:
        return Text("暂无数据", "no data yet")[lang]
    name = words.period(month, lang)
    return Text(f"数据截至{name}", f"Data up to {name}")[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    return [bars.figure("presence", v, place.lang)]


SECTION = Section(
    "attendance", TITLE, ("attendance",), view, layout, ("presence",), styles=("explore.css",)
)
