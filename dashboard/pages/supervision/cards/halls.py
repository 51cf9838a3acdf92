"""接入电子监察的大厅: the halls of public services that are supervised, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.parts import bars, downloads, notes
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.words import Lang, Unit
from data.catalog import DATASETS
from data.definitions import Text
from data.hall import today

Row = Mapping[str, Any]
DATASET, ID, MOST = "supervised-halls", "halls-joined", 200
HALLS, CAMERAS = Unit("个", "hall", "halls"), Unit("个", "camera", "cameras")
FIELDS = ("joined_on", "cards", "video", "cameras")
YES, NO = Text("是", "yes"), Text("否", "no")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    count = ask(Values(DATASET, grain="total"))
    answer = ask(Records(DATASET, page=Page(MOST)))
    rows = sorted(answer["data"], key=lambda row: row["joined_on"])
    there = [row for row in rows if _is_connected(row)]
    longest = max((_days(row) for row in there), default=0)
    heads = [DATASETS[DATASET].field(id).title[lang] for id in ("title_zh", *FIELDS)]
    heads[0] = Text("大厅", "Hall")[lang]
    return bars.view(
        ID,
        finding=(_title(there, lang), _about(lang)),
        bars=[
            Bar(
                row[f"title_{lang}"],
                _since(row, lang),
                _days(row) / longest if longest else None,
                note=words.counted(row["cameras"], CAMERAS, lang) if row["cameras"] else "",
            )
            for row in there
        ],
        columns=heads,
        rows=[
            [
                row[f"title_{lang}"],
                words.day(date.fromisoformat(row["joined_on"]), lang),
                (YES if row["cards"] else NO)[lang],
                (YES if row["video"] else NO)[lang],
                words.number(row["cameras"]),
            ]
            for row in rows
        ],
        downloads=[
            *downloads.of_answer(count, DATASET, lang),
            *downloads.titled(Text("清单", "List"), downloads.with_json(answer["links"]), lang),
        ],
        as_of=notes.newest_entry(answer["meta"], lang),
    )


def _is_connected(row: Row) -> bool:
    left = row["left_on"]
    joined = date.fromisoformat(row["joined_on"])
    return joined <= today() and (left is None or today() <= date.fromisoformat(left))


def _days(row: Row) -> int:
    """Days connected until today, both ends included."""
    return (today() - date.fromisoformat(row["joined_on"])).days + 1


def _since(row: Row, lang: Lang) -> str:
    return words.day(date.fromisoformat(row["joined_on"]), lang)


def _title(there: Sequence[Row], lang: Lang) -> str:
    if not there:
        return Text("目前没有接入的大厅", "No hall is connected now")[lang]
    cards = sum(bool(row["cards"]) for row in there)
    video = sum(bool(row["video"]) for row in there)
    n = len(there)
    return Text(
        f"已接入{words.number(n)}个公共服务大厅：电子监察{words.number(cards)}个，视频监控{words.number(video)}个",
        f"{words.counted(n, HALLS, 'en')} connected: {words.number(cards)} to electronic supervision, "
        f"{words.number(video)} to video",
    )[lang]


def _about(lang: Lang) -> str:
    return Text(
        "按接入先后排列，日期为接入日期，条为接入至今的天数，旁为摄像头数；接入哪些系统见数据表。",
        "In the order in which they joined: the day, bars of the days since then, cameras. Which systems they are "
        "connected to is in the table.",
    )[lang]


def layout(place: Place, v: View) -> Sequence[Any]:
    return [bars.figure(ID, v, place.lang)]


SECTION = Section(
    "supervised-halls",
    Text("接入电子监察的大厅", "Supervised halls"),
    (DATASET,),
    view,
    layout,
    (ID,),
    styles=("explore.css",),
)
