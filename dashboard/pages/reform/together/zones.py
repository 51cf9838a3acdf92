"""园区并联办件: applications by zone of the newest month of which a zone is told; of too few of a zone none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.answer.answers import Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.reform.together.runs import RUNS
from dashboard.parts import bars, downloads
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.words import Lang
from data.catalog.parallel.zone_runs import LEAST
from data.definitions import Text
from data.rollups.plan import NONE

Row = Mapping[str, Any]
WITHHELD = Text("不公布", "withheld")
ZONE, COUNT = Text("园区", "Zone"), Text("件数", "Applications")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    answer = ask(Values("zone-runs", grain="month", by=("zone",)))
    period, rows = _newest(answer["data"])
    shown = [row for row in rows if row["value"] is not None]
    top = max([1, *(row["value"] for row in shown)])
    hidden = WITHHELD[lang]
    how = Text(
        f"按月公布。某园区当月不足{LEAST}件的不公布；为使其不能由合计相减得出，其他园区也可能同时不公布。",
        f"By month. A zone with fewer than {LEAST} is withheld, and others with it where it could be "
        "had by subtraction.",
    )
    return bars.view(
        "zone-runs",
        finding=(_title(period, shown)[lang], how[lang]),
        bars=[
            Bar(
                row["zone_label"],
                words.number(row["value"]),
                None if row["value"] is None else row["value"] / top,
                note=hidden if row["value"] is None else "",
            )
            for row in rows
        ],
        columns=[ZONE[lang], COUNT[lang]],
        rows=[
            [row["zone_label"], hidden if row["value"] is None else words.number(row["value"])]
            for row in rows
        ],
        downloads=downloads.of_answer(answer, "zone-runs", lang),
        as_of=_as_of(period)[lang],
    )


def _as_of(period: str | None) -> Text:
    """Of whole months only: a clock of its own would tell when a row came in."""
    if period is None:
        return Text("暂无数据", "no data yet")
    return Text(
        f"数据截至{words.period(period, 'zh')}末",
        f"Data to the end of {words.period(period, 'en')}",
    )


def _newest(data: Sequence[Row]) -> tuple[str | None, list[Row]]:
    """The newest month of which a zone is published, else the newest; its zones, largest first."""
    told = [row["period"] for row in data if row["value"] is not None]
    period = max(told or [row["period"] for row in data], default=None)
    rows = [row for row in data if row["period"] == period and row["zone"] != NONE]
    return period, sorted(rows, key=lambda row: -(row["value"] or 0))


def _title(period: str | None, shown: Sequence[Row]) -> Text:
    """2026年9月园区并联办件：经济技术开发区17件."""
    if period is None:
        return Text("园区并联办件暂不满一个月", "No whole month of applications from zones yet")
    zh, en = words.period(period, "zh"), words.period(period, "en")
    if not shown:
        return Text(f"{zh}各园区并联办件均不足以公布", f"{en}: too few applications from each zone")
    most = shown[0]
    name, n = most["zone_label"], most["value"]
    return Text(
        f"{zh}{name}并联办件{words.counted(n, RUNS, 'zh')}",
        f"{name}: {words.counted(n, RUNS, 'en')} for parallel approval in {en}",
    )


def layout(place: Place, v: View) -> list[Any]:
    return [bars.figure("zone-runs", v, place.lang)]


SECTION = Section(
    "zones",
    Text("园区并联办件", "Parallel approval in zones"),
    ("zone-runs",),
    view,
    layout,
    ("zone-runs",),
    styles=("explore.css", "reform.css"),
)
